import type { DerivationSpace, Derivations } from './engine/derivation.js';
import type { AttackGraph } from './engine/graph.js';
import type { EntryPoint } from './entry.js';
import { reachedBy, type Target } from './target.js';

/**
 * A target as seen from one entry point, or from all together where `entry` is undefined. The plan must leave no attack
 * derivation of any goal, except those reached by design: an attack would gain there only what the entry point has anyway.
 */
export interface Goal {
  readonly entry: EntryPoint | undefined;
  readonly target: Target;
  /** Facts each of which reaches the target. */
  readonly facts: readonly number[];
  /** From there, intended access alone reaches the target, for certain. */
  readonly byDesign: boolean;
}

export interface GoalSearch {
  readonly graph: AttackGraph;
  /** All derivations, and those that depend on no assumption. */
  readonly space: DerivationSpace;
  readonly certain: DerivationSpace;
  readonly entries: readonly EntryPoint[];
  readonly targets: readonly Target[];
}

/** The ids of the entry points that a goal is seen from: one, or all together. */
export function entriesOf(entry: EntryPoint | undefined, all: readonly EntryPoint[]): ReadonlySet<string> {
  return new Set(entry ? [entry.id] : all.map(({ id }) => id));
}

export function goalsOf(search: GoalSearch): Goal[] {
  const { graph, space, certain, entries, targets } = search;
  const byAddress = new Map(targets.map((target) => [target.address, target]));
  const goalsFrom = (entry: EntryPoint | undefined, own: ReadonlySet<string>): Goal[] => {
    const ids = entriesOf(entry, entries);
    const sure = certain.from(ids);
    return reachedFrom(graph, space.from(ids), byAddress, own).map((goal) => ({
      ...goal,
      entry,
      byDesign: goal.facts.some((fact) => sure.cost(fact, 'intended') < Infinity),
    }));
  };
  const own = new Map(entries.map((entry) => [entry, ownAddresses(entry)]));
  const each = entries.flatMap((entry) => goalsFrom(entry, own.get(entry) ?? new Set()));
  if (entries.length < 2) return each;
  const all = new Set([...own.values()].flatMap((addresses) => [...addresses]));
  return [...each, ...goalsFrom(undefined, all)];
}

function reachedFrom(
  graph: AttackGraph,
  derivations: Derivations,
  targets: ReadonlyMap<string, Target>,
  own: ReadonlySet<string>,
): Pick<Goal, 'target' | 'facts'>[] {
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

/** An entry point is not a target from itself, whether it was named as a whole, by a container or by its task definition. */
function ownAddresses(entry: EntryPoint): ReadonlySet<string> {
  const [whole = entry.address] = entry.address.split('#');
  return new Set([whole, ...entry.steps.flatMap(({ step }) => reachedBy(step.gains) ?? [])]);
}
