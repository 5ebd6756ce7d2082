/** What looks like an entry point and is not one, and why. */
import type { NetworkPosition } from '#aws/network/network.js';
import { exposuresOf } from '#aws/network/exposure.js';
import { admittedFromInternet } from '#aws/network/internet.js';
import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import { frontDoorsOf } from '#aws/front-doors.js';
import type { Origin } from '#model/value.js';
import { discoverEntries, type EntryPoint, inactive, isNode, userOf, type Workload, workloads } from './entry.js';
import { trustedOutsiders } from './outsiders.js';
import { isOpenToStrangers, strangersWays } from './premises/store.js';

export interface NotEntry {
  readonly address: string;
  /** A clause. */
  readonly reason: string;
  readonly origin: Origin | undefined;
}

/** `entries` are those that the analysis starts from. Where the user named them, the others do not matter. */
export function notEntries(estate: Estate, entries: readonly EntryPoint[]): readonly NotEntry[] {
  if (entries.some(({ kind }) => kind === 'assumed')) return [];
  return [
    ...leftOut(estate, entries),
    ...inactiveKeys(estate),
    ...keptIn(estate),
    ...guardedDoors(estate),
    ...blockedStores(estate),
    ...outsiders(estate),
  ].toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

/** Excluded by `--assume`. */
function leftOut(estate: Estate, entries: readonly EntryPoint[]): NotEntry[] {
  const started = new Set(entries.map(({ id }) => id));
  return discoverEntries(estate, 'code-execution')
    .filter(({ id }) => !started.has(id))
    .map(({ address, reason, origin }) => ({ address, reason: `excluded by --assume: ${reason}`, origin }));
}

function inactiveKeys(estate: Estate): NotEntry[] {
  return estate.configuration.ofType('aws_iam_access_key').flatMap((key) => {
    const user = key.mode === 'managed' && inactive(key.attribute('status')) ? userOf(estate, key) : undefined;
    return user
      ? [{ address: user.address, reason: `its access key ${key.address} is inactive`, origin: key.origin }]
      : [];
  });
}

/** Workloads with part of a way from the internet. */
function keptIn(estate: Estate): NotEntry[] {
  const nodes = estate.hosts.filter((host) => isNode(estate, host) && exposuresOf(estate, host).length > 0);
  // A function is invoked, not connected to: its network position says nothing.
  const others = workloads(estate).filter(
    (workload) => !('publicInvocation' in workload) && exposuresOf(estate, workload).length === 0,
  );
  return [
    ...nodes.map(({ address, resource }) => ({
      address,
      reason: 'the internet reaches it, but it only runs the tasks of a cluster: the entry points are its services',
      origin: resource.origin,
    })),
    ...others.flatMap((workload) => {
      const reason = positionsOf(workload)
        .map((position) => barrier(position, workload.position ? 'it' : position.owner))
        .find((each) => each !== undefined);
      return reason === undefined ? [] : [{ address: workload.address, reason, origin: workload.resource.origin }];
    }),
  ];
}

function positionsOf(workload: Workload): readonly NetworkPosition[] {
  if (workload.position) return [workload.position];
  return 'hosts' in workload ? workload.hosts.map(({ position }) => position) : [];
}

/** What keeps the internet out, where something else would let it in. */
function barrier(position: NetworkPosition, it: string): string | undefined {
  const admitted = admittedFromInternet(position).some(({ premises }) =>
    premises.every(({ certainty }) => certainty === 'certain'),
  );
  const addressed = position.publicIp === 'yes' && position.address?.certainty === 'certain';
  const address = `${it} has a public address`;
  if (addressed && admitted)
    return `${address} and a security group that allows the internet, but no route leads there, or not to a port that it serves`;
  if (addressed) return `${address}, but no security group allows the internet`;
  return admitted && position.publicIp === 'no'
    ? `a security group of ${it} allows the internet, but it has no public address`
    : undefined;
}

function guardedDoors(estate: Estate): NotEntry[] {
  return frontDoorsOf(estate)
    .filter(({ open }) => open === 'guarded')
    .map(({ resource, what }) => ({
      address: resource.address,
      reason: `${what} on the internet, but every way through it requires authorisation`,
      origin: resource.origin,
    }));
}

function blockedStores(estate: Estate): NotEntry[] {
  return estate.stores
    .filter((store) => isBlocked(estate, store))
    .map(({ address, resource }) => ({
      address,
      reason: 'its policy allows everyone, but public access to it is blocked',
      origin: resource.origin,
    }));
}

/** Anyone could read it without the block. */
function isBlocked(estate: Estate, store: DataStore): boolean {
  const { policy } = store;
  if (policy?.everybody.stranger !== 'closed' || isOpenToStrangers(estate, store)) return false;
  const unblocked = { ...policy, everybody: { ...policy.everybody, stranger: 'open' as const } };
  const readings = store.readings.map((reading) => ({ ...reading, target: { ...reading.target, policy: unblocked } }));
  return strangersWays(estate, { ...store, policy: unblocked, readings }).length > 0;
}

function outsiders(estate: Estate): NotEntry[] {
  return trustedOutsiders(estate).map(({ role, who }) => ({
    address: role.address,
    reason: `${who} can assume it; assumed: identities that are not in the configuration are trusted. Start there with --entry`,
    origin: role.resource.origin,
  }));
}
