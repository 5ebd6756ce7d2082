/**
 * Edits of source text, as data.
 *
 * An edit names the text that it expects in its span, so that one made for another state of the file is refused rather
 * than applied somewhere. Edits from different makers may meet in one file: identical ones merge, overlapping ones are
 * refused, insertions at one place keep their order. Alignment and indentation are settled afterwards, for all at once.
 */
import { realign } from '../print/realign.js';
import type { Span } from '../syntax.js';

export interface TextEdit extends Span {
  readonly path: string;
  readonly replacement: string;
  /** The text of the span as the maker of the edit saw it. */
  readonly expected: string;
}

/** Why something can't be edited. */
export interface Refusal {
  readonly refused: string;
}

export type EditResult = readonly TextEdit[] | Refusal;

export function isRefusal(result: EditResult | Edited): result is Refusal {
  return 'refused' in result;
}

export type Edited = { readonly text: string } | Refusal;

/** A file or document to edit; a `SyntaxFile` is one. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export function replace(source: Source, span: Span, replacement: string): TextEdit {
  const { start, end } = span;
  return { path: source.path, start, end, replacement, expected: source.text.slice(start, end) };
}

export function insert(source: Source, at: number, text: string): TextEdit {
  return replace(source, { start: at, end: at }, text);
}

/**
 * The text with all edits applied. Lines that were laid out as `terraform fmt` does it are laid out so again where an
 * edit touched them or their group; no other byte outside of the edits changes.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): Edited {
  const ordered = mergeDeletions(inOrder(edits));
  const refused = findConflict(text, ordered);
  if (refused !== undefined) return { refused };
  let result = '';
  let at = 0;
  const changes: { start: number; end: number; removed: number }[] = [];
  for (const edit of ordered) {
    result += text.slice(at, edit.start);
    changes.push({
      start: result.length,
      end: result.length + edit.replacement.length,
      removed: edit.end - edit.start,
    });
    result += edit.replacement;
    at = edit.end;
  }
  result += text.slice(at);
  const isJson = ordered[0]?.path.endsWith('.json') === true;
  return { text: isJson || ordered.length === 0 ? result : realign(text, result, changes) };
}

/** By place, insertions before what replaces text from there on, otherwise as given; duplicates left out. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  const distinct = edits.filter((edit) => {
    const identity = `${edit.start} ${edit.end} ${edit.replacement}`;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
  return distinct.sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start));
}

/** Two deletions that share nothing but white space, the blank line between two neighbours, are one. */
function mergeDeletions(ordered: readonly TextEdit[]): readonly TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of ordered) {
    const previous = merged.at(-1);
    const overlap = previous && edit.start < previous.end ? Math.min(previous.end, edit.end) - edit.start : 0;
    const deletions = previous?.replacement === '' && edit.replacement === '' && previous.path === edit.path;
    if (previous && deletions && overlap > 0 && edit.expected.slice(0, overlap).trim() === '') {
      const expected = previous.expected + edit.expected.slice(overlap);
      merged[merged.length - 1] = { ...previous, end: Math.max(previous.end, edit.end), expected };
    } else merged.push(edit);
  }
  return merged;
}

function findConflict(text: string, ordered: readonly TextEdit[]): string | undefined {
  let previous: TextEdit | undefined;
  for (const edit of ordered) {
    if (edit.start < 0 || edit.end < edit.start || edit.end > text.length) {
      return `The edit of ${edit.path} at ${edit.start} lies outside of the text.`;
    }
    if (text.slice(edit.start, edit.end) !== edit.expected) {
      return `The edit of ${edit.path} at ${edit.start} expects ${quote(edit.expected)} but finds ${quote(text.slice(edit.start, edit.end))}: the file has changed since the edit was made.`;
    }
    if (previous && previous.path !== edit.path)
      return `The edits are for different files, ${previous.path} and ${edit.path}.`;
    if (previous && edit.start < previous.end) {
      return `Two edits of ${edit.path} overlap: ${describe(previous)} and ${describe(edit)}.`;
    }
    previous = edit;
  }
  return undefined;
}

function describe(edit: TextEdit): string {
  return `${quote(edit.expected)} at ${edit.start} becoming ${quote(edit.replacement)}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
