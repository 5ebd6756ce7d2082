import { toSafeInteger } from '#model/number.js';
import type { BodyView } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { type SymbolicString, symbolicOf } from './symbolic.js';

/**
 * Attributes as the AWS provider takes them: `"true"` is a bool, `"80"` a number, null is as good as unset.
 * What can't be known is told apart from what isn't set.
 */
export const UNKNOWN = 'unknown';

export function isSet(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'null';
}

/** The text of a known scalar. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'string') return value.value;
  if (value?.kind === 'bool') return String(value.value);
  if (value?.kind === 'number') {
    const whole = toSafeInteger(value.value);
    return whole === undefined ? undefined : String(whole);
  }
  return undefined;
}

/** `undefined`: not set. */
export function flagOf(value: Value | undefined): boolean | typeof UNKNOWN | undefined {
  if (!isSet(value)) return undefined;
  if (value.kind === 'bool') return value.value;
  const text = textOf(value)?.toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' || text === '' ? false : UNKNOWN;
}

/** A whole number; `undefined`: not set. */
export function wholeOf(value: Value | undefined): number | typeof UNKNOWN | undefined {
  if (!isSet(value)) return undefined;
  if (value.kind === 'number') return toSafeInteger(value.value) ?? UNKNOWN;
  const text = textOf(value);
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : UNKNOWN;
}

/** The elements of a list; of an unknown list, or of a lone value where a list belongs, the value itself. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (!isSet(value)) return [];
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple') return value.elements;
  return [value];
}

/** The entries of a map or object; none where it can't be known. */
export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.kind === 'map' || value?.kind === 'object' ? value.entries : new Map<string, Value>();
}

export function tagsOf(body: BodyView): ReadonlyMap<string, SymbolicString | undefined> {
  const tags = new Map<string, SymbolicString | undefined>();
  for (const [key, value] of entriesOf(body.attribute('tags'))) tags.set(key, symbolicOf(value));
  return tags;
}

const MAX_SHOWN = 120;

/** A value in short, for a person. */
export function shown(value: Value | undefined): string {
  const text = value === undefined ? 'absent' : shownWhole(value, 0);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}

const MAX_SHOWN_ITEMS = 8;

function shownWhole(value: Value, depth: number): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'unknown':
      return shownUnknown(value);
    case 'list':
    case 'set':
    case 'tuple': {
      if (depth > 3) return '[…]';
      const items = value.elements.slice(0, MAX_SHOWN_ITEMS).map((item) => shownWhole(item, depth + 1));
      return `[${items.join(', ')}${value.elements.length > MAX_SHOWN_ITEMS ? ', …' : ''}]`;
    }
    case 'map':
    case 'object':
      return `{${[...value.entries.keys()].slice(0, MAX_SHOWN_ITEMS).join(', ')}}`;
    default:
      return value.sensitive ? '(sensitive)' : (textOf(value) ?? '(number)');
  }
}

function shownUnknown(value: Value & { kind: 'unknown' }): string {
  if (value.parts) return value.parts.map((part) => (typeof part === 'string' ? part : shownUnknown(part))).join('');
  const reference = value.ref ?? value.dependsOn[0];
  return reference ? `\${${[reference.address, ...reference.path].join('.')}}` : '(known after apply)';
}
