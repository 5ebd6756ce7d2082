import type { Request, RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { administers, type May } from '../../../fact.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { CREATE, ownPrincipals, UNBOUNDED } from '../../../premises/iam-target.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

/** Any of the actions, on a principal of the kind. */
interface Need {
  readonly on: Principal['kind'];
  readonly actions: readonly string[];
}

const USER: Need = { on: 'user', actions: [CREATE.user] };
const CREDENTIALS: Need = { on: 'user', actions: IDENTITIES.credentials.first };
const GROUP: readonly Need[] = [
  { on: 'group', actions: [CREATE.group] },
  { on: 'group', actions: IDENTITIES.givesPolicy.group },
  { on: 'group', actions: ['iam:AddUserToGroup'] },
];

/** A new role needs no key: it trusts whatever principal its creator names. */
const WAYS: readonly {
  readonly makes: string;
  readonly needs: readonly Need[];
  /** Only a user can join a group. */
  readonly asUser?: true;
}[] = [
  {
    makes: 'a user that is allowed everything',
    needs: [USER, { on: 'user', actions: IDENTITIES.givesPolicy.user }, CREDENTIALS],
  },
  {
    makes: 'a role that is allowed everything',
    needs: [
      { on: 'role', actions: [CREATE.role] },
      { on: 'role', actions: IDENTITIES.givesPolicy.role },
    ],
  },
  { makes: 'a group that is allowed everything, and joins it', needs: GROUP, asUser: true },
  { makes: 'a group that is allowed everything, and a user in it', needs: [...GROUP, USER, CREDENTIALS] },
];

export const createAdministrator = defineTechnique({
  id: 'create-administrator',
  title: 'Create a principal and make it an administrator',
  description:
    'An attacker who can create a user, a role or a group and give it a policy creates an administrator: a user with a new access key, a role that trusts the attacker, or a group that the attacker or a new user joins.',
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
    'A condition that requires a permissions boundary on the new principal counts as closing the way, whatever the boundary allows. A condition on iam:PolicyARN counts as undecided.',
  actions: WAYS.flatMap(({ needs }) => needs.flatMap(({ actions }) => actions)),
  on: ['controls'],
  *derive({ principal }, context) {
    const own = (kind: Principal['kind']) => ownPrincipals(principal, kind, context.estate);
    const names = { user: own('user'), group: own('group'), role: own('role') };
    for (const { makes, needs, asUser } of WAYS) {
      if (asUser && (principal.kind !== 'user' || principal.boundary)) continue;
      for (const chosen of choicesOf(needs, names)) {
        const allowed: readonly (May | undefined)[] = needs.map((need) =>
          mayDoOne(principal, need, chosen[need.on], context),
        );
        if (!allThere(allowed)) continue;
        const actions = allowed.map(({ action }) => action);
        yield {
          gains: administers(principal.account),
          needs: allowed,
          explanation: `Creates ${makes}, with ${actions.join(', ')}.`,
          cost: needs.length > 3 ? 3 : 2,
        };
      }
    }
  },
});

type Chosen = Partial<Record<Principal['kind'], RequestTarget>>;

/** The names under which the new principals can be created: every combination, where there is more than one principal. */
function choicesOf(
  needs: readonly Need[],
  names: Readonly<Record<Principal['kind'], readonly RequestTarget[]>>,
): readonly Chosen[] {
  let choices: readonly Chosen[] = [{}];
  for (const kind of new Set(needs.map(({ on }) => on))) {
    choices = choices.flatMap((choice) => names[kind].map((target) => ({ ...choice, [kind]: target })));
  }
  return choices;
}

function mayDoOne(
  principal: Principal,
  { actions }: Need,
  target: RequestTarget | undefined,
  { estate, mayAny }: DeriveContext,
): May | undefined {
  const requests = actions
    .filter((action) => target && estate.iam.mayDo(principal, action))
    .map((action): Request => ({ principal, action, target: target ?? { arn: undefined }, context: UNBOUNDED }));
  return mayAny(escalationsOf(principal, estate)(requests));
}

function allThere(allowed: readonly (May | undefined)[]): allowed is readonly May[] {
  return allowed.every((each) => each !== undefined);
}
