import type { AttackPath } from '#attack/path.js';
import type { Estate } from '#aws/estate.js';
import { idOf } from './candidates.js';
import type { Control, Finding } from './control.js';

/** A finding with the control that made it. */
export interface JudgedFinding {
  readonly control: Control;
  readonly finding: Finding;
}

/** Where the estate falls short of the controls, in the order of the addresses; each once. */
export function findingsOf(estate: Estate, controls: readonly Control[]): JudgedFinding[] {
  const found = new Map<string, JudgedFinding>();
  for (const control of controls) {
    for (const finding of control.findings(estate)) {
      const key = `${idOf(control, finding.remedy)} ${finding.address} ${finding.attribute}`;
      if (!found.has(key)) found.set(key, { control, finding });
    }
  }
  return [...found.values()].toSorted(
    (a, b) => compareText(a.finding.address, b.finding.address) || compareText(a.control.id, b.control.id),
  );
}

/** The attack paths that mending the finding closes. */
export function pathsOf({ finding }: JudgedFinding, paths: readonly AttackPath[]): AttackPath[] {
  const keys = new Set(finding.premises);
  return paths.filter(
    (path) =>
      !path.intended && path.premises.some((premise) => keys.has(premise.key) || finding.remedy.falsifies(premise)),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
