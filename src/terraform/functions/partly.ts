/**
 * What calls tell whose result Terraform doesn't know: the members of a list that was joined with an unknown one, the
 * values that a lookup chooses from.
 */
import { toSafeInteger } from '#model/number.js';
import { DEFAULT_LIMITS } from './context.js';
import { isFault } from './define.js';
import { formatted } from './format.js';
import { DYNAMIC } from '#model/type.js';
import type { Member, Members, UnknownValue, Value } from '#model/value.js';
import { isMapping, isSequence } from '#model/values/inspect.js';
import { nullOf, string } from '#model/values/make.js';
import { joinMembers, mapMembers, memberAt, membersOf, settled, withMembers } from '#model/values/partly.js';

/** The unknown result of a call, with what the arguments tell of it. */
export function knownInPart(name: string, result: UnknownValue, args: readonly Value[]): Value {
  const members = MEMBERS.get(name)?.(args);
  if (members) return withMembers(result, members);
  const alternatives = ALTERNATIVES.get(name)?.(args);
  return alternatives ? settled(result, alternatives) : result;
}

type Reader<T> = (args: readonly Value[]) => T | undefined;

const joined = (args: readonly Value[]): Members => joinMembers(args.map(membersOf));
const first =
  (read: (members: Members) => Members): Reader<Members> =>
  ([from]) =>
    from && read(membersOf(from));

/** Results that have the members of the arguments. Those that `distinct` and `compact` leave out name nothing that is not named. */
const MEMBERS: ReadonlyMap<string, Reader<Members>> = new Map<string, Reader<Members>>([
  ['concat', joined],
  ['merge', joined],
  ['setunion', joined],
  ['compact', joined],
  ['distinct', joined],
  ['reverse', joined],
  ['sort', joined],
  ['flatten', first(flattened)],
  ['values', first((members) => mapMembers(members, ({ value, maybe }) => member(value, maybe)))],
  ['formatlist', eachFormatted],
  ['keys', first((members) => mapMembers(members, ({ key, maybe }) => key && member(key, maybe)))],
]);

function member(value: Value, maybe: boolean | undefined): Member {
  return maybe ? { value, maybe } : { value };
}

/** `formatlist` over one list, beside arguments that are no lists. */
function eachFormatted([format, ...args]: readonly Value[]): Members | undefined {
  const lists = args.filter(isList);
  const [list] = lists;
  if (format?.kind !== 'string' || !list || lists.length > 1) return undefined;
  return mapMembers(membersOf(list), ({ value, maybe }) => {
    const row = args.map((arg) => (arg === list ? value : arg));
    const text = formatted(format.value, row, DEFAULT_LIMITS.characters);
    return isFault(text) ? undefined : member(text, maybe);
  });
}

const MAX_DEPTH = 8;

function flattened(members: Members, depth = 0): Members {
  const opened = (each: Member): Members => {
    if (depth >= MAX_DEPTH || !isList(each.value)) return { entries: [member(each.value, each.maybe)] };
    const inner = flattened(membersOf(each.value), depth + 1);
    return each.maybe ? mapMembers(inner, ({ value }) => member(value, true)) : inner;
  };
  const all = members.entries.map(opened);
  const rest = members.rest && opened(members.rest);
  return rest ? joinMembers([...all, asRest(rest)]) : joinMembers(all);
}

function isList(value: Value): boolean {
  return isSequence(value) || (value.kind === 'unknown' && (value.members !== undefined || LISTS.has(value.type.kind)));
}

const LISTS: ReadonlySet<string> = new Set(['list', 'set', 'tuple']);

/** Members of which there may be any number. */
function asRest({ entries, rest }: Members): Members {
  const all = [...entries, ...(rest ? [rest] : [])];
  return joinMembers(all.map((each) => ({ entries: [], rest: member(each.value, undefined) })));
}

/** Results that are one of the values in the arguments. */
const ALTERNATIVES: ReadonlyMap<string, Reader<readonly Value[]>> = new Map<string, Reader<readonly Value[]>>([
  ['lookup', ([from, key, fallback]) => from && key && chosen(from, key, fallback)],
  ['element', ([from, at]) => from && at && chosen(from, at, undefined)],
  ['one', ([from]) => (from && isTold(from) ? [...memberAt(membersOf(from), undefined), nullOf(DYNAMIC)] : undefined)],
  ['coalescelist', (args) => args],
  ['join', soleElement],
]);

function chosen(from: Value, key: Value, fallback: Value | undefined): readonly Value[] | undefined {
  if (!isTold(from)) return undefined;
  const at = key.kind === 'string' ? key.value : key.kind === 'number' ? toSafeInteger(key.value) : undefined;
  return [...memberAt(membersOf(from), at), ...(fallback ? [fallback] : [])];
}

/** Something is known of the members. */
function isTold(from: Value): boolean {
  if (from.kind !== 'unknown') return isSequence(from) || isMapping(from);
  return from.members !== undefined || from.oneOf !== undefined;
}

/** `join("", aws_x.y[*].arn)`: how configurations write "the one, if there is one". */
function soleElement([separator, from, ...more]: readonly Value[]): readonly Value[] | undefined {
  if (!from || more.length > 0 || separator?.kind !== 'string' || separator.value !== '' || !isTold(from))
    return undefined;
  const values = memberAt(membersOf(from), undefined);
  return values.length === 1 ? [...values, string('')] : undefined;
}
