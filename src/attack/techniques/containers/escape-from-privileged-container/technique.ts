import { privileged } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

export const escapeFromPrivilegedContainer = defineTechnique({
  id: 'escape-from-privileged-container',
  title: 'Escape to the host from a privileged container',
  description:
    "A privileged container has all capabilities and all devices of its host. Root in it mounts the host's disk, or loads a kernel module, and is root on the host.",
  mitre: [{ id: 'T1611', name: 'Escape to Host' }],
  references: [
    'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
  ],
  limits: 'A container that runs as an ordinary user is counted too: a setuid program in its image is all it takes.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    const premise = container && privileged(container);
    if (premise) yield* escapes(fact, [premise], "Mounts the host's disk from the privileged container");
  },
});
