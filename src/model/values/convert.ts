import { formatNumber, parseNumber } from '../number.js';
import { DYNAMIC, type Type } from '../type.js';
import type { MappingValue, Member, SequenceValue, UnknownValue, Value } from '../value.js';
import { type Failure, isFailure, type Outcome } from './failure.js';
import { isMapping, isSequence, typeOf } from './inspect.js';
import { bool, carried, list, map, nullOf, number, object, set, string, tuple } from './make.js';
import { mismatch } from './mismatch.js';
import { equalTypes, hasDynamic, isPrimitive, withoutOptional } from './types.js';
import { canConvert, elementFor, unify } from './unify.js';

export { constraintName, equalTypes, formatType, typeName } from './types.js';
export { canConvert, unify } from './unify.js';

/**
 * The value as one of the type, with the origin, reference and marks it had. Attributes that the type calls optional
 * and the value lacks become null. The detail of the failure is a bare phrase (`a number is required`), for the caller
 * to put into its sentence; `path` leads to the part that does not fit.
 */
export function convert(value: Value, type: Type): Outcome {
  const from = typeOf(value);
  if (equalTypes(from, withoutOptional(type))) return value;
  if (!canConvert(from, type, true)) return mismatchFailure(mismatch(from, type));
  return apply(value, type);
}

function mismatchFailure(detail: string): Failure {
  return { kind: 'failure', summary: 'Invalid value', detail };
}

function apply(value: Value, type: Type): Outcome {
  if (type.kind === 'dynamic') return value;
  if (value.kind === 'unknown') return unknownAs(value, type);
  if (value.kind === 'null') return nullOf(resolved(value.type, withoutOptional(type)), carried(value));
  if (isPrimitive(type)) return primitiveAs(value, type);
  if (isSequence(value)) {
    if (type.kind === 'list' || type.kind === 'set') return sequenceAs(value, type.kind, type.element);
    if (type.kind === 'tuple') return tupleAs(value, type.elements);
  } else if (isMapping(value)) {
    if (type.kind === 'map') return mapAs(value, type.element);
    if (type.kind === 'object') return objectAs(value, type);
  }
  return mismatchFailure(mismatch(typeOf(value), type));
}

function unknownAs(given: UnknownValue, type: Type): Value {
  const value = given.oneOf || given.members ? toldAs(given, type) : given;
  const target = resolved(value.type, withoutOptional(type));
  if (value.type.kind === target.kind && !hasDynamic(target)) return { ...value, type: target };
  const { parts, segments, encodes, ...rest } = value;
  if (target.kind !== 'string') return { ...rest, type: target };
  return {
    ...rest,
    type: target,
    ...(parts ? { parts } : {}),
    ...(segments ? { segments } : {}),
    ...(encodes ? { encodes } : {}),
  };
}

/** What is known of an unknown, as the type has it; what does not fit can't be it. */
function toldAs(value: UnknownValue, type: Type): UnknownValue {
  const { oneOf, members, ...rest } = value;
  const fitting = oneOf?.flatMap((each) => {
    const result = convert(each, type);
    return isFailure(result) ? [] : [result];
  });
  const element = type.kind === 'list' || type.kind === 'set' || type.kind === 'map' ? type.element : undefined;
  const as = (member: Member): Member => {
    const result = element ? convert(member.value, element) : member.value;
    return isFailure(result) ? member : { ...member, value: result };
  };
  return {
    ...rest,
    ...(fitting && fitting.length > 0 ? { oneOf: fitting } : {}),
    ...(members
      ? { members: { entries: members.entries.map(as), ...(members.rest ? { rest: as(members.rest) } : {}) } }
      : {}),
  };
}

function primitiveAs(value: Value, type: Type): Outcome {
  const more = carried(value);
  if (value.kind === type.kind) return value;
  if (type.kind === 'string') {
    if (value.kind === 'number') return string(formatNumber(value.value), more);
    if (value.kind === 'bool') return string(String(value.value), more);
  }
  if (value.kind !== 'string') return mismatchFailure(mismatch(typeOf(value), type));
  if (type.kind === 'number') {
    const parsed = parseNumber(value.value);
    return parsed === undefined ? mismatchFailure('a number is required') : number(parsed, more);
  }
  return boolFrom(value.value, (result) => bool(result, more));
}

function boolFrom(text: string, make: (value: boolean) => Value): Outcome {
  if (text === 'true' || text === '1') return make(true);
  if (text === 'false' || text === '0') return make(false);
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    return mismatchFailure(`a bool is required; to convert from string, use lowercase "${lower}"`);
  }
  return mismatchFailure('a bool is required');
}

function at(step: string | number, found: Failure): Failure {
  return { ...found, path: [step, ...(found.path ?? [])] };
}

/** Converts members one by one; the first failure wins. */
function convertAll(values: readonly Value[], typeAt: (index: number) => Type): Value[] | Failure {
  const results: Value[] = [];
  for (const [index, value] of values.entries()) {
    const result = convert(value, typeAt(index));
    if (isFailure(result)) return at(index, result);
    results.push(result);
  }
  return results;
}

function sequenceAs(value: SequenceValue, kind: 'list' | 'set', element: Type): Outcome {
  const more = carried(value);
  const own = value.elementType ?? DYNAMIC;
  const make = kind === 'list' ? list : set;
  if (value.elements.length === 0) {
    const empty = element.kind === 'dynamic' && value.kind !== 'tuple' ? own : withoutOptional(element);
    return make([], empty, more);
  }
  const want = value.kind === 'tuple' ? elementFor(value.elements.map(typeOf), element, true) : element;
  if (!want) return mismatchFailure(`all ${kind} elements must have the same type`);
  const converted = convertAll(value.elements, () => want);
  if (!Array.isArray(converted)) return converted;
  const unified = unifyMembers(converted, want);
  if (!unified) return mismatchFailure(`element types must all match for conversion to ${kind}`);
  return make(unified.values, unified.type, more);
}

/** One type for members of a constraint with `any` in it, whose actual types may still differ. */
function unifyMembers(values: readonly Value[], want: Type): { values: readonly Value[]; type: Type } | undefined {
  if (!hasDynamic(want)) return { values, type: withoutOptional(want) };
  const typed = values.map(typeOf).filter((type) => type.kind !== 'dynamic');
  const [first] = typed;
  // Nulls without a type take that of the others, if these have one.
  const type = want.kind === 'dynamic' ? sameType(typed) : unify(values.map(typeOf), true);
  if (!first) return { values, type: DYNAMIC };
  if (!type) return undefined;
  const converted = convertAll(values, () => type);
  return Array.isArray(converted) ? { values: converted, type } : undefined;
}

function sameType(types: readonly Type[]): Type | undefined {
  const [first] = types;
  return types.every((type) => first && equalTypes(type, first)) ? first : undefined;
}

function mapAs(value: MappingValue, element: Type): Outcome {
  const more = carried(value);
  const own = value.elementType ?? DYNAMIC;
  const members = [...value.entries.values()];
  if (members.length === 0) {
    return map([], element.kind === 'dynamic' && value.kind === 'map' ? own : withoutOptional(element), more);
  }
  const want = value.kind === 'object' ? elementFor(members.map(typeOf), element, true) : element;
  if (!want) return mismatchFailure('all map elements must have the same type');
  const keys = [...value.entries.keys()];
  const converted = convertAll(members, () => want);
  if (!Array.isArray(converted)) {
    const [index, ...rest] = converted.path ?? [];
    return { ...converted, path: [typeof index === 'number' ? (keys[index] ?? '') : '', ...rest] };
  }
  const unified = unifyMembers(converted, want);
  if (!unified) return mismatchFailure('cannot find a common base type for all elements');
  return map(
    keys.map((key, index) => [key, unified.values[index] ?? nullOf(unified.type)] as const),
    unified.type,
    more,
  );
}

function tupleAs(value: SequenceValue, elements: readonly Type[]): Outcome {
  const converted = convertAll(value.elements, (index) => elements[index] ?? DYNAMIC);
  return Array.isArray(converted) ? tuple(converted, carried(value)) : converted;
}

function objectAs(value: MappingValue, type: Extract<Type, { kind: 'object' }>): Outcome {
  const entries = new Map<string, Value>();
  for (const [name, wanted] of type.attributes) {
    const given = value.entries.get(name);
    if (given) {
      const result = memberAs(value, name, given, wanted);
      if (isFailure(result)) return result;
      entries.set(name, result);
    } else if (type.optional?.has(name)) {
      entries.set(name, nullOf(withoutOptional(wanted)));
    } else {
      return mismatchFailure(`map has no element for required attribute "${name}"`);
    }
  }
  return object(entries, carried(value));
}

function memberAs(value: MappingValue, name: string, given: Value, wanted: Type): Outcome {
  const result = convert(given, wanted);
  if (!isFailure(result)) return result;
  if (value.kind === 'map' && !canConvert(typeOf(given), wanted, true)) {
    return mismatchFailure(`map element type is incompatible with attribute "${name}": ${result.detail}`);
  }
  return at(name, result);
}

/** The type with what is dynamic in it taken from the type that is converted. */
function resolved(from: Type, to: Type): Type {
  if (from.kind === 'dynamic') return to;
  switch (to.kind) {
    case 'dynamic':
      return from;
    case 'list':
    case 'set':
    case 'map': {
      const element = memberType(from);
      return element ? { kind: to.kind, element: resolved(element, to.element) } : to;
    }
    case 'tuple':
      if (from.kind !== 'tuple') return to;
      return {
        kind: 'tuple',
        elements: to.elements.map((type, index) => resolved(from.elements[index] ?? DYNAMIC, type)),
      };
    case 'object': {
      const attributes = new Map<string, Type>();
      for (const [name, type] of to.attributes) attributes.set(name, resolved(attributeType(from, name), type));
      return { kind: 'object', attributes };
    }
    default:
      return to;
  }
}

function memberType(type: Type): Type | undefined {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return type.element;
    case 'tuple':
      return unify(type.elements, true);
    case 'object':
      return unify([...type.attributes.values()], true);
    default:
      return undefined;
  }
}

function attributeType(type: Type, name: string): Type {
  if (type.kind === 'map') return type.element;
  return (type.kind === 'object' ? type.attributes.get(name) : undefined) ?? DYNAMIC;
}
