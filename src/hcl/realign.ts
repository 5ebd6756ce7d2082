/**
 * Alignment as `terraform fmt` does it, limited to what edits touched.
 *
 * In each run of consecutive lines with an assignment the equals signs stand in one column; likewise the comments at
 * the ends of consecutive lines. A run that was aligned before is aligned again after edits within or next to it; one
 * that its author laid out otherwise stays as it is.
 * https://github.com/hashicorp/hcl/blob/main/hclwrite/format.go
 */
import { columnsOf } from './layout.js';
import { scanConfiguration } from './scan.js';
import * as token from './token.js';

/** A stretch of the new text that edits wrote, and how much of the old text it took the place of. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly removed: number;
}

/** A line as `terraform fmt` sees it: a heredoc or a bracketed newline does not end it. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** Offset of the equals sign of an assignment that is complete on this line, or -1. */
  readonly equals: number;
  /** Offset of the comment that ends the line, behind something else, or -1. */
  readonly comment: number;
}

type Cell = 'equals' | 'comment';

export function realign(before: string, after: string, changes: readonly Change[]): string {
  const withEquals = alignCells(before, after, changes, 'equals');
  return alignCells(before, withEquals.text, withEquals.changes, 'comment').text;
}

interface Aligned {
  readonly text: string;
  readonly changes: readonly Change[];
}

function alignCells(before: string, after: string, changes: readonly Change[], cell: Cell): Aligned {
  const lines = linesOf(after);
  const touched = touchedLines(lines, changes);
  const known = new Map<number, boolean>();
  for (const run of runs(linesOf(before), cell)) {
    const aligned = isAligned(before, run, cell);
    for (const line of run) known.set(line.start, aligned);
  }
  const moves: Move[] = [];
  for (const run of runs(lines, cell)) {
    if (!run.some((line) => touched.has(line))) continue;
    const earlier = run.map((line) => known.get(originalOffset(line.start, changes)));
    if (!earlier.includes(false)) moves.push(...movesOf(after, run, cell));
  }
  return applyMoves(after, changes, moves);
}

/** Replaces the spaces from `start` to `end` by so many. */
interface Move {
  readonly start: number;
  readonly end: number;
  readonly spaces: number;
}

function movesOf(text: string, run: readonly Line[], cell: Cell): Move[] {
  const starts = run.map((line) => cellEnd(text, line, cell));
  const widths = run.map((line, index) =>
    columnsOf(text.slice(lastLineStart(text, line, starts[index] ?? 0), starts[index])),
  );
  const widest = Math.max(...widths);
  const moves: Move[] = [];
  run.forEach((line, index) => {
    const start = starts[index] ?? 0;
    const spaces = widest - (widths[index] ?? 0) + 1;
    if (text.slice(start, line[cell]) !== ' '.repeat(spaces)) moves.push({ start, end: line[cell], spaces });
  });
  return moves;
}

function isAligned(text: string, run: readonly Line[], cell: Cell): boolean {
  return movesOf(text, run, cell).length === 0;
}

/** Where what stands before the cell ends, without the spaces between. */
function cellEnd(text: string, line: Line, cell: Cell): number {
  let end = line[cell];
  while (end > line.start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return end;
}

/** A line may hold newlines, within a heredoc: columns count from the last. */
function lastLineStart(text: string, line: Line, end: number): number {
  return Math.max(line.start, text.lastIndexOf('\n', end - 1) + 1);
}

function applyMoves(text: string, changes: readonly Change[], moves: readonly Move[]): Aligned {
  if (moves.length === 0) return { text, changes };
  let result = '';
  let at = 0;
  for (const move of moves) {
    result += text.slice(at, move.start) + ' '.repeat(move.spaces);
    at = move.end;
  }
  const shift = (offset: number): number => {
    let shifted = offset;
    for (const move of moves) {
      if (move.end <= offset) shifted += move.spaces - (move.end - move.start);
    }
    return shifted;
  };
  const moved = changes.map((change) => ({
    start: shift(change.start),
    end: shift(change.end),
    removed: change.removed,
  }));
  const ownChanges = moves.map((move) => ({
    start: shift(move.start),
    end: shift(move.start) + move.spaces,
    removed: move.end - move.start,
  }));
  const all = [...moved, ...ownChanges].sort((a, b) => a.start - b.start);
  return { text: result + text.slice(at), changes: all };
}

/** Lines with a change in them, and their neighbours: a run may have been split or joined there. */
function touchedLines(lines: readonly Line[], changes: readonly Change[]): ReadonlySet<Line> {
  const touched = new Set<Line>();
  let change = 0;
  lines.forEach((line, index) => {
    while (change < changes.length && (changes[change]?.end ?? 0) < line.start) change++;
    const next = changes[change];
    if (!next || next.start > line.end) return;
    for (const near of [lines[index - 1], line, lines[index + 1]]) if (near) touched.add(near);
  });
  return touched;
}

/** The offset in the old text; -1 within what is new. */
function originalOffset(offset: number, changes: readonly Change[]): number {
  let shift = 0;
  for (const change of changes) {
    if (change.start >= offset) break;
    if (change.end > offset) return -1;
    shift += change.end - change.start - change.removed;
  }
  return offset - shift;
}

function runs(lines: readonly Line[], cell: Cell): Line[][] {
  const result: Line[][] = [];
  let run: Line[] = [];
  for (const line of lines) {
    if (line[cell] >= 0) run.push(line);
    else if (run.length > 0) {
      result.push(run);
      run = [];
    }
  }
  if (run.length > 0) result.push(run);
  return result;
}

function linesOf(text: string): Line[] {
  const tokens = scanConfiguration(text, []);
  const lines: Line[] = [];
  let first = 0;
  let start = 0;
  for (let index = 0; index < tokens.count; index++) {
    const kind = tokens.kinds[index] as number;
    if (kind !== token.NEWLINE && kind !== token.END_OF_FILE) continue;
    const end = tokens.ends[index] as number;
    lines.push(lineOf(text, tokens, { first, last: index, start, end }));
    first = index + 1;
    start = end;
  }
  return lines;
}

interface LineTokens {
  readonly first: number;
  /** The newline, or the end of the file. */
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

function lineOf(text: string, tokens: token.TokenList, line: LineTokens): Line {
  const { first, last, start, end } = line;
  const ending = text[tokens.starts[last] as number];
  const commented =
    (tokens.kinds[last] as number) === token.NEWLINE && (ending === '#' || ending === '/') && last > first;
  return {
    start,
    end,
    equals: assignment(tokens, first, last),
    comment: commented ? (tokens.starts[last] as number) : -1,
  };
}

/** The offset of the first equals sign, if brackets balance from there to the end of the line. */
function assignment(tokens: token.TokenList, first: number, last: number): number {
  let equals = -1;
  let brackets = 0;
  for (let index = first; index < last; index++) {
    const kind = tokens.kinds[index] as number;
    if (equals < 0) {
      if (kind !== token.EQUAL || index === first) continue;
      equals = tokens.starts[index] as number;
    }
    brackets += bracketChange(kind);
  }
  return brackets === 0 ? equals : -1;
}

function bracketChange(kind: number): number {
  switch (kind) {
    case token.OPEN_BRACE:
    case token.OPEN_BRACKET:
    case token.OPEN_PAREN:
    case token.INTERPOLATION:
    case token.DIRECTIVE:
      return 1;
    case token.CLOSE_BRACE:
    case token.CLOSE_BRACKET:
    case token.CLOSE_PAREN:
    case token.SEQUENCE_END:
      return -1;
    default:
      return 0;
  }
}
