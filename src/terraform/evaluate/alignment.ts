/**
 * Which stretch of a template's text was written where.
 *
 * The text differs from its source where escapes, heredoc indentation or strip markers took something away. Walking
 * both in step gives runs that agree one to one; what the source has more is skipped, and an escape is a run of its own.
 */
import type { Span, TemplateText } from '#hcl/syntax.js';

/** `length` code units of the value from `at` are the source from `start` to `end`. */
export interface Run extends Span {
  readonly at: number;
  readonly length: number;
}

export function alignText(value: string, source: string, part: TemplateText): readonly Run[] {
  const { start, end } = part;
  if (value.length === end - start) return [{ at: 0, length: value.length, start, end }];
  return walk(value, source, start, end) ?? [{ at: 0, length: value.length, start, end }];
}

function walk(value: string, source: string, start: number, end: number): readonly Run[] | undefined {
  const runs: Run[] = [];
  let at = 0;
  let from = start;
  while (at < value.length) {
    const begun = at;
    const first = from;
    while (at < value.length && from < end && value[at] === source[from] && source[from] !== '\\') {
      at += 1;
      from += 1;
    }
    if (at > begun) runs.push({ at: begun, length: at - begun, start: first, end: from });
    if (at >= value.length) break;
    if (from >= end) return undefined;
    const escape = source[from] === '\\' ? escapeAt(source, from) : undefined;
    if (escape?.text !== undefined && value.startsWith(escape.text, at)) {
      runs.push({ at, length: escape.text.length, start: from, end: from + escape.length });
      at += escape.text.length;
      from += escape.length;
    } else if (value[at] === source[from]) {
      // A backslash that is none: heredocs know no escapes.
      runs.push({ at, length: 1, start: from, end: from + 1 });
      at += 1;
      from += 1;
    } else {
      from += 1;
    }
  }
  return runs;
}

const SIMPLE = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

function escapeAt(source: string, from: number): { readonly text: string | undefined; readonly length: number } {
  const letter = source[from + 1] ?? '';
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const hex = source.slice(from + 2, from + 2 + digits);
  if (digits === 0 || hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) return { text: undefined, length: 1 };
  const code = Number.parseInt(hex, 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : undefined, length: 2 + digits };
}
