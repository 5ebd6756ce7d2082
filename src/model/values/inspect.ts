import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '../type.js';
import type { MappingValue, Reference, SequenceValue, Value } from '../value.js';

const types = new WeakMap<object, Type>();

/** The type of a value. An untyped null or unknown is `dynamic`. */
export function typeOf(value: Value): Type {
  switch (value.kind) {
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'null':
    case 'unknown':
      return value.type;
    default:
      return memoised(value);
  }
}

/** Small structures cost less to look at than a weak entry costs every garbage collection. */
const SMALL = 16;

function memoised(value: SequenceValue | MappingValue): Type {
  if ((isSequence(value) ? value.elements.length : value.entries.size) <= SMALL) return structureType(value);
  const known = types.get(value);
  if (known) return known;
  const type = structureType(value);
  types.set(value, type);
  return type;
}

function structureType(value: SequenceValue | MappingValue): Type {
  switch (value.kind) {
    case 'tuple':
      return { kind: 'tuple', elements: value.elements.map(typeOf) };
    case 'object': {
      const attributes = new Map<string, Type>();
      for (const [name, entry] of value.entries) attributes.set(name, typeOf(entry));
      return { kind: 'object', attributes };
    }
    case 'map':
      return { kind: 'map', element: value.elementType ?? firstType([...value.entries.values()]) };
    default:
      return { kind: value.kind, element: value.elementType ?? firstType(value.elements) };
  }
}

function firstType(elements: readonly Value[]): Type {
  const [first] = elements;
  return first ? typeOf(first) : DYNAMIC;
}

/** The values directly inside a collection or structure; none for others. */
export function childrenOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements;
    case 'map':
    case 'object':
      return [...value.entries.values()];
    default:
      return [];
  }
}

export function isSequence(value: Value): value is SequenceValue {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple';
}

export function isMapping(value: Value): value is MappingValue {
  return value.kind === 'map' || value.kind === 'object';
}

/** No unknown at any depth. */
export function isWhollyKnown(value: Value): boolean {
  return !some(value, (part) => part.kind === 'unknown');
}

/** A sensitive mark at any depth. */
export function containsSensitive(value: Value): boolean {
  return some(value, (part) => part.sensitive === true);
}

export function containsEphemeral(value: Value): boolean {
  return some(value, (part) => part.ephemeral === true);
}

function some(value: Value, test: (part: Value) => boolean): boolean {
  if (test(value)) return true;
  if (isSequence(value)) return value.elements.some((element) => some(element, test));
  if (isMapping(value)) {
    for (const entry of value.entries.values()) if (some(entry, test)) return true;
  }
  return false;
}

/** References reported for a value are cut off here: enough to explain it, and bounded for huge collections. */
const MAX_REFERENCES = 64;

/** What the unknowns in the values depend on, without duplicates, the nearest first. */
export function dependenciesOf(...values: readonly Value[]): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const value of values) collect(value, found);
  return [...found.values()];
}

function collect(value: Value, found: Map<string, Reference>): void {
  if (found.size >= MAX_REFERENCES) return;
  if (value.kind === 'unknown') {
    if (value.ref) note(value.ref, found);
    for (const reference of value.dependsOn) note(reference, found);
    return;
  }
  if (isSequence(value)) for (const element of value.elements) collect(element, found);
  else if (isMapping(value)) for (const entry of value.entries.values()) collect(entry, found);
}

function note(reference: Reference, found: Map<string, Reference>): void {
  const key = `${reference.address}\0${reference.path.join('\0')}`;
  if (!found.has(key)) found.set(key, reference);
}
