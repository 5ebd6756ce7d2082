import { type Premise, remark } from '#aws/premise.js';
import type { Resource } from '#model/resource.js';
import { administers } from '../../../fact.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { defineTechnique } from '../../../technique.js';

const ACTIONS = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;

export const escalateByPolicyVersion = defineTechnique({
  id: 'escalate-by-policy-version',
  title: 'Rewrite a policy that a principal in hand already has',
  description:
    'iam:CreatePolicyVersion with `--set-as-default` replaces what a customer-managed policy says. Whoever may do that to a policy that is attached to a principal of theirs has it say that everything is allowed. iam:SetDefaultPolicyVersion brings back an older version, which may allow more.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'What older versions of a policy allow is not in the configuration; that one of them allows everything is an assumption, which iam:SetDefaultPolicyVersion alone rests on.',
  actions: ACTIONS,
  on: ['controls'],
  *derive({ principal }, { estate, mayAny }) {
    if (principal.boundary || !ACTIONS.some((action) => estate.iam.mayDo(principal, action))) return;
    const escalations = escalationsOf(principal, estate);
    for (const { document } of principal.policies) {
      const { resource } = document;
      if (resource?.type !== 'aws_iam_policy') continue;
      const target = { arn: estate.arnOf(resource), resource };
      const [create, revert] = ACTIONS.map((action) => mayAny(escalations([{ principal, action, target }])));
      const whose = `${resource.address}, which ${principal.address} has`;
      if (create) {
        const explanation = `Replaces what ${whose}, says: everything is allowed.`;
        yield { gains: administers(principal.account), needs: [create], explanation };
      } else if (revert) {
        const explanation = `Brings back an older version of ${whose}; assumed: one that allows everything.`;
        yield {
          gains: administers(principal.account),
          needs: [revert],
          premises: [olderVersions(resource)],
          explanation,
        };
      }
    }
  },
});

function olderVersions(resource: Resource): Premise {
  const property = 'policy.older-versions';
  return {
    property,
    key: `${property}|${resource.address}`,
    resource,
    evidence: [remark(resource, 'policy', 'its older versions are not in the configuration')],
    certainty: 'assumed',
    subject: resource,
  };
}
