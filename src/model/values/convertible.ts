import { DYNAMIC, type Type } from '../type.js';
import { type CollectionType, equalTypes, isPrimitive } from './types.js';
import { unify } from './unify.js';

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
