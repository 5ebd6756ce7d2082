/**
 * Items in brackets or braces: elements of tuples, items of objects, members of JSON arrays and objects. What differs is
 * only whether a comma must separate them, and whether one may follow the last.
 */
import { insert, replace, type Source, type TextEdit } from './edit.js';
import * as layout from '../print/layout.js';
import type { Span } from '../syntax.js';
import { triviaEnd } from '../parse/trivia.js';

/** A bracketed list: its span with the brackets, and its items in order. */
export interface List extends Span {
  readonly items: readonly Span[];
  /** `always`: JSON and tuples. `newline`: objects, where a newline does as well. */
  readonly separator: 'always' | 'newline';
}

/** Removes the items with these indices, with their commas and with lines that would be left empty. */
export function removeItems(source: Source, list: List, removed: ReadonlySet<number>): readonly TextEdit[] {
  const { items } = list;
  if (removed.size === 0) return [];
  if (items.every((_, index) => removed.has(index))) {
    return [replace(source, { start: list.start + 1, end: list.end - 1 }, '')];
  }
  const edits: TextEdit[] = [];
  for (let first = 0; first < items.length; first++) {
    if (!removed.has(first)) continue;
    let last = first;
    while (removed.has(last + 1)) last++;
    edits.push(...removeRun(source, list, first, last));
    first = last;
  }
  return edits;
}

/** Offset of the comma behind the item with this index, or -1. */
function commaAfter(source: Source, list: List, index: number): number {
  const item = list.items[index];
  if (!item) return -1;
  const limit = list.items[index + 1]?.start ?? list.end - 1;
  const at = triviaEnd(source.text, item.end, limit);
  return at < limit && source.text[at] === ',' ? at : -1;
}

/** Removes neighbouring items, `first` to `last`, not all of the list. */
function removeRun(source: Source, list: List, first: number, last: number): readonly TextEdit[] {
  const { text } = source;
  const start = list.items[first]?.start ?? list.start;
  const comma = commaAfter(source, list, last);
  const behind = comma < 0 ? (list.items[last]?.end ?? list.end) : comma + 1;
  if (layout.startsLine(text, start) && layout.endsLine(text, behind)) {
    return removeOwnLines(source, list, first, { start, end: behind });
  }
  const next = list.items[last + 1];
  if (next && !layout.isMultiLine(text, behind, next.start)) return [replace(source, { start, end: next.start }, '')];
  const before = list.items[first - 1];
  if (!before) return [replace(source, { start, end: behind }, '')];
  const keepsComma = next !== undefined || comma >= 0;
  const from = keepsComma ? Math.max(commaAfter(source, list, first - 1) + 1, before.end) : endOf(source, before);
  return [replace(source, { start: from, end: behind }, '')];
}

/** Where an item ends, with the newline that a heredoc needs behind it. */
function endOf(source: Source, item: Span): number {
  const { text } = source;
  return layout.endsWithHeredoc(text.slice(item.start, item.end)) ? layout.nextLineStart(text, item.end) : item.end;
}

/** Removes items that have their lines to themselves; `span` runs to behind the comma of the last. */
function removeOwnLines(source: Source, list: List, first: number, span: Span): readonly TextEdit[] {
  const { text } = source;
  const from = layout.lineStart(text, span.start);
  const end = layout.nextLineStart(text, layout.lineEnd(text, span.end));
  const lines = replace(source, { start: from, end }, '');
  const comma = first > 0 ? commaAfter(source, list, first - 1) : -1;
  const lastToGo = triviaEnd(text, span.end, list.end - 1) === list.end - 1;
  // Where the list had no trailing comma, the item that is now the last must not have one either.
  const bare = lastToGo && text[span.end - 1] !== ',' && comma >= 0 && comma < from;
  return bare ? [replace(source, { start: comma, end: comma + 1 }, ''), lines] : [lines];
}

/** Adds items at the end, each written without indentation of its own. */
export function addItems(source: Source, list: List, texts: readonly string[], unit: string): readonly TextEdit[] {
  const { text } = source;
  const last = list.items.at(-1);
  if (texts.length === 0) return [];
  if (!last) return [fillEmpty(source, list, texts, unit)];
  const indentation = layout.indentationAt(text, last.start);
  const moved = texts.map((item) => layout.indentLines(item, indentation, layout.lineEnding(text)));
  if (layout.startsLine(text, last.start) && layout.isMultiLine(text, last.end, list.end)) {
    return addLines(source, list, last, moved);
  }
  const comma = commaAfter(source, list, list.items.length - 1);
  if (comma >= 0) return [insert(source, comma + 1, ` ${moved.join(', ')},`)];
  return [insert(source, last.end, `, ${moved.join(', ')}`)];
}

/** Adds items on lines of their own behind the item `last`. */
function addLines(source: Source, list: List, last: Span, items: readonly string[]): readonly TextEdit[] {
  const { text } = source;
  const index = list.items.length - 1;
  const comma = commaAfter(source, list, index);
  const start = layout.lineEnding(text) + layout.indentationAt(text, last.start);
  const lines = items.map((item) => start + item);
  const behind = comma < 0 ? last.end : comma + 1;
  const lineEnd = layout.endsLine(text, behind) ? layout.lineEnd(text, behind) : behind;
  if (comma >= 0) return [insert(source, lineEnd, lines.map((line) => `${line},`).join(''))];
  const needsComma = list.separator === 'always';
  if (endOf(source, last) > last.end) {
    return [insert(source, lineEnd, items.map((item) => start + (needsComma ? ', ' : '') + item).join(''))];
  }
  const usesCommas = index > 0 && commaAfter(source, list, index - 1) >= 0;
  if (!needsComma && !usesCommas) return [insert(source, lineEnd, lines.join(''))];
  if (lineEnd === last.end) return [insert(source, last.end, lines.map((line) => `,${line}`).join(''))];
  return [insert(source, last.end, ','), insert(source, lineEnd, lines.join(','))];
}

function fillEmpty(source: Source, list: List, texts: readonly string[], unit: string): TextEdit {
  const { text } = source;
  const ending = layout.lineEnding(text);
  const open = text[list.start] ?? '';
  const close = text[list.end - 1] ?? '';
  const outer = layout.indentationAt(text, list.start);
  // Whole, so that two additions to one empty list are seen to conflict.
  if (open === '[' && texts.every((item) => !item.includes('\n'))) {
    return replace(source, list, `${open}${texts.join(', ')}${close}`);
  }
  const inner = outer + unit;
  const separator = list.separator === 'newline' ? '' : ',';
  const lines = texts.map((item) => `${inner}${layout.indentLines(item, inner, ending)}`).join(separator + ending);
  return replace(source, list, `${open}${ending}${lines}${ending}${outer}${close}`);
}
