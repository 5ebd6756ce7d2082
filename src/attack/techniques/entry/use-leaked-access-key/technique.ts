import { defineTechnique } from '../../../technique.js';

/** Its steps are made where entry points are discovered. */
export const useLeakedAccessKey = defineTechnique({
  id: 'use-leaked-access-key',
  title: 'Use a leaked access key',
  description:
    'A long-lived access key works from anywhere until it is deleted, and gets copied to laptops, build systems and repositories. A key that Terraform creates is in its state as well. An attacker who finds one acts as its user.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  limits: 'Assumed: the key leaks. Keys that Terraform does not manage are covered by use-unmanaged-credentials.',
  on: [],
  derive: () => [],
});
