import type { Trail } from './answers.js';
import type { TrailSource } from './options.js';
import { MOST_SCANNED, openTable } from './athena/table.js';
import { readFiles } from './read/read.js';
import type { Question } from './sql/query.js';
import { isAthena, scopeOf } from './window.js';

/** The trail of a source, with the answers to the questions at hand. */
export async function openTrail(source: TrailSource, questions: readonly Question[]): Promise<Trail> {
  const scope = scopeOf(source, new Date());
  const { cache, progress, note, athena = {} } = source;
  if (isAthena(source.source)) {
    const { mostScanned = MOST_SCANNED, ...place } = athena;
    const table = { source: source.source, scope, mostScanned, place, questions: questions.length };
    return openTable({ ...table, ...(note ? { note } : {}) });
  }
  return readFiles({
    source: source.source,
    scope,
    questions,
    ...(cache === undefined ? {} : { cache }),
    ...(progress ? { progress } : {}),
  });
}
