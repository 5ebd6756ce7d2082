import type { AttackAnalysis } from '#attack/analyse.js';
import type { Rule } from '#attack/engine/graph.js';
import { isAuxiliary } from '#attack/fact.js';
import type { Premise } from '#aws/premise.js';

/**
 * Steps that stay possible whatever edits are made: for each of them something stands that no edit cuts. A permission that
 * three statements give is cut by three edits or not at all; where one of the three can't go, the other two go for nothing.
 */
export class Standing {
  readonly #cuttable: (premise: Premise) => boolean;
  /** The rules of each auxiliary fact: what else gives the same permission, or leads to the same port. */
  readonly #alternatives = new Map<number, Rule[]>();
  readonly #known = new Map<string, boolean>();

  constructor({ graph, counts }: AttackAnalysis, cuttable: (premise: Premise) => boolean) {
    this.#cuttable = cuttable;
    for (const rule of graph.rules) {
      const fact = graph.facts[rule.gains];
      if (!fact || !isAuxiliary(fact) || !counts(rule)) continue;
      const others = this.#alternatives.get(rule.gains);
      if (others) others.push(rule);
      else this.#alternatives.set(rule.gains, [rule]);
    }
  }

  /** Whether the steps of the derivation stay possible, by the same facts if by other premises. */
  stands(derivation: readonly Rule[]): boolean {
    const facts = new Set(derivation.map(({ gains }) => gains));
    return derivation.every((rule) =>
      (this.#alternatives.get(rule.gains) ?? [rule]).some(
        (other) => other.needs.every((need) => facts.has(need)) && !other.premises.some((each) => this.#isCut(each)),
      ),
    );
  }

  #isCut(premise: Premise): boolean {
    let known = this.#known.get(premise.key);
    if (known === undefined) this.#known.set(premise.key, (known = this.#cuttable(premise)));
    return known;
  }
}
