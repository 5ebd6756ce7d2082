import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import type { Observed } from '#aws/compute/observed.js';
import type { Estate } from '#aws/estate.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { loadPlan } from '#terraform/plan/plan.js';
import type { Group, Roots, RootsOptions } from '#terraform/joined/roots.js';
import type { Configuration } from '#model/configuration.js';
import type { LoadOptions } from '#terraform/load/options.js';
import type { AnalysisOptions } from './options.js';
import { watched } from './watched.js';

/** A root module as analysed, or several that give each other values. */
export interface ModuleAnalysis {
  readonly group: Group;
  readonly configuration: Configuration;
  readonly attack: AttackAnalysis;
  readonly diagnostics: readonly Diagnostic[];
  /** The types of resources that the analysis had a use for. */
  readonly asked: ReadonlySet<string>;
}

/** What there is to read: the root modules and how they are read; with a plan alone, nothing. */
export interface FoundSource {
  readonly roots: Roots | undefined;
  readonly load: RootsOptions['load'];
}

/** Reads and analyses a group of root modules, with other text in the place of some files. */
export interface Analyser {
  analyse(group: Group, overlay?: ReadonlyMap<string, string>): ModuleAnalysis;
  /** The estate alone; what nothing asks for is not evaluated. */
  estate(group: Group, overlay: ReadonlyMap<string, string>): Estate;
  /** The configuration alone, evaluated. */
  read(group: Group, overlay?: ReadonlyMap<string, string>): Configuration;
}

/** Analyses root modules of one folder; files that they share are parsed once. */
export class Session implements Analyser {
  readonly #options: AnalysisOptions;
  readonly #found: FoundSource;

  constructor(options: AnalysisOptions, found: FoundSource) {
    this.#options = options;
    this.#found = found;
  }

  /** `overlay` is text that takes the place of files, by path relative to the root: how edits are tried before they are written. */
  analyse(group: Group, overlay?: ReadonlyMap<string, string>): ModuleAnalysis {
    return analyseConfiguration(this.read(group, overlay), this.#options, { group });
  }

  estate(group: Group, overlay: ReadonlyMap<string, string>): Estate {
    return buildEstate(this.#load(group, overlay)).estate;
  }

  read(group: Group, overlay?: ReadonlyMap<string, string>): Configuration {
    const configuration = this.#load(group, overlay);
    configuration.evaluateAll();
    return configuration;
  }

  #load(group: Group, overlay?: ReadonlyMap<string, string>): Configuration {
    const { plan } = this.#options;
    const { roots, load } = this.#found;
    if (!plan && roots) return roots.load(group, overlay);
    if (!plan) throw new Error('invariant: without a plan there is source');
    if (!roots) return loadPlan(plan.text, { name: plan.name });
    const written: LoadOptions = { ...load, rootModule: group[0] ?? '.' };
    const edited = overlay ? { edited: { ...written, overlay } } : {};
    return loadPlan(plan.text, { name: plan.name, source: written, ...edited });
  }
}

/** What an attacker could do in resources that were read, be it of source, a plan or an account. */
export function analyseConfiguration(
  read: Configuration,
  options: Omit<AnalysisOptions, 'root'>,
  { group, observed }: { readonly group: Group; readonly observed?: Observed },
): ModuleAnalysis {
  const { entries, targets, assume, assumeUnknown, leaveOut, accounts } = options;
  const { configuration, asked } = watched(read);
  const { estate, diagnostics } = buildEstate(configuration, accounts, observed);
  const attack = analyse(estate, {
    rootModule: configuration.rootModule,
    assumption: assume ?? 'code-execution',
    leaveOut,
    entries: entries && labelled(entries, configuration),
    targets: targets && labelled(targets, configuration),
    unknown: assumeUnknown,
  });
  const all = [...configuration.diagnostics, ...diagnostics, ...boundsReached(attack)];
  return { group, configuration, attack, diagnostics: all, asked };
}

/** An address of the user's may be one of any of the root modules that are seen as one. */
function labelled(addresses: readonly string[], { roots }: Configuration): readonly string[] {
  if (!roots) return addresses;
  return addresses.flatMap((address) => [address, ...Array.from(roots.keys(), (label) => label + address)]);
}

/** Nothing is left out silently. */
export function boundsReached(
  attack: Pick<AttackAnalysis, 'rootModule' | 'graph' | 'goals' | 'waysShown'>,
): Diagnostic[] {
  const { rootModule, graph, goals, waysShown } = attack;
  const found: Diagnostic[] = [];
  if (graph.truncated) {
    found.push({
      severity: 'error',
      code: 'too-many-steps',
      summary: 'Too many attack steps',
      detail: `The search in the root module ${rootModule} stopped after ${graph.rules.length} steps: there may be more attack paths than are shown, and a plan closes only those that were found. Analyse parts of it, or name entry points with --entry.`,
    });
  }
  if (waysShown !== undefined) {
    const ways = waysShown === 1 ? 'one attack path' : `${waysShown} attack paths`;
    found.push({
      severity: 'warning',
      code: 'paths-not-all-shown',
      summary: 'Not all attack paths are shown',
      detail: `In the root module ${rootModule}, ${goals.length} pairs of an entry point and a target are reached, many in several ways; at most ${ways} of each ${waysShown === 1 ? 'is' : 'are'} shown. A plan closes all of them. To see more ways of a pair, name it with --entry and --target.`,
    });
  }
  return found;
}
