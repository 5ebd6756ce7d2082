import type { EntryPoint } from './entry.js';
import type { Target } from './target.js';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

const LEVELS = ['low', 'medium', 'high', 'critical'] as const;

/** What is lost. */
const OF_TARGET: Readonly<Record<Target['kind'], number>> = { admin: 3, secret: 2, data: 2, workload: 1 };

/** How little the entry point needs: nothing at all; or a leak, a vulnerability in an application, the word of the user. */
const OF_ENTRY: Readonly<Record<EntryPoint['kind'], number>> = {
  anonymous: 1,
  'leaked-credentials': 0,
  'internet-workload': 0,
  assumed: 0,
};

/**
 * The table is documented in docs/severity.md. A path that does not count because it depends on something unknown is one level
 * lower.
 */
export function severityOf(entry: EntryPoint, target: Target, counts: boolean): Severity {
  const level = OF_TARGET[target.kind] + OF_ENTRY[entry.kind] - (counts ? 0 : 1);
  return LEVELS[Math.max(0, Math.min(level, LEVELS.length - 1))] ?? 'low';
}
