import { ADMINISTERS } from '../../fact.js';
import { escalationsOf } from '../../premises/escalation.js';
import { defineTechnique } from '../../technique.js';

const CREATE = 'iam:CreatePolicyVersion';

export const escalateByPolicyVersion = defineTechnique({
  id: 'escalate-by-policy-version',
  title: 'Rewrite a policy that a principal in hand already has',
  description:
    'iam:CreatePolicyVersion with `--set-as-default` replaces what a customer-managed policy says. Whoever may do that to a policy that is attached to a principal of theirs has it say that everything is allowed.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'iam:SetDefaultPolicyVersion, which brings back an older version, is not counted: older versions are not in the configuration.',
  on: ['controls'],
  *derive(fact, { estate, mayAny }) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    if (principal.boundary || !estate.iam.mayDo(principal, CREATE)) return;
    const escalations = escalationsOf(principal, estate);
    for (const { document } of principal.policies) {
      const { resource } = document;
      if (resource?.type !== 'aws_iam_policy') continue;
      const request = { principal, action: CREATE, target: { arn: estate.arnOf(resource), resource } };
      const allowed = mayAny(escalations([request]));
      if (!allowed) continue;
      yield {
        gains: ADMINISTERS,
        needs: [allowed],
        explanation: `Replaces what ${resource.address}, which ${principal.address} has, says: everything is allowed.`,
      };
    }
  },
});
