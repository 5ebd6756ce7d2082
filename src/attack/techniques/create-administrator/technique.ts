import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { ACCOUNT, PARTITION, symbolic } from '#aws/symbolic.js';
import { ADMINISTERS, type May } from '../../fact.js';
import { escalationsOf } from '../../premises/escalation.js';
import { defineTechnique, type DeriveContext } from '../../technique.js';

/** Each list: what any one of does. A new role needs no key, since it trusts whom its maker names. */
const KINDS: readonly {
  readonly kind: 'user' | 'role';
  readonly needs: readonly (readonly string[])[];
}[] = [
  {
    kind: 'user',
    needs: [
      ['iam:CreateUser'],
      ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
      ['iam:CreateAccessKey', 'iam:CreateLoginProfile'],
    ],
  },
  { kind: 'role', needs: [['iam:CreateRole'], ['iam:AttachRolePolicy', 'iam:PutRolePolicy']] },
];

/** The attacker gives it no permissions boundary, where nothing makes them. */
const UNBOUNDED = new Map([['iam:permissionsboundary', []]]);

export const createAdministrator = defineTechnique({
  id: 'create-administrator',
  title: 'Create a principal and make it an administrator',
  description:
    'Whoever may create a user or a role, and give it a policy, has an administrator of their own: a user with an access key that they create for it, or a role that trusts them.',
  mitre: [
    { id: 'T1136.003', name: 'Create Account: Cloud Account' },
    { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  ],
  limits:
    'A condition that wants a permissions boundary on the new principal counts as closing it, whatever the boundary allows. A condition on iam:PolicyARN counts as undecided.',
  on: ['controls'],
  *derive(fact, context) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    for (const { kind, needs } of KINDS) {
      const allowed: readonly (May | undefined)[] = needs.map((actions) => mayDoOne(principal, kind, actions, context));
      if (!allThere(allowed)) continue;
      const actions = allowed.map(({ action }) => action);
      yield {
        gains: ADMINISTERS,
        needs: allowed,
        explanation: `Creates a ${kind} that may do everything, with ${actions.join(', ')}.`,
        cost: 2,
      };
    }
  },
});

function mayDoOne(
  principal: Principal,
  kind: 'user' | 'role',
  actions: readonly string[],
  { estate, mayAny }: DeriveContext,
): May | undefined {
  const arn = symbolic('arn:', PARTITION, ':iam::', ACCOUNT, `:${kind}/`, {
    id: `a ${kind} of their own`,
    chosen: true,
  });
  const requests = actions
    .filter((action) => estate.iam.mayDo(principal, action))
    .map((action): Request => ({ principal, action, target: { arn }, context: UNBOUNDED }));
  return mayAny(escalationsOf(principal, estate)(requests));
}

function allThere(allowed: readonly (May | undefined)[]): allowed is readonly May[] {
  return allowed.every((each) => each !== undefined);
}
