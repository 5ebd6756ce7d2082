/**
 * Where values come from.
 *
 * A literal's origin is its span. Passing through a `local`, a variable or a module argument leaves the origin as it is
 * and puts the place of use in front of `via`. What an operator or a function makes is a `call` with its inputs.
 */
import type { Expression, Span, SyntaxFile } from '#hcl/syntax.js';
import type { Origin, Reference, Value } from '#model/value.js';
import type { Scope } from './scope.js';

/** Enough to find the way back; a longer chain keeps its nearest places. */
const MAX_VIA = 32;

export function originOf(scope: Scope, expression: Expression): Origin {
  const { start, end } = expression;
  return scope.readOnly
    ? { file: scope.file, start, end, kind: 'expression', expression, readOnly: true }
    : { file: scope.file, start, end, kind: 'expression', expression };
}

/** As {@link originOf} for what is only part of an expression. */
export function spanOrigin(scope: Scope, { start, end }: Span): Origin {
  return { file: scope.file, start, end, kind: 'expression', ...(scope.readOnly ? { readOnly: true } : {}) };
}

export function callOrigin(scope: Scope, expression: Expression, inputs: readonly Value[]): Origin {
  const { start, end } = expression;
  return scope.readOnly
    ? { file: scope.file, start, end, kind: 'call', expression, inputs, readOnly: true }
    : { file: scope.file, start, end, kind: 'call', expression, inputs };
}

export function blockOrigin(file: SyntaxFile, span: Span, readOnly: boolean): Origin {
  const { start, end } = span;
  return readOnly || file.standsFor
    ? { file, start, end, kind: 'block', readOnly: true }
    : { file, start, end, kind: 'block' };
}

/** The value as seen from `use`, a reference to it. */
export function passThrough(value: Value, scope: Scope, use: Expression): Value {
  const place = originOf(scope, use);
  const origin = value.origin;
  if (!origin) return { ...value, origin: place };
  const via = origin.via ? [place, ...origin.via].slice(0, MAX_VIA) : [place];
  return { ...value, origin: { ...origin, via } };
}

/** An element of a collection that travelled: it went the same way. */
export function inheritVia(element: Value, container: Value): Value {
  const via = container.origin?.via;
  if (!via || via.length === 0 || !element.origin) return element;
  const own = element.origin.via;
  return { ...element, origin: { ...element.origin, via: own ? [...via, ...own].slice(0, MAX_VIA) : via } };
}

/** Gives a value an origin where it has none. */
export function withOrigin(value: Value, origin: Origin): Value {
  return value.origin ? value : { ...value, origin };
}

/** What a value depends on, for an unknown made of it. */
export function dependenciesOf(value: Value): readonly Reference[] {
  if (value.kind === 'unknown') {
    if (value.ref && !value.dependsOn.some((one) => one === value.ref)) return [value.ref, ...value.dependsOn];
    return value.dependsOn;
  }
  return value.ref ? [value.ref] : [];
}

const MAX_DEPENDENCIES = 64;

/** The union, in order, of what several values depend on. */
export function allDependencies(values: readonly Value[]): readonly Reference[] {
  const seen = new Map<string, Reference>();
  for (const value of values) {
    for (const reference of value.kind === 'unknown' ? dependenciesOf(value) : []) {
      const key = `${reference.address}\0${reference.path.join('\0')}`;
      if (!seen.has(key)) seen.set(key, reference);
      if (seen.size >= MAX_DEPENDENCIES) return [...seen.values()];
    }
  }
  return [...seen.values()];
}
