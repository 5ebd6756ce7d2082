/** The scanner's modes for literal text: quoted templates, heredocs, and bare templates (`templatefile`). */
import { identifierEnd, isSpace } from './characters.js';
import { HEREDOC, MAIN, type Scanner } from './scanner.js';
import * as token from './token.js';

/** Starts a heredoc at `<<`; answers `start` where it is none. */
export function enterHeredoc(scanner: Scanner, start: number): number {
  const { text } = scanner;
  const name = text.charCodeAt(start + 2) === 0x2d ? start + 3 : start + 2;
  const nameEnd = identifierEnd(text, name);
  if (nameEnd === name) return start;
  const newline = newlineEnd(text, nameEnd);
  if (newline === nameEnd) return start;
  scanner.tokens.add(token.OPEN_HEREDOC, start, newline);
  scanner.heredocs.push({ marker: text.slice(name, nameEnd), startOfLine: true });
  scanner.enter(HEREDOC);
  return newline;
}

/** The offset behind the LF or CRLF at `at`, or `at` where there is none. */
function newlineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 10) return at + 1;
  return code === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at;
}

/** Whether `at` is `${` or `%{`. */
function opensSequence(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 0x24 || code === 0x25) && text.charCodeAt(at + 1) === 0x7b;
}

function enterSequence(scanner: Scanner, at: number): void {
  const { text } = scanner;
  const end = text.charCodeAt(at + 2) === 0x7e ? at + 3 : at + 2;
  scanner.tokens.add(text.charCodeAt(at) === 0x24 ? token.INTERPOLATION : token.DIRECTIVE, at, end);
  scanner.braces++;
  scanner.sequences.push(scanner.braces);
  const heredoc = scanner.heredocs[scanner.heredocs.length - 1];
  if (heredoc) heredoc.startOfLine = false;
  scanner.at = end;
  scanner.enter(MAIN);
}

/** Whether `$` or `%` at `at` begins the escape `$${` or `%%{`. */
function isEscapedSequence(text: string, at: number, code: number): boolean {
  return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === 0x7b;
}

export function scanQuoted(scanner: Scanner): void {
  const { text } = scanner;
  const end = text.length;
  const start = scanner.at;
  let at = start;
  let kind = token.TEXT;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 10 || code === 13) break;
    if (code !== 0x5c && code !== 0x24 && code !== 0x25) {
      at++;
      continue;
    }
    const length = specialLength(text, at, code);
    if (length === 0) break;
    if (length > 1) kind = token.QUOTED_TEXT;
    at += length;
  }
  if (at > start) scanner.tokens.add(kind, start, at);
  scanner.at = at;
  if (at < end) endQuotedText(scanner, text.charCodeAt(at));
}

/** How many characters of literal text begin with this backslash, dollar or percent sign: more than one is an escape. */
function specialLength(text: string, at: number, code: number): number {
  if (at + 1 >= text.length) return 0;
  const next = text.charCodeAt(at + 1);
  if (code === 0x5c) return next === 10 || next === 13 ? 0 : 2;
  if (next === 0x7b) return 0;
  return isEscapedSequence(text, at, code) ? 3 : 1;
}

function endQuotedText(scanner: Scanner, stop: number): void {
  const { text, tokens, at } = scanner;
  if (stop === 0x22) {
    tokens.add(token.CLOSE_QUOTE, at, at + 1);
    scanner.leave();
    scanner.at = at + 1;
  } else if (stop === 10 || stop === 13) {
    // HCL scans on for a quote mark, through the rest of the file. Ending the string here keeps what follows readable.
    scanner.invalid.reportNewline(at, newlineEnd(text, at) > at ? newlineEnd(text, at) : at + 1);
    tokens.add(token.INVALID, at, at);
    tokens.add(token.CLOSE_QUOTE, at, at);
    scanner.leave();
  } else if (opensSequence(text, at)) enterSequence(scanner, at);
  else {
    scanner.addInvalid(at, at + 1);
    scanner.at = at + 1;
  }
}

/** One line of a heredoc, or the part of it up to the next sequence. */
export function scanHeredoc(scanner: Scanner): void {
  const { text, tokens } = scanner;
  const start = scanner.at;
  if (opensSequence(text, start)) {
    enterSequence(scanner, start);
    return;
  }
  const heredoc = scanner.heredocs[scanner.heredocs.length - 1];
  if (!heredoc) throw new Error('a heredoc is scanned while none is open');
  const { at, kind } = textRun(text, start);
  const lineEnd = newlineEnd(text, at);
  if (lineEnd === at) {
    if (at > start) tokens.add(kind, start, at);
    heredoc.startOfLine = false;
    scanner.at = at;
    if (at === start) swallowRest(scanner, start);
    return;
  }
  scanner.at = lineEnd;
  if (heredoc.startOfLine && isMarker(text, start, at, heredoc.marker)) {
    tokens.add(token.CLOSE_HEREDOC, start, at);
    tokens.add(token.NEWLINE, at, lineEnd);
    scanner.heredocs.pop();
    scanner.leave();
    return;
  }
  heredoc.startOfLine = true;
  tokens.add(kind, start, lineEnd);
}

/** What no rule of the scanner matches ends the scan: a carriage return alone, a `$` at the end. */
function swallowRest(scanner: Scanner, start: number): void {
  scanner.addInvalid(start, scanner.text.length);
  scanner.at = scanner.text.length;
}

function isMarker(text: string, start: number, end: number, marker: string): boolean {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return to - from === marker.length && text.startsWith(marker, from);
}

/** Literal text from `start` up to the end of the line or the next sequence. */
function textRun(text: string, start: number): { at: number; kind: number } {
  const end = text.length;
  let kind = token.TEXT;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
    if (code === 0x24 || code === 0x25) {
      if (at + 1 >= end || text.charCodeAt(at + 1) === 0x7b) break;
      if (isEscapedSequence(text, at, code)) {
        kind = token.UNQUOTED_TEXT;
        at += 3;
        continue;
      }
    }
    at++;
  }
  return { at, kind };
}

/** A bare template is scanned as a heredoc without a marker, except that whatever can't be matched is literal. */
export function scanBare(scanner: Scanner): void {
  const { text, tokens } = scanner;
  const start = scanner.at;
  if (opensSequence(text, start)) {
    enterSequence(scanner, start);
    return;
  }
  const { at, kind } = textRun(text, start);
  const lineEnd = newlineEnd(text, at);
  const stuck = lineEnd === at && at < text.length && !opensSequence(text, at);
  const end = stuck ? text.length : lineEnd;
  tokens.add(kind, start, end);
  scanner.at = end;
}
