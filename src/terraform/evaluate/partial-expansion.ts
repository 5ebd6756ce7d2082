/**
 * Which instances there are, where `count` or `for_each` is not known but it is known what it may be: `count` is 0 or 1,
 * `for_each` is one of the maps of a few workspaces. What all of them have is there for certain, what some have is not.
 */
import { UNKNOWN_KEY } from '#model/address.js';
import { toSafeInteger } from '#model/number.js';
import { DYNAMIC, STRING } from '#model/type.js';
import type { Member, UnknownValue, Value } from '#model/value.js';
import { isMapping } from '#model/values/inspect.js';
import { number, string } from '#model/values/make.js';
import { alternativesOf, membersOf, settled } from '#model/values/partly.js';
import type { Expansion, InstancePlan } from './instance-plan.js';
import { allDependencies } from './provenance.js';

/** Of more instances than these, one stands for all. */
const MAX_MAYBE = 64;

/** `undefined` where nothing is known of the number. */
export function partialCount(value: UnknownValue): Expansion | undefined {
  const counts = (value.oneOf ?? []).map((each) => (each.kind === 'number' ? toSafeInteger(each.value) : undefined));
  if (counts.length === 0 || !counts.every((count) => count !== undefined && count >= 0)) return undefined;
  const least = Math.min(...counts.map(Number));
  const most = Math.max(...counts.map(Number));
  if (most - least > MAX_MAYBE) return undefined;
  const instances = Array.from({ length: most }, (_, index): InstancePlan => {
    const plan = { key: index, repetition: { index: number(index) }, maybe: index >= least };
    return plan.maybe ? { ...plan, decidedBy: value } : plan;
  });
  return { kind: 'count', known: least === most, instances };
}

/** `undefined` where nothing is known of the members. */
export function partialForEach(value: UnknownValue): Expansion | undefined {
  const alternatives = alternativesOf(value).map(membersIn);
  const keys = new Set(alternatives.flatMap(({ keyed }) => [...keyed.keys()]));
  const open = alternatives.flatMap((each) => each.open);
  // Beside keys that are known, one that is not may be the same as one of them.
  const sure = alternatives.every((each) => each.keyed.size === 0 && each.open.some(({ maybe }) => !maybe));
  if (keys.size === 0 && open.length > 0 && !sure) return undefined;
  const instances = Array.from(keys, (key): InstancePlan => {
    const found = alternatives.flatMap(({ keyed }) => keyed.get(key) ?? []);
    const maybe = found.length < alternatives.length || found.some((member) => member.maybe);
    const each = among(found.map((member) => member.value));
    return { key, repetition: { key: string(key), value: each }, maybe, ...(maybe ? { decidedBy: value } : {}) };
  });
  if (open.length > 0) instances.push(unknownKeyed(open, sure ? undefined : value));
  return { kind: 'for_each', known: open.length === 0 && !instances.some(({ maybe }) => maybe), instances };
}

/** One instance for all members whose key is not known; with `decidedBy`, there may be none. */
export function unknownKeyed(members: readonly Member[], decidedBy?: Value): InstancePlan {
  const key = among(members.map((member) => member.key ?? NO_KEY));
  const repetition = { key, value: among(members.map((member) => member.value)) };
  return decidedBy
    ? { key: UNKNOWN_KEY, repetition, maybe: true, decidedBy }
    : { key: UNKNOWN_KEY, repetition, maybe: false };
}

const NO_KEY: Value = { kind: 'unknown', type: STRING, dependsOn: [], notNull: true };

interface MembersByKey {
  readonly keyed: ReadonlyMap<string, Member>;
  readonly open: readonly Member[];
}

/** Of a set, each element is its own key. */
function membersIn(value: Value): MembersByKey {
  const keyed = new Map<string, Member>();
  const open: Member[] = [];
  const { entries, rest } = membersOf(value);
  const mapping = isMapping(value) || entries.some(({ key }) => key);
  for (const member of entries) {
    const key = mapping ? member.key : member.value;
    if (key?.kind === 'string') keyed.set(key.value, member);
    else open.push(key ? { ...member, key } : member);
  }
  if (rest) open.push({ ...rest, maybe: true });
  return { keyed, open };
}

function among(values: readonly Value[]): Value {
  const [only, ...more] = values;
  if (only && more.length === 0) return only;
  return settled({ kind: 'unknown', type: DYNAMIC, dependsOn: allDependencies(values) }, values);
}
