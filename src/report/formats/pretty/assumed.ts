import type { AssumptionResult, PathResult, Result } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { heading, place } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { entryOf, targetOf, titleOf, worstFirst } from './paths.js';
import { columnsOf, cut, labelled, padEnd, wrap } from './text.js';
import { counted } from '../../words.js';

/** Groups of paths that are listed, and targets in each. */
const GROUPS_SHOWN = 8;
const TARGETS_SHOWN = 4;
const INDENT = 2;

/** The attack paths that exist only if something that is not known is so, grouped by that. */
export function assumedLines(page: Page, result: Result): string[] {
  const groups = byAssumptions(uncountedPaths(result));
  const [first] = groups;
  if (!first) return [];
  const total = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const lines = [
    heading(page, `Only if (${total}): paths that rest on what is not known here`),
    ...wrap('They count for nothing until they are settled; --assume-unknown open takes them to be so.', page.width),
    '',
  ];
  for (const group of groups.slice(0, GROUPS_SHOWN)) lines.push(...groupLines(page, result, group), '');
  const left = groups.slice(GROUPS_SHOWN);
  if (left.length > 0) {
    const paths = left.reduce((sum, group) => sum + group.paths.length, 0);
    const text = `and ${counted(paths, 'more path')} on ${counted(left.length, 'other condition')}: --format json has all`;
    lines.push(page.paint.dim(text), '');
  }
  return lines;
}

/** Neither by design nor counted: assumed, where the unknown is not taken to be open. */
export function uncountedPaths(result: Result): readonly PathResult[] {
  return result.paths.filter(({ intended, counts }) => !intended && !counts);
}

interface Group {
  readonly assumptions: readonly AssumptionResult[];
  readonly paths: readonly PathResult[];
}

/** Those that assume the same; the worst first, then those that most rest on. */
function byAssumptions(paths: readonly PathResult[]): Group[] {
  const groups = new Map<string, { assumptions: readonly AssumptionResult[]; paths: PathResult[] }>();
  for (const path of [...paths].sort(worstFirst)) {
    const key = JSON.stringify([path.rootModule, path.assumptions.map(({ what }) => what).toSorted()]);
    const group = groups.get(key);
    if (group) group.paths.push(path);
    else groups.set(key, { assumptions: path.assumptions, paths: [path] });
  }
  return [...groups.values()].toSorted(
    (a, b) => compareWorst(a.paths, b.paths) || a.assumptions.length - b.assumptions.length,
  );
}

function compareWorst([a]: readonly PathResult[], [b]: readonly PathResult[]): number {
  return a && b ? worstFirst({ ...a, title: '', id: '' }, { ...b, title: '', id: '' }) : 0;
}

function groupLines(page: Page, result: Result, { assumptions, paths }: Group): string[] {
  const { paint, width } = page;
  const lines = assumptions.flatMap((assumption, at) => assumptionLines(page, assumption, at === 0 ? 'if' : 'and'));
  const targets = new Map<string, PathResult[]>();
  for (const path of paths) targets.set(path.target, [...(targets.get(path.target) ?? []), path]);
  const shown = [...targets.values()].slice(0, TARGETS_SHOWN);
  for (const [first, ...more] of shown) {
    if (!first) continue;
    const id = more.length > 0 ? `${first.id} and ${more.length} more` : first.id;
    const room = width - INDENT - BADGE_COLUMNS - 1 - columnsOf(id) - 2;
    const text = padEnd(cut(titleOf(first, entryOf(result, first), targetOf(result, first)), room), room);
    lines.push(`${' '.repeat(INDENT)}${badge(paint, first.severity)} ${text}  ${paint.dim(id)}`);
  }
  const left = targets.size - shown.length;
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
