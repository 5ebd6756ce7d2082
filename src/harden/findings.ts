import type { AttackPath } from '#attack/path.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
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

/** What attack paths rest on: each premise once, however many paths it carries. Without those that are there by design. */
export class PathIndex {
  readonly #paths: readonly AttackPath[];
  readonly #byPremise = new Map<string, { readonly premise: Premise; readonly places: number[] }>();

  constructor(paths: readonly AttackPath[]) {
    this.#paths = paths.filter(({ intended }) => !intended);
    for (const [place, { premises }] of this.#paths.entries()) {
      for (const premise of premises) {
        const known = this.#byPremise.get(premise.key);
        if (known) known.places.push(place);
        else this.#byPremise.set(premise.key, { premise, places: [place] });
      }
    }
  }

  /** The attack paths that mending the finding closes, in their order. */
  closedBy({ finding }: JudgedFinding): readonly AttackPath[] {
    const keys = new Set(finding.premises);
    const closed = new Set<number>();
    for (const [key, { premise, places }] of this.#byPremise) {
      if (keys.has(key) || finding.remedy.falsifies(premise)) for (const place of places) closed.add(place);
    }
    return this.#paths.filter((_, place) => closed.has(place));
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
