import { NEW_WORKLOADS } from '#aws/services/facts.js';
import type { Cluster, TaskDefinition } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import { controls, type May } from '../../../fact.js';
import { clusterContext, ECS_TASKS } from '../../../premises/ecs.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

const MOST_COMBINATIONS = 400;

/** Each takes another role for the tasks that it runs. */
const OVERRIDING = NEW_WORKLOADS.filter(({ trusts }) => trusts === ECS_TASKS).flatMap(
  ({ alsoPassing = [] }) => alsoPassing,
);

export const runTaskWithOverride = defineTechnique({
  id: 'run-task-with-override',
  title: 'Run an existing task definition with another command or role',
  description:
    'The caller of RunTask can override what the task definition says: the command, the environment and the task role. With ecs:RunTask and iam:PassRole the attacker runs any command in an existing image, with any role that can be passed. Nothing has to be registered.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  limits: 'Assumed: the image holds a program that can send out the credentials. Images are not inspected.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    const roles = passableRoles(principal, ECS_TASKS, context);
    if (roles.length === 0) return;
    for (const action of OVERRIDING) {
      if (!estate.iam.mayDo(principal, action)) continue;
      for (const cluster of estate.clusters) {
        for (const { task, run, first } of runnable(principal, action, cluster, context)) {
          // Any definition will do; those beyond the first matter where the grant is limited to some of them.
          const all = first || estate.tasks.length * roles.length <= MOST_COMBINATIONS;
          for (const { role, pass, trust } of all ? roles : roles.filter((each) => isRoleOf(task, each.role))) {
            const explanation = `Runs ${task.address} in ${cluster.address} with another command and ${role.address} as its task role.`;
            yield { gains: controls(role), needs: [run, pass], premises: [trust], explanation };
          }
        }
      }
    }
  },
});

function isRoleOf(task: TaskDefinition, role: Principal): boolean {
  return task.taskRole?.address === role.address;
}

function runnable(principal: Principal, action: string, cluster: Cluster, { estate, may }: DeriveContext): Runnable[] {
  const found: Runnable[] = [];
  for (const task of estate.tasks) {
    const target = { arn: task.arn, resource: task.resource };
    const run = may({ principal, action, target, context: clusterContext(cluster) });
    if (run) found.push({ task, run, first: found.length === 0 });
  }
  return found;
}

interface Runnable {
  readonly task: TaskDefinition;
  readonly run: May;
  readonly first: boolean;
}
