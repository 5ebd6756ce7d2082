/** What the parts of the parser share: the tokens, what was found wrong, how deep they are. */
import type { Expression, SyntaxDiagnostic } from '../syntax.js';
import * as token from './token.js';

/**
 * How deep expressions, blocks and directives may nest, as parsed and as the tree that comes out. It bounds the call
 * stack of the parser and of everything that walks the tree.
 */
export const MAX_NESTING = 500;

export class Parser {
  readonly path: string;
  readonly text: string;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly diagnostics: SyntaxDiagnostic[];
  readonly last: number;
  index = 0;
  /** Whether newlines are tokens here, or white space as within parentheses. */
  newlines = true;
  /** After a fault that left the tokens out of step: further complaints would be noise. */
  recovery = false;
  /** Faults so far, reported or not. */
  faults = 0;
  depth = 0;
  /** Height of the tree that the last expression parsed makes. */
  height = 0;
  /** Given to break the cycle: expressions hold collections and templates, which hold expressions. */
  readonly expression: (parser: Parser) => Expression;

  constructor(
    file: { readonly path: string; readonly text: string },
    tokens: token.TokenList,
    diagnostics: SyntaxDiagnostic[],
    expression: (parser: Parser) => Expression,
  ) {
    this.path = file.path;
    this.text = file.text;
    this.kinds = tokens.kinds;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.last = tokens.count - 1;
    this.diagnostics = diagnostics;
    this.expression = expression;
  }

  /** Kind of the next token; {@link index} is then its index. */
  peek(): number {
    let kind = this.kinds[this.index] as number;
    if (kind === token.NEWLINE && !this.newlines) {
      do kind = this.kinds[++this.index] as number;
      while (kind === token.NEWLINE);
    }
    return kind;
  }

  /** Takes the next token and answers its index. The end of the file can be taken again and again. */
  read(): number {
    this.peek();
    const index = this.index;
    if (index < this.last) this.index = index + 1;
    return index;
  }

  kind(index: number): number {
    return this.kinds[index] as number;
  }

  start(index: number): number {
    return this.starts[index] as number;
  }

  end(index: number): number {
    return this.ends[index] as number;
  }

  slice(index: number): string {
    return this.text.slice(this.starts[index] as number, this.ends[index] as number);
  }

  /** Start of the next token. */
  nextStart(): number {
    this.peek();
    return this.starts[this.index] as number;
  }

  isKeyword(word: string): boolean {
    if (this.peek() !== token.IDENTIFIER) return false;
    const start = this.starts[this.index] as number;
    return (this.ends[this.index] as number) - start === word.length && this.text.startsWith(word, start);
  }

  /** Reports a fault at the token with this index, whatever was reported before. */
  report(index: number, summary: string, detail: string): void {
    this.reportSpan(this.start(index), this.end(index), summary, detail);
  }

  reportSpan(start: number, end: number, summary: string, detail: string): void {
    this.faults++;
    this.diagnostics.push({ summary, detail, start, end });
  }

  /** Reports a fault unless it may follow from an earlier one. */
  complain(index: number, summary: string, detail: string): void {
    if (this.recovery) this.faults++;
    else this.report(index, summary, detail);
  }

  /** Skips to behind the token of kind `end` that closes the current bracket; answers its index, or that of the end of the file. */
  recover(end: number): number {
    this.recovery = true;
    const opener = token.oppositeOf(end);
    for (let nesting = 0; ; ) {
      const index = this.read();
      let kind = this.kinds[index] as number;
      if (kind === token.END_OF_FILE) return index;
      if (kind === token.DIRECTIVE && end === token.SEQUENCE_END) kind = token.INTERPOLATION;
      if (kind === opener) nesting++;
      else if (kind === end && --nesting < 0) return index;
    }
  }

  /** Enters one level of nesting; false, with a diagnostic, where that is too deep. */
  descend(): boolean {
    if (this.depth < MAX_NESTING) {
      this.depth++;
      return true;
    }
    this.tooDeep(this.nextStart());
    return false;
  }

  /** Makes the height of a node from that of its highest child; false where it is too high. */
  raise(highestChild: number, start: number): boolean {
    this.height = highestChild + 1;
    if (this.height <= MAX_NESTING) return true;
    this.tooDeep(start);
    this.height = 0;
    return false;
  }

  private tooDeep(start: number): void {
    if (!this.recovery) {
      const detail = `Expressions and blocks may be nested at most ${MAX_NESTING} levels deep. Split this up, for example with local values.`;
      this.reportSpan(start, start, 'Nesting too deep', detail);
    } else this.faults++;
    this.recovery = true;
  }
}

export function invalidExpression(start: number, end: number): Expression {
  return { kind: 'invalid-expression', start, end };
}
