import { subjectOf } from '#aws/premise.js';
import type { Container } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { itemsOf, textOf } from '#aws/reading.js';
import type { Value } from '#model/value.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import type { Change } from '../../../change.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { isMapping, removeElement, removeKey } from '../../../propose/edit/structured.js';
import { containersOf, revisionNotes } from '../../../propose/containers/task.js';

const ID = 'drop-dangerous-capabilities';

/** Each lets a process leave its container. https://man7.org/linux/man-pages/man7/capabilities.7.html */
const DANGEROUS: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
  'BPF',
  'MKNOD',
]);

export const dropDangerousCapabilities = defineControl({
  id: ID,
  title: 'Drop Linux capabilities that allow escape from the container',
  description:
    "Removes capabilities such as SYS_ADMIN, SYS_PTRACE and SYS_MODULE from linuxParameters.capabilities.add. With them, code in a container can load kernel modules, mount the host's disks or trace its processes.",
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const container of containersOf(estate)) {
      const added = dangerousOf(container);
      const [first] = added;
      if (!first) continue;
      yield {
        address: container.address,
        resource: container.task.resource,
        severity: 'high',
        attribute: `container_definitions[${container.index}].linuxParameters.capabilities.add`,
        message: `The container ${container.name} has ${added.map((each) => textOf(each)).join(', ')}, which allows escape from the container.`,
        origin: first.origin ?? container.value.origin,
        remedy: propose(container, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const subject = subjectOf(premise, 'container.dangerous-capability');
    if (subject) yield propose(subject.container, estate);
  },
});

function addedOf(container: Container): readonly Value[] {
  const capabilities = capabilitiesOf(container);
  return itemsOf(capabilities?.entries.get('add'));
}

function capabilitiesOf(container: Container) {
  const parameters = container.value.entries.get('linuxParameters');
  const capabilities = isMapping(parameters) ? parameters.entries.get('capabilities') : undefined;
  return isMapping(capabilities) ? capabilities : undefined;
}

function dangerousOf(container: Container): readonly Value[] {
  return addedOf(container).filter((each) => DANGEROUS.has((textOf(each) ?? '').toUpperCase().replace(/^CAP_/, '')));
}

function propose(container: Container, estate: Estate): Proposal {
  const { resource } = container.task;
  const id = `${ID}:${container.address}`;
  const falsifies: Proposal['falsifies'] = (premise) =>
    subjectOf(premise, 'container.dangerous-capability')?.container.address === container.address;
  const changes = !isEditable(resource) ? undefined : changesFor(container);
  if (!changes) {
    return manual({
      id,
      address: container.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Remove the dangerous capabilities from linuxParameters.capabilities.add of the container ${container.name}.`,
    });
  }
  const names = dangerousOf(container).map((each) => textOf(each));
  return edit({
    id,
    resource,
    falsifies,
    changes,
    applyEffect: 'new-revision',
    summary: `Drop ${names.join(', ')} from ${container.address}`,
    reason: 'Without these capabilities, code in the container cannot reach the kernel and the processes of the host.',
    mayBreak: [
      'Debuggers, FUSE mounts, VPN and eBPF agents in this container stop working.',
      ...revisionNotes(container.task, estate),
    ],
    width: 2,
  });
}

function changesFor(container: Container): readonly Change[] | undefined {
  const capabilities = capabilitiesOf(container);
  const dangerous = dangerousOf(container);
  if (!capabilities || dangerous.length === 0) return undefined;
  const ifEmpty = removeKey(capabilities, 'add');
  const changes: Change[] = [];
  for (const each of dangerous) {
    const change = removeElement(each, ifEmpty);
    if (!change) return undefined;
    changes.push(change);
  }
  return changes;
}
