import { entriesOf, type AttackAnalysis, type Goal } from '#attack/analyse.js';
import { DerivationSpace, type Derivations } from '#attack/engine/derivation.js';
import type { Rule } from '#attack/engine/graph.js';
import type { EntryPoint } from '#attack/entry.js';
import type { Premise } from '#aws/premise.js';
import type { Candidate, Candidates } from './candidates.js';
import { minimumHittingSet } from './hitting-set.js';

/**
 * The cheapest set of candidates that leaves no attack derivation of any goal: implicit hitting sets. Solve for the derivations
 * known so far, derive again with the chosen candidates' premises gone, add the derivations that survive, until none does.
 * Every constraint is a real derivation, so a solution that cuts them all and leaves none is optimal.
 */
export interface Selection {
  readonly chosen: readonly Candidate[];
  /** Goals with a derivation that rests on no premise at all: on what the user assumed and nothing else. */
  readonly unclosed: readonly Goal[];
  /** False where the bound on rounds was reached or the solver failed: the selection still is one that was found to cut. */
  readonly optimal: boolean;
}

export interface SelectionRequest {
  readonly analysis: AttackAnalysis;
  readonly candidates: Candidates;
  /** Chosen in any case: the remedies that the user asked for. */
  readonly forced: readonly Candidate[];
  /** Sets of candidates (by index) that can't be applied together. */
  readonly forbidden: readonly ReadonlySet<number>[];
  /** Give up what nothing on offer cuts instead of leaving it to a person. */
  readonly partial: boolean;
}

const MOST_ROUNDS = 500;

export async function select(request: SelectionRequest): Promise<Selection> {
  const { analysis, candidates, forced, forbidden } = request;
  const derivations: (readonly Premise[])[] = [];
  const unclosed = new Set<Goal>();
  let chosen: readonly Candidate[] = forced;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const surviving = survivors(analysis, candidates, chosen, unclosed);
    if (surviving.length === 0) return { chosen, unclosed: [...unclosed], optimal: true };
    for (const { goal, derivation } of surviving) {
      const premises = derivation.flatMap((rule) => rule.premises);
      for (const premise of premises) candidates.ask(premise);
      const last = premises.at(-1);
      const cut = cutters(premises, candidates).size > 0;
      if (!last || (request.partial && !cut)) unclosed.add(goal);
      else derivations.push(premises);
      if (last && !cut && !request.partial) candidates.leave(last);
    }
    const solution = await minimumHittingSet({
      costs: candidates.all.map(({ cost }) => cost),
      constraints: derivations
        .map((premises) => cutters(premises, candidates))
        .filter((set) => !forced.some(({ index }) => set.has(index))),
      forbidden,
    });
    if (!solution) return { chosen, unclosed: [...unclosed], optimal: false };
    chosen = [...forced, ...candidates.all.filter(({ index }) => solution.has(index))];
  }
  return { chosen, unclosed: [...unclosed], optimal: false };
}

function cutters(premises: readonly Premise[], candidates: Candidates): ReadonlySet<number> {
  const cutting = candidates.all.filter((candidate) =>
    premises.some((premise) => candidates.falsifies(candidate, premise)),
  );
  return new Set(cutting.map(({ index }) => index));
}

interface Survivor {
  readonly goal: Goal;
  readonly derivation: readonly Rule[];
}

/** One attack derivation for each goal that the chosen candidates leave reachable. */
export function survivors(
  analysis: AttackAnalysis,
  candidates: Candidates,
  chosen: readonly Candidate[],
  except: ReadonlySet<Goal> = new Set(),
): Survivor[] {
  const gone = new Map<string, boolean>();
  const isGone = (premise: Premise): boolean => {
    const known = gone.get(premise.key) ?? chosen.some((candidate) => candidates.falsifies(candidate, premise));
    gone.set(premise.key, known);
    return known;
  };
  const space = new DerivationSpace(analysis.coloured, (rule) => !rule.premises.some(isGone));
  const perEntry = new Map<EntryPoint | undefined, Derivations>();
  return analysis.goals.flatMap((goal) => {
    if (except.has(goal)) return [];
    const known = perEntry.get(goal.entry);
    const from = known ?? space.from(entriesOf(goal.entry, analysis.entries));
    perEntry.set(goal.entry, from);
    for (const fact of goal.facts) {
      const derivation = from.derivation(fact, 'attack');
      if (derivation) return [{ goal, derivation }];
    }
    return [];
  });
}
