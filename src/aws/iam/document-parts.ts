/** The parts of a policy document, whether or not it is known as a whole: lists, objects, and what one of them may be. */
import type { Member, Value } from '#model/value.js';
import { membersOf } from '#model/values/partly.js';

/** A value, and what decides whether it is there where that is not known. */
export interface Part {
  readonly value: Value;
  readonly maybe?: Value;
}

/** An object, or one of which only some entries are known. */
export function isMappingLike(value: Value): boolean {
  if (value.kind === 'object' || value.kind === 'map') return true;
  return value.kind === 'unknown' && value.members !== undefined && value.members.entries.some(({ key }) => key);
}

/** What a value may be, each time perhaps; a value that is known is that. Null is nothing. */
export function possibilities(value: Value | undefined): readonly Part[] {
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'unknown' || !value.oneOf) return [{ value }];
  return value.oneOf.filter((each) => each.kind !== 'null').map((each) => ({ value: each, maybe: value }));
}

/** IAM takes one element or a list of them; of one element the part itself comes back. */
export function elementsIn(part: Part): readonly Part[] {
  const { value, maybe } = part;
  if (value.kind === 'null') return [];
  if (isMappingLike(value) || !isListLike(value)) return [part];
  const isOneOf = value.kind === 'unknown' && value.oneOf?.some(isMappingLike);
  if (isOneOf) return possibilities(value).flatMap((each) => elementsIn(maybe ? { ...each, maybe } : each));
  const { entries, rest } = membersOf(value);
  return [...entries, ...(rest ? [anyNumberOf(rest)] : [])].flatMap((member) => {
    const inner = { value: member.value, ...(maybe || member.maybe ? { maybe: maybe ?? value } : {}) };
    // A list in a list stands for its elements: that is how text with unknown pieces is read.
    return member.value.kind === 'unknown' && member.value.members ? elementsIn(inner) : [inner];
  });
}

/** A list, or what may be one. */
function isListLike(value: Value): boolean {
  if ('elements' in value) return true;
  if (value.kind !== 'unknown') return false;
  if (value.oneOf) return value.oneOf.some((each) => isListLike(each) || isMappingLike(each));
  return value.members !== undefined || LISTS.has(value.type.kind);
}

const LISTS: ReadonlySet<string> = new Set(['list', 'set', 'tuple']);

/** What is there any number of times, may not be there at all. Where it depends on which element it is, that says so. */
function anyNumberOf(rest: Member): Member {
  return rest.value.kind === 'unknown' ? rest : { ...rest, maybe: true };
}

export type Entry = Part & { readonly key?: Value };

export function entriesIn({ value, maybe }: Part): readonly Entry[] {
  const { entries, rest } = membersOf(value);
  return [...entries, ...(rest ? [rest] : [])].map((entry) => ({
    ...(entry.key ? { key: entry.key } : {}),
    value: entry.value,
    ...(maybe || entry.maybe ? { maybe: maybe ?? value } : {}),
  }));
}

/** The entry of that name; null is as good as none. */
export function entryOf(mapping: Value, name: string): Part | undefined {
  const found =
    mapping.kind === 'object' || mapping.kind === 'map'
      ? { value: mapping.entries.get(name) }
      : entriesIn({ value: mapping }).find(({ key }) => key?.kind === 'string' && key.value === name);
  return found?.value && found.value.kind !== 'null' ? { ...found, value: found.value } : undefined;
}
