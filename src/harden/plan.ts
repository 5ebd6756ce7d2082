import type { AttackAnalysis } from '#attack/analyse.js';
import { DerivationSpace, type Derivations } from '#attack/engine/derivation.js';
import type { Rule } from '#attack/engine/graph.js';
import type { EntryPoint } from '#attack/entry.js';
import { entriesOf, type Goal } from '#attack/goal.js';
import type { Premise } from '#aws/premise.js';
import { isEdit, type Candidate, type Candidates } from './candidates.js';
import type { EditProposal } from './control.js';
import { minimumHittingSet } from './hitting-set.js';

/**
 * What cuts every attack derivation of every goal, in two parts: first the cheapest edits that cut all that edits can cut, then
 * what is left to a person. So work by hand never stands in for an edit.
 *
 * Each part is a set of implicit hitting sets: solve for the derivations known so far, derive again with the chosen candidates'
 * premises gone, add the derivations that survive, until none does. Every constraint is a real derivation, so a solution that
 * cuts them all and leaves none is optimal.
 */
export interface Selection {
  readonly edits: readonly Candidate<EditProposal>[];
  /** Left to a person: work by hand, and edits that only a person may decide on. */
  readonly manual: readonly Candidate[];
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
/** Derivations of one goal that are looked at for one that an edit cuts, where the cheapest can't be cut by any. */
const MOST_LOOKED_AT = 200;

export async function select(request: SelectionRequest): Promise<Selection> {
  const { chosen, optimal } = await cutByEdits(request);
  const left = request.partial ? NOTHING_LEFT : await leaveToPeople(request, chosen);
  return {
    edits: chosen.filter(isEdit),
    manual: [...chosen.filter((candidate) => !isEdit(candidate)), ...left.manual],
    unclosed: left.unclosed,
    optimal: optimal && left.optimal,
  };
}

interface Chosen {
  readonly chosen: readonly Candidate[];
  readonly optimal: boolean;
}

async function cutByEdits(request: SelectionRequest): Promise<Chosen> {
  const { analysis, candidates, forced } = request;
  const derivations: (readonly Premise[])[] = [];
  let chosen: readonly Candidate[] = forced;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = [...surviving(analysis, candidates, { chosen, most: MOST_LOOKED_AT })].flatMap(({ derivations }) => {
      for (const derivation of derivations) {
        const premises = premisesOf(derivation);
        if (cutters(premises, candidates, mayBeChosen).size > 0) return [premises];
      }
      return [];
    });
    if (found.length === 0) return { chosen, optimal: true };
    derivations.push(...found);
    const solution = await solve(request, derivations, mayBeChosen);
    if (!solution) return { chosen, optimal: false };
    chosen = [...forced, ...solution];
  }
  return { chosen, optimal: false };
}

/** What destroys data, or takes away what is in use, is a person's to decide. */
function mayBeChosen(candidate: Candidate): boolean {
  return isEdit(candidate) && !candidate.proposal.dataLoss;
}

interface Left {
  readonly manual: readonly Candidate[];
  readonly unclosed: readonly Goal[];
  readonly optimal: boolean;
}

const NOTHING_LEFT: Left = { manual: [], unclosed: [], optimal: true };

async function leaveToPeople(request: SelectionRequest, edits: readonly Candidate[]): Promise<Left> {
  const { analysis, candidates } = request;
  const derivations: (readonly Premise[])[] = [];
  const unclosed = new Set<Goal>();
  let manual: readonly Candidate[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const left = survivors(analysis, candidates, [...edits, ...manual], unclosed);
    if (left.length === 0) return { manual, unclosed: [...unclosed], optimal: true };
    for (const { goal, derivation } of left) {
      const premises = premisesOf(derivation);
      const last = premises.at(-1);
      if (!last) unclosed.add(goal);
      else derivations.push(premises);
      if (last && cutters(premises, candidates, isPersons).size === 0) candidates.leave(last);
    }
    const solution = await solve({ ...request, forced: edits }, derivations, isPersons);
    if (!solution) return { manual, unclosed: [...unclosed], optimal: false };
    manual = solution;
  }
  return { manual, unclosed: [...unclosed], optimal: false };
}

function isPersons(candidate: Candidate): boolean {
  return !mayBeChosen(candidate);
}

/** The cheapest of the candidates that are offered that cut all the derivations which what is forced does not. */
async function solve(
  { candidates, forced, forbidden }: SelectionRequest,
  derivations: readonly (readonly Premise[])[],
  offered: (candidate: Candidate) => boolean,
): Promise<readonly Candidate[] | undefined> {
  const constraints = derivations
    .filter((premises) => !forced.some((each) => premises.some((premise) => candidates.falsifies(each, premise))))
    .map((premises) => cutters(premises, candidates, offered));
  const solution = await minimumHittingSet({ costs: candidates.all.map(({ cost }) => cost), constraints, forbidden });
  return solution && candidates.all.filter(({ index }) => solution.has(index));
}

function cutters(
  premises: readonly Premise[],
  candidates: Candidates,
  offered: (candidate: Candidate) => boolean,
): ReadonlySet<number> {
  for (const premise of premises) candidates.ask(premise);
  const cutting = candidates.all.filter(
    (candidate) => offered(candidate) && premises.some((premise) => candidates.falsifies(candidate, premise)),
  );
  return new Set(cutting.map(({ index }) => index));
}

export interface Survivor {
  readonly goal: Goal;
  readonly derivation: readonly Rule[];
}

/** One attack derivation for each goal that the chosen candidates leave reachable, of those that count. */
export function survivors(
  analysis: AttackAnalysis,
  candidates: Candidates,
  chosen: readonly Candidate[],
  except: ReadonlySet<Goal> = new Set(),
): Survivor[] {
  return [...surviving(analysis, candidates, { chosen, except, most: 1 })].flatMap(({ goal, derivations }) => {
    for (const derivation of derivations) return [{ goal, derivation }];
    return [];
  });
}

interface Surviving {
  readonly chosen: readonly Candidate[];
  readonly except?: ReadonlySet<Goal>;
  /** Derivations of each goal. */
  readonly most: number;
}

/** Derivations of a goal, the cheapest first. */
interface Ways {
  readonly goal: Goal;
  readonly derivations: Iterable<readonly Rule[]>;
}

function* surviving(
  analysis: AttackAnalysis,
  candidates: Candidates,
  { chosen, except, most }: Surviving,
): Generator<Ways> {
  const gone = new Map<string, boolean>();
  const isGone = (premise: Premise): boolean => {
    const known = gone.get(premise.key) ?? chosen.some((candidate) => candidates.falsifies(candidate, premise));
    gone.set(premise.key, known);
    return known;
  };
  const space = new DerivationSpace(analysis.coloured, (rule) => analysis.counts(rule) && !rule.premises.some(isGone));
  const perEntry = new Map<EntryPoint | undefined, Derivations>();
  for (const goal of analysis.goals) {
    if (goal.byDesign || except?.has(goal)) continue;
    const known = perEntry.get(goal.entry);
    const from = known ?? space.from(entriesOf(goal.entry, analysis.entries));
    perEntry.set(goal.entry, from);
    yield { goal, derivations: waysTo(goal, from, most) };
  }
}

function* waysTo(goal: Goal, from: Derivations, most: number): Generator<readonly Rule[]> {
  let left = most;
  for (const fact of goal.facts) {
    const cheapest = from.derivation(fact, 'attack');
    if (!cheapest) continue;
    yield cheapest;
    if (--left <= 0) return;
    for (const derivation of from.derivationsThrough(fact, 'attack')) {
      yield derivation;
      if (--left <= 0) return;
    }
  }
}

function premisesOf(derivation: readonly Rule[]): readonly Premise[] {
  return derivation.flatMap((rule) => rule.premises);
}
