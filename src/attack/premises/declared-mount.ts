import type { Function, Host, Service, TaskDefinition } from '#aws/compute/compute.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { NetworkPosition } from '#aws/network/network.js';
import { evidenceOf, type Premise } from '#aws/premise.js';
import { textOf } from '#aws/reading.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Place } from '../fact.js';
import { mountedBy, NFS_PORT } from './file-system.js';

/**
 * What shows that the workload mounts the file system by its own configuration: a volume of its task, its
 * `file_system_config`, or user data that mentions the file system. Undefined where nothing does.
 */
export function declaredMount(place: Place, fileSystem: FileSystem): Premise | undefined {
  if (place.kind === 'function') return byFunction(place.function, fileSystem);
  if (place.kind === 'host') return byUserData(place.host, fileSystem);
  // An attacker-controlled task declares anything.
  return place.container && byTask(place.service, place.container.task, fileSystem);
}

/**
 * Whether the workload at that position is meant to mount the file system: it declares the mount, or a mount target allows
 * its security group by reference rather than by a range of addresses.
 */
export function isMeantToMount(place: Place, from: NetworkPosition, fileSystem: FileSystem): boolean {
  const groups = new Set(from.groups.map(({ address }) => address));
  const admitted = fileSystem.mountTargets
    .flatMap(({ position }) => position.groups)
    .flatMap(({ rules }) => rules)
    .some(
      ({ direction, groups: sources, fromPort, toPort }) =>
        direction === 'ingress' &&
        fromPort <= NFS_PORT &&
        NFS_PORT <= toPort &&
        sources.some((address) => groups.has(address)),
    );
  return admitted || declaredMount(place, fileSystem) !== undefined;
}

function byTask(service: Service, task: TaskDefinition, fileSystem: FileSystem): Premise | undefined {
  const volume = task.volumes.find(({ efs }) => efs?.fileSystem?.address === fileSystem.address);
  if (!volume) return undefined;
  const [block = volume.block] = volume.block.blocks('efs_volume_configuration');
  const attribute = `volume[${volume.name}].efs_volume_configuration.file_system_id`;
  const evidence = [evidenceOf(task.resource, attribute, block.attribute('file_system_id'), block)];
  return mountedBy({ workload: service, fileSystem }, task.address, task.resource, evidence);
}

function byFunction(workload: Function, fileSystem: FileSystem): Premise | undefined {
  if (!workload.accessPoints.some((point) => point.fileSystem === fileSystem.address)) return undefined;
  const { resource, address } = workload;
  const [block] = resource.blocks('file_system_config');
  const evidence = [evidenceOf(resource, 'file_system_config.arn', block?.attribute('arn'), block)];
  return mountedBy({ workload, fileSystem }, address, resource, evidence);
}

function byUserData(host: Host, fileSystem: FileSystem): Premise | undefined {
  const { value } = host.userData ?? {};
  const parts = [fileSystem, ...fileSystem.mountTargets, ...fileSystem.accessPoints];
  if (!value || !parts.some((part) => mentions(value, part.address) || names(value, part.resource))) return undefined;
  const evidence = [evidenceOf(host.resource, 'user_data', value)];
  return mountedBy({ workload: host, fileSystem }, host.address, host.resource, evidence);
}

/** What exists is named by its id. */
function names(value: Value, resource: Resource): boolean {
  const id = textOf(resource.attribute('id'));
  return value.kind === 'string' && id !== undefined && id !== '' && value.value.includes(id);
}

function mentions(value: Value, address: string): boolean {
  if (value.ref?.address === address) return true;
  if (value.kind !== 'unknown') return false;
  const parts = value.parts?.filter((part) => typeof part !== 'string') ?? [];
  return value.dependsOn.some((each) => each.address === address) || parts.some((part) => mentions(part, address));
}
