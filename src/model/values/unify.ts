import { DYNAMIC, type Type } from '../type.js';
import { preferred } from './generality.js';
import { type CollectionType, equalTypes, isPrimitive } from './types.js';

/**
 * Which type of several others convert to, and whether a type converts to another at all. Each asks the other: members of a
 * structure that become elements of a collection are first unified, and types are unified where all convert to one of them.
 */

/**
 * The most general type to which values of all the types convert, as conditionals, `for` over mixed elements, and
 * `tolist` & co. look for it. Rules of https://github.com/zclconf/go-cty/blob/main/docs/convert.md
 *
 * Types of one structural kind are unified member by member first; only then is one of the given types chosen, the most
 * general first. `unsafe` admits conversions that may fail for some values (string to number).
 */
export function unify(types: readonly Type[], unsafe = false): Type | undefined {
  const [first] = types;
  if (!first) return undefined;
  if (types.every((type) => equalTypes(type, first))) return first;
  const structural = unifyStructural(types, unsafe);
  if (structural !== 'try-members') return structural;
  return preferred(types).find((want) =>
    types.every((type) => equalTypes(type, want) || canConvert(type, want, unsafe)),
  );
}

type Kind = Type['kind'];

function unifyStructural(types: readonly Type[], unsafe: boolean): Type | undefined | 'try-members' {
  const kinds = new Set<Kind>(types.map((type) => type.kind));
  const dynamic = kinds.delete('dynamic');
  const [only] = kinds;
  if (kinds.size === 1 && only !== undefined) return unifyKind(only, types, unsafe, dynamic);
  if (kinds.size === 2 && kinds.has('map') && kinds.has('object'))
    return mixed(types, 'object', unsafe) ?? 'try-members';
  if (kinds.size === 2 && kinds.has('list') && kinds.has('tuple'))
    return mixed(types, 'tuple', unsafe) ?? 'try-members';
  return kinds.has('object') && kinds.has('tuple') ? undefined : 'try-members';
}

/** All of one kind, perhaps with dynamic types among them: then nothing can be said before those are known. */
function unifyKind(
  kind: Kind,
  types: readonly Type[],
  unsafe: boolean,
  dynamic: boolean,
): Type | undefined | 'try-members' {
  switch (kind) {
    case 'map':
    case 'list':
    case 'set':
      return dynamic ? DYNAMIC : unifyCollections(kind, types, unsafe);
    case 'object':
      return dynamic ? DYNAMIC : unifyObjects(types, unsafe);
    case 'tuple':
      return dynamic ? DYNAMIC : unifyTuples(types, unsafe);
    default:
      return 'try-members';
  }
}

function unifyCollections(kind: 'map' | 'list' | 'set', types: readonly Type[], unsafe: boolean): Type | undefined {
  const element = unify(types.map(elementOf), unsafe);
  return element && { kind, element };
}

function elementOf(type: Type): Type {
  return 'element' in type ? type.element : DYNAMIC;
}

/** Structural types among collections of their kind: first made one collection type, then unified with the others. */
function mixed(types: readonly Type[], structural: 'object' | 'tuple', unsafe: boolean): Type | undefined {
  const members = types.filter((type) => type.kind === structural);
  const collection = structural === 'object' ? objectsToMap(members, unsafe) : tuplesToList(members, unsafe);
  if (!collection) return undefined;
  const unified = unify(
    types.map((type) => (type.kind === structural ? collection : type)),
    unsafe,
  );
  return unified?.kind === collection.kind ? unified : undefined;
}

function unifyObjects(types: readonly Type[], unsafe: boolean): Type | undefined {
  const maps = types.map((type) => (type.kind === 'object' ? type.attributes : new Map<string, Type>()));
  const names = [...(maps[0]?.keys() ?? [])];
  const same = maps.every(
    (attributes) => attributes.size === names.length && names.every((name) => attributes.has(name)),
  );
  if (!same) return objectsToMap(types, unsafe);
  const attributes = new Map<string, Type>();
  for (const name of names) {
    const unified = unify(
      maps.map((each) => each.get(name) ?? DYNAMIC),
      unsafe,
    );
    if (!unified) return undefined;
    attributes.set(name, unified);
  }
  const result: Type = { kind: 'object', attributes };
  return reachable(types, result, unsafe) ? result : objectsToMap(types, unsafe);
}

function objectsToMap(types: readonly Type[], unsafe: boolean): Type | undefined {
  const attributes = types.flatMap((type) => (type.kind === 'object' ? [...type.attributes.values()] : []));
  const element = unify(attributes, unsafe);
  const result: Type | undefined = element && { kind: 'map', element };
  return result && reachable(types, result, unsafe) ? result : undefined;
}

function unifyTuples(types: readonly Type[], unsafe: boolean): Type | undefined {
  const rows = types.map((type) => (type.kind === 'tuple' ? type.elements : []));
  const length = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== length)) return tuplesToList(types, unsafe);
  const elements: Type[] = [];
  for (let at = 0; at < length; at += 1) {
    const unified = unify(
      rows.map((row) => row[at] ?? DYNAMIC),
      unsafe,
    );
    if (!unified) return undefined;
    elements.push(unified);
  }
  const result: Type = { kind: 'tuple', elements };
  return reachable(types, result, unsafe) ? result : tuplesToList(types, unsafe);
}

function tuplesToList(types: readonly Type[], unsafe: boolean): Type | undefined {
  const elements = types.flatMap((type) => (type.kind === 'tuple' ? type.elements : []));
  const element = unify(elements, unsafe);
  const result: Type | undefined = element && { kind: 'list', element };
  return result && reachable(types, result, unsafe) ? result : undefined;
}

function reachable(types: readonly Type[], want: Type, unsafe: boolean): boolean {
  return types.every((type) => equalTypes(type, want) || canConvert(type, want, unsafe));
}

type Member<K extends Type['kind']> = Extract<Type, { kind: K }>;

/**
 * Whether values of one type convert to another at all. A safe conversion succeeds for every value; an unsafe one may
 * fail for some (the string "x" to number).
 */
export function canConvert(from: Type, to: Type, unsafe: boolean): boolean {
  if (to.kind === 'dynamic') return true;
  if (from.kind === 'dynamic') return unsafe;
  if (isPrimitive(from) && isPrimitive(to)) return canConvertPrimitive(from, to, unsafe);
  switch (to.kind) {
    case 'object':
      return canBecomeObject(from, to, unsafe);
    case 'tuple':
      return canBecomeTuple(from, to, unsafe);
    case 'list':
    case 'set':
      return canBecomeSequence(from, to, unsafe);
    case 'map':
      return canBecomeMap(from, to, unsafe);
    default:
      return false;
  }
}

function canConvertPrimitive(from: Type, to: Type, unsafe: boolean): boolean {
  if (from.kind === to.kind) return true;
  return to.kind === 'string' || (unsafe && from.kind === 'string');
}

function same(from: Type, to: Type, unsafe: boolean): boolean {
  return equalTypes(from, to) || canConvert(from, to, unsafe);
}

function canBecomeObject(from: Type, to: Member<'object'>, unsafe: boolean): boolean {
  if (from.kind === 'map') {
    if (!unsafe) return false;
    return [...to.attributes].every(
      ([name, type]) => same(from.element, type, unsafe) || to.optional?.has(name) === true,
    );
  }
  if (from.kind !== 'object') return false;
  return [...to.attributes].every(([name, type]) => {
    const given = from.attributes.get(name);
    return given ? same(given, type, unsafe) : to.optional?.has(name) === true;
  });
}

function canBecomeTuple(from: Type, to: Member<'tuple'>, unsafe: boolean): boolean {
  if (from.kind !== 'tuple' || from.elements.length !== to.elements.length) return false;
  return from.elements.every((type, at) => same(type, to.elements[at] ?? DYNAMIC, unsafe));
}

function canBecomeSequence(from: Type, to: CollectionType, unsafe: boolean): boolean {
  if (from.kind === 'list' || from.kind === 'set') {
    // Order and duplicates would be lost.
    if (to.kind === 'set' && from.kind === 'list' && !unsafe) return false;
    return same(from.element, to.element, unsafe);
  }
  if (from.kind !== 'tuple' || !membersFit(from.elements, to.element, unsafe)) return false;
  const want = elementFor(from.elements, to.element, unsafe);
  return to.element.kind !== 'dynamic' || want === undefined || !leavesOpen(from.elements, want);
}

function canBecomeMap(from: Type, to: CollectionType, unsafe: boolean): boolean {
  if (from.kind === 'map') return same(from.element, to.element, unsafe);
  return from.kind === 'object' && membersFit([...from.attributes.values()], to.element, unsafe);
}

function membersFit(members: readonly Type[], element: Type, unsafe: boolean): boolean {
  if (members.length === 0) return true;
  const want = elementFor(members, element, unsafe);
  return want !== undefined && members.every((type) => same(type, want, unsafe));
}

/** The element type for a collection of the members: where any type will do, the one that they unify to. */
export function elementFor(members: readonly Type[], element: Type, unsafe: boolean): Type | undefined {
  return element.kind === 'dynamic' ? unify(members, unsafe) : element;
}

/** A null or unknown without a type among structures leaves the type open: a list or set refuses that, a map does not. */
export function leavesOpen(members: readonly Type[], element: Type): boolean {
  return element.kind === 'dynamic' && members.some((type) => type.kind !== 'dynamic');
}
