import { addedCapability } from '../../../premises/container.js';
import { escapes, seizedContainer } from '../../../premises/escape.js';
import { defineTechnique } from '../../../technique.js';

/** What each of these capabilities lets a process do to its host. https://man7.org/linux/man-pages/man7/capabilities.7.html */
const CAPABILITIES = new Map([
  ['SYS_ADMIN', 'Mounts file systems of the host with CAP_SYS_ADMIN'],
  ['SYS_MODULE', 'Loads a kernel module with CAP_SYS_MODULE'],
  ['SYS_RAWIO', "Writes the host's memory and disks with CAP_SYS_RAWIO"],
  ['DAC_READ_SEARCH', "Opens the host's files by their handles with CAP_DAC_READ_SEARCH and reads its keys"],
]);

export const escapeWithCapability = defineTechnique({
  id: 'escape-with-capability',
  title: 'Escape to the host with an added capability',
  description:
    'Docker drops the Linux capabilities that would let containers act on the host. A task definition can add them back one by one, and some are enough alone to escape.',
  mitre: [{ id: 'T1611', name: 'Escape to Host' }],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  limits: 'A security module on the host (AppArmor, SELinux) may stop some of these; the ECS-optimised AMIs have none.',
  on: ['executes'],
  *derive(fact) {
    const container = seizedContainer(fact);
    if (!container) return;
    for (const [capability, how] of CAPABILITIES) {
      const premise = addedCapability(container, capability);
      if (premise) yield* escapes(fact, [premise], how);
    }
  },
});
