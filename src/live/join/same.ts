/**
 * Whether an account has what the source says. Identifiers that only AWS knows are told by what the resource that the source
 * refers to has in the account; policies count by their meaning, not by the order and form in which they are stored.
 */
import { textOf } from '#aws/reading.js';
import type { Reference, Value } from '#model/value.js';
import { decodeJson } from '#model/json/read.js';

export type Sameness = 'same' | 'different' | 'unknown';

/** The value in the account of what a reference of the source means; `undefined` where that is not known. */
export type Resolve = (reference: Reference) => Value | undefined;

const MAX_DEPTH = 50;

export function sameness(source: Value | undefined, live: Value | undefined, resolve: Resolve, depth = 0): Sameness {
  if (depth > MAX_DEPTH || live?.kind === 'unknown') return 'unknown';
  if (isNothing(source) || source === undefined) return isNothing(live) || live === undefined ? 'same' : 'different';
  if (source.kind === 'unknown') return ofUnknown(source, live, resolve, depth);
  if (isNothing(live) || live === undefined) return 'different';
  const [one, other] = [structured(source), structured(live)];
  if (one && other) return ofStructures(one, other, resolve, depth);
  return textOf(source) === textOf(live) ? 'same' : 'different';
}

/** What the provider takes for not set. */
function isNothing(value: Value | undefined): boolean {
  if (value === undefined || value.kind === 'null') return true;
  if (value.kind === 'bool') return !value.value;
  if (value.kind === 'string') return value.value === '';
  if (value.kind === 'number') return textOf(value) === '0';
  return ('elements' in value && value.elements.length === 0) || ('entries' in value && value.entries.size === 0);
}

type Unknown = Extract<Value, { kind: 'unknown' }>;

function ofUnknown(source: Unknown, live: Value | undefined, resolve: Resolve, depth: number): Sameness {
  if (source.encodes && live?.kind === 'string') {
    const decoded = decodeJson(live);
    if (decoded) return sameness(source.encodes, decoded, resolve, depth + 1);
  }
  const meant = meaningOf(source, resolve);
  if (meant) return sameness(meant, live, resolve, depth + 1);
  const text = textOf(live);
  return source.parts && text !== undefined ? fits(source.parts, text, resolve) : 'unknown';
}

function meaningOf(source: Unknown, resolve: Resolve): Value | undefined {
  if (source.parts) return undefined;
  const reference = source.ref ?? (source.dependsOn.length === 1 ? source.dependsOn[0] : undefined);
  const meant = reference && resolve(reference);
  return meant?.kind === 'unknown' ? undefined : meant;
}

/** Where a piece is not known, all that can be said is that a text does not fit. */
function fits(parts: NonNullable<Unknown['parts']>, text: string, resolve: Resolve): Sameness {
  let open = false;
  const pattern = parts.map((part) => {
    if (typeof part === 'string') return escaped(part);
    const known = textOf(meaningOf(part, resolve));
    if (known !== undefined) return escaped(known);
    open = true;
    return '.*';
  });
  if (!new RegExp(`^${pattern.join('')}$`, 's').test(text)) return 'different';
  return open ? 'unknown' : 'same';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Collections, and JSON text as what it encodes. */
function structured(value: Value): Value | undefined {
  if ('elements' in value || 'entries' in value) return value;
  if (value.kind !== 'string') return undefined;
  const text = value.value.trimStart();
  return text.startsWith('{') || text.startsWith('[') ? (value.encodes ?? decodeJson(value)) : value.encodes;
}

function ofStructures(source: Value, live: Value, resolve: Resolve, depth: number): Sameness {
  if ('entries' in source && 'entries' in live) {
    const names = new Set([...source.entries.keys(), ...live.entries.keys()]);
    return all(
      [...names].map((name) => sameness(source.entries.get(name), live.entries.get(name), resolve, depth + 1)),
    );
  }
  return ofLists(elementsOf(source), elementsOf(live), resolve, depth);
}

/** A policy may have one value in the place of a list of one. */
function elementsOf(value: Value): readonly Value[] {
  return 'elements' in value ? value.elements : [value];
}

/** In any order: each element of the source has one of its own in the account. */
function ofLists(source: readonly Value[], live: readonly Value[], resolve: Resolve, depth: number): Sameness {
  if (source.length !== live.length) return 'different';
  const left = [...live];
  let open = false;
  for (const element of source) {
    const judged = left.map((each) => sameness(element, each, resolve, depth + 1));
    const at = judged.includes('same') ? judged.indexOf('same') : judged.indexOf('unknown');
    if (at < 0) return 'different';
    open ||= judged[at] === 'unknown';
    left.splice(at, 1);
  }
  return open ? 'unknown' : 'same';
}

function all(parts: readonly Sameness[]): Sameness {
  if (parts.includes('different')) return 'different';
  return parts.includes('unknown') ? 'unknown' : 'same';
}
