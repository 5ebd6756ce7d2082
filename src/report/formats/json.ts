import type { Report } from '../report.js';

/** So many paths are read by programs; the indentation would be a third of the text. */
const MOST_INDENTED = 1_000;

/** The result as it is; its JSON Schema is schema/result.schema.json. */
export const renderJson: Report = (result) =>
  `${JSON.stringify(result, null, result.paths.length > MOST_INDENTED ? 0 : 2)}\n`;
