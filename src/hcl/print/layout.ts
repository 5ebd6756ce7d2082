/** How a text is laid out: line endings, indentation, lines. */
import { graphemes } from '../parse/graphemes.js';
import { scanConfiguration } from '../parse/scan.js';
import type { Body, SyntaxFile } from '../syntax.js';
import * as token from '../parse/token.js';
import { blankEnd } from '../parse/trivia.js';

/** The line ending that the text uses. */
export function lineEnding(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** Start of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** End of the line that holds `offset`, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** Start of the line after the one that holds `offset`. */
export function nextLineStart(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** The white space that the line of `offset` starts with. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  const from = end;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(from, end);
}

/** Whether nothing but white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** Whether nothing but white space and a comment follows `offset` on its line. */
export function endsLine(text: string, offset: number): boolean {
  const at = blankEnd(text, offset, text.length);
  return at === text.length || /^(?:\r?\n|#|\/\/)/.test(text.slice(at, at + 2));
}

/** Whether the line that starts at `start` holds only white space. The end of the text is no line. */
export function isBlankLine(text: string, start: number): boolean {
  return start >= 0 && start < text.length && text.slice(start, lineEnd(text, start)).trim() === '';
}

/** Whether a newline stands between the offsets. */
export function isMultiLine(text: string, start: number, end: number): boolean {
  const newline = text.indexOf('\n', start);
  return newline >= 0 && newline < end;
}

/** What one more level of indentation adds: as the file does it, else two spaces. */
export function indentationUnit(file: SyntaxFile): string {
  return unitOf(file.text, file.body, '') ?? '  ';
}

function unitOf(text: string, body: Body, outer: string): string | undefined {
  for (const item of body.items) {
    const own = indentationAt(text, item.start);
    if (body.start > 0 && startsLine(text, item.start) && own.length > outer.length && own.startsWith(outer)) {
      return own.slice(outer.length);
    }
    if (item.kind !== 'block') continue;
    const unit = unitOf(text, item.body, own);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** Width of a text in columns, which count grapheme clusters. */
export function columnsOf(text: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 127) return graphemes(text).length;
  }
  return text.length;
}

/**
 * A text of several lines moved to `indentation`, with these line endings. The first line stays as it is. The content
 * of `<<` heredocs stays too, since its white space counts.
 */
export function indentLines(text: string, indentation: string, ending: string): string {
  const fixed = heredocLines(text);
  return text
    .split(/\r?\n/)
    .map((line, index) => (index === 0 || line === '' || fixed.has(index) ? line : indentation + line))
    .join(ending);
}

/** Whether the text is, or ends with, a heredoc: a newline must follow its marker at once. */
export function endsWithHeredoc(text: string): boolean {
  if (!text.includes('<<')) return false;
  const tokens = scanConfiguration(`${text}\n`, []);
  for (let index = tokens.count - 1; index >= 0; index--) {
    const kind = tokens.kinds[index] as number;
    if (kind !== token.NEWLINE && kind !== token.END_OF_FILE) return kind === token.CLOSE_HEREDOC;
  }
  return false;
}

/** The numbers, from 0, of the lines that lie within `<<` heredocs. */
function heredocLines(text: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  if (!text.includes('<<')) return numbers;
  // A marker closes a heredoc only where a newline follows it.
  const tokens = scanConfiguration(`${text}\n`, []);
  const open: number[] = [];
  for (let index = 0; index < tokens.count; index++) {
    const kind = tokens.kinds[index] as number;
    if (kind === token.OPEN_HEREDOC) open.push(index);
    else if (kind === token.CLOSE_HEREDOC) {
      const start = tokens.starts[open.pop() ?? 0] as number;
      if (text[start + 2] === '-') continue;
      const last = lineNumber(text, tokens.starts[index] as number);
      for (let line = lineNumber(text, start) + 1; line <= last; line++) numbers.add(line);
    }
  }
  return numbers;
}

function lineNumber(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
