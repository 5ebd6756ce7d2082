import type { AnalysisOptions } from '#analysis/options.js';
import type { TrailSource } from './options.js';
import type { TrailResult } from './result.js';

/**
 * Reads CloudTrail: which of the permissions that attack paths rest on, and that edits take away, are used. It loads when it is
 * called, so that nothing else starts later for it.
 */
export async function trail(source: TrailSource, options: AnalysisOptions): Promise<TrailResult> {
  const loaded = await import('./trail.js');
  return loaded.trail(source, options);
}
