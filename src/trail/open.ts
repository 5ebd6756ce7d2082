import type { Trail } from './answers.js';
import type { TrailSource } from './options.js';
import { readFiles } from './read/read.js';
import type { Question } from './sql/query.js';
import { isAthena, scopeOf } from './window.js';

/** The trail of a source, with the answers to the questions at hand. */
export async function openTrail(source: TrailSource, questions: readonly Question[]): Promise<Trail> {
  const scope = scopeOf(source, new Date());
  if (isAthena(source.source)) throw new Error('not yet');
  const { cache, progress } = source;
  return readFiles({
    source: source.source,
    scope,
    questions,
    ...(cache === undefined ? {} : { cache }),
    ...(progress ? { progress } : {}),
  });
}
