import type { AttackAnalysis } from '#attack/analyse.js';
import type { Rule } from '#attack/engine/graph.js';
import type { Premise } from '#aws/premise.js';

/**
 * Derivations that differ in nothing but what their steps rest on are one attack path: the same permission from another
 * statement, the same way in by another port. What holds of a path holds of all of them together.
 */
export class Steps {
  readonly #alike = new Map<string, Rule[]>();

  constructor({ graph, counts }: AttackAnalysis) {
    for (const rule of graph.rules) {
      if (!counts(rule)) continue;
      const key = stepOf(rule);
      const others = this.#alike.get(key);
      if (others) others.push(rule);
      else this.#alike.set(key, [rule]);
    }
  }

  /** Access by design takes the same steps: what it rests on besides makes no attack of them. */
  areByDesign(derivation: readonly Rule[]): boolean {
    return this.#everyStep(derivation, ({ intended }) => intended);
  }

  /**
   * The steps stay possible whatever is cut: each of them has something to rest on that isn't. Where one of three statements
   * that give a permission can't go, the other two go for nothing.
   */
  standWhatever(derivation: readonly Rule[], isCut: (premise: Premise) => boolean): boolean {
    return this.#everyStep(derivation, ({ premises }) => !premises.some(isCut));
  }

  #everyStep(derivation: readonly Rule[], suits: (rule: Rule) => boolean): boolean {
    const facts = new Set(derivation.map(({ gains }) => gains));
    return derivation.every((rule) =>
      this.#alike.get(stepOf(rule))?.some((each) => suits(each) && each.needs.every((need) => facts.has(need))),
    );
  }
}

function stepOf({ technique, from, gains }: Rule): string {
  return `${technique?.id ?? ''} ${from?.key ?? ''} ${gains}`;
}
