/**
 * Values that are known in part: those that are one of a few, and collections of which some members are known. Terraform
 * calls both unknown; whoever reads a policy wants what is known of them all the same.
 */
import { formatNumber } from '../number.js';
import { DYNAMIC, type Type } from '../type.js';
import type { MappingValue, Member, Members, SequenceValue, UnknownValue, Value } from '../value.js';
import { convert } from './convert.js';
import { isFailure } from './failure.js';
import { dependenciesOf, isMapping, isSequence, isWhollyKnown } from './inspect.js';

/** What is one of more than these is not told any closer. */
const MAX_ALTERNATIVES = 64;
const MAX_MEMBERS = 4_096;

/** `value` with what it may turn out to be; without that where it may be too much. */
export function withAlternatives(value: UnknownValue, alternatives: readonly Value[]): UnknownValue {
  const distinct = new Map<unknown, Value>();
  for (const alternative of alternatives) {
    for (const each of alternativesOf(alternative)) distinct.set(identityOf(each), each);
    if (distinct.size > MAX_ALTERNATIVES) return value;
  }
  const oneOf = Array.from(distinct.values(), (each) => inType(each, value.type));
  return oneOf.length === 0 ? value : { ...value, oneOf };
}

/**
 * As {@link withAlternatives}; where all of them are the same known value, that. Written in more than one place, it has none of
 * its own.
 */
export function settled(value: UnknownValue, alternatives: readonly Value[]): Value {
  const result = withAlternatives(value, alternatives);
  const [only, ...more] = result.oneOf ?? [];
  if (!only || more.length > 0 || !isWhollyKnown(only)) return result;
  if (alternatives.length === 1) return only;
  const { origin: _, ...known } = only;
  return value.origin ? { ...known, origin: value.origin } : known;
}

/** What an unknown may turn out to be, as far as that can be told; of any other value, itself. */
export function alternativesOf(value: Value): readonly Value[] {
  return value.kind === 'unknown' ? (value.oneOf ?? [value]) : [value];
}

function inType(value: Value, type: Type): Value {
  const converted = convert(value, type);
  return isFailure(converted) ? value : converted;
}

/** Equal for values that are surely equal: known ones by their text, references by where they lead, other collections by what they hold. */
function identityOf(value: Value): unknown {
  switch (value.kind) {
    case 'string':
    case 'bool':
      return `${value.kind}:${String(value.value)}`;
    case 'number':
      return `number:${formatNumber(value.value)}`;
    case 'null':
      return 'null';
    case 'unknown':
      return value.ref ? `ref:${value.ref.address}\0${value.ref.path.join('\0')}` : (value.parts ?? value);
    default:
      return identityOfCollection(value);
  }
}

const identities = new WeakMap<SequenceValue | MappingValue, unknown>();

function identityOfCollection(value: SequenceValue | MappingValue): unknown {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = 'elements' in value ? identityOfSequence(value) : identityOfMapping(value);
    identities.set(value, identity);
  }
  return identity;
}

function identityOfSequence({ kind, elements }: SequenceValue): unknown {
  return elements.length > MAX_ALTERNATIVES ? elements : (textOf(kind, elements.map(identityOf)) ?? elements);
}

/** What is computed when it is read (a resource) is not looked into. */
function identityOfMapping({ kind, entries }: MappingValue): unknown {
  if (!(entries instanceof Map) || entries.size > MAX_ALTERNATIVES) return entries;
  const parts: unknown[] = [];
  for (const [name, entry] of entries) parts.push(name, identityOf(entry));
  return textOf(kind, parts) ?? entries;
}

/** More than this is compared as an object only. */
const MAX_IDENTITY = 4_096;

/** The text of a collection in which everything has one; with lengths, so that different parts never give the same. */
function textOf(kind: string, parts: readonly unknown[]): string | undefined {
  let text = `${kind}:`;
  for (const part of parts) {
    if (typeof part !== 'string' || text.length + part.length > MAX_IDENTITY) return undefined;
    text += `${part.length}:${part}`;
  }
  return text;
}

/** `value` with what is known to be in it. */
export function withMembers(value: UnknownValue, members: Members): UnknownValue {
  return members.entries.length > MAX_MEMBERS ? value : { ...value, members };
}

/** What is in a collection, as far as it is known. Nothing is in null, and one thing in a scalar. */
export function membersOf(value: Value): Members {
  if (isSequence(value)) return { entries: value.elements.map((element) => ({ value: element })) };
  if (isMapping(value)) {
    return { entries: Array.from(value.entries, ([name, entry]) => ({ key: nameOf(name), value: entry })) };
  }
  if (value.kind === 'null') return { entries: [] };
  if (value.kind !== 'unknown') return { entries: [{ value }] };
  if (value.members) return value.members;
  return value.oneOf
    ? commonMembers(iterated(value.oneOf).map(membersOf))
    : { entries: [], rest: { value: elementOf(value) } };
}

/** What may be a list or an object (a block of a resource without schema) is iterated as the list. */
function iterated(alternatives: readonly Value[]): readonly Value[] {
  return alternatives.some(isSequence) ? alternatives.filter((each) => !isMapping(each)) : alternatives;
}

function nameOf(name: string): Value {
  return { kind: 'string', value: name };
}

/** Any element of a collection of which nothing is known. */
function elementOf(value: UnknownValue): UnknownValue {
  const { type, dependsOn, origin, ref, reason, sensitive, ephemeral } = value;
  return {
    kind: 'unknown',
    type: type.kind === 'list' || type.kind === 'set' || type.kind === 'map' ? type.element : DYNAMIC,
    dependsOn,
    ...(origin ? { origin } : {}),
    ...(ref ? { ref } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(sensitive ? { sensitive } : {}),
    ...(ephemeral ? { ephemeral } : {}),
  };
}

/** The members of several collections, one after the other. */
export function joinMembers(all: readonly Members[]): Members {
  return withRest(
    all.flatMap(({ entries }) => entries),
    all,
  );
}

/** The same members, each changed; those that become `undefined` are left out. */
export function mapMembers(members: Members, change: (member: Member) => Member | undefined): Members {
  const entries = members.entries.flatMap((member) => change(member) ?? []);
  const rest = members.rest && change(members.rest);
  return rest ? { entries, rest } : { entries };
}

/** Of collections of which one counts: what all have is surely there, anything else perhaps. */
function commonMembers(all: readonly Members[]): Members {
  const found = new Map<unknown, { readonly member: Member; count: number }>();
  for (const { entries } of all) {
    for (const member of new Map(entries.map((each) => [memberId(each), each])).values()) {
      const id = memberId(member);
      const known = found.get(id);
      if (known) known.count += 1;
      else found.set(id, { member, count: 1 });
    }
  }
  const entries = Array.from(
    found.values(),
    ({ member, count }): Member => (count === all.length || member.maybe ? member : { ...member, maybe: true }),
  );
  return withRest(entries, all);
}

function memberId({ key, value }: Member): unknown {
  const id = identityOf(value);
  return key && typeof id === 'string' ? `${String(identityOf(key))}\0${id}` : id;
}

function withRest(entries: readonly Member[], all: readonly Members[]): Members {
  const [first, ...more] = all.flatMap(({ rest }) => rest ?? []);
  if (!first) return { entries };
  if (more.length === 0) return { entries, rest: first };
  const values = [first, ...more].map((member) => member.value);
  const any: UnknownValue = { kind: 'unknown', type: DYNAMIC, dependsOn: dependenciesOf(...values) };
  return { entries, rest: { ...first, value: withAlternatives(any, values) } };
}

/** What may stand at a place of a collection that isn't known as a whole: an index, or a name. `undefined` where nothing does. */
export function memberAt(members: Members, at: number | string | undefined): readonly Value[] {
  const { entries, rest } = members;
  if (typeof at === 'number' && entries.slice(0, at + 1).every((member) => !member.maybe)) {
    const found = entries[at] ?? rest;
    return found ? [found.value] : [];
  }
  const candidates = typeof at === 'string' ? entries.filter(({ key }) => !key || isOrMayBe(key, at)) : entries;
  return [...candidates, ...(rest ? [rest] : [])].map(({ value }) => value);
}

function isOrMayBe(key: Value, name: string): boolean {
  return key.kind === 'string' ? key.value === name : true;
}
