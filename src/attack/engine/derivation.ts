import { factOf, nodeOf, type Colour, type ColouredGraph, type Edge } from './coloured.js';
import type { Rule } from './graph.js';
import { PriorityQueue } from './queue.js';
import { Solution } from './solution.js';

/** Derivations from any entry points, as far as what `holds` says about a rule's premises lets them be. */
export class DerivationSpace {
  readonly #coloured: ColouredGraph;
  readonly #holds: (rule: Rule) => boolean;
  readonly #base: Solution;

  constructor(coloured: ColouredGraph, holds: (rule: Rule) => boolean = () => true) {
    this.#coloured = coloured;
    this.#holds = holds;
    this.#base = Solution.base(coloured, ({ rule }) => !rule || (rule.entry === undefined && holds(rule)));
  }

  /** The derivations of what an attacker can have who has these entry points. */
  from(entries: ReadonlySet<string>): Derivations {
    const allowed = ({ rule }: Edge): boolean =>
      !rule || ((rule.entry === undefined || entries.has(rule.entry)) && this.#holds(rule));
    const seeds = [...entries].flatMap((entry) => this.#coloured.ofEntry.get(entry) ?? []);
    return new Derivations(this.#coloured, allowed, this.#base.with(seeds, allowed));
  }
}

/** The cheapest derivations of facts on the coloured graph. */
export class Derivations {
  readonly #coloured: ColouredGraph;
  readonly #allowed: (edge: Edge) => boolean;
  readonly #solution: Solution;

  constructor(coloured: ColouredGraph, allowed: (edge: Edge) => boolean, solution: Solution) {
    this.#coloured = coloured;
    this.#allowed = allowed;
    this.#solution = solution;
  }

  /** The facts that the entry points lead to. */
  facts(): ReadonlySet<number> {
    return new Set(this.#solution.derived.map(factOf));
  }

  cost(fact: number, colour: Colour): number {
    return this.#solution.cost(nodeOf(fact, colour));
  }

  /** The rules of a cheapest derivation, each after those that it needs; undefined where there is none. */
  derivation(fact: number, colour: Colour): readonly Rule[] | undefined {
    if (this.cost(fact, colour) === Infinity) return undefined;
    const best = this.#extract(nodeOf(fact, colour), new Map());
    if (best) return best;
    for (const other of this.derivationsThrough(fact, colour)) return other;
    return undefined;
  }

  /**
   * For each rule that some derivation of the fact uses, a cheapest derivation through it, cheapest first. So every usable
   * step stands in at least one derivation, without enumerating all of them. Lazy: asked for a few, it looks no further.
   */
  *derivationsThrough(fact: number, colour: Colour): Generator<readonly Rule[]> {
    const target = nodeOf(fact, colour);
    const above = new Map<number, number | undefined>([[target, undefined]]);
    const covered = new Set<Rule>();
    const queue = new PriorityQueue<number>();
    this.#offerIncoming(target, 0, queue);
    for (let next = queue.pop(); next; next = queue.pop()) {
      const edge = this.#coloured.edges[next.item];
      if (!edge) continue;
      if (edge.rule && !covered.has(edge.rule)) {
        const rules = this.#extract(target, this.#chain(next.item, above));
        for (const rule of rules ?? []) covered.add(rule);
        if (rules) yield rules;
      }
      for (const from of edge.from) {
        if (above.has(from)) continue;
        above.set(from, next.item);
        this.#offerIncoming(from, next.priority - this.#solution.cost(from), queue);
      }
    }
  }

  /** The derivation with one of its steps taken by another technique instead, for each that can be. */
  *variants(derivation: readonly Rule[]): Generator<readonly Rule[]> {
    const target = derivation.at(-1)?.gains;
    if (target === undefined) return;
    for (const rule of derivation) {
      for (const other of this.#otherTechniques(rule)) {
        const chosen = new Map(derivation.map((each) => [each.gains, each]));
        for (const need of other.needs) this.#complete(chosen, need);
        chosen.set(rule.gains, other);
        const rules = inOrder(target, chosen);
        if (rules?.some(({ intended }) => !intended)) yield rules;
      }
    }
  }

  /** Adds the cheapest rules for a fact, as far as the derivation does not win its facts already. */
  #complete(chosen: Map<number, Rule>, fact: number): void {
    for (const [needed, by] of this.#choose(nodeOf(fact, 'any'), new Map()) ?? []) {
      if (!chosen.has(needed)) chosen.set(needed, by);
    }
  }

  /** Rules that win the same fact by another technique. */
  #otherTechniques(rule: Rule): Rule[] {
    const edges = (['intended', 'attack'] as const).flatMap(
      (colour) => this.#coloured.incoming[nodeOf(rule.gains, colour)] ?? [],
    );
    const others = edges.flatMap((index) => {
      const edge = this.#coloured.edges[index];
      return edge?.rule && this.#allowed(edge) && this.#solution.needsCost(edge) < Infinity ? [edge.rule] : [];
    });
    const byTechnique = new Map(others.toReversed().map((other) => [other.technique, other]));
    byTechnique.delete(rule.technique);
    return [...byTechnique.values()];
  }

  /**
   * Queues the edges into a node by the cost of the cheapest derivation of the target through each: what it costs to finish
   * the target once the node is there (`outside`), and what it costs to get there by that edge.
   */
  #offerIncoming(node: number, outside: number, queue: PriorityQueue<number>): void {
    for (const index of this.#coloured.incoming[node] ?? []) {
      const edge = this.#coloured.edges[index];
      const needs = edge && this.#allowed(edge) ? this.#solution.needsCost(edge) : Infinity;
      if (edge && needs < Infinity) queue.push(outside + edge.cost + needs, index);
    }
  }

  /** The choices that lead from an edge up to the target. */
  #chain(edge: number, above: ReadonlyMap<number, number | undefined>): ReadonlyMap<number, number> {
    const forced = new Map<number, number>();
    for (let by: number | undefined = edge; by !== undefined; ) {
      const at: number | undefined = this.#coloured.edges[by]?.to;
      if (at === undefined || forced.has(at)) break;
      forced.set(at, by);
      by = above.get(at);
    }
    return forced;
  }

  #extract(target: number, forced: ReadonlyMap<number, number>): readonly Rule[] | undefined {
    const chosen = this.#choose(target, forced);
    return chosen && inOrder(factOf(target), chosen);
  }

  /** One rule for each fact of the derivation. Where a fact came up in both colours, the attack stands for both. */
  #choose(target: number, forced: ReadonlyMap<number, number>): ReadonlyMap<number, Rule> | undefined {
    const chosen = new Map<number, Rule>();
    const attack = new Set<number>();
    const seen = new Set<number>();
    const open = [target];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const edge = this.#coloured.edges[forced.get(node) ?? this.#solution.best(node) ?? -1];
      if (!edge) return undefined;
      open.push(...edge.from);
      const fact = factOf(node);
      if (!edge.rule || attack.has(fact)) continue;
      chosen.set(fact, edge.rule);
      if (node === nodeOf(fact, 'attack')) attack.add(fact);
    }
    return chosen;
  }
}

/**
 * The rules in order of need. Undefined where the choices go in a circle: the attacker would win again what they have, and
 * the derivation without the detour is another one.
 */
function inOrder(target: number, chosen: ReadonlyMap<number, Rule>): readonly Rule[] | undefined {
  const rules: Rule[] = [];
  const state = new Map<number, 'open' | 'done'>();
  const stack: { readonly fact: number; readonly leaving: boolean }[] = [{ fact: target, leaving: false }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const rule = chosen.get(top.fact);
    if (!rule) return undefined;
    if (top.leaving) {
      state.set(top.fact, 'done');
      rules.push(rule);
    } else if (state.get(top.fact) === 'open') {
      return undefined;
    } else if (!state.has(top.fact)) {
      state.set(top.fact, 'open');
      stack.push({ fact: top.fact, leaving: true });
      for (const need of rule.needs.toReversed()) {
        if (state.get(need) !== 'done') stack.push({ fact: need, leaving: false });
      }
    }
  }
  return rules;
}
