import { administers } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

export const useAdministratorAccess = defineTechnique({
  id: 'use-administrator-access',
  title: 'Use the credentials of an administrator',
  description:
    'A principal that may do everything on everything is an administrator of the account, and so is whoever holds its credentials.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  limits: 'Service control policies of the organisation are not in the configuration and not counted.',
  on: ['controls'],
  *derive({ principal }, { estate }) {
    for (const grant of estate.iam.administrator(principal)) {
      yield {
        gains: administers(principal.account),
        premises: [grant.premise],
        explanation: `Does as it likes in the account: ${principal.address} may do everything.`,
      };
    }
  },
});
