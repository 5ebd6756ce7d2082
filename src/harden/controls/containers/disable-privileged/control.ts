import { subjectOf } from '#aws/premise.js';
import type { Container } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { setKey } from '../../../propose/edit/structured.js';
import { containersOf, revisionNotes } from '../../../propose/containers/task.js';

const ID = 'disable-privileged';

export const disablePrivileged = defineControl({
  id: ID,
  title: 'Run the container unprivileged',
  description:
    "A privileged container has every capability and the devices of its host: code in it can mount the host's disk and become root there. The edit writes privileged = false. It does not help while the Docker socket or a writable host path is mounted.",
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_security',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const container of containersOf(estate)) {
      if (container.privileged !== true) continue;
      const { resource } = container.task;
      yield {
        address: container.address,
        resource,
        severity: 'high',
        attribute: `container_definitions[${container.index}].privileged`,
        message: `The container ${container.name} runs privileged: code in it is root on the host.`,
        origin: container.value.entries.get('privileged')?.origin ?? container.value.origin,
        remedy: propose(container, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const container = subjectOf(premise, 'container.privileged');
    if (container) yield propose(container, estate);
  },
});

function propose(container: Container, estate: Estate): Proposal {
  const { resource } = container.task;
  const id = `${ID}:${container.address}`;
  const falsifies: Proposal['falsifies'] = (premise) =>
    subjectOf(premise, 'container.privileged')?.address === container.address;
  const change = !isEditable(resource) ? undefined : setKey(container.value, 'privileged', 'false');
  if (!change) {
    return manual({
      id,
      address: container.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Set privileged = false in the definition of the container ${container.name}.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    applyEffect: 'new-revision',
    summary: `Run ${container.address} unprivileged`,
    reason: 'Without the capabilities and devices of the host, code in the container stays in the container.',
    mayBreak: [
      'Docker in Docker, mounts, changes to sysctl or iptables, device access and eBPF agents stop working in this container.',
      ...revisionNotes(container.task, estate),
    ],
    width: 2,
  });
}
