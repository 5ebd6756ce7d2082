import type { Severity } from '#harden/control.js';
import { atLeast } from '#analysis/result/severity-order.js';
import type { Result, VerificationResult } from '#analysis/result/result.js';

/** What the command ends with. */
export const EXIT = { clean: 0, found: 1, misuse: 2, fault: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export function exitStatusOf(result: Result, failOn: Severity): ExitStatus {
  if (isUseless(result)) return EXIT.misuse;
  if (result.verification && !isAsSaid(result.verification)) return EXIT.found;
  const judged = [...result.paths.filter(({ counts }) => counts), ...result.findings];
  return judged.some(({ severity }) => atLeast(severity, failOn)) ? EXIT.found : EXIT.clean;
}

/** The account has all that the source says, as far as paths and controls ask, and nothing more is open. What is not known is not so. */
function isAsSaid({ summary, openings, fixes, simulation }: VerificationResult): boolean {
  if (!summary.compared) return true;
  const { confirmed: _, notCompared: __, ...others } = summary.claims;
  const asSaid = Object.values(others).every((count) => count === 0);
  const agreed = (simulation?.disagreements.length ?? 0) === 0;
  return asSaid && agreed && openings.length === 0 && fixes.every(({ verdict }) => verdict === 'closed');
}

/** Nothing was read, and not because there is nothing. What is missing from an otherwise useful result is coverage. */
function isUseless({ summary, diagnostics }: Result): boolean {
  const { modulesAbsent, filesUnread } = summary.coverage;
  const unread = modulesAbsent > 0 || filesUnread > 0 || diagnostics.some(({ severity }) => severity === 'error');
  return summary.resources === 0 && unread;
}
