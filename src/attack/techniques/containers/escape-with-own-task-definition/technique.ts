import { escapes } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

export const escapeWithOwnTaskDefinition = defineTechnique({
  id: 'escape-with-own-task-definition',
  title: 'Escape to the host from a task of their own making',
  description:
    "Whoever decides what a task definition says also decides that its container is privileged, or has the host's root directory mounted. On container instances that is root on the host; on Fargate there is no host to have.",
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1610', name: 'Deploy Container' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
  ],
  limits:
    'ECS_DISABLE_PRIVILEGED in the configuration of the agent, and the condition key ecs:privileged, stop privileged containers but not host directories; neither is counted.',
  on: ['executes'],
  *derive(fact) {
    if (fact.place.kind !== 'task' || fact.place.container) return;
    // Where the definition can't be known, no container is named either; that says nothing of who made it.
    if (fact.place.service.task?.containers.length === 0) return;
    yield* escapes(fact, [], "Has the task run a privileged container with the host's root directory in it");
  },
});
