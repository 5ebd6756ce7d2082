import type { Premise } from '#aws/premise.js';
import type { Fact } from '../fact.js';
import type { Technique } from '../technique.js';

/**
 * The steps that an attacker could ever take, as a hypergraph: facts are nodes, rules lead from facts to a fact.
 * Nothing is ever removed from it; what an edit closes is left out when derivations are asked for (derivation.ts).
 */
export interface Rule {
  readonly index: number;
  /** Undefined for rules of auxiliary facts. */
  readonly technique: Technique | undefined;
  /** The fact that the technique was asked with, or the first need. */
  readonly from: Fact | undefined;
  readonly gains: number;
  readonly needs: readonly number[];
  readonly premises: readonly Premise[];
  readonly explanation: string;
  readonly intended: boolean;
  readonly cost: number;
  /** The entry point whose assumption this is. */
  readonly entry: string | undefined;
}

export interface AttackGraph {
  readonly facts: readonly Fact[];
  readonly rules: readonly Rule[];
  /** The number of a fact, by its key. */
  readonly factNumber: ReadonlyMap<string, number>;
  /** A bound was reached; the graph may lack steps. */
  readonly truncated: boolean;
}
