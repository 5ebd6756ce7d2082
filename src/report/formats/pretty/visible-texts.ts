import { visible, visibleLine } from './text.js';

/** Fields that may have several lines; in any other a line feed is shown as an escape. */
const SEVERAL_LINES = new Set([
  'diff',
  'message',
  'explanation',
  'instruction',
  'reason',
  'description',
  'limits',
  'open',
  'closed',
  'before',
  'after',
]);

/** A copy of plain data with every text in it safe to print. */
export function visibleTexts<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return SEVERAL_LINES.has(key) ? visible(value) : visibleLine(value);
  }) as T;
}
