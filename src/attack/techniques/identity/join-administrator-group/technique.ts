import type { Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { administers, controls, type Fact } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { CREATE, isSelf, ownPrincipals, UNBOUNDED } from '../../../premises/iam-target.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

const ADD = 'iam:AddUserToGroup';
const CREDENTIALS = IDENTITIES.credentials.first;

export const joinAdministratorGroup = defineTechnique({
  id: 'join-administrator-group',
  title: 'Join a group of administrators',
  description:
    'An attacker who controls a user, or can create one with credentials, and can add it to a group with iam:AddUserToGroup gains all that the policies of the group allow.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits: 'Groups with less than administrator access are covered by join-group.',
  actions: [ADD],
  on: ['controls'],
  *derive({ principal }, context) {
    if (!context.estate.iam.mayDo(principal, ADD)) return;
    const { estate, mayAny } = context;
    const escalations = escalationsOf(principal, estate);
    const groups = estate.iam.principals.filter(({ kind }) => kind === 'group');
    const members = groups.length > 0 ? membersFor(principal, context) : [];
    for (const group of groups) {
      const allowed = mayAny(escalations([{ principal, action: ADD, target: principalTarget(group) }]));
      for (const grant of allowed ? estate.iam.administrator(group) : []) {
        for (const { who, needs } of members) {
          yield {
            gains: administers(group.account),
            needs: allowed ? [allowed, ...needs] : [],
            premises: [grant.premise],
            explanation: `Adds ${who} to ${group.address}, whose members are administrators.`,
            cost: 1 + needs.length,
          };
        }
      }
    }
  },
});

interface Member {
  readonly who: string;
  readonly needs: readonly Fact[];
}

/** Users that the attacker is, controls, or can create; a permissions boundary would limit them in the group too. */
function membersFor(principal: Principal, { estate, mayAny }: DeriveContext): readonly Member[] {
  const users = estate.iam.principals.filter(({ kind, boundary }) => kind === 'user' && !boundary);
  const others = users.filter((user) => !isSelf(user, principal));
  const itself = principal.kind === 'user' && !principal.boundary ? [principal] : [];
  const made = ownPrincipals(principal, 'user', estate).flatMap((target): Member[] => {
    const own = (actions: readonly string[]) =>
      mayAny(actions.map((action) => ({ principal, action, target, context: UNBOUNDED })));
    const create = own([CREATE.user]);
    const credentials = create && own(CREDENTIALS);
    return create && credentials ? [{ who: 'a new user', needs: [create, credentials] }] : [];
  });
  return [
    ...itself.map(({ resource }) => ({ who: resource.address, needs: [] })),
    ...others.map((user) => ({ who: user.address, needs: [controls(user)] })),
    ...made,
  ];
}
