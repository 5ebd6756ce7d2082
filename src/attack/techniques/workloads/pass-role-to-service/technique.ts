import { anyResources } from '#aws/iam/any-resource.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { controls } from '../../../fact.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique } from '../../../technique.js';

const RECEIVERS = NEW_WORKLOADS.filter(({ technique }) => technique === undefined);

export const passRoleToService = defineTechnique({
  id: 'pass-role-to-service',
  title: 'Pass a role to a service that runs code or calls AWS',
  description:
    'Many services run code or call AWS on behalf of the caller, with a role that the caller passes to them: build projects, stacks, jobs, notebooks, state machines, schedules. iam:PassRole on a role that trusts the service, with permission to create and start such a resource, amounts to having the role.',
  mitre: [
    { id: 'T1648', name: 'Serverless Execution' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html',
    'https://pathfinding.cloud',
  ],
  limits:
    'Existing resources that have a role are not counted, nor are roles that are not in the configuration. Assumed: a resource that the new one needs (an EMR Serverless application) exists.',
  actions: ['iam:PassRole', ...RECEIVERS.flatMap(({ needs }) => needs.flat())],
  on: ['controls'],
  *derive({ principal }, context) {
    if (!context.estate.iam.mayDo(principal, 'iam:PassRole')) return;
    for (const { trusts: service, needs, makes } of RECEIVERS) {
      const allowed = needs.map((actions) =>
        context.mayAny(
          actions
            .filter((action) => context.estate.iam.mayDo(principal, action))
            .map((action) => ({ principal, action, target: ownTarget(action) })),
        ),
      );
      const complete = allowed.filter((each) => each !== undefined);
      if (complete.length < allowed.length) continue;
      for (const { role, pass, trust } of passableRoles(principal, service, context)) {
        yield {
          gains: controls(role),
          needs: [...complete, pass],
          premises: [trust],
          explanation: `Creates ${makes} that runs with ${role.address}.`,
        };
      }
    }
  },
});

/** The new resource, under a name that the attacker chooses. */
function ownTarget(action: string): RequestTarget {
  return { arn: anyResources(action)[0] };
}
