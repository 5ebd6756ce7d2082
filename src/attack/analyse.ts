import type { Estate } from '#aws/estate.js';
import { colour, type ColouredGraph } from './engine/coloured.js';
import { Derivations } from './engine/derivation.js';
import type { AttackGraph, Rule } from './engine/graph.js';
import { saturate } from './engine/saturate.js';
import { discoverEntries, namedEntry, type Assumption, type EntryPoint } from './entry.js';
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
  const goals = goalsOf(graph, entries, targets);
  const paths = findPaths({ rootModule: options.rootModule, graph, coloured, entries, goals });
  return { rootModule: options.rootModule, estate, entries, targets, graph, coloured, goals, paths };
}

/** Derivations from the entry point of a goal, with what `holds` says about each rule's premises. */
export function derivationsFor(
  coloured: ColouredGraph,
  entry: EntryPoint | undefined,
  holds: (rule: Rule) => boolean = () => true,
): Derivations {
  return new Derivations(
    coloured,
    (rule) => (rule.entry === undefined || !entry || rule.entry === entry.id) && holds(rule),
  );
}

function goalsOf(graph: AttackGraph, entries: readonly EntryPoint[], targets: readonly Target[]): Goal[] {
  const facts = new Map<string, number[]>();
  for (const [number, fact] of graph.facts.entries()) {
    const address = reachedBy(fact);
    if (address !== undefined) facts.set(address, [...(facts.get(address) ?? []), number]);
  }
  const reached = targets.flatMap((target) => {
    const reaching = facts.get(target.address);
    return reaching ? [{ target, facts: reaching }] : [];
  });
  const each = entries.flatMap((entry) =>
    reached.filter(({ target }) => !isOwn(entry, target)).map((goal) => ({ ...goal, entry })),
  );
  const jointly = reached.filter(({ target }) => entries.length > 1 && !entries.some((entry) => isOwn(entry, target)));
  return [...each, ...jointly.map((goal) => ({ ...goal, entry: undefined }))];
}

/** The entry point is no target of itself, whether it was named as a whole, by a container or by its task definition. */
function isOwn(entry: EntryPoint, target: Target): boolean {
  if (entry.address.split('#')[0] === target.address) return true;
  return entry.steps.some(({ step }) => reachedBy(step.gains) === target.address);
}

interface Search {
  readonly rootModule: string;
  readonly graph: AttackGraph;
  readonly coloured: ColouredGraph;
  readonly entries: readonly EntryPoint[];
  readonly goals: readonly Goal[];
}

function findPaths(search: Search): AttackPath[] {
  const paths = new Map<string, AttackPath>();
  const derivations = new Map<EntryPoint | undefined, Derivations>();
  const alone = new Set<Target>();
  for (const goal of search.goals) {
    const from = derivations.get(goal.entry) ?? derivationsFor(search.coloured, goal.entry);
    derivations.set(goal.entry, from);
    const most = !goal.entry && alone.has(goal.target) ? MOST_JOINT_ROUTES : MOST_ROUTES;
    for (const path of routes(search, goal, from, most)) {
      paths.set(path.id, path);
      if (goal.entry && !path.intended) alone.add(goal.target);
    }
  }
  return [...paths.values()].toSorted(byLength);
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
      const path = isDetour(search.graph, derivation) ? undefined : pathOf(search, goal, derivation, false);
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
function isDetour(graph: AttackGraph, derivation: readonly Rule[]): boolean {
  const entered = derivation.flatMap((rule) => (rule.entry === undefined ? [] : (graph.facts[rule.gains] ?? [])));
  return entered.some(
    ({ kind, address }) =>
      kind === 'requests' && entered.some((other) => other.kind === 'executes' && other.address === address),
  );
}

function pathOf(search: Search, goal: Goal, derivation: readonly Rule[], intended: boolean): AttackPath | undefined {
  const used = new Set(derivation.flatMap((rule) => rule.entry ?? []));
  // What one entry point reaches alone is found there; the joint search adds only what takes several.
  if (!goal.entry && used.size < 2) return undefined;
  const entry = goal.entry ?? search.entries.find(({ id }) => used.has(id));
  if (!entry) return undefined;
  return toPath(search.graph, derivation, { rootModule: search.rootModule, entry, target: goal.target, intended });
}
