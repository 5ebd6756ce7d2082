import { defineTechnique } from '../../../technique.js';

/** The steps are made by the discovery of entry points. */
export const useUnmanagedCredentials = defineTechnique({
  id: 'use-unmanaged-credentials',
  title: 'Use credentials that Terraform does not manage',
  description:
    'A user is made to be used, by a person with a password or by a program with an access key. Where neither is in the configuration, somebody made them by hand, as a rule: a key that Terraform makes is in its state, which is a reason not to have it make one. Such a key leaks as every other. Whether there is one is not known, so that all that follows is assumed.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html',
  ],
  limits: 'A user whose keys are all in the configuration and inactive is taken to have no others.',
  on: [],
  derive: () => [],
});
