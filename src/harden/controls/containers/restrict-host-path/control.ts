import { subjectOf } from '#aws/premise.js';
import type { HostMount } from '#attack/premises/container.js';
import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import {
  holdsDockerSocket,
  isSocket,
  makeReadOnly,
  mountsOf,
  removeVolume,
} from '../../../propose/containers/mount.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { revisionNotes } from '../../../propose/containers/task.js';

const ID = 'restrict-host-path';

/** Folders of the host from which code gets to run on it: systemd units, cron, keys, binaries. */
const SENSITIVE =
  /^\/($|etc(\/|$)|root(\/|$)|home(\/|$)|usr(\/|$)|lib|bin|sbin|boot|proc(\/|$)|sys(\/|$)|dev(\/|$)|opt(\/|$)|var(\/(spool|run|lib)(\/|$)|$))/;

export const restrictHostPath = defineControl({
  id: ID,
  title: 'Mount host directories read-only, or not at all',
  description:
    'Code in a container that can write to a sensitive directory of its host (/, /etc, /root, /var/lib/docker …) can put a job, a key or a binary there and run on the host. A read-only mount can still be read, including secrets in it; removing the mount ends that too.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const task of estate.tasks) {
      for (const mounted of task.volumes.flatMap((volume) => mountsOf(volume, task.containers))) {
        const { hostPath } = mounted.volume;
        if (hostPath === undefined || isSocket(hostPath) || mounted.mount.readOnly || !SENSITIVE.test(hostPath))
          continue;
        yield {
          address: mounted.container.address,
          resource: task.resource,
          severity: 'medium',
          attribute: `container_definitions[${mounted.container.index}].mountPoints`,
          message: `The container ${mounted.container.name} can write to ${hostPath} on its host.`,
          origin: mounted.mount.value.origin ?? mounted.volume.block.origin,
          remedy: holdsDockerSocket(hostPath) ? remove(mounted, estate) : readOnly(mounted, estate),
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const socket = subjectOf(premise, 'container.docker-socket');
    const mounted =
      subjectOf(premise, 'container.host-path') ?? (isSocket(socket?.volume.hostPath) ? undefined : socket);
    if (!mounted) return;
    // A socket does not mind being mounted read-only.
    if (!holdsDockerSocket(mounted.volume.hostPath)) yield readOnly(mounted, estate);
    yield remove(mounted, estate);
  },
});

function readOnly(mounted: HostMount, estate: Estate): Proposal {
  const { container, mount, volume } = mounted;
  const { resource } = container.task;
  const id = `${ID}:read-only:${container.address}:${volume.name}:${mount.path}`;
  const falsifies: Proposal['falsifies'] = (premise) => {
    const subject = subjectOf(premise, 'container.host-path');
    return (
      subject?.container.address === container.address &&
      subject.volume.name === volume.name &&
      subject.mount.path === mount.path
    );
  };
  const change = !isEditable(resource) ? undefined : makeReadOnly(mounted);
  if (!change) {
    return manual({
      id,
      address: container.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Set readOnly = true on the mount point of the volume ${volume.name}, or remove it.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    applyEffect: 'new-revision',
    summary: `Mount ${volume.hostPath ?? volume.name} read-only in ${container.address}`,
    reason: 'A host directory that the container can only read gives no way to run code on the host.',
    mayBreak: [`Writes by the container below ${mount.path} fail.`, ...revisionNotes(container.task, estate)],
    width: 2,
  });
}

function remove({ container, volume }: HostMount, estate: Estate): Proposal {
  const { task } = container;
  const { resource } = task;
  const id = `${ID}:remove:${task.address}#${volume.name}`;
  const falsifies: Proposal['falsifies'] = (premise) => {
    const subject = subjectOf(premise, 'container.host-path') ?? subjectOf(premise, 'container.docker-socket');
    return subject?.container.task.address === task.address && subject.volume.name === volume.name;
  };
  const changes = !isEditable(resource) ? undefined : removeVolume(volume, task.containers);
  if (!changes || changes.length === 0) {
    return manual({
      id,
      address: container.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Remove the mount of ${volume.hostPath ?? volume.name} from the containers of ${task.address}, and the volume.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes,
    applyEffect: 'new-revision',
    summary: `Remove the host mount of ${volume.hostPath ?? volume.name} from ${task.address}`,
    reason: 'Without the mount, the container has no way to the host through it.',
    mayBreak: [
      `These containers lose what they keep or read in ${volume.hostPath ?? volume.name}.`,
      ...revisionNotes(task, estate),
    ],
    width: 4,
  });
}
