/** What every edit of a task definition has in common: it makes a new revision, which services may or may not follow. */
import type { Container, TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';

export function revisionNotes(task: TaskDefinition, estate: Estate): readonly string[] {
  const services = estate.services.filter((service) => service.task?.address === task.address);
  const pinned = services.filter((service) => service.resource.attribute('task_definition')?.ref?.path[0] !== 'arn');
  const notes = [
    'The old revision is deregistered, so that a service can no longer be rolled back to it by hand (skip_destroy = true keeps it).',
  ];
  for (const service of pinned) {
    if (service.followsLatestRevision) continue;
    notes.push(`${service.address} does not refer to the task definition's arn: check that it takes the new revision.`);
  }
  return notes;
}

/** The places of the configuration in which the containers of a task are. */
export function containersOf(estate: Estate): readonly Container[] {
  return estate.tasks.flatMap((task) => task.containers);
}
