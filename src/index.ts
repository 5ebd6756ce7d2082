export { harden, scan, type HardenOutcome } from '#analysis/run.js';
export type * from '#analysis/result/result.js';
export type { AnalysisOptions, HardenOptions, PlanInput } from '#analysis/options.js';
export type { GivenFile, GivenValue, VariableInput } from '#terraform/load/options.js';
export { UsageError } from '#analysis/usage-error.js';
export { techniques } from '#attack/registry.generated.js';
export { controls } from '#harden/registry.generated.js';
export type { Technique } from '#attack/technique.js';
export type { Control } from '#harden/control.js';
