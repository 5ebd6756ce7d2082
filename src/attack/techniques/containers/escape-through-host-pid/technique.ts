import { addedCapability, hostPid, privileged } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

export const escapeThroughHostPid = defineTechnique({
  id: 'escape-through-host-pid',
  title: "Escape to the host through the host's processes",
  description:
    "A container in the host's PID namespace sees every process of the host. With the capability to trace them as well, it takes over one that runs as root on the host, or reads the host's files through /proc.",
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1055.008', name: 'Process Injection: Ptrace System Calls' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html',
    'https://man7.org/linux/man-pages/man2/ptrace.2.html',
  ],
  limits:
    'Without such a capability the kernel lets the container trace only processes with no more capabilities than it has; that is not counted.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    const pid = container && hostPid(container.task);
    if (!container || !pid) return;
    const rights = ['SYS_PTRACE', 'SYS_ADMIN'].map((capability) => addedCapability(container, capability));
    for (const right of [privileged(container), ...rights]) {
      if (right) yield* escapes(fact, [pid, right], 'Takes over a root process of the host, which the container sees');
    }
  },
});
