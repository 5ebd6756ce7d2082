import type { Severity } from '#harden/control.js';
import { atLeast } from '#report/severity-order.js';
import type { Result } from '#report/result.js';

/** What the command ends with. A source that could not be read outweighs what was found in the others. */
export const EXIT = { clean: 0, found: 1, misuse: 2, fault: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export function exitStatusOf(result: Result, failOn: Severity): ExitStatus {
  if (result.diagnostics.some(({ severity }) => severity === 'error')) return EXIT.misuse;
  const judged = [...result.paths.filter(({ counts }) => counts), ...result.findings];
  return judged.some(({ severity }) => atLeast(severity, failOn)) ? EXIT.found : EXIT.clean;
}
