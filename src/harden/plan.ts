import type { AttackAnalysis } from '#attack/analyse.js';
import { DerivationSpace, type Derivations } from '#attack/engine/derivation.js';
import type { Rule } from '#attack/engine/graph.js';
import type { EntryPoint } from '#attack/entry.js';
import { entriesOf, type Goal } from '#attack/goal.js';
import type { Premise } from '#aws/premise.js';
import { isEdit, type Candidate, type Candidates } from './candidates.js';
import type { EditProposal } from './control.js';
import { costOfTaking } from './cost.js';
import type { MetNeed } from './needs/need.js';
import { minimumHittingSet } from './hitting-set.js';
import { Steps } from './steps.js';

/**
 * What cuts every attack derivation of every goal, in two parts: first the cheapest edits that close all routes that edits can
 * close, then what is left to a person: work by hand, edits that take away what is in use or destroy data, and edits that
 * close a route only together with those. So nothing that is left to a person stands in for an edit, a path that no edit
 * closes takes no other with it, and no edit is made for nothing.
 *
 * Each part is a set of implicit hitting sets: solve for the derivations known so far, derive again with the chosen candidates'
 * premises gone, add the derivations that survive, until none does. Every constraint is a real derivation, so a solution that
 * cuts them all and leaves none is optimal.
 */
export interface Selection {
  readonly edits: readonly Candidate<EditProposal>[];
  /** Left to a person: work by hand, and edits that only a person may decide on. */
  readonly manual: readonly Candidate[];
  /** The goals of which each of them cuts a derivation that was to be cut. */
  readonly goals: ReadonlyMap<Candidate, ReadonlySet<Goal>>;
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
  /** What is in use and goes with it, so that it is a person's to decide. */
  readonly taken: (candidate: Candidate) => readonly MetNeed[];
  /** Give up what nothing on offer cuts instead of leaving it to a person. */
  readonly partial: boolean;
}

/** A derivation that is to be cut. */
interface Constraint {
  readonly goal: Goal;
  readonly premises: readonly Premise[];
}

const MOST_ROUNDS = 500;
/** Derivations of one goal that are looked at for one whose steps edits can close, where those of the cheapest can't be. */
const MOST_LOOKED_AT = 200;

export async function select(request: SelectionRequest): Promise<Selection> {
  const cut = await cutByEdits(request);
  const left = request.partial ? NOTHING_LEFT : await leaveToPeople(request, cut.chosen);
  return {
    edits: cut.chosen.filter(isEdit),
    manual: left.chosen,
    goals: new Map([...goalsOf(cut, request.candidates), ...goalsOf(left, request.candidates)]),
    unclosed: left.unclosed,
    optimal: cut.optimal && left.optimal,
  };
}

interface Chosen {
  readonly chosen: readonly Candidate[];
  readonly constraints: readonly Constraint[];
  readonly optimal: boolean;
}

function goalsOf({ chosen, constraints }: Chosen, candidates: Candidates): Map<Candidate, ReadonlySet<Goal>> {
  return new Map(
    chosen.map((candidate) => {
      const cut = constraints.filter(({ premises }) => premises.some((each) => candidates.falsifies(candidate, each)));
      return [candidate, new Set(cut.map(({ goal }) => goal))];
    }),
  );
}

async function cutByEdits(request: SelectionRequest): Promise<Chosen> {
  const { analysis, candidates, forced } = request;
  const offered = (candidate: Candidate): boolean => mayBeChosen(candidate, request);
  const steps = stepsOf(analysis);
  const isCut = remembered((premise) => cutters([premise], candidates, offered).size > 0);
  const constraints: Constraint[] = [];
  let chosen = forced;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = [...surviving(analysis, candidates, { chosen, most: MOST_LOOKED_AT })].flatMap(
      ({ goal, derivations }) => {
        for (const derivation of derivations) {
          if (!steps.standWhatever(derivation, isCut)) return [{ goal, premises: premisesOf(derivation) }];
        }
        return [];
      },
    );
    if (found.length === 0) return { chosen, constraints, optimal: true };
    constraints.push(...found);
    const solution = await solve(request, constraints, offered);
    if (!solution) return { chosen, constraints, optimal: false };
    chosen = [...forced, ...solution];
  }
  return { chosen, constraints, optimal: false };
}

/** What destroys data, or takes away what is in use, is a person's to decide. */
function mayBeChosen(candidate: Candidate, { taken }: SelectionRequest): boolean {
  return isEdit(candidate) && !candidate.proposal.dataLoss && taken(candidate).length === 0;
}

interface Left extends Chosen {
  readonly unclosed: readonly Goal[];
}

const NOTHING_LEFT: Left = { chosen: [], constraints: [], unclosed: [], optimal: true };

async function leaveToPeople(request: SelectionRequest, edits: readonly Candidate[]): Promise<Left> {
  const { analysis, candidates } = request;
  const offered = (): boolean => true;
  const constraints: Constraint[] = [];
  const unclosed = new Set<Goal>();
  const outcome = (chosen: readonly Candidate[], optimal: boolean): Left => {
    return { chosen, constraints, unclosed: [...unclosed], optimal };
  };
  let chosen: readonly Candidate[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const left = survivors(analysis, candidates, [...edits, ...chosen], unclosed);
    if (left.length === 0) return outcome(chosen, true);
    for (const { goal, derivation } of left) {
      const premises = premisesOf(derivation);
      const last = premises.at(-1);
      if (!last) unclosed.add(goal);
      else constraints.push({ goal, premises });
      if (last && cutters(premises, candidates, offered).size === 0) candidates.leave(last);
    }
    const solution = await solve({ ...request, forced: edits }, constraints, offered);
    if (!solution) return outcome(chosen, false);
    chosen = solution;
  }
  return outcome(chosen, false);
}

/** The cheapest of the candidates that are offered that cut all the derivations which what is forced does not. */
async function solve(
  { candidates, forced, forbidden, taken }: SelectionRequest,
  constraints: readonly Constraint[],
  offered: (candidate: Candidate) => boolean,
): Promise<readonly Candidate[] | undefined> {
  const sets = constraints
    .filter(({ premises }) => !forced.some((each) => premises.some((premise) => candidates.falsifies(each, premise))))
    .map(({ premises }) => cutters(premises, candidates, offered));
  const cutting = new Set(sets.flatMap((set) => [...set]));
  const costs = candidates.all.map((candidate) => {
    return cutting.has(candidate.index) ? costOfTaking(candidate.cost, taken(candidate)) : candidate.cost;
  });
  const solution = await minimumHittingSet({ costs, constraints: sets, forbidden });
  return solution && candidates.all.filter(({ index }) => solution.has(index));
}

function cutters(
  premises: readonly Premise[],
  candidates: Candidates,
  offered: (candidate: Candidate) => boolean,
): ReadonlySet<number> {
  for (const premise of premises) candidates.ask(premise);
  const cutting = premises.flatMap((premise) => candidates.cutting(premise)).filter(offered);
  return new Set(cutting.map(({ index }) => index).toSorted((one, other) => one - other));
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
  return [...surviving(analysis, candidates, { chosen, except, most: MOST_LOOKED_AT })].flatMap(
    ({ goal, derivations }) => {
      for (const derivation of derivations) return [{ goal, derivation }];
      return [];
    },
  );
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
  const isGone = remembered((premise) => chosen.some((candidate) => candidates.falsifies(candidate, premise)));
  const space = new DerivationSpace(analysis.coloured, (rule) => analysis.counts(rule) && !rule.premises.some(isGone));
  const perEntry = new Map<EntryPoint | undefined, Derivations>();
  for (const goal of analysis.goals) {
    if (goal.byDesign || except?.has(goal)) continue;
    const known = perEntry.get(goal.entry);
    const from = known ?? space.from(entriesOf(goal.entry, analysis.entries));
    perEntry.set(goal.entry, from);
    yield { goal, derivations: waysTo(goal, from, stepsOf(analysis), most) };
  }
}

function* waysTo(goal: Goal, from: Derivations, steps: Steps, most: number): Generator<readonly Rule[]> {
  let left = most;
  for (const fact of goal.facts) {
    for (const derivation of derivationsOf(fact, from)) {
      if (!steps.areByDesign(derivation)) yield derivation;
      if (--left <= 0) return;
    }
  }
}

function* derivationsOf(fact: number, from: Derivations): Generator<readonly Rule[]> {
  const cheapest = from.derivation(fact, 'attack');
  if (!cheapest) return;
  yield cheapest;
  yield* from.derivationsThrough(fact, 'attack');
}

function premisesOf(derivation: readonly Rule[]): readonly Premise[] {
  return derivation.flatMap((rule) => rule.premises);
}

const stepsByAnalysis = new WeakMap<AttackAnalysis, Steps>();

function stepsOf(analysis: AttackAnalysis): Steps {
  let steps = stepsByAnalysis.get(analysis);
  if (!steps) stepsByAnalysis.set(analysis, (steps = new Steps(analysis)));
  return steps;
}

function remembered(ask: (premise: Premise) => boolean): (premise: Premise) => boolean {
  const known = new Map<string, boolean>();
  return (premise) => {
    const answer = known.get(premise.key) ?? ask(premise);
    known.set(premise.key, answer);
    return answer;
  };
}
