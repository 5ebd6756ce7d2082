import { subjectOf } from '#aws/premise.js';
import type { TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { seatOfResource } from '../../../propose/edit/scalar.js';
import { revisionNotes } from '../../../propose/containers/task.js';
import { findAttribute } from '#hcl/edit/locate.js';

const ID = 'unshare-host-pid';

export const unshareHostPid = defineControl({
  id: ID,
  title: 'Give the task its own PID namespace',
  description:
    "A container in the host's PID namespace sees all processes of the host and, as root, their environment and root directories. The edit removes pid_mode; unlike most optional arguments it is not computed, so removing it does create a new revision.",
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_definition_pidmode',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-3',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const task of estate.tasks) {
      if (task.pidMode !== 'host') continue;
      yield {
        address: task.address,
        attribute: 'pid_mode',
        severity: 'medium',
        resource: task.resource,
        message: `The containers of ${task.address} share the PID namespace of their host.`,
        origin: task.resource.attribute('pid_mode')?.origin ?? task.resource.origin,
        remedy: propose(task, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const task = subjectOf(premise, 'task.host-pid');
    if (task) yield propose(task, estate);
  },
});

function propose(task: TaskDefinition, estate: Estate): Proposal {
  const { resource } = task;
  const id = `${ID}:${task.address}`;
  const falsifies: Proposal['falsifies'] = (premise) => subjectOf(premise, 'task.host-pid')?.address === task.address;
  const seat = seatOfResource(resource);
  if (!seat || !findAttribute(seat.body, 'pid_mode')) {
    return manual({
      id,
      address: task.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: 'Leave pid_mode out of the task definition.',
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    applyEffect: 'new-revision',
    summary: `Give ${task.address} its own PID namespace`,
    reason: 'Code in this task can no longer reach the processes of the host and of other containers.',
    changes: [{ kind: 'remove-attribute', file: seat.file, body: seat.body, name: 'pid_mode' }],
    mayBreak: ['Agents that inspect the processes of the host see only their own.', ...revisionNotes(task, estate)],
    width: 2,
  });
}
