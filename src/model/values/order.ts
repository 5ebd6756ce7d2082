import { formatNumber, compare, type Numeric, toBigFloat } from '../number.js';
import type { Value } from '../value.js';
import { exact, fixedText, roundDecimal, scientificText } from './decimal.js';
import { equalKnown } from './equality.js';

/** Compares by Unicode code points, as the bytes of UTF-8 do. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points from U+10000) below U+E000..U+FFFF; the rank puts them above. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** The elements of a set in its order, duplicates dropped (the first stays). Unknowns are never duplicates. */
export function sortedSet(elements: readonly Value[]): readonly Value[] {
  if (elements.length < 2) return elements;
  const buckets = new Map<string, Value[]>();
  const kept: { readonly key: string; readonly value: Value }[] = [];
  for (const value of elements) {
    const key = hashText(value);
    const bucket = buckets.get(key) ?? [];
    if (bucket.some((other) => equalKnown(other, value))) continue;
    bucket.push(value);
    buckets.set(key, bucket);
    kept.push({ key, value });
  }
  kept.sort((a, b) => compareMembers(a.value, b.value) || compareStrings(a.key, b.key));
  return kept.map((member) => member.value);
}

/** Known before unknown before null; primitives by value. Others compare equal here and are ordered by their text. */
function compareMembers(a: Value, b: Value): number {
  const kinds = memberRank(a) - memberRank(b);
  if (kinds !== 0) return kinds;
  if (a.kind === 'string' && b.kind === 'string') return compareStrings(a.value, b.value);
  if (a.kind === 'number' && b.kind === 'number') return compare(a.value, b.value);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  return 0;
}

function memberRank(value: Value): number {
  if (value.kind === 'null') return 2;
  return value.kind === 'unknown' ? 1 : 0;
}

/**
 * The text by which a set orders its structural elements. Members that are equal have the same text; the exact form
 * decides the order in which Terraform lists objects of a set.
 */
export function hashText(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'null':
      return '~';
    case 'string':
      return quoted(value.value);
    case 'number':
      return tenDigits(value.value);
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'list':
    case 'set':
      return `[${value.elements.map((element) => `${hashText(element)};`).join('')}]`;
    case 'tuple':
      return `<${value.elements.map((element) => `${hashText(element)};`).join('')}>`;
    case 'map':
      return `{${[...value.entries].map(([key, entry]) => `${quoted(key)}:${hashText(entry)};`).join('')}}`;
    case 'object':
      return `<${[...value.entries.values()].map((entry) => `${hashText(entry)};`).join('')}>`;
  }
}

/** A number as `%.10g` prints it. */
function tenDigits(value: Numeric): string {
  const float = toBigFloat(value);
  if (!float) return formatNumber(value);
  const decimal = roundDecimal(exact(float), 10);
  const sign = float.negative ? '-' : '';
  const power = decimal.point - 1;
  if (decimal.digits !== '' && (power < -4 || power >= 10)) return sign + scientificText(decimal);
  return sign + fixedText(decimal);
}

const ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

/** A string as Go's `%q` writes it. */
export function quoted(text: string): string {
  let result = '"';
  for (const character of text) result += ESCAPES.get(character) ?? escapedUnprintable(character);
  return `${result}"`;
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function escapedUnprintable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (!UNPRINTABLE.test(character)) return character;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
