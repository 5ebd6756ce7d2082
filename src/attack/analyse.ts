import { posix } from 'node:path';
import type { Estate } from '#aws/estate.js';
import { labelIn } from '#model/address.js';
import { isCertain } from './certainty.js';
import { colour, type ColouredGraph } from './engine/coloured.js';
import { DerivationSpace } from './engine/derivation.js';
import type { AttackGraph, Rule } from './engine/graph.js';
import { saturate } from './engine/saturate.js';
import { discoverEntries, namedEntry, type Assumption, type EntryPoint, type LeftOut } from './entry.js';
import { goalsOf, type Goal } from './goal.js';
import { type AttackPath, pathId } from './path.js';
import { techniques } from './registry.generated.js';
import { findPaths } from './routes.js';
import { discoverTargets, namedTarget, type Target } from './target.js';

export interface AttackOptions {
  readonly rootModule: string;
  readonly assumption: Assumption;
  /** Kinds of entry points that nobody is taken to start from. */
  readonly leaveOut?: readonly LeftOut[] | undefined;
  /** Addresses; undefined: what the configuration shows. An address that is not in this configuration adds nothing. */
  readonly entries?: readonly string[] | undefined;
  readonly targets?: readonly string[] | undefined;
  /** `open`: what can't be known is taken to be as an attacker needs it, and counts as if it were known. Default `closed`. */
  readonly unknown?: 'open' | 'closed' | undefined;
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
  /** Set where not all that would be shown are: so many of each entry point and target are. */
  readonly waysShown: number | undefined;
  /**
   * Whether steps by this rule count: for severities, the exit status, the plan and the proof. What rests on an assumption does
   * only where the user takes the unknown to be open.
   */
  readonly counts: (rule: Rule) => boolean;
}

export function analyse(estate: Estate, options: AttackOptions): AttackAnalysis {
  const entries = options.entries
    ? options.entries.flatMap((address) => namedEntry(estate, address) ?? [])
    : discoverEntries(estate, options.assumption, options.leaveOut);
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
  const certain = graph.rules.every(isCertain) ? space : new DerivationSpace(coloured, isCertain);
  const goals = goalsOf({ graph, space, certain, entries, targets });
  const counts = options.unknown === 'open' ? () => true : isCertain;
  const { rootModule } = options;
  const isOneAccount = targets.filter(({ kind }) => kind === 'admin').length === 1;
  const found = findPaths({ graph, space, certain, entries, goals, counts, isOneAccount });
  const paths = withPlacelessIds(found.paths, estate);
  return { rootModule, estate, entries, targets, graph, coloured, goals, paths, waysShown: found.waysShown, counts };
}

/** Where several root modules are seen as one, a path is told by the way from one to the other, not by where they lie. */
function withPlacelessIds(paths: readonly AttackPath[], { configuration: { roots } }: Estate): readonly AttackPath[] {
  if (!roots) return paths;
  return paths.map((path) => {
    const addresses = [path.entry.address, ...path.steps.flatMap(({ from, to }) => [from, to])];
    const own = addresses.map((address) => roots.get(labelIn(address))).find((root) => root !== undefined) ?? '.';
    const ways = Array.from(roots, ([label, folder]) => [label, wayBetween(own, folder)] as const);
    return { ...path, id: pathId(path, new Map(ways)) };
  });
}

function wayBetween(from: string, to: string): string {
  return from === to ? '' : `${posix.relative(from, to)}:`;
}

type Paths = Pick<AttackAnalysis, 'paths'>;

/** The attack paths that count: not those that are there by design, nor those that only an assumption makes. */
export function attackPaths({ paths }: Paths): readonly AttackPath[] {
  return paths.filter((path) => !path.intended && path.counts);
}

/** The attack paths that exist only if something that is not known is so, whether or not they count. */
export function assumedPaths({ paths }: Paths): readonly AttackPath[] {
  return paths.filter((path) => !path.intended && path.certainty === 'assumed');
}
