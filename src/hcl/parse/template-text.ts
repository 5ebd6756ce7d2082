/** What literal text of templates means: escapes, strip markers, the indentation of `<<-` heredocs. */
import { leadingSpaces } from './characters.js';
import type { Parser } from './parser.js';

const SUMMARY = 'Invalid escape sequence';

/** The text of a quoted template between `start` and `end`, its escapes resolved. */
export function decodeQuoted(parser: Parser, start: number, end: number): string {
  const { text } = parser;
  let value = '';
  let copied = start;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) {
      value += text.slice(copied, at);
      const length = escapeLength(text, at, end);
      value += escaped(parser, at, at + length);
      at += length;
      copied = at;
    } else if (isDoubled(text, at, end, code)) {
      value += `${text.slice(copied, at + 1)}{`;
      at += 3;
      copied = at;
    } else at++;
  }
  return value + text.slice(copied, end);
}

/** The text of a heredoc or bare template, where only `$${` and `%%{` are escapes. */
export function decodeUnquoted(text: string, start: number, end: number): string {
  let value = '';
  let copied = start;
  for (let at = start; at < end; ) {
    if (isDoubled(text, at, end, text.charCodeAt(at))) {
      value += `${text.slice(copied, at + 1)}{`;
      at += 3;
      copied = at;
    } else at++;
  }
  return value + text.slice(copied, end);
}

function isDoubled(text: string, at: number, end: number, code: number): boolean {
  return (
    (code === 0x24 || code === 0x25) &&
    at + 2 < end &&
    text.charCodeAt(at + 1) === code &&
    text.charCodeAt(at + 2) === 0x7b
  );
}

/** A backslash with what belongs to it, whether or not that makes sense. */
function escapeLength(text: string, at: number, end: number): number {
  const selector = text.charCodeAt(at + 1);
  if (selector !== 0x75 && selector !== 0x55) return (text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2;
  const most = selector === 0x75 ? 6 : 10;
  let length = 2;
  while (length < most && at + length < end && isHex(text.charCodeAt(at + length))) length++;
  return length;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function escaped(parser: Parser, start: number, end: number): string {
  const { text } = parser;
  switch (text[start + 1]) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
      return '"';
    case '\\':
      return '\\';
    case 'u':
    case 'U':
      return unicode(parser, start, end);
    default: {
      const symbol = text.slice(start + 1, end);
      const detail = `The symbol ${JSON.stringify(symbol)} is not a valid escape sequence selector.`;
      parser.reportSpan(start, end, SUMMARY, detail);
      return symbol;
    }
  }
}

function unicode(parser: Parser, start: number, end: number): string {
  const { text } = parser;
  const short = text[start + 1] === 'u';
  if (end - start !== (short ? 6 : 10)) {
    const detail = short
      ? 'The \\u escape sequence must be followed by four hexadecimal digits.'
      : 'The \\U escape sequence must be followed by eight hexadecimal digits.';
    parser.reportSpan(start, end, SUMMARY, detail);
    return text.slice(start, end);
  }
  const code = Number.parseInt(text.slice(start + 2, end), 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    const detail = `Cannot encode character U+${code.toString(16).padStart(4, '0')} in UTF-8.`;
    parser.reportSpan(start, end, SUMMARY, detail);
    return text.slice(start, end);
  }
  return String.fromCodePoint(code);
}

/** One token of literal text while the template's whitespace is being settled. */
export interface TextToken {
  readonly kind: 'text';
  readonly start: number;
  end: number;
  value: string;
}

export function isText(part: { readonly kind: string }): part is TextToken {
  return part.kind === 'text';
}

/**
 * Removes from the lines of a `<<-` heredoc the indentation that all of them share. What counts is how a line of source
 * begins, so a line that begins with an interpolation has none; lines of white space alone don't count.
 */
export function removeIndentation(parts: ReadonlyArray<{ readonly kind: string }>): void {
  let shared = Number.POSITIVE_INFINITY;
  let lineStart = true;
  const indented: TextToken[] = [];
  for (const part of parts) {
    if (lineStart) {
      lineStart = false;
      if (isText(part)) {
        const spaces = leadingSpaces(part.value);
        if (spaces < part.value.length || !part.value.endsWith('\n')) {
          indented.push(part);
          shared = Math.min(shared, spaces);
        }
      } else shared = 0;
    }
    if (isText(part) && part.value.endsWith('\n')) lineStart = true;
  }
  for (const part of indented) part.value = part.value.slice(shared);
}

/** Joins neighbouring text. Where nothing was removed the joined value is a slice of the source. */
export function joinText<Part extends { readonly kind: string }>(text: string, parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  let run: TextToken | undefined;
  let verbatim = true;
  const finish = (): void => {
    if (run && verbatim) run.value = text.slice(run.start, run.end);
  };
  for (const part of parts) {
    if (!isText(part)) {
      finish();
      run = undefined;
      joined.push(part);
      continue;
    }
    const plain = part.value.length === part.end - part.start;
    if (run && verbatim && plain && run.end === part.start) run.end = part.end;
    else if (run) {
      finish();
      verbatim = false;
      run.value += part.value;
      run.end = part.end;
    } else {
      run = part;
      verbatim = plain;
      joined.push(part);
    }
  }
  finish();
  return joined;
}
