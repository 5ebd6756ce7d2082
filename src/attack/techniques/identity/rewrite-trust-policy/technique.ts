import { controls } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { defineTechnique } from '../../../technique.js';

const UPDATE = 'iam:UpdateAssumeRolePolicy';

export const rewriteTrustPolicy = defineTechnique({
  id: 'rewrite-trust-policy',
  title: 'Rewrite the trust policy of a role, and assume it',
  description:
    'iam:UpdateAssumeRolePolicy replaces the trust policy of a role. Once the policy names a compromised principal, the attacker assumes the role with no further permission.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  actions: [UPDATE],
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    if (!estate.iam.mayDo(principal, UPDATE)) return;
    for (const role of estate.iam.principals) {
      if (role.kind !== 'role' || role.address === principal.address) continue;
      const allowed = may({ principal, action: UPDATE, target: principalTarget(role) });
      if (!allowed) continue;
      yield {
        gains: controls(role),
        needs: [allowed],
        explanation: `Makes ${role.address} trust ${principal.address}, and assumes it.`,
      };
    }
  },
});
