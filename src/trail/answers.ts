import type { Row } from './read/duckdb.js';
import type { Scope } from './scope.js';
import type { Answer, Question } from './sql/query.js';

/** A source of events that questions are asked of, whatever it is. */
export interface Trail {
  readonly scope: Scope;
  /** What could be read, and what could not. */
  readonly reading: Reading;
  ask(question: Question): AsyncIterable<Answer>;
  close(): Promise<void>;
}

export interface Reading {
  readonly kind: 'files' | 'athena';
  /** As the user named it. */
  readonly source: string;
  readonly files: number;
  /** Compressed, as they lie there; of Athena the bytes that its queries scan. */
  readonly bytes: number;
  readonly skipped: readonly SkippedFile[];
  /** Files left out because their names say that they are of another day, account or region. */
  readonly outside: number;
  /** Files of which the events were taken from the cache. */
  readonly cached: number;
}

export interface SkippedFile {
  readonly file: string;
  /** A clause. */
  readonly reason: string;
}

/** A row that an engine gave, as an answer. */
export function answerOf(row: Row, { dimensions }: Question): Answer {
  return {
    dimensions: Object.fromEntries(dimensions.map(({ name }) => [name, textOf(row[name])])),
    count: Number(row['n'] ?? 0),
    first: textOf(row['first']) ?? '',
    last: textOf(row['last']) ?? '',
  };
}

function textOf(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
