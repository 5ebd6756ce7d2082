/** Text in columns. */

// oxlint-disable-next-line no-control-regex
const STYLES = /\u001b\[[0-9;]*m/g;
// ASCII, Latin letters, and what the reports themselves draw with: a column each.
const NARROW = /^[\u0020-\u007e\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Made when a text needs it: that takes longer than all else here. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** The columns that the text takes, styles not counted. */
export function columnsOf(text: string): number {
  const bare = text.replace(STYLES, '');
  if (NARROW.test(bare)) return bare.length;
  let columns = 0;
  for (const { segment } of graphemesOf(bare)) columns += columnsOfGrapheme(segment);
  return columns;
}

function columnsOfGrapheme(segment: string): number {
  const code = segment.codePointAt(0) ?? 0;
  if (/^\p{Mn}|^\p{Me}/u.test(segment)) return 0;
  if (segment.includes('\ufe0f') || /^\p{Emoji_Presentation}/u.test(segment)) return 2;
  return isWide(code) ? 2 : 1;
}

/** The wide and full-width ranges of https://www.unicode.org/reports/tr11/, of scripts in use. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return WIDE.some(([first, last]) => code >= first && code <= last);
}

/** The text cut to the columns, with `…` where something was cut. For text without styles. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (NARROW.test(text)) return `${text.slice(0, columns - 1).trimEnd()}…`;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemesOf(text)) {
    used += columnsOfGrapheme(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The first `count` graphemes: columns in diagnostics count those. */
export function firstGraphemes(text: string, count: number): string {
  if (NARROW.test(text)) return text.slice(0, count);
  let kept = '';
  let taken = 0;
  for (const { segment } of graphemesOf(text)) {
    if (taken === count) break;
    kept += segment;
    taken += 1;
  }
  return kept;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Lines of at most `columns`, broken between words; a longer word keeps a line of its own. Line feeds are kept. */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** Wrapped text behind a label, its further lines below the first word. */
export function labelled(label: string, text: string, indent: number, width: number): string[] {
  const from = indent + columnsOf(label);
  const lines = wrap(text, Math.max(20, width - from));
  return lines.map((line, at) => (at === 0 ? ' '.repeat(indent) + label + line : ' '.repeat(from) + line));
}
