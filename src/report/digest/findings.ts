import type { FindingResult, Result } from '#analysis/result/result.js';
import { severityRank } from '#analysis/result/severity-order.js';
import { compareText } from '../words.js';
import { groupedBy } from './paths.js';

/** Findings of one control and message, in several places. */
export type FindingGroup = readonly [FindingResult, ...FindingResult[]];

export interface Findings {
  /** Mending them closes paths. */
  readonly onPaths: readonly FindingGroup[];
  readonly hygiene: readonly FindingGroup[];
}

export function findingsOf({ findings }: Result): Findings {
  return {
    onPaths: alike(findings.filter(({ closesPaths }) => closesPaths.length > 0)),
    hygiene: alike(findings.filter(({ closesPaths }) => closesPaths.length === 0)),
  };
}

function alike(findings: readonly FindingResult[]): FindingGroup[] {
  return groupedBy(findings.toSorted(worstFirst), ({ severity, control, message }) =>
    JSON.stringify([severity, control, message]),
  );
}

function worstFirst(one: FindingResult, other: FindingResult): number {
  return (
    severityRank(one.severity) - severityRank(other.severity) ||
    compareText(one.control, other.control) ||
    compareText(one.rootModule, other.rootModule) ||
    compareText(one.source?.file ?? '', other.source?.file ?? '') ||
    (one.source?.startLine ?? 0) - (other.source?.startLine ?? 0)
  );
}
