/**
 * Bounds on values that are kept. Sharing makes it cheap to build a value that is endless to walk (each local twice the
 * one before), so a value is measured, up to the bound, before anything else sees it.
 */
import type { Span } from '#hcl/syntax.js';
import type { Value } from '#model/value.js';
import { LazyEntries } from './lazy-entries.js';
import { fail, type Scope } from './scope.js';

const MAX_PARTS = 1_000_000;
const MAX_DEPTH = 100;

export function withinBounds(value: Value, scope: Scope, span: Span): Value {
  if (!('elements' in value) && !('entries' in value)) return value;
  const measure = { parts: 0 };
  if (measured(value, measure, 0)) return value;
  return fail(
    scope,
    span,
    'Value too large',
    `Values of more than ${MAX_PARTS} parts, or nested more than ${MAX_DEPTH} deep, are not evaluated.`,
  );
}

function measured(value: Value, measure: { parts: number }, depth: number): boolean {
  measure.parts += 1;
  if (measure.parts > MAX_PARTS || depth > MAX_DEPTH) return false;
  if ('elements' in value) return value.elements.every((element) => measured(element, measure, depth + 1));
  if ('entries' in value && !(value.entries instanceof LazyEntries)) {
    for (const entry of value.entries.values()) if (!measured(entry, measure, depth + 1)) return false;
  }
  return true;
}
