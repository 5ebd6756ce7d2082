/**
 * What an edit of the source changes, as against the source that a plan was made of. A plan knows the values of the source
 * that it was made of; where the source says something else by now, the plan is out of date there and the source counts.
 */
import { formatNumber } from '#model/number.js';
import type { BodyView } from '#model/resource.js';
import type { Value } from '#model/value.js';

const MAX_DEPTH = 50;

export function sameBody(a: BodyView, b: BodyView, depth = 0): boolean {
  const names = new Set([...a.names(), ...b.names()]);
  return [...names].every((name) => sameAttribute(a, b, name) && sameBlocks(a, b, name, depth));
}

export function sameAttribute(a: BodyView, b: BodyView, name: string): boolean {
  return sameValue(a.attribute(name), b.attribute(name), 0);
}

export function sameBlocks(a: BodyView, b: BodyView, name: string, depth = 0): boolean {
  const before = a.blocks(name);
  const after = b.blocks(name);
  if (before.length !== after.length || depth > MAX_DEPTH) return false;
  return before.every((block, at) => {
    const other = after[at];
    return other !== undefined && sameBody(block, other, depth + 1);
  });
}

function sameValue(a: Value | undefined, b: Value | undefined, depth: number): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind || depth > MAX_DEPTH) return a === b;
  if (a.kind === 'unknown' && b.kind === 'unknown') return sameUnknown(a, b, depth);
  if ('elements' in a && 'elements' in b)
    return sameEntries(new Map(a.elements.entries()), new Map(b.elements.entries()), depth);
  if ('entries' in a && 'entries' in b) return sameEntries(a.entries, b.entries, depth);
  if (a.kind === 'number' && b.kind === 'number') return formatNumber(a.value) === formatNumber(b.value);
  return 'value' in a && 'value' in b ? a.value === b.value : a.kind === 'null';
}

function sameEntries<K>(a: ReadonlyMap<K, Value>, b: ReadonlyMap<K, Value>, depth: number): boolean {
  return a.size === b.size && [...a].every(([key, each]) => sameValue(each, b.get(key), depth + 1));
}

type Unknown = Extract<Value, { kind: 'unknown' }>;

function sameUnknown(a: Unknown, b: Unknown, depth: number): boolean {
  if (a.encodes || b.encodes) return sameValue(a.encodes, b.encodes, depth + 1);
  return shapeOf(a) === shapeOf(b);
}

function shapeOf({ parts, ref, dependsOn }: Unknown): string {
  const pieces = parts?.map((part) => (typeof part === 'string' ? part : { ref: part.ref, dependsOn: part.dependsOn }));
  return JSON.stringify({ pieces, ref, dependsOn });
}
