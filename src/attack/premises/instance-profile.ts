import type { Principal } from '#aws/iam/policy.js';
import { ACCOUNT, PARTITION, symbolic } from '#aws/symbolic.js';
import type { Fact } from '../fact.js';
import type { DeriveContext } from '../technique.js';

const CREATE = 'iam:CreateInstanceProfile';
const ADD = 'iam:AddRoleToInstanceProfile';
const REMOVE = 'iam:RemoveRoleFromInstanceProfile';
const OWN_PROFILE = {
  arn: symbolic('arn:', PARTITION, ':iam::', ACCOUNT, ':instance-profile/', {
    id: 'an instance profile of their own',
    chosen: true,
  }),
};

/** How a role comes to be in an instance profile: it is in one, or the principal puts it there. */
export function profileHolders(role: Principal, principal: Principal, context: DeriveContext): readonly Holder[] {
  const { configuration, iam } = context.estate;
  const held = configuration
    .ofType('aws_iam_instance_profile')
    .some((profile) => iam.roleOf(profile.attribute('role'), profile)?.address === role.address);
  return held ? [{ first: '', needs: [] }] : newHolders(principal, context);
}

export interface Holder {
  readonly first: string;
  readonly needs: readonly Fact[];
}

/**
 * Ways to put a role into an instance profile that does not hold it: a new profile, or one in the configuration, from which
 * the role that it holds has to be removed first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 */
function newHolders(principal: Principal, { estate, may, mayAny }: DeriveContext): readonly Holder[] {
  if (!estate.iam.mayDo(principal, ADD)) return [];
  const holders: Holder[] = [];
  const create = may({ principal, action: CREATE, target: OWN_PROFILE });
  const fill = create && may({ principal, action: ADD, target: OWN_PROFILE });
  if (create && fill) holders.push({ first: 'Creates an instance profile for the role. ', needs: [create, fill] });
  const profiles = estate.configuration
    .ofType('aws_iam_instance_profile')
    .filter(({ mode }) => mode === 'managed')
    .map((resource) => ({ arn: estate.arnOf(resource), resource }));
  const add = mayAny(profiles.map((target) => ({ principal, action: ADD, target })));
  const remove = add && mayAny(profiles.map((target) => ({ principal, action: REMOVE, target })));
  if (add && remove) holders.push({ first: 'Puts the role into an instance profile. ', needs: [add, remove] });
  return holders;
}
