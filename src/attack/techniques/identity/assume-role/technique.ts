import { controls, type Fact } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { defineTechnique } from '../../../technique.js';

const ASSUME = 'sts:AssumeRole';

export const assumeRole = defineTechnique({
  id: 'assume-role',
  title: 'Assume a role',
  description:
    'The trust policy of a role names the principals that can assume it. Where it names the whole account, or the role is in another account, the caller also needs an identity policy that allows sts:AssumeRole on the role.',
  mitre: [
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
    { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  ],
  references: [
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  ],
  limits:
    'Trusted identities that are not in the configuration, in another account or federated, are not entry points.',
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    for (const role of estate.iam.maybeTrusting(principal)) {
      if (role.address === principal.address) continue;
      const assumption = estate.iam.assumable(role, principal);
      if (!assumption) continue;
      const needs: Fact[] = [];
      if (assumption.needsGrant) {
        const allowed = may({ principal, action: ASSUME, target: principalTarget(role), admitted: true });
        if (!allowed) continue;
        needs.push(allowed);
      }
      yield {
        gains: controls(role),
        needs,
        premises: [assumption.trust],
        explanation: `Assumes ${role.address}, which trusts ${assumption.byAccount ? 'the account' : principal.address}.`,
      };
    }
  },
});
