/** The state that the scanner's modes share. */
import { InvalidTokens } from './invalid-token.js';
import type { SyntaxDiagnostic } from '../syntax.js';
import * as token from './token.js';

export const MAIN = 0;
export const QUOTED = 1;
export const HEREDOC = 2;
export const BARE = 3;

export interface HeredocInProgress {
  readonly marker: string;
  /** Nothing but the line itself may stand before a closing marker. */
  startOfLine: boolean;
}

export class Scanner {
  readonly text: string;
  readonly tokens: token.TokenList;
  readonly invalid: InvalidTokens;
  at: number;
  mode: number;
  braces = 0;
  /** No end of a comment follows: looking for one at each `/*` would take quadratic time. */
  commentUnclosed = false;
  /** Brace depths at which a closing brace ends a template sequence. */
  readonly sequences: number[] = [];
  readonly heredocs: HeredocInProgress[] = [];
  private readonly modes: number[] = [];

  constructor(text: string, mode: number, diagnostics: SyntaxDiagnostic[]) {
    this.text = text;
    this.mode = mode;
    this.tokens = new token.TokenList((text.length >> 2) + 16);
    this.invalid = new InvalidTokens(text, diagnostics);
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  enter(mode: number): void {
    this.modes.push(this.mode);
    this.mode = mode;
  }

  leave(): void {
    this.mode = this.modes.pop() ?? MAIN;
  }

  get nested(): boolean {
    return this.modes.length > 0;
  }

  /** Adds a token that is a fault in itself. */
  addInvalid(start: number, end: number): void {
    this.invalid.report(start, end);
    this.tokens.add(token.INVALID, start, end);
  }
}
