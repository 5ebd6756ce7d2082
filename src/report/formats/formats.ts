import type { Report } from '../report.js';

/** The formats of `--format`. Each loads when it is asked for. */
export const FORMATS: ReadonlyMap<string, () => Promise<Report>> = new Map([
  ['pretty', async () => (await import('./pretty/pretty.js')).renderPretty],
  ['json', async () => (await import('./json.js')).renderJson],
]);
