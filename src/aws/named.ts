import type { Value } from '#model/value.js';
import { type Assumption, supplyFor } from './assumption.js';
import { shown } from './reading.js';

const MAX_NAMES = 3;
const MAX_TEXT = 60;

/** How to name an unknown value for a person: what it refers to, or else its source text. */
export function named(value: Value | undefined): string {
  if (!value) return 'what is not set';
  if (value.kind !== 'unknown' || value.parts) return variableOf(value) ?? shown(value);
  const references = value.ref ? [value.ref] : value.dependsOn;
  const names = references.map(({ address, path }) => [address, ...path].join('.'));
  if (names.length === 0) return written(value) ?? shown(value);
  const text = listed(names, 'and');
  return !value.ref && value.origin?.expression?.kind === 'conditional' ? `what ${text} decides` : text;
}

/** Several, any of which will do. */
export function oneOf(values: readonly Value[]): string {
  return listed(values.map(named), 'or');
}

export function listed(all: readonly string[], word: 'and' | 'or'): string {
  const names = [...new Set(all)];
  const some = names.slice(0, MAX_NAMES);
  const last = names.length > MAX_NAMES ? `${names.length - MAX_NAMES} more` : some.pop();
  return some.length === 0 ? (last ?? '') : `${some.join(', ')} ${word} ${last}`;
}

function written({ origin }: Value): string | undefined {
  if (!origin) return undefined;
  const text = origin.file.text.slice(origin.start, origin.end).replace(/\s+/g, ' ');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

/** The variable of the root module whose default the value is. */
function variableOf({ origin }: Value): string | undefined {
  const outermost = origin?.via?.at(-1);
  const text = outermost?.file.text.slice(outermost.start, outermost.end);
  return text !== undefined && /^var\.[\w-]+$/.test(text) ? text : undefined;
}

/** What is assumed about a value, with what would settle it. */
export function assumedOf(what: string, value: Value | undefined): Assumption {
  const variable = value && value.kind !== 'unknown' ? variableOf(value) : undefined;
  const supply = variable === undefined ? supplyFor(value) : `Give ${variable} a value (--var or --var-file).`;
  return { what, origin: value?.origin, supply };
}
