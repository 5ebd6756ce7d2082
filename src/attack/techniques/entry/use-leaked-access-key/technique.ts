import { defineTechnique } from '../../../technique.js';

/** The steps are made by the discovery of entry points. */
export const useLeakedAccessKey = defineTechnique({
  id: 'use-leaked-access-key',
  title: 'Use a leaked access key',
  description:
    'A long-lived access key works from anywhere until somebody deletes it, and it is copied to laptops, build systems and repositories. Keys that Terraform creates are in its state as well. Whoever finds one acts as its user.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  limits:
    'That the key leaks is an assumption. Keys that Terraform does not manage are another technique, and only assumed.',
  on: [],
  derive: () => [],
});
