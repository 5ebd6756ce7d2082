import { DYNAMIC, type Type } from '../type.js';
import { canConvert } from './convertible.js';
import { equalTypes } from './types.js';

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

/** Distinct types, the more general before the less general, else in the given order (a topological sort). */
function preferred(types: readonly Type[]): readonly Type[] {
  const distinct = types.filter((type, at) => types.findIndex((other) => equalTypes(other, type)) === at);
  const before = distinct.map((type) => distinct.filter((other) => generality(other, type) < 0).length);
  const queue = distinct.map((_, at) => at).filter((at) => before[at] === 0);
  const order: Type[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const type = distinct[next];
    if (!type) break;
    order.push(type);
    for (const [at, other] of distinct.entries()) {
      if (at === next || generality(type, other) >= 0) continue;
      const left = (before[at] ?? 0) - 1;
      before[at] = left;
      if (left === 0) queue.push(at);
    }
  }
  return order;
}

/** Rank of the kinds of sequences and of mappings among each other, the more general first. */
const SEQUENCES: readonly Kind[] = ['list', 'tuple'];
const MAPPINGS: readonly Kind[] = ['map', 'object'];

/** Below 0 where `a` is more general than `b`, above 0 where less; 0 where neither. */
function generality(a: Type, b: Type): number {
  if (a.kind === 'dynamic' || b.kind === 'dynamic') return Number(a.kind === 'dynamic') - Number(b.kind === 'dynamic');
  if (isScalar(a) && isScalar(b)) return Number(b.kind === 'string') - Number(a.kind === 'string');
  if ('element' in a && 'element' in b && a.kind === b.kind) return generality(a.element, b.element);
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.elements.length !== b.elements.length) return 0;
    return memberwise(a.elements.map((type, at) => generality(type, b.elements[at] ?? DYNAMIC)));
  }
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.attributes.size !== b.attributes.size) return 0;
    if ([...a.attributes.keys()].some((name) => !b.attributes.has(name))) return 0;
    return memberwise([...a.attributes].map(([name, type]) => generality(type, b.attributes.get(name) ?? DYNAMIC)));
  }
  return acrossKinds(a.kind, b.kind);
}

function isScalar(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

function memberwise(orders: readonly number[]): number {
  const lower = orders.some((order) => order < 0);
  const higher = orders.some((order) => order > 0);
  if (lower === higher) return 0;
  return lower ? -1 : 1;
}

function acrossKinds(a: Kind, b: Kind): number {
  if (b === 'set' && SEQUENCES.includes(a)) return -1;
  if (a === 'set' && SEQUENCES.includes(b)) return 1;
  for (const ranks of [SEQUENCES, MAPPINGS]) {
    if (ranks.includes(a) && ranks.includes(b)) return ranks.indexOf(a) - ranks.indexOf(b);
  }
  return 0;
}
