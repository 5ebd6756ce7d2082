/**
 * Kinds of tokens. A token of one ASCII character is its own code, so that the scanner needs no table for it; the
 * others are numbered from 128. Comments are no tokens: a line comment is the newline that ends it, any other is trivia.
 */
export const END_OF_FILE = 0;
export const NEWLINE = 10;
export const BANG = 33;
export const PERCENT = 37;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const STAR = 42;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const LESS = 60;
export const EQUAL = 61;
export const GREATER = 62;
export const QUESTION = 63;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

export const IDENTIFIER = 128;
export const NUMBER = 129;
export const OPEN_QUOTE = 130;
export const CLOSE_QUOTE = 131;
export const OPEN_HEREDOC = 132;
export const CLOSE_HEREDOC = 133;
/** Literal text that means itself. */
export const TEXT = 134;
/** Literal text of a quoted template with an escape in it. */
export const QUOTED_TEXT = 135;
/** Literal text of a heredoc or bare template with `$${` or `%%{` in it. */
export const UNQUOTED_TEXT = 136;
export const INTERPOLATION = 137;
export const DIRECTIVE = 138;
/** The `}` or `~}` that ends an interpolation or directive. */
export const SEQUENCE_END = 139;
export const EQUAL_EQUAL = 140;
export const NOT_EQUAL = 141;
export const GREATER_EQUAL = 142;
export const LESS_EQUAL = 143;
export const AND = 144;
export const OR = 145;
export const DOUBLE_COLON = 146;
export const ELLIPSIS = 147;
export const FAT_ARROW = 148;
export const INVALID = 149;

/** The token that closes what `kind` opens, or opens what it closes; -1 for any other. */
export function oppositeOf(kind: number): number {
  switch (kind) {
    case OPEN_BRACE:
      return CLOSE_BRACE;
    case OPEN_BRACKET:
      return CLOSE_BRACKET;
    case OPEN_PAREN:
      return CLOSE_PAREN;
    case OPEN_QUOTE:
      return CLOSE_QUOTE;
    case OPEN_HEREDOC:
      return CLOSE_HEREDOC;
    case CLOSE_BRACE:
      return OPEN_BRACE;
    case CLOSE_BRACKET:
      return OPEN_BRACKET;
    case CLOSE_PAREN:
      return OPEN_PAREN;
    case CLOSE_QUOTE:
      return OPEN_QUOTE;
    case CLOSE_HEREDOC:
      return OPEN_HEREDOC;
    case SEQUENCE_END:
      return INTERPOLATION;
    default:
      return -1;
  }
}

/** Tokens in parallel arrays: no object per token. */
export class TokenList {
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  count = 0;

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  add(kind: number, start: number, end: number): void {
    const at = this.count;
    if (at === this.kinds.length) this.grow();
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = end;
    this.count = at + 1;
  }

  private grow(): void {
    const capacity = this.kinds.length * 2 + 16;
    const { kinds, starts, ends } = this;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.kinds.set(kinds);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}
