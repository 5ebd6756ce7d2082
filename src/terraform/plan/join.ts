/**
 * Joins a planned value with what the source says: the plan knows the value, the source knows where it was written.
 */
import { decodeJson } from '#model/json/read.js';
import type { Value } from '#model/value.js';
import { equalKnown } from '#model/values/equality.js';

const MAX_DEPTH = 50;

export function joinValue(planned: Value, source: Value | undefined, depth = 0): Value {
  if (!source || depth > MAX_DEPTH) return planned;
  // The source says more of an unknown: its known pieces, and what each of the others refers to.
  if (planned.kind === 'unknown') return source.kind === 'unknown' ? source : planned;
  if (source.kind !== 'unknown' && equalKnown(planned, source)) return source;
  const origin = source.origin ? { origin: source.origin } : {};
  const ref = source.ref ? { ref: source.ref } : {};
  if (planned.kind === 'string') return { ...planned, ...origin, ...ref, ...structure(planned, source, depth) };
  if ('elements' in planned && 'elements' in source) {
    const elements = planned.elements.map((element, at) =>
      joinValue(element, partner(element, at, planned, source), depth + 1),
    );
    return { ...planned, elements, ...origin, ...ref };
  }
  if ('entries' in planned && 'entries' in source) {
    const entries = new Map(
      Array.from(planned.entries, ([name, entry]) => [name, joinValue(entry, source.entries.get(name), depth + 1)]),
    );
    return { ...planned, entries, ...origin, ...ref };
  }
  return { ...planned, ...origin, ...ref };
}

type Sequence = Extract<Value, { kind: 'list' | 'set' | 'tuple' }>;

/** Elements of lists by position, of sets by value, else the one that is not known. */
function partner(element: Value, at: number, planned: Sequence, source: Sequence): Value | undefined {
  if (planned.kind !== 'set') return source.elements[at];
  return (
    source.elements.find((other) => equalKnown(element, other)) ??
    source.elements.find((other) => other.kind === 'unknown')
  );
}

/** JSON text keeps the structure that the source encodes, with the plan's values in it. */
function structure(
  planned: Extract<Value, { kind: 'string' }>,
  source: Value,
  depth: number,
): { readonly encodes?: Value } {
  if (source.kind !== 'string' && source.kind !== 'unknown') return {};
  const encoded = source.encodes ?? decodeJson(source);
  const decoded = encoded ? decodeJson(planned) : undefined;
  return encoded && decoded ? { encodes: joinValue(decoded, encoded, depth + 1) } : {};
}
