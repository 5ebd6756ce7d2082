/** Places in bodies: where items go in and come out. Shared by the edits of attributes and of blocks. */
import { insert, replace, type TextEdit } from './edit.js';
import * as layout from '../print/layout.js';
import type { BodyItem, Body, Span, SyntaxFile } from '../syntax.js';
import { blankEnd } from '../parse/trivia.js';

/** What is to be added, without indentation of its own, and where. */
export interface Addition {
  readonly text: string;
  /** Behind this item; without it as the first thing in the body. */
  readonly after: BodyItem | undefined;
  /** Set apart from what is around by blank lines. */
  readonly apart: boolean;
}

export function addToBody(file: SyntaxFile, body: Body, addition: Addition): readonly TextEdit[] {
  if (body === file.body) return addToFile(file, addition);
  if (!layout.isMultiLine(file.text, body.start, body.end)) return addToSingleLine(file, body, addition.text);
  const { text } = file;
  const { after, apart } = addition;
  const ending = layout.lineEnding(text);
  const indentation = bodyIndentation(file, body);
  const at = lineEndAfter(text, after ? after.end : body.start);
  const before = apart && after ? ending : '';
  const added = `${before}${ending}${indentation}${layout.indentLines(addition.text, indentation, ending)}`;
  const edits = [insert(file, at, added)];
  // A replacement, not part of the insertion: two additions here share it.
  if (needsBlankAfter(file, body, addition, at)) edits.push(replace(file, newlineAt(text, at), ending + ending));
  return edits;
}

/** A blank line behind: what comes next is no continuation of what is added. */
function needsBlankAfter(file: SyntaxFile, body: Body, addition: Addition, at: number): boolean {
  const { text } = file;
  const next = layout.nextLineStart(text, at);
  if (layout.isBlankLine(text, next)) return false;
  const { after } = addition;
  const following = body.items.find((item) => item.start >= (after ? after.end : body.start));
  return following !== undefined && (addition.apart || !after);
}

function newlineAt(text: string, at: number): Span {
  return { start: at, end: layout.nextLineStart(text, at) };
}

function addToFile(file: SyntaxFile, addition: Addition): readonly TextEdit[] {
  const { text } = file;
  const ending = layout.lineEnding(text);
  const added = layout.indentLines(addition.text, '', ending);
  const { after } = addition;
  const last = file.body.items.at(-1);
  if (after && after !== last) {
    const gap = addition.apart ? ending : '';
    return [insert(file, lineEndAfter(text, after.end), gap + ending + added)];
  }
  const edits: TextEdit[] = [];
  if (!/(?:^\ufeff?|\n)$/.test(text))
    edits.push(replace(file, { start: text.trimEnd().length, end: text.length }, ending));
  const separate = addition.apart && text.trim() !== '' && !/\n\r?\n$/.test(text);
  edits.push(insert(file, text.length, `${separate ? ending : ''}${added}${ending}`));
  return edits;
}

/** A block on one line may hold one attribute and nothing else: for more it is opened up. */
function addToSingleLine(file: SyntaxFile, body: Body, added: string): readonly TextEdit[] {
  const { text } = file;
  const ending = layout.lineEnding(text);
  const outer = layout.indentationAt(text, body.start);
  const inner = outer + layout.indentationUnit(file);
  const [item] = body.items;
  const content = body.start + text.slice(body.start, body.end).trimEnd().length;
  const insertion = insert(file, content, `${ending}${inner}${layout.indentLines(added, inner, ending)}`);
  const close = replace(file, { start: content, end: body.end + 1 }, `${ending}${outer}}`);
  if (!item) return [insertion, close];
  return [replace(file, { start: body.start, end: item.start }, ending + inner), insertion, close];
}

/** Opens up a block on one line, as it is. */
export function openSingleLine(file: SyntaxFile, body: Body): readonly TextEdit[] {
  const [first, , close] = addToSingleLine(file, body, '');
  return first && close ? [first, close] : [];
}

/** Indentation of the items of a body that spans lines. */
export function bodyIndentation(file: SyntaxFile, body: Body): string {
  const { text } = file;
  const item = body.items.find((candidate) => layout.startsLine(text, candidate.start));
  if (item) return layout.indentationAt(text, item.start);
  if (body === file.body) return '';
  return layout.indentationAt(text, body.start) + layout.indentationUnit(file);
}

/** The end of the line behind `at`, past a comment; `at` itself where a comment goes on to the next line. */
export function lineEndAfter(text: string, at: number): number {
  return layout.endsLine(text, at) ? layout.lineEnd(text, blankEnd(text, at, text.length)) : at;
}

/** Removes the lines of an item, and the blank line that would be left over. */
export function removeLines(file: SyntaxFile, item: Span): TextEdit {
  const { text } = file;
  let start = layout.lineStart(text, item.start);
  let end = layout.nextLineStart(text, lineEndAfter(text, item.end));
  const previous = start === 0 ? -1 : layout.lineStart(text, start - 1);
  const first = start === 0 || /[{[(]\s*$/.test(text.slice(previous, start));
  const blankBefore = previous >= 0 && layout.isBlankLine(text, previous);
  if ((first || blankBefore) && layout.isBlankLine(text, end)) end = layout.nextLineStart(text, end);
  else if (blankBefore && /^\s*(?:\}|$)/.test(text.slice(end, layout.lineEnd(text, end)))) start = previous;
  // Without a newline at its end, the last line leaves with the one before it.
  return replace(file, { start, end }, '');
}
