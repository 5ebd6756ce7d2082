import { positionAt } from '#hcl/position.js';
import type { Span } from '#hcl/syntax.js';

/** A place in a file of the scanned root. Lines and columns from 1; the end is behind the last character. */
export interface SourceRange {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A problem of the user's: what is wrong, where, what to do. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Kebab-case, stable: `module-not-found`. */
  readonly code: string;
  /** One line, worded as terraform words it where terraform has the same message. */
  readonly summary: string;
  /** What to do about it. */
  readonly detail: string;
  readonly source?: SourceRange;
  /** The line at `source`, for the terminal. */
  readonly excerpt?: string;
}

export function sourceRange(file: { readonly path: string; readonly text: string }, span: Span): SourceRange {
  const from = positionAt(file, span.start);
  const to = positionAt(file, span.end);
  return { file: file.path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
