import { administers } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

export const useAdministratorAccess = defineTechnique({
  id: 'use-administrator-access',
  title: 'Use the credentials of an administrator',
  description:
    'A principal that is allowed every action on every resource is an administrator of the account. An attacker with its credentials controls the account.',
  mitre: [{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  limits: 'Service control policies of the organisation are not modelled.',
  on: ['controls'],
  *derive({ principal }, { estate }) {
    for (const grant of estate.iam.administrator(principal)) {
      yield {
        gains: administers(principal.account),
        premises: [grant.premise],
        explanation: `Controls the account: ${principal.address} is allowed everything.`,
      };
    }
  },
});
