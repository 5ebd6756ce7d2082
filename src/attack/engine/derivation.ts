import { factOf, nodeOf, type Colour, type ColouredGraph, type Edge } from './coloured.js';
import type { Rule } from './graph.js';
import { PriorityQueue } from './queue.js';

/**
 * Cheapest derivations: Knuth's generalisation of Dijkstra's algorithm to AND/OR graphs
 * (https://doi.org/10.1016/0020-0190(77)90002-3), on the coloured graph.
 */
export class Derivations {
  readonly #coloured: ColouredGraph;
  readonly #allowed: (edge: Edge) => boolean;
  readonly #cost: Float64Array;
  readonly #best: Int32Array;

  /** `allowed` says which rules may be used: those whose premises still hold, of the entry points in question. */
  constructor(coloured: ColouredGraph, allowed: (rule: Rule) => boolean) {
    this.#coloured = coloured;
    this.#allowed = (edge) => !edge.rule || allowed(edge.rule);
    this.#cost = new Float64Array(coloured.incoming.length).fill(Infinity);
    this.#best = new Int32Array(coloured.incoming.length).fill(-1);
    this.#solve();
  }

  cost(fact: number, colour: Colour): number {
    return this.#cost[nodeOf(fact, colour)] ?? Infinity;
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
        this.#offerIncoming(from, next.priority - (this.#cost[from] ?? Infinity), queue);
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
      return edge?.rule && this.#allowed(edge) && this.#needsCost(edge) < Infinity ? [edge.rule] : [];
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
      const needs = edge && this.#allowed(edge) ? this.#needsCost(edge) : Infinity;
      if (edge && needs < Infinity) queue.push(outside + edge.cost + needs, index);
    }
  }

  #solve(): void {
    const { edges } = this.#coloured;
    const missing = edges.map((edge) => new Set(edge.from).size);
    const queue = new PriorityQueue<number>();
    const offer = (index: number, edge: Edge): void => {
      if (this.#allowed(edge)) queue.push(edge.cost + this.#needsCost(edge), index);
    };
    for (const [index, edge] of edges.entries()) if (edge.from.length === 0) offer(index, edge);
    for (let next = queue.pop(); next; next = queue.pop()) {
      const to = edges[next.item]?.to ?? -1;
      if (this.#best[to] !== -1) continue;
      this.#best[to] = next.item;
      this.#cost[to] = next.priority;
      for (const index of this.#coloured.outgoing[to] ?? []) {
        const edge = edges[index];
        missing[index] = (missing[index] ?? 0) - 1;
        if (edge && missing[index] === 0) offer(index, edge);
      }
    }
  }

  #needsCost(edge: Edge): number {
    let total = 0;
    for (const from of edge.from) total += this.#cost[from] ?? Infinity;
    return total;
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
      const edge = this.#coloured.edges[forced.get(node) ?? this.#best[node] ?? -1];
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
