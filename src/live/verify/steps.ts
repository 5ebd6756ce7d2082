/** Steps of an attack, told by technique, start and what is won: the same in the source and in the account. */
import { type AttackAnalysis, attackPaths } from '#attack/analyse.js';
import { isCertain } from '#attack/certainty.js';
import type { AttackGraph, Rule } from '#attack/engine/graph.js';
import type { AttackPath, PathStep } from '#attack/path.js';

export class StepIndex {
  readonly #certain = new Set<string>();
  readonly #all = new Set<string>();
  readonly #premises = new Set<string>();

  constructor({ graph, entries }: Pick<AttackAnalysis, 'graph' | 'entries'>) {
    const starts = new Map(entries.map(({ id, address }) => [id, address]));
    const certain = certainRules(graph);
    for (const rule of graph.rules) {
      for (const { key } of rule.premises) this.#premises.add(key);
      const fact = graph.facts[rule.gains];
      if (!rule.technique || !fact) continue;
      const from = rule.from?.address ?? starts.get(rule.entry ?? '') ?? '';
      const key = keyOf(rule.technique.id, from, fact.key);
      this.#all.add(key);
      if (certain.has(rule)) this.#certain.add(key);
    }
  }

  /** An attacker could take the step. */
  has(step: PathStep): boolean {
    return this.#all.has(signatureOf(step));
  }

  /** On nothing assumed, from the entry point on. */
  hasCertain(step: PathStep): boolean {
    return this.#certain.has(signatureOf(step));
  }

  restsOn(premise: string): boolean {
    return this.#premises.has(premise);
  }
}

/** Rules that nothing assumed leads to or is needed for. */
function certainRules({ rules }: AttackGraph): ReadonlySet<Rule> {
  const facts = new Set<number>();
  const found = new Set<Rule>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const rule of rules) {
      if (found.has(rule) || !isCertain(rule) || !rule.needs.every((need) => facts.has(need))) continue;
      found.add(rule);
      facts.add(rule.gains);
    }
  }
  return found;
}

export function signatureOf({ technique, from, fact }: PathStep): string {
  return keyOf(technique.id, from, fact.key);
}

function keyOf(technique: string, from: string, fact: string): string {
  return `${technique} ${from} ${fact}`;
}

/** The attack paths of which some step is not in the other analysis. */
export function onlyHere(analysis: AttackAnalysis, other: StepIndex): readonly AttackPath[] {
  return attackPaths(analysis).filter(({ steps }) => !steps.every((step) => other.has(step)));
}
