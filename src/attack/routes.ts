import { groupBy } from '#aws/grouping.js';
import { certaintyOfEntry, isCertain } from './certainty.js';
import type { DerivationSpace, Derivations } from './engine/derivation.js';
import type { AttackGraph, Rule } from './engine/graph.js';
import type { EntryPoint } from './entry.js';
import { isActor } from './fact.js';
import { entriesOf, type Goal } from './goal.js';
import { toPath, type AttackPath } from './path.js';
import type { Target } from './target.js';

/**
 * Which derivations are shown as attack paths: from each entry point to each target the cheapest ones that between them use
 * every usable step. First those in which everything is known, then those that rest on an assumption.
 *
 * The plan cuts every derivation that counts, shown or not.
 */

/** Routes shown from one entry point to one target, and of those that take several entry points where one would do. */
const MOST_ROUTES = 24;
const MOST_JOINT_ROUTES = 2;
/** Routes that rest on an assumption, shown where there are certain ones. */
const MOST_BESIDE_CERTAIN = 8;
/**
 * Paths of one root module, so that what is shown does not grow with the product of entry points, targets and ways. Where there
 * are many pairs of an entry point and a target, fewer ways are shown of each; the first always is.
 */
const MOST_PATHS = 4_000;
/** Derivations looked at for one that is shown: many differ in nothing that is. */
const LOOKED_AT_PER_ROUTE = 8;

export interface Search {
  readonly graph: AttackGraph;
  /** All derivations, whatever they rest on, and those of which everything is known. */
  readonly space: DerivationSpace;
  readonly certain: DerivationSpace;
  readonly entries: readonly EntryPoint[];
  readonly goals: readonly Goal[];
  readonly counts: (rule: Rule) => boolean;
  /** There is one account to administer, and no other. */
  readonly isOneAccount: boolean;
}

/** Derivations of one goal: those of which everything is known, and all. */
interface Tiers {
  readonly certain: Derivations;
  readonly any: Derivations;
}

export interface Found {
  readonly paths: readonly AttackPath[];
  /** Ways shown of one entry point to one target, where there were more of some than that; else `undefined`. */
  readonly waysShown: number | undefined;
}

export function findPaths(search: Search): Found {
  const { space, certain } = search;
  const paths = new Map<string, AttackPath>();
  const waysOfEach = Math.min(MOST_ROUTES, Math.max(1, Math.floor(MOST_PATHS / search.goals.length)));
  let cutShort = false;
  const alone = new Set<Target>();
  for (const [entry, goals] of byEntry(search.goals)) {
    const ids = entriesOf(entry, search.entries);
    const any = space.from(ids);
    const tiers: Tiers = { any, certain: certain === space ? any : certain.from(ids) };
    for (const goal of goals) {
      const most = !entry && alone.has(goal.target) ? Math.min(MOST_JOINT_ROUTES, waysOfEach) : waysOfEach;
      const found = routes(search, goal, tiers, most);
      if (found.length >= most && most < MOST_ROUTES && entry) cutShort = true;
      for (const path of found) {
        paths.set(path.id, path);
        if (entry && !path.intended) alone.add(goal.target);
      }
    }
  }
  const shown = withoutImplied([...paths.values()], search).toSorted(byLength);
  return { paths: shown, waysShown: cutShort ? waysOfEach : undefined };
}

/**
 * Who administers the account for certain has all of it: what is only assumed from there tells nothing new. Nor does it where
 * the start is assumed itself, and leads to the administration of some account.
 */
function withoutImplied(paths: readonly AttackPath[], { isOneAccount }: Search): readonly AttackPath[] {
  const administering = new Set(
    paths
      .filter(({ target, intended }) => target.kind === 'admin' && !intended)
      .filter(({ counts, entry }) => (counts ? isOneAccount : certaintyOfEntry(entry) === 'assumed'))
      .map(({ entry }) => entry),
  );
  return paths.filter(
    ({ entry, counts, intended, target }) => counts || intended || target.kind === 'admin' || !administering.has(entry),
  );
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

/** What is sure first, and what one entry point suffices for. */
function byLength(a: AttackPath, b: AttackPath): number {
  return (
    Number(a.certainty === 'assumed') - Number(b.certainty === 'assumed') ||
    Number(a.joint) - Number(b.joint) ||
    a.steps.length - b.steps.length ||
    (a.id < b.id ? -1 : 1)
  );
}

function routes(search: Search, goal: Goal, { certain, any }: Tiers, most: number): AttackPath[] {
  if (goal.byDesign) return intendedPaths(search, goal, certain);
  const found = new Map<string, AttackPath>();
  collectAttacks(search, goal, certain, { most, found });
  if (certain !== any) {
    const beside = Math.min(MOST_BESIDE_CERTAIN, most - 1);
    const more = found.size > 0 ? found.size + beside : most;
    if (found.size < more) collectAttacks(search, goal, any, { most: more, found });
    for (const path of intendedPaths(search, goal, any)) found.set(path.id, path);
    return [...found.values()].filter((path, _, all) => !all.some((other) => assumesLess(other, path)));
  }
  return [...found.values()];
}

/**
 * What needs all that another way between the same ends does, and something more that is not known, tells nothing new. Where
 * the unknown is taken to be open each is a way in.
 */
function assumesLess(one: AttackPath, other: AttackPath): boolean {
  if (one.certainty === 'certain' || one.counts || one.intended || other.intended) return false;
  const of = (path: AttackPath): ReadonlySet<string> => new Set(path.assumptions.map(({ what }) => what));
  const [less, more] = [of(one), of(other)];
  return less.size < more.size && [...less].every((what) => more.has(what));
}

interface Collected {
  readonly most: number;
  readonly found: Map<string, AttackPath>;
}

function collectAttacks(search: Search, goal: Goal, from: Derivations, { most, found }: Collected): void {
  for (const fact of goal.facts) {
    let looked = 0;
    const shorter: Course[] = [];
    const administering = search.graph.facts[fact]?.kind === 'administers' ? rulesTo(search.graph, fact) : [];
    for (const derivation of attackDerivations(from, fact)) {
      const course = courseOf(derivation);
      const known =
        isDetour(search.graph, derivation) ||
        derivation.some((rule) => isDoneOtherwise(search.graph, rule, from)) ||
        goesOn(derivation, administering) ||
        shorter.some((other) => addsNothing(course, other));
      const path = known ? undefined : pathOf(search, goal, derivation, false);
      if (path) shorter.push(course);
      if (path && !found.has(path.id)) found.set(path.id, path);
      if (found.size >= most || ++looked >= most * LOOKED_AT_PER_ROUTE) break;
    }
  }
}

function intendedPaths(search: Search, goal: Goal, from: Derivations): AttackPath[] {
  if (!goal.entry) return [];
  return goal.facts.flatMap((fact) => {
    const derivation = from.derivation(fact, 'intended');
    return (derivation && pathOf(search, goal, derivation, true)) ?? [];
  });
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

/** Who is an administrator has arrived: the way from there to another administrator is none of the attacker's. */
function goesOn(derivation: readonly Rule[], administering: readonly Rule[]): boolean {
  const last = derivation.at(-1);
  if (!last || administering.length === 0) return false;
  const won = new Set(derivation.map(({ gains }) => gains));
  const certain = derivation.every(isCertain);
  return administering.some(
    (rule) =>
      rule.needs.some((need) => !last.needs.includes(need)) &&
      rule.needs.every((need) => won.has(need)) &&
      (!certain || isCertain(rule)),
  );
}

/** What a derivation wins on the way, and how. */
interface Course {
  readonly facts: ReadonlySet<number>;
  readonly techniques: ReadonlySet<string>;
}

function courseOf(derivation: readonly Rule[]): Course {
  const taken = derivation.filter(({ technique }) => technique);
  return {
    facts: new Set(taken.map(({ gains }) => gains)),
    techniques: new Set(taken.flatMap(({ technique }) => technique?.id ?? [])),
  };
}

/** It goes the way of the other by more hops of the same kind: from one host to the next and only then to the target. */
function addsNothing(course: Course, other: Course): boolean {
  if (other.facts.size >= course.facts.size) return false;
  return (
    [...course.techniques].every((id) => other.techniques.has(id)) &&
    [...other.facts].every((fact) => course.facts.has(fact))
  );
}

function pathOf(search: Search, goal: Goal, derivation: readonly Rule[], intended: boolean): AttackPath | undefined {
  const used = new Set(derivation.flatMap((rule) => rule.entry ?? []));
  // What one entry point reaches alone is found there; the joint search adds only what takes several.
  if (!goal.entry && used.size < 2) return undefined;
  const entry = goal.entry ?? search.entries.find(({ id }) => used.has(id));
  if (!entry) return undefined;
  const counts = derivation.every(search.counts);
  return toPath(search.graph, derivation, { entry, target: goal.target, intended, counts });
}
