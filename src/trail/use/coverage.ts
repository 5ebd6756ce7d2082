/** What a trail shows at all: where "nobody did this" can be said, and where it can't. */
import { isReading, servicePrefix } from '#aws/iam/actions.js';
import { actionsOf, prefixOf } from '../actions/events.js';
import type { Trail } from '../answers.js';
import { DATA, HOURS, KINDS } from '../sql/questions.js';
import { resourceOf } from './arns.js';
import { gapsIn, type Gap } from './gaps.js';

export interface Coverage {
  readonly events: number;
  /** Of the first and the last event; undefined where there is none. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Days that have events, in UTC. */
  readonly days: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly gaps: readonly Gap[];
  /** Events of which the region and the account are known. */
  has(account: string, region: string): boolean;
  /** Whether the account's events include calls that read, or those that write. */
  hasKind(account: string, kind: 'read' | 'write'): boolean;
  hasService(account: string, prefix: string): boolean;
  /** Whether anybody's event shows that this data action on the resource would be in the trail. */
  showsData(action: string, isOn: (arn: string) => boolean): boolean;
  /** Actions of data events that the trail has of anything. */
  readonly dataActions: ReadonlySet<string>;
}

/** Services that a trail may leave out: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
export const LEFT_OUT: ReadonlySet<string> = new Set(['kms', 'rds-data']);

export async function coverageOf(trail: Trail): Promise<Coverage> {
  const hours = await hoursOf(trail);
  const kinds = await kindsOf(trail);
  const data = await dataOf(trail);
  const places = new Set(hours.places);
  return {
    events: hours.events,
    first: hours.first,
    last: hours.last,
    days: new Set([...hours.byAccount.values()].flatMap((all) => [...all].map((hour) => hour.slice(0, 10)))).size,
    accounts: [...hours.byAccount.keys()].toSorted(),
    regions: [...hours.regions].toSorted(),
    gaps: [...hours.byAccount].flatMap(([account, all]) => gapsIn(account, all)),
    has: (account, region) => places.has(`${account} ${region}`),
    hasKind: (account, kind) => kinds.has(`${account} ${kind}`),
    hasService: (account, prefix) => kinds.has(`${account} ${prefix}:`),
    showsData: (action, isOn) => [...(data.get(action.toLowerCase()) ?? [])].some((arn) => isOn(arn)),
    dataActions: new Set(data.keys()),
  };
}

interface Hours {
  events: number;
  first: string | undefined;
  last: string | undefined;
  readonly byAccount: Map<string, Set<string>>;
  readonly regions: Set<string>;
  readonly places: Set<string>;
}

async function hoursOf(trail: Trail): Promise<Hours> {
  const found: Hours = {
    events: 0,
    first: undefined,
    last: undefined,
    byAccount: new Map(),
    regions: new Set(),
    places: new Set(),
  };
  for await (const { dimensions, count, first, last } of trail.ask(HOURS)) {
    const { account, region, hour } = dimensions;
    found.events += count;
    if (found.first === undefined || first < found.first) found.first = first;
    if (found.last === undefined || last > found.last) found.last = last;
    const known = found.byAccount.get(account ?? '') ?? new Set();
    found.byAccount.set(account ?? '', known.add(hour ?? ''));
    if (typeof region === 'string') found.regions.add(region);
    found.places.add(`${account ?? ''} ${region ?? ''}`);
  }
  return found;
}

/** `ACCOUNT read`, `ACCOUNT write`, and `ACCOUNT kms:`. Reads of services that may be left out by themselves show nothing of the others. */
async function kindsOf(trail: Trail): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { dimensions } of trail.ask(KINDS)) {
    const { account, source, event } = dimensions;
    if (typeof source !== 'string' || typeof event !== 'string') continue;
    const prefix = prefixOf(source);
    found.add(`${account ?? ''} ${prefix}:`);
    if (LEFT_OUT.has(prefix)) continue;
    const [action = ''] = actionsOf(source, event);
    found.add(`${account ?? ''} ${isReading(action) ? 'read' : 'write'}`);
  }
  return found;
}

async function dataOf(trail: Trail): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  for await (const { dimensions } of trail.ask(DATA)) {
    const { source, event, resource } = dimensions;
    if (typeof source !== 'string' || typeof event !== 'string') continue;
    for (const action of actionsOf(source, event)) {
      const key = action.toLowerCase();
      const known = found.get(key) ?? new Set();
      found.set(key, known);
      const arn = typeof resource === 'string' ? resourceOf(servicePrefix(action), resource, dimensions) : null;
      if (arn !== null && known.size < MOST_RESOURCES) known.add(arn);
    }
  }
  return found;
}

const MOST_RESOURCES = 100_000;
