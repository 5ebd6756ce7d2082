import type { EntryPointResult, PathResult, Result, TargetResult } from '../result.js';
import { severityRank } from '../severity-order.js';
import { chainLines } from './chain.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { BADGE_COLUMNS, badge } from './paint.js';
import { columnsOf, counted, cut, labelled, padEnd, wrap } from './text.js';

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
    one.title.localeCompare(other.title, 'en') ||
    one.id.localeCompare(other.id, 'en')
  );
}

function assumptions(path: PathResult): number {
  return path.steps.filter((step) => step.evidence.some(({ assumed }) => assumed)).length;
}

// Sorting is stable: within a root module the worst stays first.
function byModule(one: Group, other: Group): number {
  return one.rootModule.localeCompare(other.rootModule, 'en');
}

function groupLines(page: Page, result: Result, group: Group, shown: readonly PathResult[]): string[] {
  const { worst, further } = group;
  const entry = entryOf(result, worst);
  const target = targetOf(result, worst);
  const lines = titleLines(page, worst, entry, target);
  const indent = BADGE_COLUMNS + 1;
  if (entry) lines.push(...labelled(page.paint.dim('from '), entry.reason, indent, page.width));
  if (target) lines.push(...labelled(page.paint.dim('to   '), target.reason, indent, page.width));
  lines.push('', ...chainLines(page, worst, { full: false, ...seenBefore(worst, shown) }));
  for (const path of further.slice(0, FURTHER_SHOWN)) lines.push(furtherLine(page, result, path, worst));
  const left = further.length - FURTHER_SHOWN;
  if (left > 0) lines.push(`     ${page.paint.dim(`and ${counted(left, 'more route')} to the same target`)}`);
  return lines;
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

/** What another route does differently: the steps that it shares with the worst at either end are left out. */
function furtherLine(page: Page, result: Result, path: PathResult, worst: PathResult): string {
  const { paint } = page;
  const mine = path.steps.map((step) => step.technique);
  const theirs = worst.steps.map((step) => step.technique);
  const start = sharedLength(mine, theirs);
  const end = sharedLength(mine.slice(start).reverse(), theirs.slice(start).reverse());
  const middle = mine.slice(start, mine.length - end);
  // Of the same techniques, it differs by what they are used on.
  const differs =
    middle.length > 0
      ? middle
      : [`through ${path.steps.find((step, at) => step.to !== worst.steps[at]?.to)?.to ?? 'other premises'}`];
  const route = [...(start > 0 ? ['…'] : []), ...differs, ...(end > 0 ? ['…'] : [])].join(' → ');
  const entry = entryOf(result, path)?.address ?? path.entryPoint;
  const text = path.entryPoint === worst.entryPoint ? route : `from ${entry}: ${route}`;
  const room = page.width - 10 - columnsOf(path.id) - 2;
  return `     ${paint.dim('also')} ${padEnd(cut(text, room), room)}  ${paint.dim(path.id)}`;
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at < 0 ? one.length : at;
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
