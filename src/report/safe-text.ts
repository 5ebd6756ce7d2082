/**
 * What is printed comes from files that nobody vouches for: control characters and those that turn the direction of writing are
 * shown as escapes, so that a file can't move the cursor of a terminal, hide a line or set a title.
 */

// The C0 and C1 controls but line feed and tab, line and paragraph separators, and the bidirectional controls
// (https://trojansource.codes/trojan-source.pdf).
// oxlint-disable-next-line no-control-regex
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with harmful characters as visible escapes; ends of lines are line feeds, tabs become spaces. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\r$/, '').replace(HARMFUL, escaped).replaceAll('\t', '  ');
}

/** As `visible`, in one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n');
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

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
