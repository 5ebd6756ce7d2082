import { covers, hostMounts, mountPremise } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

/** Where Docker and containerd listen. https://docs.docker.com/engine/daemon/remote-access/ */
const SOCKETS = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/var/run/containerd/containerd.sock',
  '/run/containerd/containerd.sock',
];

export const escapeThroughDockerSocket = defineTechnique({
  id: 'escape-through-docker-socket',
  title: 'Escape to the host through the Docker socket',
  description:
    "A client of the Docker socket tells the host's Docker daemon what to start, so a container that has the socket mounted can start a privileged one with the host's root directory mounted. Mounting the socket read-only changes nothing: requests still get through.",
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1610', name: 'Deploy Container' },
  ],
  references: [
    'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  limits:
    'The permissions of the socket, which may refuse a process that is not root, are not considered. A host path that is not known before apply is not counted.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    if (!container) return;
    for (const mount of hostMounts(container)) {
      if (!SOCKETS.some((socket) => covers(mount.hostPath, socket))) continue;
      const premise = mountPremise('container.docker-socket', mount);
      yield* escapes(fact, [premise], `Makes Docker start a privileged container through ${mount.hostPath}`);
    }
  },
});
