import { assumedPaths, attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import type { AttackPath } from '#attack/path.js';
import { closedTargets, residueOf, type Stay } from './residue.js';

/** The analysis of the edited sources, compared with the first. */
export interface Proof {
  readonly pathsBefore: number;
  readonly pathsAfter: number;
  /** Attack paths that only an assumption makes, and that do not count. */
  readonly assumedBefore: number;
  readonly assumedAfter: number;
  /** Attack paths between ends between which there was none. */
  readonly newPaths: readonly AttackPath[];
  /** What the second analysis does not look at and that may leave open a target that it counts as closed. */
  readonly stays: readonly Stay[];
  readonly reparsed: boolean;
}

/** What an attack path joins: the entry point and the target, not the way between. */
export function endsOf(path: AttackPath): string {
  return `${path.entry.id} ${path.target.id}`;
}

export function compare(before: AttackAnalysis, after: AttackAnalysis, reparsed: boolean): Proof {
  const paths = attackPaths(after);
  const known = new Set(attackPaths(before).map(endsOf));
  return {
    pathsBefore: attackPaths(before).length,
    pathsAfter: paths.length,
    assumedBefore: uncounted(before),
    assumedAfter: uncounted(after),
    newPaths: paths.filter((path) => !known.has(endsOf(path))),
    stays: residueOf(after, closedTargets(before, after)),
    reparsed,
  };
}

function uncounted(analysis: AttackAnalysis): number {
  return assumedPaths(analysis).filter(({ counts }) => !counts).length;
}
