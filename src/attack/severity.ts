import type { EntryPoint } from './entry.js';
import type { Target } from './target.js';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

const LEVELS = ['low', 'medium', 'high', 'critical'] as const;

/** What is lost. */
const OF_TARGET: Readonly<Record<Target['kind'], number>> = { admin: 3, secret: 2, data: 2, workload: 1 };

/** How little the entry point needs: nothing at all; a leak, a fault in an application or the user's word for it. */
const OF_ENTRY: Readonly<Record<EntryPoint['kind'], number>> = {
  anonymous: 1,
  'leaked-credentials': 0,
  'internet-workload': 0,
  assumed: 0,
};

/** From this many assumptions on, besides the entry point's own, a path counts one level less. */
const MANY_ASSUMPTIONS = 2;

/**
 * The table is documented in docs/severity.md. `assumptions` are the premises that rest on something unknown, those of the
 * entry point itself left out.
 */
export function severityOf(entry: EntryPoint, target: Target, assumptions: number, intended: boolean): Severity {
  if (intended) return 'info';
  const level = OF_TARGET[target.kind] + OF_ENTRY[entry.kind] - (assumptions >= MANY_ASSUMPTIONS ? 1 : 0);
  return LEVELS[Math.max(0, Math.min(level, LEVELS.length - 1))] ?? 'low';
}
