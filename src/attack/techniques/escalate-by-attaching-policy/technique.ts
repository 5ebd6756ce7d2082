import type { Principal } from '#aws/iam/policy.js';
import { administers, controls } from '../../fact.js';
import { principalTarget } from '../../premises/caller.js';
import { escalationsOf } from '../../premises/escalation.js';
import { defineTechnique } from '../../technique.js';

/** What gives a principal a policy, by its kind. */
const ACTIONS = {
  role: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
  user: ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
  group: ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'],
} as const;

/** Beneficiaries with a permissions boundary are left out. */
const UNBOUNDED = new Map([['iam:permissionsboundary', []]]);

export const escalateByAttachingPolicy = defineTechnique({
  id: 'escalate-by-attaching-policy',
  title: 'Give a principal in hand an administrator policy',
  description:
    'Whoever may attach policies to a principal that they control, or write one into it, or into a group that it is in, makes it an administrator.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_controlling.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'Nothing is gained where a permissions boundary limits the principal, which is not counted. A condition on iam:PolicyARN counts as undecided.',
  on: ['controls'],
  *derive(fact, { estate, mayAny }) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    const escalations = escalationsOf(principal, estate);
    const able = new Set<string>(
      Object.values(ACTIONS)
        .flat()
        .filter((action) => estate.iam.mayDo(principal, action)),
    );
    for (const beneficiary of able.size > 0 ? estate.iam.principals : []) {
      if (!isWithinReach(beneficiary, principal, (role) => estate.iam.assumable(role, principal) !== undefined))
        continue;
      const requests = ACTIONS[beneficiary.kind]
        .filter((action) => able.has(action))
        .map((action) => ({ principal, action, target: principalTarget(beneficiary), context: UNBOUNDED }));
      const allowed = mayAny(escalations(requests));
      if (!allowed) continue;
      yield {
        gains: administers(beneficiary.account),
        needs: beneficiary.kind === 'role' ? [allowed, controls(beneficiary)] : [allowed],
        explanation: `Gives ${beneficiary.address} a policy that allows everything, with ${allowed.action}.`,
      };
    }
  },
});

/** Itself, a role that it may assume, or a group that it is in. */
function isWithinReach(beneficiary: Principal, principal: Principal, assumes: (role: Principal) => boolean): boolean {
  if (beneficiary.boundary) return false;
  if (beneficiary.address === principal.address) return true;
  if (beneficiary.kind === 'role') return assumes(beneficiary);
  return beneficiary.kind === 'group' && principal.policies.some(({ through }) => through === beneficiary.address);
}
