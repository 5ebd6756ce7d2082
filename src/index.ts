export type * from '#report/result.js';
export type { AnalysisOptions, HardenOptions } from '#report/options.js';
