import type { ColouredGraph, Edge } from './coloured.js';
import { PriorityQueue } from './queue.js';
import { DenseTable, OverlaidTable, type Table } from './table.js';

/**
 * The cheapest edge into every node that can be derived: Knuth's generalisation of Dijkstra's algorithm to AND/OR graphs
 * (https://doi.org/10.1016/0020-0190(77)90002-3).
 *
 * What holds without any entry point (what IAM allows, what packets reach) is solved once; each entry point's solution is
 * laid over it and costs only what that entry point adds.
 */
export class Solution {
  readonly #coloured: ColouredGraph;
  readonly #cost: Table;
  readonly #best: Table;
  readonly #missing: Table;
  /** Nodes that this solution derives and the one below does not. */
  readonly derived: number[] = [];

  private constructor(
    coloured: ColouredGraph,
    tables: { readonly cost: Table; readonly best: Table; readonly missing: Table },
  ) {
    this.#coloured = coloured;
    this.#cost = tables.cost;
    this.#best = tables.best;
    this.#missing = tables.missing;
  }

  /** Without any entry point. */
  static base(coloured: ColouredGraph, allowed: (edge: Edge) => boolean): Solution {
    const nodes = coloured.incoming.length;
    const solution = new Solution(coloured, {
      cost: new DenseTable(new Float64Array(nodes).fill(Infinity)),
      best: new DenseTable(new Float64Array(nodes).fill(-1)),
      missing: new DenseTable(Float64Array.from(coloured.edges, (edge) => new Set(edge.from).size)),
    });
    solution.#solve(coloured.free, allowed);
    return solution;
  }

  /** With the edges of entry points on top. */
  with(seeds: Iterable<number>, allowed: (edge: Edge) => boolean): Solution {
    const solution = new Solution(this.#coloured, {
      cost: new OverlaidTable(this.#cost),
      best: new OverlaidTable(this.#best),
      missing: new OverlaidTable(this.#missing),
    });
    solution.#solve(seeds, allowed);
    return solution;
  }

  /** Infinity where the node can't be derived. */
  cost(node: number): number {
    return this.#cost.get(node);
  }

  /** The edge of the cheapest derivation; undefined where there is none. */
  best(node: number): number | undefined {
    const edge = this.#best.get(node);
    return edge < 0 ? undefined : edge;
  }

  needsCost(edge: Edge): number {
    let total = 0;
    for (const from of edge.from) total += this.#cost.get(from);
    return total;
  }

  #solve(seeds: Iterable<number>, allowed: (edge: Edge) => boolean): void {
    const { edges, outgoing } = this.#coloured;
    const queue = new PriorityQueue<number>();
    const offer = (index: number): void => {
      const edge = edges[index];
      if (edge && this.#missing.get(index) === 0 && allowed(edge)) queue.push(edge.cost + this.needsCost(edge), index);
    };
    for (const seed of seeds) offer(seed);
    for (let next = queue.pop(); next; next = queue.pop()) {
      const to = edges[next.item]?.to;
      if (to === undefined || this.#best.get(to) >= 0) continue;
      this.#best.set(to, next.item);
      this.#cost.set(to, next.priority);
      this.derived.push(to);
      for (const index of outgoing[to] ?? []) {
        this.#missing.set(index, this.#missing.get(index) - 1);
        offer(index);
      }
    }
  }
}
