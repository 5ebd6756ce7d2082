/** Taking a host volume away from the containers of a task definition, or making it read-only. */
import type { Container, Volume } from '#aws/compute/compute.js';
import type { HostMount } from '#attack/premises/container.js';
import type { Change } from '../../change.js';
import { sourceBlock } from '../edit/scalar.js';
import { isMapping, removeElement, removeKey, setKey } from '../edit/structured.js';

/** `/var/run/docker.sock`, or a folder that holds it. */
export function holdsDockerSocket(path: string | undefined): boolean {
  if (path === undefined) return false;
  const plain = path.replace(/\/+$/, '') || '/';
  return [
    '/',
    '/var',
    '/var/run',
    '/run',
    '/var/run/docker.sock',
    '/run/docker.sock',
    '/run/containerd',
    '/run/containerd/containerd.sock',
    '/var/run/containerd/containerd.sock',
  ].includes(plain);
}

export function isSocket(path: string | undefined): boolean {
  return path !== undefined && /\/(docker|containerd)\.sock$/.test(path);
}

/** Every mount of the volume in its task definition. */
export function mountsOf(volume: Volume, containers: readonly Container[]): readonly HostMount[] {
  return containers.flatMap((container) =>
    container.mounts.filter((mount) => mount.volume === volume.name).map((mount) => ({ container, mount, volume })),
  );
}

/** Removes the mounts of the volume and, as nothing uses it any more, the volume. */
export function removeVolume(volume: Volume, containers: readonly Container[]): readonly Change[] | undefined {
  const changes: Change[] = [];
  for (const { container, mount } of mountsOf(volume, containers)) {
    const points = container.value.entries.get('mountPoints');
    const removed = removeElement(mount.value, points && removeKey(container.value, 'mountPoints'));
    if (!removed) return undefined;
    changes.push(removed);
  }
  const block = sourceBlock(volume.block);
  // A `dynamic` makes other volumes too; a volume that nothing mounts does no harm.
  if (block && block.source.type === 'volume') {
    changes.push({ kind: 'remove-block', file: block.file, at: { start: block.source.start, end: block.source.end } });
  }
  return changes;
}

export function makeReadOnly(mounted: HostMount): Change | undefined {
  const { value } = mounted.mount;
  return isMapping(value) ? setKey(value, 'readOnly', 'true') : undefined;
}
