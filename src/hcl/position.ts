import { graphemes } from './parse/graphemes.js';

/** Lines and columns of offsets. Columns count grapheme clusters, as Terraform's own messages do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const starts = new WeakMap<object, Uint32Array>();

/** Line and column, both from 1, of `offset` in the text of `file`. */
export function positionAt(file: { readonly text: string }, offset: number): Position {
  const lines = lineStarts(file);
  const line = lineOf(lines, offset);
  const start = lines[line] ?? 0;
  return { line: line + 1, column: columnOf(file.text.slice(start, offset)) };
}

/** The text of the line (from 1), without its line ending. */
export function lineText(file: { readonly text: string }, line: number): string {
  const lines = lineStarts(file);
  const start = lines[line - 1];
  if (start === undefined) return '';
  return file.text.slice(start, lines[line] ?? file.text.length).replace(/\r?\n$/, '');
}

function lineStarts(file: { readonly text: string }): Uint32Array {
  const known = starts.get(file);
  if (known) return known;
  const offsets = [0];
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) offsets.push(at + 1);
  const table = Uint32Array.from(offsets);
  starts.set(file, table);
  return table;
}

function lineOf(lines: Uint32Array, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function columnOf(before: string): number {
  for (let at = 0; at < before.length; at++) {
    if (before.charCodeAt(at) > 127) return graphemes(before).length + 1;
  }
  return before.length + 1;
}
