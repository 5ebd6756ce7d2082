import type { Principal } from '#aws/iam/policy.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { controls, type Fact } from '../../../fact.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

const RUN = 'ec2:RunInstances';
const CREATE = 'iam:CreateInstanceProfile';
const ADD = 'iam:AddRoleToInstanceProfile';
const REMOVE = 'iam:RemoveRoleFromInstanceProfile';
const OWN_INSTANCE = {
  arn: symbolic('arn:', PARTITION, ':ec2:', REGION, ':', ACCOUNT, ':instance/', {
    id: 'an instance of their own',
    chosen: true,
  }),
};

const OWN_PROFILE = {
  arn: symbolic('arn:', PARTITION, ':iam::', ACCOUNT, ':instance-profile/', {
    id: 'an instance profile of their own',
    chosen: true,
  }),
};

export const passRoleToNewInstance = defineTechnique({
  id: 'pass-role-to-new-instance',
  title: 'Pass a role to a new EC2 instance',
  description:
    'An attacker who can launch an instance and pass it a role in an instance profile runs code with that role from the user data. It takes iam:PassRole and ec2:RunInstances.',
  mitre: [
    { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'Of the resources of RunInstances only the instance is checked. Running instances, whose profile ec2:AssociateIamInstanceProfile or ReplaceIamInstanceProfileAssociation would change, are not counted.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate, may } = context;
    if (!estate.iam.mayDo(principal, RUN)) return;
    const run = may({ principal, action: RUN, target: OWN_INSTANCE });
    if (!run) return;
    const held = new Set(
      estate.configuration
        .ofType('aws_iam_instance_profile')
        .map((profile) => estate.iam.roleOf(profile.attribute('role'), profile)?.address),
    );
    const holders = newHolders(principal, context);
    for (const { role, pass, trust } of passableRoles(principal, 'ec2.amazonaws.com', context)) {
      const ways = held.has(role.address) ? [{ first: '', needs: [] }] : holders;
      for (const { first, needs } of ways) {
        yield {
          gains: controls(role),
          needs: [run, pass, ...needs],
          premises: [trust],
          explanation: `${first}Launches an instance with ${role.address}, whose user data sends out the credentials.`,
          cost: 1 + needs.length,
        };
      }
    }
  },
});

interface Holder {
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
