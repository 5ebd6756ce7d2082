import { anyResources } from '#aws/iam/any-resource.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { RECEIVERS } from '#aws/iam/receivers.js';
import { controls } from '../../../fact.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique } from '../../../technique.js';

export const passRoleToService = defineTechnique({
  id: 'pass-role-to-service',
  title: 'Have a service work for them with a role of their choice',
  description:
    'Many services run code or call AWS for whoever asks, with a role that they are handed: build projects, stacks, jobs, notebooks, state machines, schedules. iam:PassRole on a role that trusts the service, and the permission to make and start such a thing, is as good as the role.',
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
    'Things that exist already and have a role are not counted, nor roles outside of the configuration. That a job needs another one to run in (an EMR Serverless application) is taken to fit.',
  actions: ['iam:PassRole', ...RECEIVERS.flatMap(({ needs }) => needs.flat())],
  on: ['controls'],
  *derive({ principal }, context) {
    if (!context.estate.iam.mayDo(principal, 'iam:PassRole')) return;
    for (const { service, needs, makes } of RECEIVERS) {
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
          explanation: `Makes ${makes} that works with ${role.address}.`,
        };
      }
    }
  },
});

/** What the attacker makes, under a name of their choice. */
function ownTarget(action: string): RequestTarget {
  return { arn: anyResources(action)[0] };
}
