import { escapes } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

export const escapeWithOwnTaskDefinition = defineTechnique({
  id: 'escape-with-own-task-definition',
  title: 'Escape to the host from an attacker-controlled task',
  description:
    "An attacker who controls a task definition can make its container privileged or mount the host's root directory. On container instances that gives root on the host; on Fargate there is no host to escape to.",
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1610', name: 'Deploy Container' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
  ],
  limits:
    'ECS_DISABLE_PRIVILEGED in the configuration of the agent, and the condition key ecs:privileged, stop privileged containers but not host directories; neither is considered.',
  on: ['executes'],
  *derive(fact) {
    if (fact.place.kind !== 'task' || fact.place.container) return;
    // Where the definition is unknown, no container is named either; that does not make it the attacker's.
    if (fact.place.service.task?.containers.length === 0) return;
    yield* escapes(fact, [], "Makes the task run a privileged container with the host's root directory mounted");
  },
});
