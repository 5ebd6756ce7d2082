import { type Premise, remark } from '#aws/premise.js';
import type { Resource } from '#model/resource.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { administers } from '../../../fact.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { defineTechnique } from '../../../technique.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'policy.older-versions': Resource;
  }
}

const ACTIONS = [IDENTITIES.rewritesPolicy.create, IDENTITIES.rewritesPolicy.revert] as const;

export const escalateByPolicyVersion = defineTechnique({
  id: 'escalate-by-policy-version',
  title: 'Change the default version of a policy on a compromised principal',
  description:
    'iam:CreatePolicyVersion with `--set-as-default` replaces the content of a customer managed policy. An attacker who can do that to a policy attached to a compromised principal makes it allow everything. iam:SetDefaultPolicyVersion restores an older version, which may allow more.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'The configuration does not show what older versions of a policy allow. A step by iam:SetDefaultPolicyVersion alone assumes that one of them allows everything.',
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
      const whose = `${resource.address}, which is attached to ${principal.address}`;
      if (create) {
        const explanation = `Makes a version that allows everything the default of ${whose}.`;
        yield { gains: administers(principal.account), needs: [create], explanation };
      } else if (revert) {
        const explanation = `Restores an older version of ${whose}; assumed: it allows everything.`;
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
