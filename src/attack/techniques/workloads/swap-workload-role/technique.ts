import type { Estate } from '#aws/estate.js';
import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { ROLE_SWAPS } from '#aws/services/facts.js';
import type { RoleSwap } from '#aws/services/workload.js';
import { controls, executes, type Place } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique } from '../../../technique.js';

/** Workloads that take another role while they stay what they are. */
const KINDS = {
  functions: {
    givable: () => () => true,
    workloads: ({ functions }) =>
      functions.map((each) => ({
        place: { kind: 'function', function: each },
        role: each.role,
        target: { arn: each.arn, resource: each.resource, tags: each.tags },
      })),
  },
  instances: {
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
} as const satisfies Record<RoleSwap['of'], Kind>;

interface Kind {
  /** Roles that can be given: of instances those that an instance profile holds. */
  readonly givable: (estate: Estate) => (role: Principal) => boolean;
  readonly workloads: (estate: Estate) => readonly {
    readonly place: Place;
    readonly target: Request['target'];
    /** The role that it has. */
    readonly role: Principal | undefined;
  }[];
}

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
  actions: ROLE_SWAPS.flatMap(({ actions }) => actions),
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    for (const { of, trusts, actions } of ROLE_SWAPS) {
      const { givable, workloads }: Kind = KINDS[of];
      const able = actions.filter((action) => estate.iam.mayDo(principal, action));
      const roles = able.length > 0 ? passableRoles(principal, trusts, context) : [];
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
