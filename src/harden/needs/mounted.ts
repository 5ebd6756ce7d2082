/** Who mounts a file system, as far as the configuration shows, and how: with credentials and TLS, or as plain NFS. */
import { declaredMount } from '#attack/premises/declared-mount.js';
import {
  attemptsNotDenied,
  CLIENT_MOUNT,
  mountsByPolicy,
  NFS_PORT,
  withoutPolicy,
} from '#attack/premises/file-system.js';
import type { Host } from '#aws/compute/compute.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { NetworkPosition, SecurityRule } from '#aws/network/network.js';
import { type Evidence, evidenceOf, type Premise } from '#aws/premise.js';
import { symbolic } from '#aws/symbolic.js';
import { clientsOf } from '../propose/data/efs.js';
import type { Need } from './need.js';

/** A client by addresses alone. */
interface Mount {
  readonly client: string;
  readonly fileSystem: string;
  /** The role that it shows; unset: it shows none. */
  readonly role: string | undefined;
  readonly accessPoint: string | undefined;
  readonly position: NetworkPosition | undefined;
  readonly evidence: readonly Evidence[];
}

export function* mountNeeds(estate: Estate): Generator<Need> {
  for (const fileSystem of estate.fileSystems) {
    const mounts = [...mountsOf(fileSystem, estate)];
    for (const mount of mounts) {
      yield mayMount(mount);
      if (mount.position) yield reachesTarget(mount);
    }
    if (mounts.length === 0) yield* unseen(fileSystem, estate);
  }
}

/** A rule of the mount target names a group that nothing here is in: that of a client which is not shown. */
function* unseen({ address, mountTargets }: FileSystem, estate: Estate): Generator<Need> {
  const positions = [...estate.services, ...estate.hosts, ...estate.functions].flatMap(
    ({ position }) => position ?? [],
  );
  const carried = new Set(positions.flatMap(({ groups }) => groups.map((group) => group.address)));
  const rules = mountTargets.flatMap(({ position }) => position.groups.flatMap((group) => group.rules));
  const naming = rules.find(
    (rule) => admitsNfs(rule) && rule.groups.some((group) => !carried.has(group) && group !== rule.group.address),
  );
  if (!naming) return;
  const somebody = {
    client: 'a client that is not shown',
    role: undefined,
    accessPoint: undefined,
    position: undefined,
  };
  yield mayMount({ ...somebody, fileSystem: address, evidence: naming.premise.evidence });
}

function admitsNfs({ direction, fromPort, toPort }: SecurityRule): boolean {
  return direction === 'ingress' && fromPort <= NFS_PORT && NFS_PORT <= toPort;
}

function* mountsOf(fileSystem: FileSystem, estate: Estate): Generator<Mount> {
  const common = { fileSystem: fileSystem.address };
  const hosts = new Set(estate.hosts.map(({ address }) => address));
  for (const { address, role, accessPoint, signed, position } of clientsOf(fileSystem, estate)) {
    if (hosts.has(address)) continue;
    const shown = signed ? role?.address : undefined;
    yield {
      ...common,
      client: address,
      role: shown,
      accessPoint: accessPoint?.address,
      position,
      evidence: ofFileSystem(fileSystem),
    };
  }
  for (const host of estate.hosts) {
    const evidence = shownMount(host, fileSystem);
    if (evidence.length === 0) continue;
    const { address, role, position } = host;
    yield {
      ...common,
      client: address,
      role: isSigned(host) ? role?.address : undefined,
      accessPoint: undefined,
      position,
      evidence,
    };
  }
}

function ofFileSystem({ resource }: FileSystem): readonly Evidence[] {
  return [evidenceOf(resource, 'id', undefined)];
}

/** User data that mentions the file system, or a rule of the mount target that names a group of the host. */
function shownMount(host: Host, fileSystem: FileSystem): readonly Evidence[] {
  const declared = declaredMount({ kind: 'host', host }, fileSystem);
  if (declared) return declared.evidence;
  const own = new Set(host.position.groups.map(({ address }) => address));
  const rules = fileSystem.mountTargets.flatMap(({ position }) => position.groups.flatMap((group) => group.rules));
  const naming = rules.find((rule) => admitsNfs(rule) && rule.groups.some((group) => own.has(group)));
  return naming ? naming.premise.evidence : [];
}

/** Somebody typed it; where nothing shows TLS and IAM, it is what `mount -t nfs4` does. */
function isSigned({ userData }: Host): boolean {
  return userData !== undefined && /\bmount\b[^\n]*\befs\b[^\n]*\biam\b/.test(userData.text);
}

function mayMount({ client, fileSystem, role, accessPoint, evidence }: Mount): Need {
  return {
    key: `${client} mounts ${fileSystem}`,
    what:
      role === undefined
        ? `${client} mounts ${fileSystem} as plain NFS, without credentials`
        : `${client} mounts ${fileSystem}`,
    evidence,
    ways: (estate) => {
      const same = estate.fileSystems.find(({ address }) => address === fileSystem);
      if (!same) return [];
      const open = withoutPolicy(same);
      if (open) return [[open]];
      return role === undefined ? plainly(same, estate) : asRole({ fileSystem: same, role, accessPoint }, estate);
    },
  };
}

/** Who brings neither credentials nor TLS. */
function plainly(fileSystem: FileSystem, estate: Estate): readonly (readonly Premise[])[] {
  const { policy, arn, resource, tags } = fileSystem;
  if (!policy) return [];
  const context = new Map([
    ['aws:securetransport', [symbolic('false')]],
    ['elasticfilesystem:accessedviamounttarget', [symbolic('true')]],
  ]);
  const request = { principal: undefined, action: CLIENT_MOUNT, target: { arn, resource, tags }, context };
  const { allows, denies } = estate.iam.evaluateResourcePolicy(policy, request);
  if (denies.some(({ certain }) => certain) || !allows.some(({ anonymous }) => anonymous)) return [];
  return [...mountsByPolicy(estate, fileSystem, undefined)]
    .filter((each) => each.anonymous)
    .map(({ premises }) => premises);
}

interface Signed {
  readonly fileSystem: FileSystem;
  readonly role: string;
  readonly accessPoint: string | undefined;
}

function asRole({ fileSystem, role, accessPoint }: Signed, estate: Estate): readonly (readonly Premise[])[] {
  const principal = estate.iam.principal(role);
  if (!principal) return [];
  const own = ({ through }: { readonly through: string | undefined }): boolean => through === accessPoint;
  const byPolicy = [...mountsByPolicy(estate, fileSystem, principal)].filter(own).map(({ premises }) => premises);
  if (!attemptsNotDenied(estate, fileSystem, principal).some(own)) return byPolicy;
  const target = { arn: fileSystem.arn, resource: fileSystem.resource, tags: fileSystem.tags };
  const grants = estate.iam.grants({ principal, action: CLIENT_MOUNT, target });
  return [...byPolicy, ...grants.map(({ premise }) => [premise])];
}

function reachesTarget({ client, fileSystem, evidence }: Mount): Need {
  return {
    key: `${client} reaches ${fileSystem}`,
    what: `${client} reaches the mount targets of ${fileSystem}`,
    evidence,
    ways: (estate) => {
      const same = estate.fileSystems.find(({ address }) => address === fileSystem);
      const from = positionsOf(client, estate);
      const targets = same?.mountTargets.map(({ position }) => position) ?? [];
      return from.flatMap((each) =>
        targets.flatMap((target) => estate.network.between(each, target, NFS_PORT).map(({ premises }) => premises)),
      );
    },
  };
}

function positionsOf(client: string, { services, hosts, functions }: Estate): readonly NetworkPosition[] {
  const found = [...services, ...hosts, ...functions].find(({ address }) => address === client);
  if (!found) return [];
  if (found.position) return [found.position];
  return 'hosts' in found ? found.hosts.map(({ position }) => position) : [];
}
