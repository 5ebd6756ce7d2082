/** Attack paths in the order in which a reader wants them: by where they start, then by target, the worst first. */
import type { AssumptionResult, EntryPointResult, PathResult, Result } from '#analysis/result/result.js';
import { severityRank } from '#analysis/result/severity-order.js';
import { compareText } from '../words.js';

/** The paths of one kind of start. */
export interface PathPart {
  readonly title: string;
  readonly paths: number;
  readonly groups: readonly PathGroup[];
}

/** The paths of one root module to one target. */
export interface PathGroup {
  readonly rootModule: string;
  readonly worst: PathResult;
  readonly further: readonly PathResult[];
}

/** Paths that exist only if the same assumptions are so. */
export interface ConditionGroup {
  readonly assumptions: readonly AssumptionResult[];
  /** The worst first. */
  readonly paths: readonly PathResult[];
}

interface Start {
  readonly kinds: ReadonlySet<EntryPointResult['kind'] | undefined>;
  readonly title: string;
}

const INTERNET: Start = { kinds: new Set(['anonymous', 'internet-workload']), title: 'From the internet' };

const STARTS: readonly Start[] = [
  INTERNET,
  { kinds: new Set(['assumed']), title: 'From the entry points that were named' },
  { kinds: new Set(['leaked-credentials']), title: 'If an access key leaks' },
];

/** Those that count. */
export function attacksOf({ paths }: Result): readonly PathResult[] {
  return paths.filter(({ counts }) => counts);
}

/** Neither by design nor counted: assumed, where the unknown is not taken to be open. */
export function uncountedPaths({ paths }: Result): readonly PathResult[] {
  return paths.filter(({ intended, counts }) => !intended && !counts);
}

export function pathParts(result: Result): readonly PathPart[] {
  const attacks = attacksOf(result);
  const kinds = new Map(result.entryPoints.map(({ id, kind }) => [id, kind]));
  const startOf = ({ entryPoint }: PathResult): Start =>
    STARTS.find((start) => start.kinds.has(kinds.get(entryPoint))) ?? INTERNET;
  return STARTS.map((start) => {
    const paths = attacks.filter((path) => startOf(path) === start);
    return { title: start.title, paths: paths.length, groups: byTarget(paths) };
  }).filter(({ paths }) => paths > 0);
}

function byTarget(paths: readonly PathResult[]): PathGroup[] {
  const groups = groupedBy(worstFirst(paths), ({ rootModule, target }) => JSON.stringify([rootModule, target]));
  return groups.map(([worst, ...further]) => ({ rootModule: worst.rootModule, worst, further }));
}

/** The worst first, then those that most rest on. */
export function conditionGroups(result: Result): readonly ConditionGroup[] {
  return groupedBy(worstFirst(uncountedPaths(result)), ({ rootModule, assumptions }) =>
    JSON.stringify([rootModule, assumptions.map(({ what }) => what).toSorted()]),
  )
    .map((paths) => ({ worst: paths[0], assumptions: paths[0].assumptions, paths }))
    .toSorted((a, b) => compareHarm(a.worst, b.worst) || a.assumptions.length - b.assumptions.length)
    .map(({ assumptions, paths }) => ({ assumptions, paths }));
}

/** The lists of what has the same key, in the order of their first. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

export function worstFirst(paths: readonly PathResult[]): readonly PathResult[] {
  return paths.toSorted((a, b) => compareHarm(a, b) || compareText(a.title, b.title) || compareText(a.id, b.id));
}

function compareHarm(a: PathResult, b: PathResult): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    a.assumptions.length - b.assumptions.length ||
    a.steps.length - b.steps.length
  );
}

/** Root modules by name; within each the worst stays first. */
export function byModule(groups: readonly PathGroup[]): (readonly [string, readonly PathGroup[]])[] {
  const names = [...new Set(groups.map(({ rootModule }) => rootModule))].toSorted(compareText);
  return names.map((name) => [name, groups.filter(({ rootModule }) => rootModule === name)]);
}
