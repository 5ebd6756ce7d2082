import type { Report } from './report.js';

/** The result as it is; its JSON Schema is schema/result.schema.json. */
export const renderJson: Report = (result) => `${JSON.stringify(result, null, 2)}\n`;
