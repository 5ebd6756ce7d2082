import { controls } from '#harden/registry.generated.js';
import { analyseAll } from './analyse-all.js';
import { hardenAll } from './harden-all.js';
import { checkControls } from './checks.js';
import type { AnalysisOptions, HardenOptions } from './options.js';
import { closedByPlan, planResult, proofResult } from './result/build-plan.js';
import { catalogued, type Uncatalogued } from './result/catalogue.js';
import { asRedacted, redacted } from './result/redact.js';
import type { Result } from './result/result.js';
import { resultOf } from './summarise.js';
import type { ModuleAnalysis } from './session.js';
import { writeFiles } from './write-files.js';

/** A hardening: its result, and the files as they would be. */
export interface HardenOutcome {
  readonly result: Result;
  /** New text by path relative to the root; empty where nothing is to be changed. */
  readonly files: ReadonlyMap<string, string>;
  /** What a scan finds once the files are written, from the analysis that proved the plan. */
  after(): Result;
  /** Writes the files, all or none of them. Throws {@link UsageError} where a file has changed meanwhile or can't be written. */
  write(): Promise<void>;
}

/**
 * Finds the attack paths and findings of all root modules below a folder.
 * Throws {@link UsageError} where the folder or a named entry point or target isn't there.
 */
export async function scan(options: AnalysisOptions): Promise<Result> {
  const started = performance.now();
  const { modules, diagnostics } = await analyseAll(options);
  return shown(resultOf(options, { modules, diagnostics, started }, controls), modules, options);
}

/** Plans the cheapest edits that cut every attack path, and proves them. Writes nothing until asked. Throws as {@link scan}. */
export async function harden(options: HardenOptions): Promise<HardenOutcome> {
  const started = performance.now();
  checkControls(options.controls ?? []);
  const { root, session, modules, diagnostics } = await analyseAll(options);
  const { hardened, files, originals } = await hardenAll(session, modules, options);
  const plan = planResult(hardened);
  const found = resultOf(options, { modules, diagnostics, started }, []);
  return {
    result: shown(
      { ...found, paths: closedByPlan(found.paths, plan), plan, proof: proofResult(hardened) },
      modules,
      options,
    ),
    files,
    after: () => {
      const afterwards = hardened.map(({ after }) => after);
      return shown(resultOf(options, { modules: afterwards, diagnostics, started }, controls), afterwards, options);
    },
    write: () => writeFiles(root, files, originals),
  };
}

function shown(
  result: Uncatalogued,
  modules: readonly ModuleAnalysis[],
  { showSecrets }: Pick<AnalysisOptions, 'showSecrets'>,
): Result {
  const secrets = new Set(modules.flatMap(({ configuration }) => [...configuration.secrets]));
  const clean = redacted(result, secrets, showSecrets);
  return asRedacted(clean, catalogued(clean));
}
