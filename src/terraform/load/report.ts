import { lineText } from '#hcl/position.js';
import type { Span } from '#hcl/syntax.js';
import { type Diagnostic, type PlacedFile, sourceRange } from '../diagnostic.js';
import type { Failure } from '../values/failure.js';

/** A file as far as a diagnostic needs it. */
export interface Place {
  readonly file: PlacedFile;
  readonly span: Span;
}

export interface Problem {
  readonly severity?: 'error' | 'warning';
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
}

export function diagnostic(problem: Problem, place?: Place): Diagnostic {
  const { severity = 'error', code, summary, detail } = problem;
  if (!place) return { severity, code, summary, detail };
  const source = sourceRange(place.file, place.span);
  return { severity, code, summary, detail, source, excerpt: lineText(place.file, source.startLine) };
}

/** Diagnostics in the order found, each once. */
export class Diagnostics {
  readonly #seen = new Set<string>();
  readonly #list: Diagnostic[] = [];

  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  add(found: Diagnostic): void {
    const at = found.source ? `${found.source.file}:${found.source.startLine}:${found.source.startColumn}` : '';
    const key = `${found.code}\0${at}\0${found.summary}\0${found.detail}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#list.push(found);
  }

  /** What is wrong with a text that nobody wrote is no mistake of the user's. */
  report(problem: Problem, place?: Place): void {
    if (place?.file.standsFor) return;
    this.add(diagnostic(problem, place));
  }

  /** Mistakes of evaluation; `fallback` is the place of those that bring none. */
  failures(list: readonly Failure[], fallback: Place): void {
    for (const failure of list) {
      const place = failure.span && failure.file ? { file: failure.file, span: failure.span } : fallback;
      const { severity = 'error', summary, detail } = failure;
      this.report({ severity, code: codeOf(summary), summary, detail }, place);
    }
  }
}

/** `Unsupported attribute` -> `unsupported-attribute`. */
export function codeOf(summary: string): string {
  return summary
    .toLowerCase()
    .replace(/["'].*?["']/g, '')
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
}
