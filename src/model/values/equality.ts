import { compare, formatNumber, isInteger, type Numeric, signum } from '../number.js';
import { BOOL, type Type } from '../type.js';
import type { BoolValue, UnknownValue, Value } from '../value.js';
import { dependenciesOf, typeOf } from './inspect.js';
import { equalTypes, hasDynamic } from './types.js';

/** Three-valued equality, as the `==` operator has it: `undefined` where it can't be known. */
export function equalOrUnknown(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknownEquality(a, b);
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  if (a.kind === 'number' && b.kind === 'number') return equalNumbers(a.value, b.value);
  if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'bool' && b.kind === 'bool'))
    return a.value === b.value;
  if (a.kind !== b.kind) return false;
  return equalStructures(a, b);
}

function unknownEquality(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'null') return notNull(b) ? false : undefined;
  if (b.kind === 'null') return notNull(a) ? false : undefined;
  const left = typeOf(a);
  const right = typeOf(b);
  if (hasDynamic(left) || hasDynamic(right)) return undefined;
  return equalTypes(left, right) ? undefined : false;
}

function notNull(value: Value): boolean {
  return value.kind === 'unknown' && value.notNull === true;
}

function equalStructures(a: Value, b: Value): boolean | undefined {
  const left = typeOf(a);
  const right = typeOf(b);
  if (hasDynamic(left) || hasDynamic(right)) {
    if (!compatible(left, right)) return false;
    return equalParts(a, b);
  }
  return equalTypes(left, right) ? equalParts(a, b) : false;
}

/** Whether the two could be the same type once what is dynamic in them is known. */
function compatible(a: Type, b: Type): boolean {
  if (a.kind === 'dynamic' || b.kind === 'dynamic') return true;
  if (a.kind !== b.kind) return false;
  if ('element' in a && 'element' in b) return compatible(a.element, b.element);
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    return (
      a.elements.length === b.elements.length &&
      a.elements.every((type, at) => compatible(type, b.elements[at] ?? type))
    );
  }
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.attributes.size !== b.attributes.size) return false;
    return [...a.attributes].every(([name, type]) => {
      const other = b.attributes.get(name);
      return other !== undefined && compatible(type, other);
    });
  }
  return true;
}

function equalParts(a: Value, b: Value): boolean | undefined {
  if ('entries' in a && 'entries' in b) return equalEntries(a.entries, b.entries);
  if (!('elements' in a) || !('elements' in b)) return false;
  if (a.kind === 'set') return equalSets(a.elements, b.elements);
  if (a.elements.length !== b.elements.length) return false;
  for (const [at, element] of a.elements.entries()) {
    const other = b.elements[at];
    const equal = other ? equalOrUnknown(element, other) : false;
    if (equal !== true) return equal;
  }
  return true;
}

function equalEntries(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean | undefined {
  if (a.size !== b.size) return false;
  for (const [key, entry] of a) {
    const other = b.get(key);
    const equal = other ? equalOrUnknown(entry, other) : false;
    if (equal !== true) return equal;
  }
  return true;
}

/** Sets are sorted, so equal ones of known elements agree place by place. */
function equalSets(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if ([...a, ...b].some((element) => element.kind === 'unknown')) return undefined;
  if (a.length !== b.length) return false;
  return a.every((element, at) => {
    const other = b[at];
    return other !== undefined && equalKnown(element, other);
  });
}

/** Certainly equal; unknowns are not. */
export function equalKnown(a: Value, b: Value): boolean {
  return equalOrUnknown(a, b) === true;
}

/** Two numbers are equal where they print the same: https://github.com/zclconf/go-cty/blob/main/docs/concepts.md */
export function equalNumbers(a: Numeric, b: Numeric): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (compare(a, b) === 0) return true;
  if (signum(a) !== signum(b) || isInteger(a) || isInteger(b)) return false;
  return formatNumber(a) === formatNumber(b);
}

/** `==` as a value. */
export function equals(a: Value, b: Value): BoolValue | UnknownValue {
  const equal = equalOrUnknown(a, b);
  if (equal !== undefined) return { kind: 'bool', value: equal };
  return { kind: 'unknown', type: BOOL, dependsOn: dependenciesOf(a, b), notNull: true };
}
