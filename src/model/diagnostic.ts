import { positionAt } from '#hcl/position.js';
import type { Span, SyntaxFile } from '#hcl/syntax.js';

/**
 * A place in a file. Lines and columns from 1; columns count characters as a reader sees them; the end is behind the last
 * character.
 */
export interface SourceRange {
  /** Relative to the scanned folder. */
  readonly file: string;
  readonly startLine: LineOrColumn;
  readonly startColumn: LineOrColumn;
  readonly endLine: LineOrColumn;
  readonly endColumn: LineOrColumn;
}

/**
 * @integer
 * @minimum 1
 */
export type LineOrColumn = number;

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
  readonly cause?: Cause;
  /** A warning that would be an error if values and versions that nobody told were certain. */
  readonly unsure?: true;
}

/** What several diagnostics have in common, and what they say together: one cause is told once. */
export interface Cause {
  /** Those with the same are of this cause. */
  readonly key: string;
  /** Where diagnostics of several codes are of the cause: its own. */
  readonly code?: string;
  readonly summary: string;
  /** A sentence; the names follow it. */
  readonly detail: string;
  /** What this one is about: a name in it. */
  readonly about: string;
}

/** A file as far as places in it are concerned. */
export interface PlacedFile extends Pick<SyntaxFile, 'standsFor'> {
  readonly path: string;
  readonly text: string;
}

export function sourceRange(file: PlacedFile, span: Span): SourceRange {
  if (file.standsFor) return sourceRange(file.standsFor.file, file.standsFor.span);
  const from = positionAt(file, span.start);
  const to = positionAt(file, span.end);
  return { file: file.path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
