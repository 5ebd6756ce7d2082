import type { EntryPointResult, PathResult, Result, TargetResult } from '../result.js';
import { severityRank } from '../severity-order.js';
import { chainLines } from './chain.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { BADGE_COLUMNS, badge } from './paint.js';
import { columnsOf, compareText, counted, cut, labelled, padEnd, wrap } from './text.js';

/** Further routes to a target that are listed, each in a line. */
const FURTHER_SHOWN = 4;
/** A shared beginning shorter than this is repeated rather than referred to. */
const SHARED_STEPS = 2;

/** Attack paths: for each target the worst in full, then the further routes to it in a line each. */
export function pathLines(page: Page, result: Result): string[] {
  const attacks = result.paths.filter((path) => !path.intended);
  if (attacks.length === 0) return [];
  const modules = new Set([...result.paths, ...result.entryPoints, ...result.targets].map((each) => each.rootModule));
  const shown: PathResult[] = [];
  const lines: string[] = [];
  let module: string | undefined;
  for (const group of byTarget(attacks)) {
    if (modules.size > 1 && group.rootModule !== module)
      lines.push(heading(page, `Root module ${group.rootModule}`), '');
    module = group.rootModule;
    lines.push(...groupLines(page, result, group, shown), '');
    shown.push(group.worst);
  }
  return lines;
}

interface Group {
  readonly rootModule: string;
  readonly worst: PathResult;
  readonly further: readonly PathResult[];
}

function byTarget(paths: readonly PathResult[]): Group[] {
  const groups = new Map<string, PathResult[]>();
  for (const path of [...paths].sort(worstFirst)) {
    const key = JSON.stringify([path.rootModule, path.target]);
    const group = groups.get(key);
    if (group) group.push(path);
    else groups.set(key, [path]);
  }
  return [...groups.values()]
    .flatMap(([worst, ...further]) => (worst ? [{ rootModule: worst.rootModule, worst, further }] : []))
    .sort(byModule);
}

function worstFirst(one: PathResult, other: PathResult): number {
  return (
    severityRank(one.severity) - severityRank(other.severity) ||
    assumptions(one) - assumptions(other) ||
    one.steps.length - other.steps.length ||
    compareText(one.title, other.title) ||
    compareText(one.id, other.id)
  );
}

function assumptions(path: PathResult): number {
  return path.steps.filter((step) => step.evidence.some(({ assumed }) => assumed)).length;
}

// Sorting is stable: within a root module the worst stays first.
function byModule(one: Group, other: Group): number {
  return compareText(one.rootModule, other.rootModule);
}

function groupLines(page: Page, result: Result, group: Group, shown: readonly PathResult[]): string[] {
  const { worst } = group;
  const entry = entryOf(result, worst);
  const target = targetOf(result, worst);
  const lines = titleLines(page, worst, entry, target);
  const indent = BADGE_COLUMNS + 1;
  if (entry) lines.push(...labelled(page.paint.dim('from '), entry.reason, indent, page.width));
  if (target) lines.push(...labelled(page.paint.dim('to   '), target.reason, indent, page.width));
  lines.push('', ...chainLines(page, worst, { full: false, ...seenBefore(worst, shown) }));
  return [...lines, ...furtherLines(page, result, group)];
}

/** Entry point and target, the path's id at the right edge. */
function titleLines(page: Page, path: PathResult, entry?: EntryPointResult, target?: TargetResult): string[] {
  const { paint } = page;
  const room = page.width - BADGE_COLUMNS - 1;
  const goal = target?.kind === 'admin' ? 'administration of the account' : target?.address;
  const title = entry && goal !== undefined ? `${entry.address} → ${goal}` : path.title;
  const lines = columnsOf(title) <= room ? [title] : wrap(title.replace(' → ', '\n→ '), room);
  const last = lines.length - 1;
  const idFits = columnsOf(lines[last] ?? '') + 2 + columnsOf(path.id) <= room;
  const id = paint.dim(path.id);
  return [
    ...lines.map((line, at) => {
      const lead = at === 0 ? badge(paint, path.severity) : ' '.repeat(BADGE_COLUMNS);
      const text = at === last && idFits ? padEnd(paint.bold(line), room - columnsOf(path.id)) + id : paint.bold(line);
      return `${lead} ${text}`;
    }),
    ...(idFits ? [] : [`${' '.repeat(BADGE_COLUMNS + 1)}${id}`]),
  ];
}

/** The path shown before that begins with the most of the same steps. */
function seenBefore(path: PathResult, shown: readonly PathResult[]): { seen?: { steps: number; path: string } } {
  let best = { steps: 0, path: '' };
  for (const other of shown) {
    const steps = sharedSteps(path, other);
    if (steps > best.steps) best = { steps, path: other.id };
  }
  return best.steps >= SHARED_STEPS ? { seen: best } : {};
}

function sharedSteps(path: PathResult, other: PathResult): number {
  if (path.rootModule !== other.rootModule) return 0;
  let shared = 0;
  // The last step is what the path is about: it is always shown.
  while (shared < path.steps.length - 1) {
    const [mine, theirs] = [path.steps[shared], other.steps[shared]];
    if (!mine || !theirs || JSON.stringify(mine) !== JSON.stringify(theirs)) break;
    shared += 1;
  }
  return shared;
}

/** The further routes, those that do the same things differently in one line. */
function furtherLines(page: Page, result: Result, { worst, further }: Group): string[] {
  const alike = new Map<string, PathResult[]>();
  for (const path of further) {
    const text = differenceOf(result, path, worst);
    alike.set(text, [...(alike.get(text) ?? []), path]);
  }
  const shown = [...alike].slice(0, FURTHER_SHOWN);
  const lines = shown.map(([text, paths]) => furtherLine(page, text, paths));
  const left = [...alike.values()].slice(FURTHER_SHOWN).flat().length;
  if (left > 0) lines.push(`     ${page.paint.dim(`and ${counted(left, 'more route')} to the same target`)}`);
  return lines;
}

/** What a route does that the worst does not. */
function differenceOf(result: Result, path: PathResult, worst: PathResult): string {
  const known = new Set(worst.steps.map((step) => step.technique));
  const other = [...new Set(path.steps.map((step) => step.technique))].filter((technique) => !known.has(technique));
  const how = other.length > 0 ? `by ${other.join(', ')}` : 'by the same techniques, through other resources';
  if (path.entryPoint === worst.entryPoint) return how;
  return `from ${entryOf(result, path)?.address ?? path.entryPoint} ${how}`;
}

function furtherLine(page: Page, text: string, paths: readonly PathResult[]): string {
  const { paint } = page;
  const [first] = paths;
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  const id = `${first?.id ?? ''}${more}`;
  const room = Math.max(20, page.width - 10 - columnsOf(id) - 2);
  return `     ${paint.dim('also')} ${padEnd(cut(text, room), room)}  ${paint.dim(id)}`;
}

/** Intended access, in a line each. */
export function intendedLines(page: Page, result: Result): string[] {
  const intended = result.paths.filter((path) => path.intended);
  if (intended.length === 0) return [];
  const lines = [
    heading(page, `Access by design (${intended.length}): not an attack path, but what a break-in would reach`),
  ];
  for (const path of intended) {
    const room = page.width - 2 - columnsOf(path.id) - 2;
    lines.push(`  ${padEnd(cut(path.title, room), room)}  ${page.paint.dim(path.id)}`);
  }
  return [...lines, ''];
}

export function entryOf(result: Result, path: PathResult): EntryPointResult | undefined {
  return result.entryPoints.find((entry) => entry.id === path.entryPoint && entry.rootModule === path.rootModule);
}

export function targetOf(result: Result, path: PathResult): TargetResult | undefined {
  return result.targets.find((target) => target.id === path.target && target.rootModule === path.rootModule);
}
