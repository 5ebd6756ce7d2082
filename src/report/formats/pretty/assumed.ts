import type { AssumptionResult } from '#analysis/result/result.js';
import type { Digest } from '../../digest/digest.js';
import type { Names } from '../../digest/names.js';
import { type ConditionGroup, groupedBy } from '../../digest/paths.js';
import type { Page } from './page.js';
import { place } from '../../digest/names.js';
import { heading } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { columnsOf, cut, labelled, padEnd, wrap } from './text.js';
import { counted } from '../../words.js';

/** Groups of paths that are listed, and targets in each. */
const GROUPS_SHOWN = 8;
const TARGETS_SHOWN = 4;
const INDENT = 2;

/** The attack paths that exist only if something that is not known is so, grouped by that. */
export function assumedLines(page: Page, { conditional: groups, names }: Digest): string[] {
  if (groups.length === 0) return [];
  const total = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const lines = [
    heading(page, `Only if (${total}): paths that depend on something unknown`),
    ...wrap('They count for nothing until that is settled; --assume-unknown open counts them.', page.width),
    '',
  ];
  for (const group of groups.slice(0, GROUPS_SHOWN)) lines.push(...groupLines(page, names, group), '');
  const left = groups.slice(GROUPS_SHOWN);
  if (left.length > 0) {
    const paths = left.reduce((sum, group) => sum + group.paths.length, 0);
    const text = `and ${counted(paths, 'more path')} on ${counted(left.length, 'other condition')}: --format json has all`;
    lines.push(page.paint.dim(text), '');
  }
  return lines;
}

function groupLines(page: Page, names: Names, { assumptions, paths }: ConditionGroup): string[] {
  const { paint, width } = page;
  const lines = assumptions.flatMap((assumption, at) => assumptionLines(page, assumption, at === 0 ? 'if' : 'and'));
  const targets = groupedBy(paths, ({ target }) => target);
  const shown = targets.slice(0, TARGETS_SHOWN);
  for (const [first, ...more] of shown) {
    const id = more.length > 0 ? `${first.id} and ${more.length} more` : first.id;
    const room = width - INDENT - BADGE_COLUMNS - 1 - columnsOf(id) - 2;
    const text = padEnd(cut(names.titleOf(first), room), room);
    lines.push(`${' '.repeat(INDENT)}${badge(paint, first.severity)} ${text}  ${paint.dim(id)}`);
  }
  const left = targets.length - shown.length;
  if (left > 0) lines.push(`${' '.repeat(INDENT)}${paint.dim(`and ${counted(left, 'more target')}`)}`);
  return lines;
}

function assumptionLines(page: Page, { what, source, supply }: AssumptionResult, word: 'if' | 'and'): string[] {
  const { paint, width } = page;
  const where = source ? paint.cyan(` ${place(source)}`) : '';
  return [
    ...labelled(paint.yellow(`${word.padEnd(4)}`), `${what}${where}`, INDENT, width),
    ...labelled('    ', supply, INDENT, width).map((line) => paint.dim(line)),
  ];
}
