/** Reads accounts as they are. Everything that speaks to AWS is behind this module, which nothing loads but what reads accounts. */
import { isGlobal, SERVICE_NAMES, type ServiceName } from './calls.js';
import { COLLECTORS } from './collectors.js';
import { settingsOf, TIMEOUTS, type Timeouts } from './connection.js';
import { ReadFault } from './faults.js';
import { withClusters } from './hosts.js';
import { withVersions } from './launched.js';
import { type AccountAccess, openSession, type Session } from './session.js';
import { type Progress, Sink } from './sink.js';
import type { Snapshot, SnapshotAccount } from './snapshot.js';

export { simulate } from './simulate.js';

export interface ReadOptions {
  /** One for each account, or several of one with other regions. */
  readonly accounts: readonly AccountAccess[];
  /** Default: all. */
  readonly services?: readonly ServiceName[];
  readonly progress?: (progress: Progress) => void;
  readonly timeouts?: Timeouts;
}

export interface Reading {
  readonly snapshot: Snapshot;
  /** How often each call was answered: `ec2:DescribeVpcs`. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Throws {@link ReadFault} where nothing of use can be read. */
export async function readAccounts({
  accounts,
  services,
  progress,
  timeouts = TIMEOUTS,
}: ReadOptions): Promise<Reading> {
  const takenAt = new Date().toISOString();
  const sessions = await Promise.all(accounts.map((access) => openSession(access, timeouts)));
  const sink = new Sink(progress);
  await inTurns(sessions.flatMap((session) => jobsOf(session, services ?? SERVICE_NAMES, sink)));
  const { observations, notRead, calls } = sink;
  const resources = withVersions(withClusters(sink.resources, observations));
  if (resources.every(({ unread }) => unread) && notRead.length > 0)
    throw nothing(notRead[0]?.action ?? '', notRead.length);
  return { snapshot: { takenAt, accounts: accountsOf(sessions), resources, observations, notRead }, calls };
}

function nothing(action: string, count: number): ReadFault {
  return new ReadFault(
    `Nothing of the account can be read: ${count} calls were refused, the first ${action}.`,
    'Give the principal the policy that --print-policy prints.',
  );
}

type Job = () => Promise<void>;

function jobsOf(session: Session, services: readonly ServiceName[], sink: Sink): readonly Job[] {
  const { link, account, partition, regions } = session;
  return COLLECTORS.filter(({ service }) => services.includes(service)).flatMap(({ service, load }) =>
    (isGlobal(service) ? regions.slice(0, 1) : regions).map((region) => async () => {
      const collect = await load();
      await collect(settingsOf(link, region), { place: { account, partition, region }, sink });
    }),
  );
}

/** Services and regions that are read at the same time. */
const AT_ONCE = 24;

async function inTurns(jobs: readonly Job[]): Promise<void> {
  const waiting = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      try {
        await job();
      } catch (error) {
        // The others would fail the same way.
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Sessions of one account are one account. */
function accountsOf(sessions: readonly Session[]): readonly SnapshotAccount[] {
  const found = new Map<string, SnapshotAccount>();
  for (const { account: id, partition, caller, regions } of sessions) {
    const known = found.get(id);
    found.set(id, {
      id,
      partition,
      caller: known?.caller ?? caller,
      regions: [...new Set([...(known?.regions ?? []), ...regions])],
    });
  }
  return [...found.values()];
}
