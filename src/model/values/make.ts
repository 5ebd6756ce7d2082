import type { Numeric } from '../number.js';
import { type Type } from '../type.js';
import type {
  BoolValue,
  MappingValue,
  NullValue,
  NumberValue,
  Origin,
  Reference,
  SequenceValue,
  StringValue,
  UnknownValue,
  Value,
} from '../value.js';
import { containsEphemeral, containsSensitive } from './inspect.js';
import { compareStrings, sortedSet } from './order.js';

export {
  childrenOf,
  containsSensitive,
  dependenciesOf,
  isMapping,
  isSequence,
  isWhollyKnown,
  typeOf,
} from './inspect.js';
export { equals } from './equality.js';

/** What any value may carry besides itself. */
export type Carried = Pick<StringValue, 'origin' | 'ref' | 'sensitive' | 'ephemeral'>;

/** A string, in Unicode normal form C as all strings of the language are. */
export function string(value: string, more: Carried & Pick<StringValue, 'segments' | 'encodes'> = {}): StringValue {
  const normal = normalized(value);
  if (normal === value || !more.segments) return { kind: 'string', value: normal, ...more };
  // Offsets into the text do not survive normalisation.
  const { segments: _, ...rest } = more;
  return { kind: 'string', value: normal, ...rest };
}

export function normalized(text: string): string {
  // Text below U+0300 has no combining characters and is normal already.
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x300) return text.normalize('NFC');
  return text;
}

export function number(value: Numeric, more: Carried = {}): NumberValue {
  return { kind: 'number', value, ...more };
}

export function bool(value: boolean, more: Carried = {}): BoolValue {
  return { kind: 'bool', value, ...more };
}

export function nullOf(type: Type, more: Carried = {}): NullValue {
  return { kind: 'null', type, ...more };
}

export interface UnknownOptions extends Carried {
  readonly dependsOn?: readonly Reference[];
  readonly parts?: UnknownValue['parts'];
  readonly encodes?: Value;
  readonly segments?: UnknownValue['segments'];
  readonly reason?: string;
  readonly notNull?: boolean;
}

export function unknown(type: Type, options: UnknownOptions = {}): UnknownValue {
  const { dependsOn = [], parts, segments, ...rest } = options;
  return {
    kind: 'unknown',
    type,
    dependsOn,
    ...rest,
    ...(parts ? { parts } : {}),
    ...(segments ? { segments } : {}),
  };
}

/** A list; the elements must be of the element type already ({@link convert} does that). */
export function list(elements: readonly Value[], elementType: Type, more: Carried = {}): SequenceValue {
  return { kind: 'list', elements, elementType, ...more };
}

/** A set: sorted, without duplicates; marks of elements become marks of the set, since elements have no identity. */
export function set(elements: readonly Value[], elementType: Type, more: Carried = {}): SequenceValue {
  const sensitive = elements.some(containsSensitive) ? { sensitive: true } : {};
  const ephemeral = elements.some(containsEphemeral) ? { ephemeral: true } : {};
  const bare = sensitive.sensitive || ephemeral.ephemeral ? elements.map(unmarkDeep) : elements;
  return { kind: 'set', elements: sortedSet(bare), elementType, ...more, ...sensitive, ...ephemeral };
}

export function tuple(elements: readonly Value[], more: Carried = {}): SequenceValue {
  return { kind: 'tuple', elements, ...more };
}

export type Entries = Iterable<readonly [string, Value]>;

/** A map; the elements must be of the element type already. */
export function map(entries: Entries, elementType: Type, more: Carried = {}): MappingValue {
  return { kind: 'map', entries: sortedEntries(entries), elementType, ...more };
}

export function object(entries: Entries, more: Carried = {}): MappingValue {
  return { kind: 'object', entries: sortedEntries(entries), ...more };
}

function sortedEntries(entries: Entries): ReadonlyMap<string, Value> {
  const all: [string, Value][] = [];
  let sorted = true;
  let last: string | undefined;
  for (const [key, value] of entries) {
    const name = normalized(key);
    if (last !== undefined && compareStrings(last, name) >= 0) sorted = false;
    last = name;
    all.push([name, value]);
  }
  return new Map(sorted ? all : all.sort(([a], [b]) => compareStrings(a, b)));
}

export function withOrigin<V extends Value>(value: V, origin: Origin): V {
  return { ...value, origin };
}

export function markSensitive<V extends Value>(value: V): V {
  return value.sensitive ? value : { ...value, sensitive: true };
}

/** `to` with the marks that any of `from` has. */
export function withMarksOf<V extends Value>(to: V, ...from: readonly Value[]): V {
  const sensitive = !to.sensitive && from.some((value) => value.sensitive);
  const ephemeral = !to.ephemeral && from.some((value) => value.ephemeral);
  if (!sensitive && !ephemeral) return to;
  return { ...to, ...(sensitive ? { sensitive: true } : {}), ...(ephemeral ? { ephemeral: true } : {}) };
}

/** What `from` carries besides its value, for a value that is the same one in another form. */
export function carried(from: Value): Carried {
  return {
    ...(from.origin ? { origin: from.origin } : {}),
    ...(from.ref ? { ref: from.ref } : {}),
    ...(from.sensitive ? { sensitive: true } : {}),
    ...(from.ephemeral ? { ephemeral: true } : {}),
  };
}

/** Without the value's own marks; those of values inside stay. */
export function unmark<V extends Value>(value: V): V {
  if (!value.sensitive && !value.ephemeral) return value;
  const bare = { ...value };
  Reflect.deleteProperty(bare, 'sensitive');
  Reflect.deleteProperty(bare, 'ephemeral');
  return bare;
}

/** Without marks at any depth. */
export function unmarkDeep(value: Value): Value {
  if (!containsSensitive(value) && !containsEphemeral(value)) return value;
  return mapChildren(unmark(value), unmarkDeep);
}

/** The same value with each direct child replaced; the children's types must stay. */
export function mapChildren(value: Value, change: (child: Value) => Value): Value {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return { ...value, elements: value.elements.map(change) };
    case 'map':
    case 'object': {
      const entries = new Map<string, Value>();
      for (const [key, child] of value.entries) entries.set(key, change(child));
      return { ...value, entries };
    }
    default:
      return value;
  }
}
