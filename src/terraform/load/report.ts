import { lineText } from '#hcl/position.js';
import type { Span } from '#hcl/syntax.js';
import { type Cause, type Diagnostic, type PlacedFile, sourceRange } from '#model/diagnostic.js';
import type { Failure } from '#model/values/failure.js';

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
  readonly cause?: Cause;
  readonly unsure?: true;
}

export function diagnostic(problem: Problem, place?: Place): Diagnostic {
  const { severity = 'error', code, summary, detail, cause, unsure } = problem;
  const words = { severity, code, summary, detail, ...(cause ? { cause } : {}), ...(unsure ? { unsure } : {}) };
  if (!place) return words;
  const source = sourceRange(place.file, place.span);
  return { ...words, source, excerpt: lineText(place.file, source.startLine) };
}

/** Diagnostics in the order found, each once. */
export class Diagnostics {
  /**
   * Every variable of the root module has a value. Where one has none, terraform does not come to evaluate anything, and who gives the
   * missing ones may give others too: a value that does not fit is then no mistake that terraform would find.
   */
  valuesTold: () => boolean = () => true;
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

  /** As {@link report}, of what comes of the values of variables. */
  reportValue(problem: Problem, place?: Place): void {
    const sure = problem.severity !== undefined || this.valuesTold();
    this.report(sure ? problem : { ...problem, severity: 'warning', unsure: true }, place);
  }

  /** Mistakes of evaluation; `fallback` is the place of those that bring none. */
  failures(list: readonly Failure[], fallback: Place): void {
    for (const failure of list) {
      const place = failure.span && failure.file ? { file: failure.file, span: failure.span } : fallback;
      const { severity, summary, detail } = failure;
      this.reportValue({ ...(severity ? { severity } : {}), code: codeOf(summary), summary, detail }, place);
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
