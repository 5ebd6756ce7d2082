import { assumedPaths, attackPaths } from '#attack/analyse.js';
import type { Control } from '#harden/control.js';
import { findingsOf } from '#harden/findings.js';
import { controls } from '#harden/registry.generated.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { byCause } from './causes.js';
import { coverageOf } from './coverage.js';
import type { AnalysisOptions } from './options.js';
import { moduleResults } from './result/build-result.js';
import type { Uncatalogued } from './result/catalogue.js';
import { TOOL } from './result/tool.js';
import type { ModuleAnalysis } from './session.js';

/** What a result is made of. */
export interface Found {
  readonly modules: readonly ModuleAnalysis[];
  /** Of no root module by itself. */
  readonly diagnostics: readonly Diagnostic[];
  /** When the run began, in milliseconds. */
  readonly started: number;
}

/** The result of all root modules together; the paths say which of the controls on offer close them. */
export function resultOf(
  { root }: AnalysisOptions,
  { modules, diagnostics: general, started }: Found,
  offered: readonly Control[],
): Uncatalogued {
  const diagnostics = [...general, ...modules.flatMap((module) => module.diagnostics)];
  const results = modules.map(({ attack }) => moduleResults(attack, findingsOf(attack.estate, controls), offered));
  const entryPoints = results.flatMap((each) => each.entryPoints);
  const targets = results.flatMap((each) => each.targets);
  const findings = results.flatMap((each) => each.findings);
  const causes = byCause(diagnostics);
  return {
    schemaVersion: '1',
    tool: TOOL,
    root,
    summary: {
      files: new Set(modules.flatMap(({ configuration }) => [...configuration.files.keys()])).size,
      resources: modules.reduce((sum, { configuration }) => sum + configuration.resources.length, 0),
      entryPoints: entryPoints.length,
      targets: targets.length,
      paths: modules.reduce((sum, { attack }) => sum + attackPaths(attack).length, 0),
      assumedPaths: modules.reduce((sum, { attack }) => sum + assumedPaths(attack).length, 0),
      findings: findings.length,
      diagnostics: causes.length,
      durationMs: Math.round(performance.now() - started),
      coverage: coverageOf(modules, diagnostics),
    },
    entryPoints,
    notEntryPoints: results.flatMap((each) => each.notEntryPoints),
    targets,
    paths: results.flatMap((each) => each.paths),
    findings,
    blindSpots: results.flatMap((each) => each.blindSpots),
    diagnostics: causes,
  };
}
