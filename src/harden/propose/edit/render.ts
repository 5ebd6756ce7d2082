/**
 * New source text as `terraform fmt` would leave it: two spaces, equals signs of consecutive one-line items aligned.
 * https://developer.hashicorp.com/terraform/language/style
 */

/** An expression: its text, a list, an object, or a call with one argument. */
export type Rendered = string | readonly Rendered[] | Entries | { readonly call: string; readonly argument: Rendered };
export interface Entries {
  readonly entries: readonly (readonly [key: string, value: Rendered])[];
}

/** A block, or with `blank` an empty line between items. */
export interface BlockText {
  readonly header: string;
  readonly items: readonly BlockItem[];
}
export type BlockItem = readonly [name: string, value: Rendered] | BlockText | 'blank';

const MAX_INLINE = 80;

export function object(...entries: readonly (readonly [string, Rendered])[]): Entries {
  return { entries };
}

export function quoted(text: string): string {
  return JSON.stringify(text).replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');
}

/** The expression with `\n` between lines; lines after the first are indented relative to it. */
export function renderExpression(value: Rendered): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'call' in value) return `${value.call}(${renderExpression(value.argument)})`;
  if (isEntries(value)) return value.entries.length === 0 ? '{}' : `{\n${indent(renderItems(value.entries))}\n}`;
  const elements = value.map(renderExpression);
  const inline = `[${elements.join(', ')}]`;
  if (elements.length <= 1 && !inline.includes('\n')) return inline;
  if (inline.length <= MAX_INLINE && !inline.includes('\n') && elements.length <= 2) return inline;
  return `[\n${indent(elements.map((each) => `${each},`).join('\n'))}\n]`;
}

function isEntries(value: Rendered): value is Entries {
  return typeof value === 'object' && !Array.isArray(value) && !('call' in value);
}

export function renderBlock(block: BlockText): string {
  if (block.items.length === 0) return `${block.header} {}`;
  const lines: string[] = [];
  let run: (readonly [string, Rendered])[] = [];
  const flush = (): void => {
    if (run.length > 0) lines.push(renderItems(run));
    run = [];
  };
  for (const item of block.items) {
    if (item === 'blank') {
      flush();
      lines.push('');
    } else if ('header' in item) {
      flush();
      lines.push(renderBlock(item));
    } else run.push(item);
  }
  flush();
  return `${block.header} {\n${indent(lines.join('\n'))}\n}`;
}

function renderItems(items: readonly (readonly [string, Rendered])[]): string {
  const rows = items.map(([key, value]) => {
    const name = /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key);
    return { name, text: renderExpression(value), width: 0 };
  });
  let start = 0;
  for (let at = 0; at <= rows.length; at += 1) {
    const row = rows[at];
    if (row && !row.text.includes('\n')) continue;
    const run = rows.slice(start, at);
    const width = Math.max(0, ...run.map((each) => each.name.length));
    for (const each of run) each.width = width;
    start = at + 1;
  }
  return rows.map((row) => `${row.name.padEnd(row.width)} = ${row.text}`).join('\n');
}

export function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
}
