/** The markers of template directives: `%{ if }`, `%{ else }`, `%{ endif }`, `%{ for }`, `%{ endfor }`. */
import type { Parser } from './parser.js';
import type { Expression, Span } from '../syntax.js';
import * as token from './token.js';

interface MarkerBase extends Span {
  /** The marker ends with `~}`. */
  readonly trimNext: boolean;
}
export interface IfMarker extends MarkerBase {
  readonly kind: 'if';
  readonly condition: Expression;
}
export interface ForMarker extends MarkerBase {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}
export interface EndMarker extends MarkerBase {
  readonly kind: 'else' | 'endif' | 'endfor';
}
export type Marker = IfMarker | ForMarker | EndMarker;

const KEYWORDS: readonly string[] = ['if', 'for', 'else', 'endif', 'endfor'];

/** Parses a directive whose opening token `open` has been read; undefined, with a diagnostic, where it is none. */
export function directiveMarker(parser: Parser, open: number): Marker | undefined {
  if (parser.peek() !== token.IDENTIFIER) {
    const detail = 'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.';
    parser.complain(parser.index, 'Invalid template directive', detail);
    parser.recover(token.SEQUENCE_END);
    return undefined;
  }
  const index = parser.read();
  const keyword = parser.slice(index);
  switch (keyword) {
    case 'if': {
      const condition = parser.expression(parser);
      return { kind: 'if', condition, ...closeMarker(parser, open, keyword) };
    }
    case 'for': {
      const header = forHeader(parser);
      return header && { kind: 'for', ...header, ...closeMarker(parser, open, keyword) };
    }
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: keyword, ...closeMarker(parser, open, keyword) };
    default: {
      const nearest = KEYWORDS.find((known) => distance(keyword, known) < 3);
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      const detail = `${JSON.stringify(keyword)} is not a valid template control keyword.${hint}`;
      parser.complain(index, 'Invalid template control keyword', detail);
      parser.recover(token.SEQUENCE_END);
      return undefined;
    }
  }
}

function closeMarker(parser: Parser, open: number, keyword: string): MarkerBase {
  let close: number;
  if (parser.peek() === token.SEQUENCE_END) close = parser.read();
  else {
    const detail = 'Expected a closing brace to end the sequence, but found extra characters.';
    parser.complain(parser.index, `Extra characters in ${keyword} marker`, detail);
    close = parser.recover(token.SEQUENCE_END);
  }
  return { start: parser.start(open), end: parser.end(close), trimNext: parser.end(close) - parser.start(close) === 2 };
}

interface ForHeader {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}

function forHeader(parser: Parser): ForHeader | undefined {
  let keyName: string | undefined;
  let valueName = forName(parser, "For directive requires variable name after 'for'.");
  if (valueName === undefined) return undefined;
  if (parser.peek() === token.COMMA) {
    parser.read();
    keyName = valueName;
    valueName = forName(parser, 'For directive requires value variable name after comma.');
    if (valueName === undefined) return undefined;
  }
  if (!parser.isKeyword('in')) return failFor(parser, "For directive requires 'in' keyword after names.");
  parser.read();
  return { keyName, valueName, collection: parser.expression(parser) };
}

function forName(parser: Parser, complaint: string): string | undefined {
  if (parser.peek() === token.IDENTIFIER) return parser.slice(parser.read());
  return failFor(parser, complaint);
}

function failFor(parser: Parser, detail: string): undefined {
  parser.complain(parser.index, "Invalid 'for' directive", detail);
  parser.recover(token.SEQUENCE_END);
}

/** Levenshtein distance, up to 3 and more. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
