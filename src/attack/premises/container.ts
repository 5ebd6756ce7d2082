import type { Container, TaskDefinition, Volume } from '#aws/compute/compute.js';
import { evidenceOf, type Evidence, type Premise } from '#aws/premise.js';
import { entriesOf, itemsOf } from '#aws/reading.js';
import type { Value } from '#model/value.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'container.docker-socket': HostMount;
    readonly 'container.host-path': HostMount;
    readonly 'container.privileged': Container;
    readonly 'container.dangerous-capability': AddedCapability;
    readonly 'task.host-pid': TaskDefinition;
    readonly 'task.host-network': TaskDefinition;
  }
}

/** What a task definition gives a container of its host: volumes, privileges, capabilities, namespaces. */

/** A volume of the host in a container: the subject of premises about mounts. */
export interface HostMount {
  readonly container: Container;
  readonly mount: Container['mounts'][number];
  readonly volume: Volume;
}

/** The capability that a container has beyond Docker's default ones. */
export interface AddedCapability {
  readonly container: Container;
  readonly capability: string;
}

export function hostMounts(container: Container): readonly (HostMount & { readonly hostPath: string })[] {
  return container.mounts.flatMap((mount) => {
    const volume = container.task.volumes.find(({ name }) => name === mount.volume);
    const { hostPath } = volume ?? {};
    return volume && hostPath !== undefined ? [{ container, mount, volume, hostPath: normalised(hostPath) }] : [];
  });
}

export function mountPremise(
  property: 'container.docker-socket' | 'container.host-path',
  { container, mount, volume }: HostMount,
  certain = true,
): Premise {
  const { resource } = container.task;
  return {
    property,
    key: `${property}|${container.address}|${volume.name}`,
    resource,
    evidence: [
      evidenceOf(
        resource,
        `volume[${volume.name}].host_path`,
        volume.block.attribute('host_path') ?? volume.block.blocks('host')[0]?.attribute('source_path'),
        volume.block,
      ),
      containerEvidence(container, 'mountPoints', mount.value),
    ],
    certainty: certain ? 'certain' : 'assumed',
    subject: { container, mount, volume },
  };
}

export function privileged(container: Container): Premise | undefined {
  const value = container.value.entries.get('privileged');
  if (container.privileged !== true && value?.kind !== 'unknown') return undefined;
  return {
    property: 'container.privileged',
    key: `container.privileged|${container.address}`,
    resource: container.task.resource,
    evidence: [containerEvidence(container, 'privileged', value)],
    certainty: container.privileged === true ? 'certain' : 'assumed',
    subject: container,
  };
}

export function addedCapability(container: Container, capability: string): Premise | undefined {
  if (!container.capabilities.some((each) => isCapability(each, capability))) return undefined;
  const linux = entriesOf(container.value.entries.get('linuxParameters'));
  const added = entriesOf(linux.get('capabilities')).get('add');
  const value = itemsOf(added).find((item) => item.kind === 'string' && isCapability(item.value, capability));
  const subject: AddedCapability = { container, capability };
  return {
    property: 'container.dangerous-capability',
    key: `container.dangerous-capability|${container.address}|${capability}`,
    resource: container.task.resource,
    evidence: [containerEvidence(container, 'linuxParameters.capabilities.add', value ?? added)],
    certainty: 'certain',
    subject,
  };
}

export function hostPid(task: TaskDefinition): Premise | undefined {
  return task.pidMode === 'host' ? ofTask(task, 'task.host-pid', 'pid_mode') : undefined;
}

export function hostNetwork(task: TaskDefinition): Premise | undefined {
  return task.networkMode === 'host' ? ofTask(task, 'task.host-network', 'network_mode') : undefined;
}

/** The user that the image sets can't be seen here; where the task definition gives none, most containers run as root. */
export function runsAsRoot(container: Container): boolean {
  return container.user === undefined || /^(root|0)(:|$)/.test(container.user);
}

export function containerEvidence(container: Container, key: string, value: Value | undefined): Evidence {
  const evidence = evidenceOf(container.task.resource, `container_definitions[${container.index}].${key}`, value);
  return value?.origin ? evidence : { ...evidence, origin: container.value.origin ?? evidence.origin };
}

function ofTask(task: TaskDefinition, property: 'task.host-pid' | 'task.host-network', attribute: string): Premise {
  return {
    property,
    key: `${property}|${task.address}`,
    resource: task.resource,
    evidence: [evidenceOf(task.resource, attribute, task.resource.attribute(attribute))],
    certainty: 'certain',
    subject: task,
  };
}

function isCapability(given: string, wanted: string): boolean {
  const name = given.toUpperCase().replace(/^CAP_/, '');
  return name === 'ALL' || name === wanted;
}

function normalised(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return `/${parts.join('/')}`;
}

/** The path is that directory or file, or a directory above it. */
export function covers(path: string, inside: string): boolean {
  return path === inside || inside.startsWith(path === '/' ? path : `${path}/`);
}
