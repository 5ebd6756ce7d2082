import type { Control } from '#harden/control.js';
import type { Technique } from '#attack/technique.js';
import type { AnalysisOptions, HardenOptions } from '#analysis/options.js';
import type { HardenAccountOptions } from '#live/harden/harden.js';
import type { VerifyOptions } from '#live/verify/verify.js';
import type { Result } from '#analysis/result/result.js';
import type { TrailSource } from '#trail/options.js';
import type { TrailResult } from '#trail/result.js';

/** The part of the library (src/index.ts) that the commands call. It loads when a command runs, not for `--help`. */
export interface Analysis {
  scan(options: AnalysisOptions): Promise<Result>;
  harden(options: HardenOptions): Promise<{ readonly result: Result; after(): Result; write(): Promise<void> }>;
  trail(source: TrailSource, options: AnalysisOptions): Promise<TrailResult>;
  hardenAccount(options: HardenAccountOptions): Promise<Result>;
  verify(options: VerifyOptions): Promise<Result>;
  readonly techniques: readonly Technique[];
  readonly controls: readonly Control[];
}

export type LoadAnalysis = () => Promise<Analysis>;
