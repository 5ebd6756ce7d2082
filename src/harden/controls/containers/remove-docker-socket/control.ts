import { subjectOf } from '#aws/premise.js';
import type { HostMount } from '#attack/premises/container.js';
import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { isSocket, mountsOf, removeVolume } from '../../../propose/containers/mount.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { revisionNotes } from '../../../propose/containers/task.js';

const ID = 'remove-docker-socket';

export const removeDockerSocket = defineControl({
  id: ID,
  title: 'Remove the Docker socket from the container',
  description:
    "A process that can connect to the Docker socket can start a container with the host's disk mounted and become root on the host. Mounting the socket read-only changes nothing, since requests still get through. The edit removes the mount points and the volume.",
  references: [
    'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const task of estate.tasks) {
      for (const volume of task.volumes) {
        if (!isSocket(volume.hostPath)) continue;
        const [mounted] = mountsOf(volume, task.containers);
        if (!mounted) continue;
        yield {
          address: mounted.container.address,
          resource: task.resource,
          severity: 'high',
          attribute: `container_definitions[${mounted.container.index}].mountPoints`,
          message: `The container ${mounted.container.name} has the host's ${volume.hostPath} mounted: code in it is root on the host.`,
          origin: mounted.mount.value.origin ?? volume.block.origin,
          remedy: propose(mounted, estate),
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const mounted = subjectOf(premise, 'container.docker-socket');
    if (mounted) yield propose(mounted, estate);
  },
});

function propose({ container, volume }: HostMount, estate: Estate): Proposal {
  const { task } = container;
  const { resource } = task;
  const id = `${ID}:${task.address}#${volume.name}`;
  const falsifies: Proposal['falsifies'] = (premise) => {
    const subject = subjectOf(premise, 'container.docker-socket') ?? subjectOf(premise, 'container.host-path');
    return subject?.container.task.address === task.address && subject.volume.name === volume.name;
  };
  const changes = !isEditable(resource) ? undefined : removeVolume(volume, task.containers);
  if (!changes || changes.length === 0) {
    return manual({
      id,
      address: container.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Remove the mount of the volume ${volume.name} (${volume.hostPath ?? 'a host path'}) from the containers of ${task.address}, and the volume.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes,
    applyEffect: 'new-revision',
    summary: `Remove ${volume.hostPath ?? 'the Docker socket'} from ${task.address}`,
    reason: 'Without the Docker socket, code in the container can no longer start containers on the host as root.',
    mayBreak: [
      'Software in these containers that uses Docker stops working: CI runners, log and monitoring agents, container management.',
      ...revisionNotes(task, estate),
    ],
    width: 2,
  });
}
