import type { AttackAnalysis } from '#attack/analyse.js';
import type { AttackGraph, Rule } from '#attack/engine/graph.js';
import { isActor } from '#attack/fact.js';
import { groupBy } from '#aws/grouping.js';
import type { Premise } from '#aws/premise.js';

/**
 * Derivations that differ in nothing but what their steps rest on are one attack path: the same permission from another
 * statement, the same way in by another port. What holds of a path holds of all of them together.
 */
export class Steps {
  readonly #graph: AttackGraph;
  readonly #alike: ReadonlyMap<string, readonly Rule[]>;
  /** The rules of access by design, by what they gain. */
  readonly #intended: ReadonlyMap<number, readonly Rule[]>;

  constructor({ graph, counts }: AttackAnalysis) {
    const rules = graph.rules.filter(counts);
    this.#graph = graph;
    this.#alike = groupBy(rules, stepOf);
    this.#intended = groupBy(
      rules.filter(({ intended }) => intended),
      ({ gains }) => gains,
    );
  }

  /**
   * Access by design takes the same steps, or does the same without one: what it rests on besides makes no attack of them.
   */
  areByDesign(derivation: readonly Rule[]): boolean {
    const needless = new Set(
      derivation.filter((rule) => this.#isMeantInstead(rule)).flatMap((rule) => [rule.gains, ...this.#supportOf(rule)]),
    );
    return this.#everyStep(
      derivation.filter(({ gains }) => !needless.has(gains)),
      ({ intended }) => intended,
    );
  }

  /** The technique in place of which this one would be shown is open to the same actors, by design. */
  #isMeantInstead(rule: Rule): boolean {
    const actors = rule.needs.filter((need) => !this.#isSupport(need));
    return (this.#intended.get(rule.gains) ?? []).some(
      ({ technique, needs }) =>
        technique !== undefined &&
        technique.id === rule.technique?.instead &&
        actors.every((need) => needs.includes(need)) &&
        needs.every((need) => actors.includes(need) || this.#intended.has(need)),
    );
  }

  #supportOf(rule: Rule): readonly number[] {
    return rule.needs.filter((need) => this.#isSupport(need));
  }

  #isSupport(fact: number): boolean {
    const found = this.#graph.facts[fact];
    return found !== undefined && !isActor(found);
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
