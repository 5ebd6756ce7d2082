import type { AttackGraph, Rule } from './graph.js';

/**
 * Every fact of the graph three times: derived by nothing but intended access, derived with at least one step that is more
 * than that, and either. An intended access is no attack path, but it may be part of one.
 */
export type Colour = 'intended' | 'attack' | 'any';
const COLOURS: readonly Colour[] = ['intended', 'attack', 'any'];

export interface Edge {
  /** Undefined where the edge only forgets the colour. */
  readonly rule: Rule | undefined;
  readonly to: number;
  readonly from: readonly number[];
  readonly cost: number;
}

/** Built once, derived from many times. */
export interface ColouredGraph {
  readonly graph: AttackGraph;
  readonly edges: readonly Edge[];
  /** Per node, the edges that lead to it and those that need it. */
  readonly incoming: readonly (readonly number[])[];
  readonly outgoing: readonly (readonly number[])[];
  /** Edges that need nothing: those of no entry point, and those of each. */
  readonly free: readonly number[];
  readonly ofEntry: ReadonlyMap<string, readonly number[]>;
}

export function nodeOf(fact: number, colour: Colour): number {
  return fact * COLOURS.length + COLOURS.indexOf(colour);
}

export function factOf(node: number): number {
  return Math.floor(node / COLOURS.length);
}

export function colour(graph: AttackGraph): ColouredGraph {
  const edges: Edge[] = [];
  for (const fact of graph.facts.keys()) {
    for (const from of ['intended', 'attack'] as const) {
      edges.push({ rule: undefined, to: nodeOf(fact, 'any'), from: [nodeOf(fact, from)], cost: 0 });
    }
  }
  for (const rule of graph.rules) edges.push(...variants(rule));
  const nodes = graph.facts.length * COLOURS.length;
  const incoming: number[][] = Array.from({ length: nodes }, () => []);
  const outgoing: number[][] = Array.from({ length: nodes }, () => []);
  const free: number[] = [];
  const ofEntry = new Map<string, number[]>();
  for (const [index, edge] of edges.entries()) {
    if (edge.from.length === 0) seedsOf(edge, free, ofEntry).push(index);
    incoming[edge.to]?.push(index);
    for (const from of new Set(edge.from)) outgoing[from]?.push(index);
  }
  return { graph, edges, incoming, outgoing, free, ofEntry };
}

function seedsOf({ rule }: Edge, free: number[], ofEntry: Map<string, number[]>): number[] {
  if (rule?.entry === undefined) return free;
  const seeds = ofEntry.get(rule.entry) ?? [];
  ofEntry.set(rule.entry, seeds);
  return seeds;
}

function variants(rule: Rule): Edge[] {
  const any = rule.needs.map((need) => nodeOf(need, 'any'));
  const attack = nodeOf(rule.gains, 'attack');
  if (!rule.intended) return [{ rule, to: attack, from: any, cost: rule.cost }];
  const intended = rule.needs.map((need) => nodeOf(need, 'intended'));
  const throughAttack = rule.needs.map((need, at): Edge => {
    const from = [...any];
    from[at] = nodeOf(need, 'attack');
    return { rule, to: attack, from, cost: rule.cost };
  });
  return [{ rule, to: nodeOf(rule.gains, 'intended'), from: intended, cost: rule.cost }, ...throughAttack];
}
