import type { TaskDefinition } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import { registers, type May } from '../../../fact.js';
import { ECS_TASKS, OWN_FAMILY } from '../../../premises/ecs.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

const REGISTER = 'ecs:RegisterTaskDefinition';
/** Above this many, an existing family is combined only with its present role, if a new family can take all of them. */
const MOST_COMBINATIONS = 400;

export const registerTaskDefinition = defineTechnique({
  id: 'register-task-definition',
  title: 'Register an attacker-controlled task definition',
  description:
    'A task definition says which image and command run, with which role, volumes and privileges. An attacker who can register one chooses all of that, and can register it as the next revision of a family that is in use. A task role requires iam:PassRole on that role; a task without a role does not.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  limits: 'Registering alone runs nothing. Passable roles that are not in the configuration are not modelled.',
  on: ['controls'],
  *derive({ principal }, context) {
    if (!context.estate.iam.mayDo(principal, REGISTER)) return;
    const families = familiesFor(principal, context);
    if (families.length === 0) return;
    const roles = passableRoles(principal, ECS_TASKS, context);
    const crowded = families[0]?.task === undefined && families.length * roles.length > MOST_COMBINATIONS;
    for (const { task, allowed } of families) {
      const how = `Registers ${task ? `a revision of ${task.address}` : 'a task definition'} with an image and a command of the attacker's choice`;
      const passed = crowded && task ? roles.filter(({ role }) => role.address === task.taskRole?.address) : roles;
      for (const family of task ? [undefined, task] : [undefined]) {
        yield { gains: registers(family, undefined), needs: [allowed], explanation: `${how}.` };
        for (const { role, pass, trust } of passed) {
          const explanation = `${how} and passes it ${role.address}.`;
          yield { gains: registers(family, role), needs: [allowed, pass], premises: [trust], explanation };
        }
      }
    }
  },
});

/** A new family first. It is enough for most, but the grant may be limited to the families in use. */
function familiesFor(principal: Principal, { estate, may }: DeriveContext) {
  const families: { readonly task: TaskDefinition | undefined; readonly allowed: May }[] = [];
  const own = may({ principal, action: REGISTER, target: OWN_FAMILY });
  if (own) families.push({ task: undefined, allowed: own });
  for (const task of estate.tasks) {
    const target = { arn: task.arn, resource: task.resource };
    const allowed = may({ principal, action: REGISTER, target });
    if (allowed) families.push({ task, allowed });
  }
  return families;
}
