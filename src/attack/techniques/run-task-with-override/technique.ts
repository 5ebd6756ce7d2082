import { controls } from '../../fact.js';
import { clusterContext, ECS_TASKS } from '../../premises/ecs.js';
import { passableRoles } from '../../premises/pass-role.js';
import { defineTechnique } from '../../technique.js';

export const runTaskWithOverride = defineTechnique({
  id: 'run-task-with-override',
  title: 'Run an existing task definition with another command or role',
  description:
    'Whoever starts a task may override what its definition says: the command, the environment, and the task role. With ecs:RunTask and iam:PassRole the attacker has an existing image run a command of theirs, with any role that they may pass. Nothing has to be registered.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  limits: 'An image without any program that could send the credentials away would not do; images are not looked into.',
  on: ['controls'],
  *derive(fact, context) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    const { estate, may } = context;
    for (const action of ['ecs:RunTask', 'ecs:StartTask']) {
      if (!estate.iam.mayDo(principal, action)) continue;
      const roles = passableRoles(principal, ECS_TASKS, context);
      for (const task of roles.length > 0 ? estate.tasks : []) {
        for (const cluster of estate.clusters) {
          const target = { arn: task.arn, resource: task.resource };
          const run = may({ principal, action, target, context: clusterContext(cluster) });
          if (!run) continue;
          for (const { role, pass, trust } of roles) {
            yield {
              gains: controls(role),
              needs: [run, pass],
              premises: [trust],
              explanation: `Runs ${task.address} in ${cluster.address} with a command of their own and ${role.address} as its role.`,
            };
          }
        }
      }
    }
  },
});
