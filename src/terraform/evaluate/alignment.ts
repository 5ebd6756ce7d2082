/**
 * Which stretch of a template's text was written where.
 *
 * The text differs from its source where escapes, heredoc indentation or strip markers took something away. Walking
 * both in step gives runs that agree one to one, a line at a time; what the source has more is skipped, and an escape is a
 * run of its own.
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
    if (at === 0 || value[at - 1] === '\n') from += removedIndentation(value, at, source, from, end);
    const length = agreement(value, at, source, from, end);
    const run = length > 0 ? { at, length, start: from, end: from + length } : oddRun(value, at, source, from);
    if (from >= end) return undefined;
    if (run) {
      runs.push(run);
      at += run.length;
      from = run.end;
    } else from += 1;
  }
  return joined(runs);
}

/** How far both agree: to the end of the line at most, and not beyond a backslash. */
function agreement(value: string, at: number, source: string, from: number, end: number): number {
  let length = 0;
  while (at + length < value.length && from + length < end) {
    const unit = value[at + length];
    if (unit !== source[from + length] || unit === '\\') break;
    length += 1;
    if (unit === '\n') break;
  }
  return length;
}

/** An escape, or a backslash that is none: heredocs know no escapes. */
function oddRun(value: string, at: number, source: string, from: number): Run | undefined {
  if (source[from] !== '\\') return undefined;
  const escape = escapeAt(source, from);
  if (escape.text !== undefined && value.startsWith(escape.text, at)) {
    return { at, length: escape.text.length, start: from, end: from + escape.length };
  }
  return value[at] === '\\' ? { at, length: 1, start: from, end: from + 1 } : undefined;
}

/** Runs that follow each other in both texts are one. */
function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const even = last && last.end - last.start === last.length && run.end - run.start === run.length;
    if (last && even && last.end === run.start) {
      result[result.length - 1] = { at: last.at, length: last.length + run.length, start: last.start, end: run.end };
    } else result.push(run);
  }
  return result;
}

/** How much more a line of the source is indented than the line of the value. */
function removedIndentation(value: string, at: number, source: string, from: number, end: number): number {
  return Math.max(0, Math.min(spacesAt(source, from), end - from) - spacesAt(value, at));
}

function spacesAt(text: string, at: number): number {
  let count = 0;
  while (text[at + count] === ' ' || text[at + count] === '\t') count += 1;
  return count;
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
