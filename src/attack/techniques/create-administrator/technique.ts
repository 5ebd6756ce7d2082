import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { administers, type May } from '../../fact.js';
import { escalationsOf } from '../../premises/escalation.js';
import { ownPrincipal, UNBOUNDED } from '../../premises/iam-target.js';
import { defineTechnique, type DeriveContext } from '../../technique.js';

/** Any of the actions, on a principal of the kind. */
interface Need {
  readonly on: Principal['kind'];
  readonly actions: readonly string[];
}

const USER: Need = { on: 'user', actions: ['iam:CreateUser'] };
const CREDENTIALS: Need = { on: 'user', actions: ['iam:CreateAccessKey', 'iam:CreateLoginProfile'] };
const GROUP: readonly Need[] = [
  { on: 'group', actions: ['iam:CreateGroup'] },
  { on: 'group', actions: ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'] },
  { on: 'group', actions: ['iam:AddUserToGroup'] },
];

/** A new role needs no key, since it trusts whom its maker names. */
const WAYS: readonly {
  readonly makes: string;
  readonly needs: readonly Need[];
  /** Only a user can do it with itself. */
  readonly asUser?: true;
}[] = [
  {
    makes: 'a user that may do everything',
    needs: [USER, { on: 'user', actions: ['iam:AttachUserPolicy', 'iam:PutUserPolicy'] }, CREDENTIALS],
  },
  {
    makes: 'a role that may do everything',
    needs: [
      { on: 'role', actions: ['iam:CreateRole'] },
      { on: 'role', actions: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'] },
    ],
  },
  { makes: 'a group that may do everything, and joins it', needs: GROUP, asUser: true },
  { makes: 'a group that may do everything, and a user in it', needs: [...GROUP, USER, CREDENTIALS] },
];

export const createAdministrator = defineTechnique({
  id: 'create-administrator',
  title: 'Create a principal and make it an administrator',
  description:
    'Whoever may create a user, a role or a group, and give it a policy, has an administrator of their own: a user with an access key that they create for it, a role that trusts them, a group that they put themselves or such a user into.',
  mitre: [
    { id: 'T1136.003', name: 'Create Account: Cloud Account' },
    { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  ],
  limits:
    'A condition that wants a permissions boundary on the new principal counts as closing it, whatever the boundary allows. A condition on iam:PolicyARN counts as undecided.',
  actions: WAYS.flatMap(({ needs }) => needs.flatMap(({ actions }) => actions)),
  on: ['controls'],
  *derive(fact, context) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    for (const { makes, needs, asUser } of WAYS) {
      if (asUser && (principal.kind !== 'user' || principal.boundary)) continue;
      const allowed: readonly (May | undefined)[] = needs.map((need) => mayDoOne(principal, need, context));
      if (!allThere(allowed)) continue;
      const actions = allowed.map(({ action }) => action);
      yield {
        gains: administers(principal.account),
        needs: allowed,
        explanation: `Creates ${makes}, with ${actions.join(', ')}.`,
        cost: needs.length > 3 ? 3 : 2,
      };
    }
  },
});

function mayDoOne(principal: Principal, { on, actions }: Need, { estate, mayAny }: DeriveContext): May | undefined {
  const requests = actions
    .filter((action) => estate.iam.mayDo(principal, action))
    .map((action): Request => ({ principal, action, target: ownPrincipal(on), context: UNBOUNDED }));
  return mayAny(escalationsOf(principal, estate)(requests));
}

function allThere(allowed: readonly (May | undefined)[]): allowed is readonly May[] {
  return allowed.every((each) => each !== undefined);
}
