import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { controls, executes, type Place } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

/** Workloads whose role can be changed in place. */
const KINDS: readonly {
  /** The service that the role is passed to. */
  readonly service: string;
  readonly actions: readonly string[];
  /** Roles that the workload can take: for instances, those that an instance profile holds. */
  readonly givable: (roles: DeriveContext['estate']) => (role: Principal) => boolean;
  readonly workloads: (estate: DeriveContext['estate']) => readonly {
    readonly place: Place;
    readonly target: Request['target'];
    /** Its present role. */
    readonly role: Principal | undefined;
  }[];
}[] = [
  {
    service: 'lambda.amazonaws.com',
    actions: ['lambda:UpdateFunctionConfiguration'],
    givable: () => () => true,
    workloads: ({ functions }) =>
      functions.map((each) => ({
        place: { kind: 'function', function: each },
        role: each.role,
        target: { arn: each.arn, resource: each.resource, tags: each.tags },
      })),
  },
  {
    service: 'ec2.amazonaws.com',
    actions: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'],
    givable: (estate) => {
      const profiles = estate.configuration.ofType('aws_iam_instance_profile');
      const held = new Set(profiles.map((profile) => estate.iam.roleOf(profile.attribute('role'))?.address));
      return (role) => held.has(role.address);
    },
    workloads: (estate) =>
      estate.hosts
        .filter((host) => host.kind === 'instance')
        .map((host) => ({ place: { kind: 'host', host }, target: instanceTarget(estate, host), role: host.role })),
  },
];

export const swapWorkloadRole = defineTechnique({
  id: 'swap-workload-role',
  title: 'Change the role of a compromised workload',
  description:
    'The role of a function or an instance can be changed in place: with lambda:UpdateFunctionConfiguration, or by replacing the instance profile. An attacker who runs code in the workload and can pass it a role reads the credentials of that role.',
  mitre: [
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
    { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
  ],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  limits: 'A changed role in a launch template or task definition is not counted here.',
  actions: KINDS.flatMap(({ actions }) => actions),
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    for (const { service, actions, givable, workloads } of KINDS) {
      const able = actions.filter((action) => estate.iam.mayDo(principal, action));
      const roles = able.length > 0 ? passableRoles(principal, service, context) : [];
      for (const { place, target, role: own } of roles.length > 0 ? workloads(estate) : []) {
        const change = context.mayAny(able.map((action) => ({ principal, action, target })));
        if (!change) continue;
        const inside = executes(place);
        for (const { role, pass, trust } of roles.filter((each) => givable(estate)(each.role))) {
          if (role.address === own?.address) continue;
          yield {
            gains: controls(role),
            needs: [change, pass, inside],
            premises: [trust],
            explanation: `Gives ${inside.address} the role ${role.address} with ${change.action}.`,
          };
        }
      }
    }
  },
});
