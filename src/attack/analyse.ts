import type { Estate } from '#aws/estate.js';
import { groupBy } from '#aws/grouping.js';
import { colour, type ColouredGraph } from './engine/coloured.js';
import { DerivationSpace, type Derivations } from './engine/derivation.js';
import type { AttackGraph, Rule } from './engine/graph.js';
import { saturate } from './engine/saturate.js';
import { discoverEntries, namedEntry, type Assumption, type EntryPoint } from './entry.js';
import { isActor } from './fact.js';
import { toPath, type AttackPath } from './path.js';
import { techniques } from './registry.generated.js';
import { discoverTargets, namedTarget, reachedBy, type Target } from './target.js';

export interface AttackOptions {
  readonly rootModule: string;
  readonly assumption: Assumption;
  /** Addresses; undefined: what the configuration shows. An address that is not in this configuration adds nothing. */
  readonly entries?: readonly string[] | undefined;
  readonly targets?: readonly string[] | undefined;
}

/** What an attacker could do in one root module. */
export interface AttackAnalysis {
  readonly rootModule: string;
  readonly estate: Estate;
  readonly entries: readonly EntryPoint[];
  readonly targets: readonly Target[];
  readonly graph: AttackGraph;
  readonly coloured: ColouredGraph;
  readonly goals: readonly Goal[];
  /** Attack paths and, marked so, intended access. */
  readonly paths: readonly AttackPath[];
}

/**
 * A target as seen from one entry point, or from all together where `entry` is undefined. Planning must leave no attack
 * derivation of any goal.
 */
export interface Goal {
  readonly entry: EntryPoint | undefined;
  readonly target: Target;
  /** Facts each of which reaches the target. */
  readonly facts: readonly number[];
}

/**
 * Routes shown from one entry point to one target, and of those that take several entry points where one would do. The plan
 * cuts all of them, shown or not.
 */
const MOST_ROUTES = 24;
const MOST_JOINT_ROUTES = 2;
/** Derivations looked at for one that is shown: many differ in nothing that is. */
const LOOKED_AT_PER_ROUTE = 8;

export function analyse(estate: Estate, options: AttackOptions): AttackAnalysis {
  const entries = options.entries
    ? options.entries.flatMap((address) => namedEntry(estate, address) ?? [])
    : discoverEntries(estate, options.assumption);
  const targets = options.targets
    ? options.targets.flatMap((address) => namedTarget(estate, address) ?? [])
    : discoverTargets(estate);
  const graph = saturate(
    estate,
    techniques,
    entries.flatMap((entry) => entry.steps),
  );
  const coloured = colour(graph);
  const space = new DerivationSpace(coloured);
  const goals = goalsOf(graph, space, entries, targets);
  const paths = findPaths({ rootModule: options.rootModule, graph, space, entries, goals });
  return { rootModule: options.rootModule, estate, entries, targets, graph, coloured, goals, paths };
}

/** The ids of the entry points that a goal is seen from: one, or all together. */
export function entriesOf(entry: EntryPoint | undefined, all: readonly EntryPoint[]): ReadonlySet<string> {
  return new Set(entry ? [entry.id] : all.map(({ id }) => id));
}

function goalsOf(
  graph: AttackGraph,
  space: DerivationSpace,
  entries: readonly EntryPoint[],
  targets: readonly Target[],
): Goal[] {
  const byAddress = new Map(targets.map((target) => [target.address, target]));
  const own = new Map(entries.map((entry) => [entry, ownAddresses(entry)]));
  const each = entries.flatMap((entry) =>
    reachedFrom(graph, space.from(new Set([entry.id])), byAddress, own.get(entry) ?? new Set()).map((goal) => ({
      ...goal,
      entry,
    })),
  );
  if (entries.length < 2) return each;
  const all = new Set([...own.values()].flatMap((addresses) => [...addresses]));
  const jointly = reachedFrom(graph, space.from(new Set(entries.map(({ id }) => id))), byAddress, all);
  return [...each, ...jointly.map((goal) => ({ ...goal, entry: undefined }))];
}

function reachedFrom(
  graph: AttackGraph,
  derivations: Derivations,
  targets: ReadonlyMap<string, Target>,
  own: ReadonlySet<string>,
): Omit<Goal, 'entry'>[] {
  const reached = new Map<Target, number[]>();
  for (const number of [...derivations.facts()].toSorted((a, b) => a - b)) {
    const fact = graph.facts[number];
    const address = fact && reachedBy(fact);
    const target = address === undefined || own.has(address) ? undefined : targets.get(address);
    if (target) reached.set(target, [...(reached.get(target) ?? []), number]);
  }
  return [...reached]
    .map(([target, facts]) => ({ target, facts }))
    .toSorted((a, b) => (a.target.id < b.target.id ? -1 : 1));
}

/** The entry point is no target of itself, whether it was named as a whole, by a container or by its task definition. */
function ownAddresses(entry: EntryPoint): ReadonlySet<string> {
  const [whole = entry.address] = entry.address.split('#');
  return new Set([whole, ...entry.steps.flatMap(({ step }) => reachedBy(step.gains) ?? [])]);
}

interface Search {
  readonly rootModule: string;
  readonly graph: AttackGraph;
  readonly space: DerivationSpace;
  readonly entries: readonly EntryPoint[];
  readonly goals: readonly Goal[];
}

function findPaths(search: Search): AttackPath[] {
  const paths = new Map<string, AttackPath>();
  const alone = new Set<Target>();
  for (const [entry, goals] of byEntry(search.goals)) {
    const from = search.space.from(entriesOf(entry, search.entries));
    for (const goal of goals) {
      const most = !entry && alone.has(goal.target) ? MOST_JOINT_ROUTES : MOST_ROUTES;
      for (const path of routes(search, goal, from, most)) {
        paths.set(path.id, path);
        if (entry && !path.intended) alone.add(goal.target);
      }
    }
  }
  return [...paths.values()].toSorted(byLength);
}

function byEntry(goals: readonly Goal[]): ReadonlyMap<EntryPoint | undefined, readonly Goal[]> {
  const groups = new Map<EntryPoint | undefined, Goal[]>();
  for (const goal of goals) {
    const group = groups.get(goal.entry);
    if (group) group.push(goal);
    else groups.set(goal.entry, [goal]);
  }
  return groups;
}

/** Those that one entry point suffices for come first. */
function byLength(a: AttackPath, b: AttackPath): number {
  return Number(a.joint) - Number(b.joint) || a.steps.length - b.steps.length || (a.id < b.id ? -1 : 1);
}

function routes(search: Search, goal: Goal, from: Derivations, most: number): AttackPath[] {
  const found = new Map<string, AttackPath>();
  for (const fact of goal.facts) {
    let looked = 0;
    for (const derivation of attackDerivations(from, fact)) {
      const path = isDetour(search.graph, derivation, from) ? undefined : pathOf(search, goal, derivation, false);
      if (path && !found.has(path.id)) found.set(path.id, path);
      if (found.size >= most || ++looked >= most * LOOKED_AT_PER_ROUTE) break;
    }
    const intended = goal.entry && from.derivation(fact, 'intended');
    const path = intended && pathOf(search, goal, intended, true);
    if (path) found.set(path.id, path);
  }
  return [...found.values()];
}

/** First so many that every usable step is in one, then what else there is by one step taken differently. */
function* attackDerivations(from: Derivations, fact: number): Generator<readonly Rule[]> {
  const covering: (readonly Rule[])[] = [];
  for (const derivation of from.derivationsThrough(fact, 'attack')) {
    covering.push(derivation);
    yield derivation;
  }
  for (const derivation of covering) yield* from.variants(derivation);
}

/** Who runs code somewhere need not forge requests there as well: the way without is shown. */
function isDetour(graph: AttackGraph, derivation: readonly Rule[], from: Derivations): boolean {
  if (derivation.some((rule) => isDoneOtherwise(graph, rule, from))) return true;
  const entered = derivation.flatMap((rule) => (rule.entry === undefined ? [] : (graph.facts[rule.gains] ?? [])));
  return entered.some(
    ({ kind, address }) =>
      kind === 'requests' && entered.some((other) => other.kind === 'executes' && other.address === address),
  );
}

/** Another technique does the same from the same place, and stands for both. */
function isDoneOtherwise(graph: AttackGraph, { technique, gains, needs }: Rule, from: Derivations): boolean {
  const instead = technique?.instead;
  if (instead === undefined) return false;
  const actors = needs.filter((need) => {
    const fact = graph.facts[need];
    return fact !== undefined && isActor(fact);
  });
  return rulesTo(graph, gains).some(
    (other) =>
      other.technique?.id === instead &&
      actors.every((need) => other.needs.includes(need)) &&
      other.needs.every((need) => from.cost(need, 'any') < Infinity),
  );
}

const rulesByGain = new WeakMap<AttackGraph, ReadonlyMap<number, readonly Rule[]>>();

function rulesTo(graph: AttackGraph, fact: number): readonly Rule[] {
  let index = rulesByGain.get(graph);
  if (!index) rulesByGain.set(graph, (index = groupBy(graph.rules, ({ gains }) => gains)));
  return index.get(fact) ?? [];
}

function pathOf(search: Search, goal: Goal, derivation: readonly Rule[], intended: boolean): AttackPath | undefined {
  const used = new Set(derivation.flatMap((rule) => rule.entry ?? []));
  // What one entry point reaches alone is found there; the joint search adds only what takes several.
  if (!goal.entry && used.size < 2) return undefined;
  const entry = goal.entry ?? search.entries.find(({ id }) => used.has(id));
  if (!entry) return undefined;
  return toPath(search.graph, derivation, { rootModule: search.rootModule, entry, target: goal.target, intended });
}
