/**
 * The scanner: text to tokens.
 *
 * HCL's lexical grammar needs a stack, since a quoted template or heredoc may hold an interpolation that holds a
 * template again. Each mode scans until it changes the mode; the stack remembers where to return, so that nesting
 * costs no call stack. Faults are reported at once, each kind only as often as HCL does.
 */
import { ASCII, DIGIT, identifierEnd, unitsAt, WORD_START } from './characters.js';
import { enterHeredoc, scanBare, scanHeredoc, scanQuoted } from './scan-text.js';
import { BARE, HEREDOC, MAIN, QUOTED, Scanner } from './scanner.js';
import type { SyntaxDiagnostic } from '../syntax.js';
import * as token from './token.js';

/** The tokens of a configuration or an expression. */
export function scanConfiguration(text: string, diagnostics: SyntaxDiagnostic[]): token.TokenList {
  return scan(new Scanner(text, MAIN, diagnostics));
}

/** The tokens of a template as `templatefile` reads it: literal text outside of sequences. */
export function scanTemplate(text: string, diagnostics: SyntaxDiagnostic[]): token.TokenList {
  return scan(new Scanner(text, BARE, diagnostics));
}

function scan(scanner: Scanner): token.TokenList {
  const end = scanner.text.length;
  while (scanner.at < end) {
    switch (scanner.mode) {
      case MAIN:
        scanMain(scanner);
        break;
      case QUOTED:
        scanQuoted(scanner);
        break;
      case HEREDOC:
        scanHeredoc(scanner);
        break;
      default:
        scanBare(scanner);
    }
  }
  scanner.tokens.add(token.END_OF_FILE, end, end);
  return scanner.tokens;
}

const SINGLE = 8;
const SPACE = 16;
/** {@link ASCII}, and which characters are a token by themselves or nothing. */
const CLASSES = classTable();

function classTable(): Uint8Array {
  const table = Uint8Array.from(ASCII);
  for (const character of "()[],*%+-?^;`'\n") table[character.charCodeAt(0)] = SINGLE;
  table[32] = SPACE;
  table[9] = SPACE;
  return table;
}

function scanMain(scanner: Scanner): void {
  const { text, tokens } = scanner;
  const end = text.length;
  let at = scanner.at;
  while (at < end && scanner.mode === MAIN) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (CLASSES[code] as number) : 0;
    if (kind === SPACE) at++;
    else if ((kind & WORD_START) !== 0) {
      const next = identifierEnd(text, at);
      tokens.add(token.IDENTIFIER, at, next);
      at = next;
    } else if (kind === SINGLE) {
      if (code === 59 || code >= 94 || code === 39) scanner.invalid.report(at, at + 1);
      tokens.add(code, at, at + 1);
      at++;
    } else if ((kind & DIGIT) !== 0) {
      const next = numberEnd(text, at);
      tokens.add(token.NUMBER, at, next);
      at = next;
    } else at = scanSymbol(scanner, code, at);
  }
  scanner.at = at;
}

/** Longest sequence of digits, dots and exponents that does not end with a dot. */
function numberEnd(text: string, start: number): number {
  let end = start + 1;
  for (let at = end; ; ) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) end = ++at;
    else if (code === 46) at++;
    else if (code === 101 || code === 69) {
      const sign = text.charCodeAt(at + 1);
      const digit = sign === 43 || sign === 45 ? at + 2 : at + 1;
      const exponent = text.charCodeAt(digit);
      if (!(exponent >= 48 && exponent <= 57)) return end;
      end = at = digit + 1;
    } else return end;
  }
}

function scanSymbol(scanner: Scanner, code: number, at: number): number {
  const { tokens, text } = scanner;
  switch (code) {
    case 0x3d: // =
      if (text.charCodeAt(at + 1) === 0x3e) return add(tokens, token.FAT_ARROW, at, 2);
      return pair(scanner, at, 0x3d, token.EQUAL_EQUAL);
    case 0x2e: // .
      if (text.startsWith('...', at)) return add(tokens, token.ELLIPSIS, at, 3);
      return add(tokens, token.DOT, at, 1);
    case 0x22: // "
      scanner.enter(QUOTED);
      return add(tokens, token.OPEN_QUOTE, at, 1);
    case 0x7b: // {
      scanner.braces++;
      return add(tokens, token.OPEN_BRACE, at, 1);
    case 0x7d: // }
      return closeBrace(scanner, at);
    case 0x23: // #
      return lineComment(scanner, at);
    case 0x2f: // /
      return slash(scanner, at);
    case 0x0d:
      if (text.charCodeAt(at + 1) === 10) return add(tokens, token.NEWLINE, at, 2);
      return other(scanner, at);
    case 0x3c: // <
      return less(scanner, at);
    default:
      return operator(scanner, code, at);
  }
}

function operator(scanner: Scanner, code: number, at: number): number {
  switch (code) {
    case 0x21: // !
      return pair(scanner, at, 0x3d, token.NOT_EQUAL);
    case 0x3e: // >
      return pair(scanner, at, 0x3d, token.GREATER_EQUAL);
    case 0x3a: // :
      return pair(scanner, at, 0x3a, token.DOUBLE_COLON);
    case 0x26: // &
    case 0x7c: // |
      if (scanner.text.charCodeAt(at + 1) === code)
        return add(scanner.tokens, code === 0x26 ? token.AND : token.OR, at, 2);
      scanner.invalid.report(at, at + 1);
      return add(scanner.tokens, code, at, 1);
    case 0x7e: // ~
      return tilde(scanner, at);
    default:
      return other(scanner, at);
  }
}

function add(tokens: token.TokenList, kind: number, at: number, length: number): number {
  tokens.add(kind, at, at + length);
  return at + length;
}

/** The two-character token where `second` follows, else the first character as a token. */
function pair(scanner: Scanner, at: number, second: number, kind: number): number {
  const { text, tokens } = scanner;
  if (text.charCodeAt(at + 1) === second) return add(tokens, kind, at, 2);
  return add(tokens, text.charCodeAt(at), at, 1);
}

function other(scanner: Scanner, at: number): number {
  const { text, tokens } = scanner;
  const end = identifierEnd(text, at);
  if (end > at) {
    tokens.add(token.IDENTIFIER, at, end);
    return end;
  }
  const next = at + unitsAt(text, at);
  scanner.addInvalid(at, next);
  return next;
}

function closeBrace(scanner: Scanner, at: number): number {
  const { sequences } = scanner;
  if (sequences.length > 0 && sequences[sequences.length - 1] === scanner.braces) {
    sequences.pop();
    scanner.leave();
    scanner.tokens.add(token.SEQUENCE_END, at, at + 1);
  } else scanner.tokens.add(token.CLOSE_BRACE, at, at + 1);
  scanner.braces--;
  return at + 1;
}

/** `~}` always counts as the end of a sequence; where none is open the parser finds it out of place. */
function tilde(scanner: Scanner, at: number): number {
  const { text, sequences } = scanner;
  if (text.charCodeAt(at + 1) !== 0x7d) {
    scanner.invalid.report(at, at + 1);
    return add(scanner.tokens, 0x7e, at, 1);
  }
  if (sequences.length > 0 && sequences[sequences.length - 1] === scanner.braces) {
    sequences.pop();
    scanner.leave();
  }
  scanner.braces--;
  return add(scanner.tokens, token.SEQUENCE_END, at, 2);
}

/** A line comment stands for the newline that ends it. */
function lineComment(scanner: Scanner, at: number): number {
  const end = scanner.text.indexOf('\n', at);
  if (end < 0) return scanner.text.length;
  scanner.tokens.add(token.NEWLINE, at, end + 1);
  return end + 1;
}

function slash(scanner: Scanner, at: number): number {
  const { text } = scanner;
  const next = text.charCodeAt(at + 1);
  if (next === 0x2f) return lineComment(scanner, at);
  if (next === 0x2a && !scanner.commentUnclosed) {
    const end = text.indexOf('*/', at + 2);
    if (end >= 0) return end + 2;
    scanner.commentUnclosed = true;
  }
  return add(scanner.tokens, token.SLASH, at, 1);
}

function less(scanner: Scanner, at: number): number {
  const { text } = scanner;
  if (text.charCodeAt(at + 1) === 0x3c) {
    const next = enterHeredoc(scanner, at);
    if (next > at) return next;
  }
  return pair(scanner, at, 0x3d, token.LESS_EQUAL);
}
