import type { Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { administers, controls, type Fact, type May } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { isSelf, UNBOUNDED } from '../../../premises/iam-target.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

/** The actions that give a principal a policy, by its kind. */
const { givesPolicy: ACTIONS } = IDENTITIES;
const JOIN = 'iam:AddUserToGroup';

export const escalateByAttachingPolicy = defineTechnique({
  id: 'escalate-by-attaching-policy',
  title: 'Attach an administrator policy to a compromised principal',
  description:
    'An attacker who can attach a policy to a compromised principal, or write an inline policy into it, makes it an administrator. The same goes for a group that the principal is in or that the attacker can add it to.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_controlling.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'A principal with a permissions boundary is not counted, since a policy alone does not make it an administrator. A condition on iam:PolicyARN counts as undecided.',
  actions: [...Object.values(ACTIONS).flat(), JOIN],
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate, mayAny } = context;
    const escalations = escalationsOf(principal, estate);
    const able = new Set<string>(
      Object.values(ACTIONS)
        .flat()
        .filter((action) => estate.iam.mayDo(principal, action)),
    );
    if (able.size === 0) return;
    for (const beneficiary of [principal, ...estate.iam.principals.filter((each) => !isSelf(each, principal))]) {
      if (beneficiary.boundary) continue;
      const requests = ACTIONS[beneficiary.kind]
        .filter((action) => able.has(action))
        .map((action) => ({ principal, action, target: principalTarget(beneficiary), context: UNBOUNDED }));
      const allowed = mayAny(escalations(requests));
      const held = allowed && inHand(beneficiary, principal, context);
      if (!allowed || !held) continue;
      const joined = held.some(({ kind }) => kind === 'may') ? ', and joins it' : '';
      yield {
        gains: administers(beneficiary.account),
        needs: [allowed, ...held],
        explanation: `Gives ${beneficiary.address} a policy that allows everything, with ${allowed.action}${joined}.`,
        cost: joined === '' ? 1 : 2,
      };
    }
  },
});

/** What it takes to act as the beneficiary; `undefined` where it can't be. */
function inHand(beneficiary: Principal, principal: Principal, context: DeriveContext): readonly Fact[] | undefined {
  if (isSelf(beneficiary, principal)) return [];
  if (beneficiary.kind !== 'group') return [controls(beneficiary)];
  if (principal.boundary) return undefined;
  if (principal.policies.some(({ through }) => through === beneficiary.address)) return [];
  const joins = mayJoin(beneficiary, principal, context);
  return joins && [joins];
}

function mayJoin(group: Principal, principal: Principal, { estate, mayAny }: DeriveContext): May | undefined {
  if (principal.kind !== 'user' || !estate.iam.mayDo(principal, JOIN)) return undefined;
  const request = { principal, action: JOIN, target: principalTarget(group) };
  return mayAny(escalationsOf(principal, estate)([request]));
}
