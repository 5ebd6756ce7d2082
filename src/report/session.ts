import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { loadConfiguration } from '#terraform/configuration.js';
import type { Diagnostic } from '#terraform/diagnostic.js';
import type { Configuration } from '#terraform/resource.js';
import type { AnalysisOptions } from './options.js';

/** A root module as analysed. */
export interface ModuleAnalysis {
  readonly rootModule: string;
  readonly configuration: Configuration;
  readonly attack: AttackAnalysis;
  readonly diagnostics: readonly Diagnostic[];
}

/** Analyses root modules of one folder; files that they share are parsed once. */
export class Session {
  readonly #root: string;
  readonly #options: AnalysisOptions;
  readonly #cache = new Map<string, SyntaxFile>();

  /** `root` is absolute. */
  constructor(root: string, options: AnalysisOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** `overlay` is text that takes the place of files, by path relative to the root: how edits are tried before they are written. */
  analyse(rootModule: string, overlay?: ReadonlyMap<string, string>): ModuleAnalysis {
    const { varFiles, vars, env, entries, targets, assume } = this.#options;
    const configuration = loadConfiguration({
      root: this.#root,
      rootModule,
      cache: this.#cache,
      ...(varFiles ? { varFiles } : {}),
      ...(vars ? { vars } : {}),
      ...(env ? { env } : {}),
      ...(overlay ? { overlay } : {}),
    });
    configuration.evaluateAll();
    const { estate, diagnostics } = buildEstate(configuration);
    const attack = analyse(estate, { rootModule, assumption: assume ?? 'code-execution', entries, targets });
    return { rootModule, configuration, attack, diagnostics: [...configuration.diagnostics, ...diagnostics] };
  }
}
