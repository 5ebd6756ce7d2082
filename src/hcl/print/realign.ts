/**
 * Alignment as `terraform fmt` does it, limited to what edits touched.
 *
 * In each run of consecutive lines with an assignment the equals signs stand in one column; likewise the comments at
 * the ends of consecutive lines. A run that was aligned before is aligned again after edits within or next to it; one
 * that its author laid out otherwise stays as it is.
 * https://github.com/hashicorp/hcl/blob/main/hclwrite/format.go
 */
import { type Line, linesOf } from './format-line.js';
import { columnsOf } from './layout.js';

/** A stretch of the new text that edits wrote, and how much of the old text it took the place of. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly removed: number;
}

type Cell = 'equals' | 'open' | 'comment';

export function realign(before: string, after: string, changes: readonly Change[]): string {
  const indented = indent(before, { text: after, changes });
  const withEquals = alignCells(before, indented.text, indented.changes, 'equals');
  return alignCells(before, withEquals.text, withEquals.changes, 'comment').text;
}

interface Aligned {
  readonly text: string;
  readonly changes: readonly Change[];
}

/** Gives touched lines the indentation that their brackets ask for, if they had it before. */
function indent(before: string, after: Aligned): Aligned {
  const { text, changes } = after;
  const earlier = linesOf(before);
  const indentations = indentationsOf(earlier);
  const regular = new Set<number>();
  earlier.forEach((line, index) => {
    if (line.first - line.start === indentations[index]) regular.add(line.start);
  });
  const lines = linesOf(text);
  const wanted = indentationsOf(lines);
  const touched = touchedLines(lines, changes);
  const moves: Move[] = [];
  lines.forEach((line, index) => {
    const spaces = wanted[index] ?? 0;
    if (line.blank || !touched.has(line) || line.first - line.start === spaces) return;
    if (text.slice(line.start, line.first).trim() !== '') return;
    if (regular.has(originalOffset(line.start, changes))) moves.push({ start: line.start, end: line.first, spaces });
  });
  return applyMoves(text, changes, moves);
}

/** For each line two spaces per line before it that opens brackets which are still open. */
function indentationsOf(lines: readonly Line[]): number[] {
  const open: number[] = [];
  return lines.map((line) => {
    if (line.blank) return 0;
    const level = open.length;
    if (line.brackets > 0) open.push(line.brackets);
    if (line.brackets >= 0) return 2 * level;
    for (let closed = -line.brackets; closed > 0 && open.length > 0; ) {
      const last = open.pop() ?? 0;
      if (last > closed) open.push(last - closed);
      closed -= last;
    }
    return 2 * open.length;
  });
}

function alignCells(before: string, after: string, changes: readonly Change[], cell: Cell): Aligned {
  const lines = linesOf(after);
  const touched = touchedLines(lines, changes);
  const known = layoutOf(before, cell);
  const earlier = (line: Line): boolean | undefined => known.get(originalOffset(line[cell], changes));
  const moves: Move[] = [];
  for (const run of runs(lines, cell)) {
    if (run.some((line) => touched.has(line)) && !run.some((line) => earlier(line) === false)) {
      moves.push(...movesOf(after, run, cell));
    }
  }
  if (cell === 'equals') {
    for (const line of touched) {
      if (line.open >= 0 && known.get(originalOffset(line.open, changes)))
        moves.push(...movesOf(after, [line], 'open'));
    }
    moves.sort((a, b) => a.start - b.start);
  }
  return applyMoves(after, changes, moves);
}

/** For the offset of each equals sign or comment, whether it stands where it should among its neighbours. */
function layoutOf(text: string, cell: Cell): ReadonlyMap<number, boolean> {
  const known = new Map<number, boolean>();
  const lines = linesOf(text);
  for (const run of runs(lines, cell)) {
    const aligned = isAligned(text, run, cell);
    for (const line of run) known.set(line[cell], aligned);
  }
  if (cell === 'equals') {
    for (const line of lines) if (line.open >= 0) known.set(line.open, isAligned(text, [line], 'open'));
  }
  return known;
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
  // A move within an earlier change is part of it already.
  const within = ({ start, end }: Move): boolean =>
    changes.some((change) => change.start <= start && end <= change.end);
  const ownChanges = moves
    .filter((move) => !within(move))
    .map((move) => ({
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
