import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { loadConfiguration } from '#terraform/configuration.js';
import type { Diagnostic } from '#terraform/diagnostic.js';
import { loadPlan } from '#terraform/plan/plan.js';
import type { Repository } from '#terraform/load/repository.js';
import type { Configuration, LoadOptions } from '#terraform/resource.js';
import type { AnalysisOptions } from './options.js';
import { watched } from './watched.js';

/** A root module as analysed. */
export interface ModuleAnalysis {
  readonly rootModule: string;
  readonly configuration: Configuration;
  readonly attack: AttackAnalysis;
  readonly diagnostics: readonly Diagnostic[];
  /** The types of resources that the analysis had a use for. */
  readonly asked: ReadonlySet<string>;
}

/** What there is to read. */
export interface FoundSource {
  /** What has been parsed of it already. */
  readonly cache: Map<string, SyntaxFile>;
  readonly repository: Repository | undefined;
  readonly hasSource: boolean;
}

/** Analyses root modules of one folder; files that they share are parsed once. */
export class Session {
  readonly #root: string;
  readonly #options: AnalysisOptions;
  readonly #found: FoundSource;

  /** `root` is absolute. Without source there is only a plan. */
  constructor(root: string, options: AnalysisOptions, found: FoundSource) {
    this.#root = root;
    this.#options = options;
    this.#found = found;
  }

  /** `overlay` is text that takes the place of files, by path relative to the root: how edits are tried before they are written. */
  analyse(rootModule: string, overlay?: ReadonlyMap<string, string>): ModuleAnalysis {
    const { entries, targets, assume, assumeUnknown, leaveOut, accounts } = this.#options;
    const { configuration, asked } = watched(this.read(rootModule, overlay));
    const { estate, diagnostics } = buildEstate(configuration, accounts);
    const attack = analyse(estate, {
      rootModule,
      assumption: assume ?? 'code-execution',
      leaveOut,
      entries,
      targets,
      unknown: assumeUnknown,
    });
    const all = [...configuration.diagnostics, ...diagnostics, ...boundsReached(attack)];
    return { rootModule, configuration, attack, diagnostics: all, asked };
  }

  /** The estate alone; what nothing asks for is not evaluated. */
  estate(rootModule: string, overlay: ReadonlyMap<string, string>): Estate {
    return buildEstate(this.#load(rootModule, overlay)).estate;
  }

  /** The configuration alone, evaluated. */
  read(rootModule: string, overlay?: ReadonlyMap<string, string>): Configuration {
    const configuration = this.#load(rootModule, overlay);
    configuration.evaluateAll();
    return configuration;
  }

  #load(rootModule: string, overlay?: ReadonlyMap<string, string>): Configuration {
    const { variables, env, plan, modules, workspace } = this.#options;
    const { cache, repository, hasSource } = this.#found;
    const written: LoadOptions = {
      root: this.#root,
      rootModule,
      cache,
      ...(repository ? { repository } : {}),
      ...(modules ? { modules } : {}),
      ...(workspace === undefined ? {} : { workspace }),
      ...(variables ? { variables } : {}),
      ...(env ? { env } : {}),
    };
    const edited = overlay ? { ...written, overlay } : undefined;
    if (!plan) return loadConfiguration(edited ?? written);
    if (!hasSource) return loadPlan(plan.text, { name: plan.name });
    return loadPlan(plan.text, { name: plan.name, source: written, ...(edited ? { edited } : {}) });
  }
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
      detail: `The search in the root module ${rootModule} was stopped after ${graph.rules.length} steps: there may be more attack paths than are shown, and a plan closes only those that were found. Analyse parts of it, or name entry points with --entry.`,
    });
  }
  if (waysShown !== undefined) {
    const ways = waysShown === 1 ? 'one attack path' : `${waysShown} attack paths`;
    found.push({
      severity: 'warning',
      code: 'paths-not-all-shown',
      summary: 'Not all attack paths are shown',
      detail: `In the root module ${rootModule}, ${goals.length} pairs of an entry point and a target are reached, many in several ways; at most ${ways} of each ${waysShown === 1 ? 'is' : 'are'} shown. A plan closes all of them. To see more of some, name them with --entry and --target.`,
    });
  }
  return found;
}
