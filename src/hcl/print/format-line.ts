/** The lines of a configuration as `terraform fmt` divides them, with what it aligns in each. */
import { scanConfiguration } from '../parse/scan.js';
import * as token from '../parse/token.js';

/** A line as `terraform fmt` sees it: a heredoc or a bracketed newline does not end it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Offset of its first token. */
  readonly first: number;
  /** There is no token but the newline. */
  readonly blank: boolean;
  /** How many more brackets it opens than it closes. */
  readonly brackets: number;
  /** Offset of the equals sign of an assignment that is complete on this line, or -1. */
  readonly equals: number;
  /** Offset of the equals sign of an assignment that goes on behind this line, or -1. */
  readonly open: number;
  /** Offset of the comment that ends the line, behind something else, or -1. */
  readonly comment: number;
}

/** The lines of a configuration. */
export function linesOf(text: string): Line[] {
  // A comment is only seen where a newline ends it.
  const tokens = scanConfiguration(text.endsWith('\n') ? text : `${text}\n`, []);
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
  const { equals, balanced } = assignment(tokens, first, last);
  const comment = commented ? (tokens.starts[last] as number) : -1;
  const comments = ending === '#' || ending === '/';
  return {
    start,
    end,
    first: tokens.starts[first] as number,
    blank: first === last && !comments,
    brackets: netBrackets(tokens, line, balanced ? equals : -1),
    equals: balanced ? equals : -1,
    open: balanced ? -1 : equals,
    comment,
  };
}

/** The first equals sign behind the first token, and whether brackets balance from there to the end of the line. */
function assignment(tokens: token.TokenList, first: number, last: number): { equals: number; balanced: boolean } {
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
  return { equals, balanced: brackets === 0 };
}

/** Counts as the formatter does: up to a heredoc, whose content is no concern of the line. */
function netBrackets(tokens: token.TokenList, line: LineTokens, equals: number): number {
  let brackets = 0;
  for (let index = line.first; index < line.last; index++) {
    const kind = tokens.kinds[index] as number;
    if (kind === token.OPEN_HEREDOC || (tokens.starts[index] as number) === equals) return brackets;
    brackets += bracketChange(kind);
  }
  return brackets;
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
