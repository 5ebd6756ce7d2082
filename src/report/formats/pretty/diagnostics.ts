import type { SourceRange } from '#model/diagnostic.js';
import type { DiagnosticResult } from '#analysis/result/result.js';
import { type DiagnosticGroup, summaryAndDetail } from '../../digest/diagnostics.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { columnsOf, cut, firstGraphemes, labelled, wrap } from './text.js';
import { counted } from '../../words.js';
import { visibleLine } from '../../safe-text.js';

/** Kinds that are listed, and further places of each. */
const SHOWN = 12;
const PLACES_SHOWN = 6;

/** Those that say the same of several places are said once. */
export function diagnosticLines(page: Page, groups: readonly DiagnosticGroup[]): string[] {
  if (groups.length === 0) return [];
  const count = groups.flatMap(({ diagnostics }) => diagnostics).length;
  const kinds = groups.length < count ? `, of ${counted(groups.length, 'kind')}` : '';
  const lines = [heading(page, `Diagnostics (${count}${kinds})`), ''];
  for (const group of groups.slice(0, SHOWN)) lines.push(...groupLines(page, group), '');
  const left = groups.slice(SHOWN).flatMap(({ diagnostics }) => diagnostics).length;
  if (left > 0) lines.push(page.paint.dim(`and ${left} more: --format json has all`), '');
  return lines;
}

function groupLines(page: Page, { first, more, places }: DiagnosticGroup): string[] {
  const lines = oneDiagnostic(page, first);
  if (more === 0) return lines;
  const shown = places.slice(0, PLACES_SHOWN);
  const rest = more > shown.length ? [`and ${more - shown.length} more`] : [];
  const where = shown.length > 0 ? `, at ${[...shown, ...rest].join(', ')}` : '';
  return [...lines, ...labelled('  ', `${more} more like it${where}`, 0, page.width).map(page.paint.dim)];
}

function oneDiagnostic(page: Page, diagnostic: DiagnosticResult): string[] {
  const { paint, width } = page;
  const label = `${diagnostic.severity}: `;
  const style = diagnostic.severity === 'error' ? paint.red : paint.yellow;
  const [summary, detail] = summaryAndDetail(diagnostic.message);
  const [head = '', ...rest] = wrap(summary, width - label.length);
  const lines = [
    `${paint.bold(style(label))}${paint.bold(head)}`,
    ...rest.map((line) => ' '.repeat(label.length) + paint.bold(line)),
  ];
  const gutter = diagnostic.source ? String(diagnostic.source.startLine).length + 1 : 2;
  if (diagnostic.source) lines.push(...excerptLines(page, diagnostic, diagnostic.source, gutter));
  if (detail !== '') lines.push(...labelled(paint.blue('= '), detail, gutter, width));
  lines.push(paint.dim(`${' '.repeat(gutter)}  ${diagnostic.code}`));
  return lines;
}

function excerptLines(page: Page, diagnostic: DiagnosticResult, source: SourceRange, gutter: number): string[] {
  const { paint } = page;
  const bar = paint.blue('│');
  const margin = ' '.repeat(gutter);
  const lines = [
    `${' '.repeat(gutter - 1)}${paint.blue('-->')} ${source.file}:${source.startLine}:${source.startColumn}`,
  ];
  const text = diagnostic.excerpt ?? page.lineAt(source);
  if (text === undefined || text.trim() === '') return lines;
  const room = page.width - gutter - 2;
  const { shown, before, marked } = window(text, source, room);
  const number = paint.blue(String(source.startLine).padEnd(gutter));
  const marker = paint.bold(paint.red('^'.repeat(Math.max(1, marked))));
  return [...lines, `${margin}${bar}`, `${number}${bar} ${shown}`, `${margin}${bar} ${' '.repeat(before)}${marker}`];
}

/** As much of the line as fits, with the marked place in it; `before` and `marked` in columns. */
function window(text: string, source: SourceRange, room: number) {
  const lead = visibleLine(firstGraphemes(text, source.startColumn - 1));
  const to = source.endLine === source.startLine ? source.endColumn - 1 : Number.POSITIVE_INFINITY;
  const upTo = visibleLine(firstGraphemes(text, to));
  const line = visibleLine(text);
  const before = columnsOf(lead);
  const marked = columnsOf(upTo) - before;
  // A long line is shown from a little before the marked place.
  const skipped =
    columnsOf(line) > room && before > room / 2 ? firstGraphemes(lead, before - Math.floor(room / 4)) : '';
  const shown = cut(skipped === '' ? line : `…${line.slice(skipped.length)}`, room);
  const start = before - columnsOf(skipped) + (skipped === '' ? 0 : 1);
  return { shown, before: Math.min(start, room - 1), marked: Math.min(marked, room - start) };
}
