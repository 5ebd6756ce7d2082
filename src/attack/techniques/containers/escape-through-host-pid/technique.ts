import { addedCapability, hostPid, privileged } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

export const escapeThroughHostPid = defineTechnique({
  id: 'escape-through-host-pid',
  title: 'Escape to the host through its processes',
  description:
    "With the host's process namespace a container sees every process of the host. With the capability to trace them as well, it enters one that runs as root on the host, or reads its files through /proc.",
  mitre: [
    { id: 'T1611', name: 'Escape to Host' },
    { id: 'T1055.008', name: 'Process Injection: Ptrace System Calls' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html',
    'https://man7.org/linux/man-pages/man2/ptrace.2.html',
  ],
  limits:
    'Without such a capability the kernel lets the container only into processes that have no more than its own; that is not counted.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    const pid = container && hostPid(container.task);
    if (!container || !pid) return;
    const rights = ['SYS_PTRACE', 'SYS_ADMIN'].map((capability) => addedCapability(container, capability));
    for (const right of [privileged(container), ...rights]) {
      if (right) yield* escapes(fact, [pid, right], 'Enters a root process of the host, which it sees as its own');
    }
  },
});
