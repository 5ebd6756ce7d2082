/**
 * Which instances there are, where `count` or `for_each` is not known but it is known what it may be: `count` is 0 or 1,
 * `for_each` is one of the maps of a few workspaces. What all of them have is there for certain, what some have is not.
 */
import { UNKNOWN_KEY } from '../address.js';
import { toSafeInteger } from '../number.js';
import { DYNAMIC } from '../type.js';
import type { Member, UnknownValue, Value } from '../value.js';
import { isMapping } from '../values/inspect.js';
import { number, string } from '../values/make.js';
import { alternativesOf, membersOf, settled } from '../values/partly.js';
import type { Expansion, InstancePlan } from './expansion.js';
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

interface Keyed {
  /** What stands under the key, in each alternative that has it. */
  readonly values: Value[];
  maybe: boolean;
}

/** `undefined` where no key is known. */
export function partialForEach(value: UnknownValue): Expansion | undefined {
  const alternatives = alternativesOf(value);
  const all = new Map<string, Keyed>();
  const open: Value[] = [];
  for (const alternative of alternatives) {
    for (const [key, member] of keysOf(alternative, open)) {
      const found = all.get(key);
      if (!found) all.set(key, { values: [member.value], maybe: member.maybe ?? false });
      else {
        found.values.push(member.value);
        found.maybe ||= member.maybe ?? false;
      }
    }
  }
  if (all.size === 0 && open.length > 0) return undefined;
  const instances: InstancePlan[] = [];
  for (const [key, { values, maybe }] of all) {
    const some = maybe || values.length < alternatives.length;
    const each = among(values);
    instances.push({
      key,
      repetition: { key: string(key), value: each },
      maybe: some,
      ...(some ? { decidedBy: value } : {}),
    });
  }
  const [any] = open;
  if (any) {
    const dependsOn = allDependencies([value]);
    const unknown: Value = { kind: 'unknown', type: DYNAMIC, dependsOn, notNull: true };
    const repetition = { key: unknown, value: among(open) };
    instances.push({ key: UNKNOWN_KEY, repetition, maybe: true, decidedBy: value });
  }
  return { kind: 'for_each', known: !instances.some(({ maybe }) => maybe), instances };
}

/** The members of known key; of the others, what they may be goes to `open`. */
function keysOf(value: Value, open: Value[]): ReadonlyMap<string, Member> {
  const keyed = new Map<string, Member>();
  const { entries, rest } = membersOf(value);
  const mapping = isMapping(value) || entries.some(({ key }) => key);
  for (const member of entries) {
    const key = mapping ? member.key : member.value;
    if (key?.kind === 'string') keyed.set(key.value, member);
    else open.push(member.value);
  }
  if (rest) open.push(rest.value);
  return keyed;
}

function among(values: readonly Value[]): Value {
  const [only, ...more] = values;
  if (only && more.length === 0) return only;
  return settled({ kind: 'unknown', type: DYNAMIC, dependsOn: allDependencies(values) }, values);
}
