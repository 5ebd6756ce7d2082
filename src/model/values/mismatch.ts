import type { Type } from '../type.js';
import { canConvert } from './unify.js';
import { compareStrings, quoted } from './order.js';
import { constraintName, equalTypes, isCollection } from './types.js';

/** Why values of one type can't become the other, as terraform words it: `attribute "a" is required`, `string required`. */
export function mismatch(from: Type, to: Type): string {
  if (from.kind === 'object' && to.kind === 'object') return objectMismatch(from, to);
  if (isCollection(to) && to.element.kind === 'dynamic') {
    const structural = to.kind === 'map' ? 'object' : 'tuple';
    if (from.kind === structural) return `all ${to.kind} elements must have the same type`;
  }
  if ((from.kind === 'tuple' || from.kind === 'object') && isCollection(to)) return structuralMismatch(from, to);
  if (isCollection(from) && isCollection(to)) return collectionMismatch(from, to);
  return `${constraintName(to)} required`;
}

type Member<K extends Type['kind']> = Extract<Type, { kind: K }>;

function objectMismatch(from: Member<'object'>, to: Member<'object'>): string {
  const missing: string[] = [];
  let unsafe: string | undefined;
  let safe: string | undefined;
  for (const [name, wanted] of [...to.attributes].sort(([a], [b]) => compareStrings(a, b))) {
    const given = from.attributes.get(name);
    if (!given) {
      if (!to.optional?.has(name)) missing.push(quoted(name));
    } else if (!equalTypes(given, wanted)) {
      if (!canConvert(given, wanted, true)) unsafe ??= `attribute ${quoted(name)}: ${mismatch(given, wanted)}`;
      if (!canConvert(given, wanted, false)) safe ??= `attribute ${quoted(name)}: ${mismatch(given, wanted)}`;
    }
  }
  if (missing.length > 0) return missingAttributes(missing);
  return unsafe ?? safe ?? 'incorrect object attributes';
}

function missingAttributes(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  if (names.length === 1) return `attribute ${last} is required`;
  if (names.length === 2) return `attributes ${names[0] ?? ''} and ${last} are required`;
  return `attributes ${names.slice(0, -1).join(', ')}, and ${last} are required`;
}

function structuralMismatch(from: Member<'tuple'> | Member<'object'>, to: Member<'list' | 'set' | 'map'>): string {
  if ((to.kind === 'map') !== (from.kind === 'object')) return `${constraintName(to)} required`;
  const members: readonly (readonly [string, Type])[] =
    from.kind === 'tuple'
      ? from.elements.map((type, index) => [String(index), type] as const)
      : [...from.attributes].map(([name, type]) => [quoted(name), type] as const);
  for (const [name, type] of members) {
    if (equalTypes(type, to.element) || canConvert(type, to.element, true)) continue;
    return `element ${name}: ${mismatch(type, to.element)}`;
  }
  return `all elements must be ${constraintName(to.element)}`;
}

function collectionMismatch(from: Member<'list' | 'set' | 'map'>, to: Member<'list' | 'set' | 'map'>): string {
  if ((to.kind === 'map') !== (from.kind === 'map')) return `${constraintName(to)} required`;
  return `incorrect ${to.kind} element type: ${mismatch(from.element, to.element)}`;
}
