/** The source and the account side by side, and what is known of a resource of either. */
import type { ModuleAnalysis } from '#analysis/session.js';
import { shown } from '#aws/reading.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Account } from '../configuration.js';
import { valueAt } from '../join/evidence-path.js';
import { liveType, PARTS } from '../join/identity.js';
import type { Join } from '../join/join.js';
import { isWrittenBy, writtenRules } from '../join/rules.js';
import { sameness, type Sameness } from '../join/same.js';
import type { LiveResource, NotRead } from '../snapshot.js';
import type { StepIndex } from './steps.js';

export interface Comparison {
  readonly account: Account;
  readonly join: Join;
  /** The source by itself, and the account with the addresses of the source. */
  readonly expected: ModuleAnalysis;
  readonly found: ModuleAnalysis;
  readonly expectedSteps: StepIndex;
  readonly foundSteps: StepIndex;
  /** What Terraform applied last. */
  readonly state: Configuration | undefined;
  /** Resources of the type are read of accounts. */
  readonly isRead: (type: string) => boolean;
}

/** What can be said of a place in the source by the account. */
export type Standing =
  | { readonly kind: 'joined'; readonly live: Resource }
  | { readonly kind: 'not-readable'; readonly calls: readonly NotRead[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous' }
  /** Data sources, parts of other resources, and types that no account is asked for. */
  | { readonly kind: 'elsewhere' };

export function standingOf(address: string, { account, join, expected, isRead }: Comparison): Standing {
  const pair = join.ofSource(address);
  if (pair) return { kind: 'joined', live: pair.live };
  const source = expected.configuration.resource(address);
  if (!source || source.mode !== 'managed') return { kind: 'elsewhere' };
  const calls = account.snapshot.notRead.filter(({ types }) => types.includes(liveType(source.type)));
  if (calls.length > 0) return { kind: 'not-readable', calls };
  if (join.ambiguous.some((each) => each.source.address === address)) return { kind: 'ambiguous' };
  if (PARTS.has(source.type) || !isRead(source.type)) return { kind: 'elsewhere' };
  return [...join.within.values()].includes(address) ? { kind: 'elsewhere' } : { kind: 'absent' };
}

/** The calls without which an attribute of a resource of the account can't be known. */
export function missingFor(live: Resource, attribute: string, { account }: Comparison): readonly NotRead[] {
  const read = account.read.get(live);
  const [root = ''] = attribute.split(/[.[]/);
  if (!read?.unread?.includes(root)) return [];
  return account.snapshot.notRead.filter(
    ({ resource, types }) => (resource && isThis(resource, read)) || (!resource && types.includes(read.type)),
  );
}

function isThis(one: { readonly type: string; readonly id: string }, { type, id }: LiveResource): boolean {
  return one.type === type && one.id === id;
}

export interface Difference {
  readonly address: string;
  readonly attribute: string;
  readonly verdict: Sameness | 'no-such-place';
  readonly sourceSays: string | null;
  readonly accountSays: string | null;
}

/** User data is no part of what is read of an account: what stands in its place tells what the instance did with it. */
const UNREAD = /^user_data(_base64)?$/;

/** A place of a resource that both have, in both. */
export function differenceAt(
  address: string,
  attribute: string,
  { join, expected }: Comparison,
): Difference | undefined {
  const pair = join.ofSource(address.split('#')[0] ?? address);
  const source = pair?.source ?? expected.configuration.resource(address);
  if (!pair || !source) return undefined;
  const [said, has] = [valueAt(source, attribute), valueAt(pair.live, attribute)];
  const common = { address: pair.address, attribute };
  if (said === 'no-such-place' || has === 'no-such-place' || UNREAD.test(attribute)) {
    return { ...common, verdict: 'no-such-place', sourceSays: null, accountSays: null };
  }
  const texts = { sourceSays: textOf(said), accountSays: textOf(has) };
  if (isRuleElsewhere(pair.live, attribute, { join, expected })) return { ...common, ...texts, verdict: 'same' };
  if (said === 'whole' || has === 'whole') {
    const isSame = (said === 'absent') === (has === 'absent');
    return { ...common, ...texts, verdict: isSame ? 'same' : 'different' };
  }
  const [one, other] = [said, has].map((each) => (typeof each === 'string' ? undefined : each.value));
  return { ...common, ...texts, verdict: sameness(one, other, join.resolve) };
}

/** A rule that the source writes outside of its group. */
function isRuleElsewhere(
  live: Resource,
  attribute: string,
  { join, expected }: Pick<Comparison, 'join' | 'expected'>,
): boolean {
  const [, direction, index = '0'] = /^(ingress|egress)(?:\[(\d+)\])?/.exec(attribute) ?? [];
  if (live.type !== 'aws_security_group' || (direction !== 'ingress' && direction !== 'egress')) return false;
  const block = live.blocks(direction)[Number(index)];
  const rules = writtenRules(live, direction, expected.configuration, join.resolve);
  return block !== undefined && rules.some((rule) => isWrittenBy(rule, block, join.resolve));
}

function textOf(found: ReturnType<typeof valueAt>): string | null {
  if (found === 'absent' || found === 'no-such-place') return null;
  return found === 'whole' ? 'set' : shown(found.value);
}
