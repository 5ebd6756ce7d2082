import type { Explanation } from '#analysis/result/explanation.js';
import type { Result } from '#analysis/result/result.js';
import type { TrailResult } from '#trail/result.js';
import { defineFormat } from '../format.js';

/** So many paths are read by programs; the indentation would be a third of the text. */
const MOST_INDENTED = 1_000;

/** All as it is; the JSON Schemas are in schema/. */
export const json = defineFormat({
  about: 'the whole result, for a program',
  prints: { scan: resultText, harden: resultText, verify: resultText, explain: indented, trail: indented },
});

function resultText(result: Result): string {
  return result.paths.length > MOST_INDENTED ? `${JSON.stringify(result)}\n` : indented(result);
}

function indented(printed: Result | Explanation | TrailResult): string {
  return `${JSON.stringify(printed, null, 2)}\n`;
}
