import { defineTechnique } from '../../../technique.js';

/** Its steps are made where entry points are discovered. */
export const useUnmanagedCredentials = defineTechnique({
  id: 'use-unmanaged-credentials',
  title: 'Use credentials that Terraform does not manage',
  description:
    'A user exists to be used, by a person with a password or by a program with an access key. Where neither is in the configuration, they were usually created by hand: a key that Terraform creates is in its state, which is a reason to create it elsewhere. Such a key leaks like any other. Whether there is one is unknown, so every path from here is assumed.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html',
  ],
  limits: 'Assumed: a user whose keys are all in the configuration and inactive has no others.',
  on: [],
  derive: () => [],
});
