export { harden, scan, type HardenOutcome } from '#report/run.js';
export type * from '#report/result.js';
export type { AnalysisOptions, HardenOptions, PlanInput } from '#report/options.js';
export type { GivenFile, GivenValue, VariableInput } from '#terraform/resource.js';
export { UsageError } from '#report/usage-error.js';
export { techniques } from '#attack/registry.generated.js';
export { controls } from '#harden/registry.generated.js';
export type { Technique } from '#attack/technique.js';
export type { Control } from '#harden/control.js';
