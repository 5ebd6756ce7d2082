import { formatNumber } from '#model/number.js';
import type { Value } from '#model/value.js';

/** JSON as Go's `encoding/json` writes it: members in the order given, `<`, `>` and `&` escaped. */
export function writeJson(value: Value, indent: number): string {
  return write(value, indent, '');
}

function write(value: Value, indent: number, before: string): string {
  switch (value.kind) {
    case 'string':
      return quote(value.value);
    case 'number':
      return formatNumber(value.value);
    case 'bool':
      return String(value.value);
    case 'list':
    case 'set':
    case 'tuple':
      return bracketed(
        '[',
        value.elements.map((element) => write(element, indent, deeper(indent, before))),
        ']',
        { indent, before },
      );
    case 'map':
    case 'object': {
      const colon = indent > 0 ? ': ' : ':';
      const members = Array.from(
        value.entries,
        ([name, entry]) => `${quote(name)}${colon}${write(entry, indent, deeper(indent, before))}`,
      );
      return bracketed('{', members, '}', { indent, before });
    }
    default:
      return 'null';
  }
}

function deeper(indent: number, before: string): string {
  return before + ' '.repeat(indent);
}

function bracketed(
  open: string,
  members: readonly string[],
  close: string,
  { indent, before }: { readonly indent: number; readonly before: string },
): string {
  if (members.length === 0) return open + close;
  if (indent === 0) return `${open}${members.join(',')}${close}`;
  const inner = deeper(indent, before);
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${before}${close}`;
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]);

function quote(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED.get(character) ?? character);
}
