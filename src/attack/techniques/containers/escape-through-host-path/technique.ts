import { covers, hostMounts, mountPremise, runsAsRoot } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

/** Write access below these makes the host run something as root, or gives access to its other containers. */
const SENSITIVE = [
  '/etc/cron.d',
  '/etc/ssh',
  '/etc/sudoers.d',
  '/etc/systemd/system',
  '/root/.ssh',
  '/home',
  '/var/spool/cron',
  '/var/lib/docker',
  '/var/lib/ecs',
  '/var/lib/cloud',
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib/systemd/system',
  '/usr/local/bin',
  '/bin',
  '/sbin',
  '/lib',
  '/boot',
  '/dev',
  '/proc/sys',
  '/sys/kernel',
  '/sys/fs/cgroup',
];

export const escapeThroughHostPath = defineTechnique({
  id: 'escape-through-host-path',
  title: 'Escape to the host through a writable host directory',
  description:
    'A container that can write to a directory from which its host runs code (cron jobs, systemd units, programs, SSH keys, the files of other containers) makes the host run any code.',
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1053.003', name: 'Scheduled Task/Job: Cron' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html',
    'https://docs.docker.com/engine/storage/bind-mounts/',
  ],
  limits:
    'Application directories on the host are not counted, whatever they hold. For a container that runs as an ordinary user the escape is assumed. Reading secrets from a read-only mount is not modelled.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    if (!container) return;
    for (const mount of hostMounts(container)) {
      const { hostPath } = mount;
      if (mount.mount.readOnly || !isSensitive(hostPath)) continue;
      const premise = mountPremise('container.host-path', mount, runsAsRoot(container));
      yield* escapes(fact, [premise], `Writes to ${hostPath} on the host, from which the host runs code as root`);
    }
  },
});

function isSensitive(path: string): boolean {
  return SENSITIVE.some((sensitive) => covers(path, sensitive)) || /^\/home\/[^/]+(\/\.ssh)?$/.test(path);
}
