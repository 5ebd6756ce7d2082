/**
 * Joins a planned or an observed value with what the source says: the plan knows the value, the source knows where it was
 * written.
 */
import { decodeJson } from '#model/json/read.js';
import type { Value } from '#model/value.js';
import { equalKnown } from '#model/values/equality.js';

const MAX_DEPTH = 50;

/**
 * A plan was made of the source, so that what the source refers to is what the plan means. An account need not be as the
 * source says: what it refers to is only where it was written.
 */
export type Joining = 'planned' | 'observed';

export function joinValue(planned: Value, source: Value | undefined, how: Joining = 'planned', depth = 0): Value {
  if (!source || depth > MAX_DEPTH) return planned;
  // The source says more of an unknown: its known pieces, and what each of the others refers to.
  if (planned.kind === 'unknown') return source.kind === 'unknown' ? source : planned;
  if (source.kind !== 'unknown' && equalKnown(planned, source)) return source;
  const marks = marksOf(source, how);
  if (planned.kind === 'string') return { ...planned, ...marks, ...structure(planned, source, how, depth) };
  if ('elements' in planned && 'elements' in source) {
    const elements = planned.elements.map((element, at) =>
      joinValue(element, partner(element, at, { planned, source, how }), how, depth + 1),
    );
    return { ...planned, elements, ...marks };
  }
  if ('entries' in planned && 'entries' in source) {
    const entries = new Map(
      Array.from(planned.entries, ([name, entry]) => [
        name,
        joinValue(entry, source.entries.get(name), how, depth + 1),
      ]),
    );
    return { ...planned, entries, ...marks };
  }
  return { ...planned, ...marks };
}

function marksOf({ origin, ref }: Value, how: Joining): Pick<Value, 'origin' | 'ref'> {
  return { ...(origin ? { origin } : {}), ...(ref && how === 'planned' ? { ref } : {}) };
}

type Sequence = Extract<Value, { kind: 'list' | 'set' | 'tuple' }>;

interface Sides {
  readonly planned: Sequence;
  readonly source: Sequence;
  readonly how: Joining;
}

/** Elements of lists by position, of sets by value, else the one that is not known. In an account a list may have moved. */
function partner(element: Value, at: number, { planned, source, how }: Sides): Value | undefined {
  if (planned.kind !== 'set' && how === 'planned') return source.elements[at];
  const same = source.elements.find((other) => equalKnown(element, other));
  if (planned.kind !== 'set') return same ?? source.elements[at];
  return same ?? source.elements.find((other) => other.kind === 'unknown');
}

/** JSON text keeps the structure that the source encodes, with the plan's values in it. */
function structure(
  planned: Extract<Value, { kind: 'string' }>,
  source: Value,
  how: Joining,
  depth: number,
): { readonly encodes?: Value } {
  if (source.kind !== 'string' && source.kind !== 'unknown') return {};
  const encoded = source.encodes ?? decodeJson(source);
  const decoded = encoded ? decodeJson(planned) : undefined;
  return encoded && decoded ? { encodes: joinValue(decoded, encoded, how, depth + 1) } : {};
}
