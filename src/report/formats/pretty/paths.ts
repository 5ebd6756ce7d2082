import type { PathResult, Result } from '#analysis/result/result.js';
import type { Digest } from '../../digest/digest.js';
import type { Names } from '../../digest/names.js';
import { byModule, type PathGroup } from '../../digest/paths.js';
import { chainLines } from './chain.js';
import { closedByLines } from './closed-by.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { columnsOf, cut, labelled, padEnd, wrap } from './text.js';
import { counted } from '../../words.js';

/** Targets whose worst path is shown in full. */
const TARGETS_IN_FULL = 12;
/** Beside a plan, which has the edits: the chains are what `scan` is for. */
const FULL_BESIDE_PLAN = 3;
/** Further targets, a line each. */
const TARGETS_LISTED = 40;
const LISTED_BESIDE_PLAN = 10;
/** Intended accesses that are listed. */
const INTENDED_SHOWN = 15;
/** Further routes to a target that are listed, each in a line. */
const FURTHER_SHOWN = 4;
const FURTHER_INDENT = 10;
/** The columns of `  path-0123456789ab and 99 more`. */
const FURTHER_IDS = 31;
/** A shared beginning shorter than this is repeated rather than referred to. */
const SHARED_STEPS = 2;

/** Attack paths, apart by where they start. */
export function pathLines(page: Page, digest: Digest): string[] {
  const { parts } = digest;
  return parts.flatMap(({ title, paths, groups }) => [
    ...(parts.length > 1 ? [heading(page, `${title}: ${counted(paths, 'attack path')}`), ''] : []),
    ...partLines(page, digest, groups),
  ]);
}

/** Of the worst targets the worst path in full and the further routes in a line each; then the other targets. */
function partLines(page: Page, digest: Digest, groups: readonly PathGroup[]): string[] {
  const { result } = digest;
  const modules = new Set([...result.paths, ...result.entryPoints, ...result.targets].map((each) => each.rootModule));
  const inFull = result.plan ? FULL_BESIDE_PLAN : TARGETS_IN_FULL;
  const full = new Set(groups.slice(0, inFull));
  const upTo = inFull + (result.plan ? LISTED_BESIDE_PLAN : TARGETS_LISTED);
  const listed = groups.slice(inFull, upTo);
  const shown: PathResult[] = [];
  const lines: string[] = [];
  for (const [module, own] of byModule([...full, ...listed])) {
    if (modules.size > 1) lines.push(heading(page, `Root module ${module}`), '');
    for (const group of own.filter((each) => full.has(each))) {
      lines.push(...groupLines(page, digest, group, shown), '');
      shown.push(group.worst);
    }
    const others = own.filter((each) => !full.has(each));
    if (others.length > 0) lines.push(...othersLines(page, digest, others), '');
  }
  return [...lines, ...leftOutLines(page, result, groups.slice(upTo), listed.length)];
}

function othersLines(page: Page, digest: Digest, groups: readonly PathGroup[]): string[] {
  const title =
    groups.length === 1 ? '1 more target, by its worst path' : `${groups.length} more targets, each by its worst path`;
  return [heading(page, title), ...groups.flatMap((group) => otherLine(page, digest, group))];
}

/** A target of which only the worst path is named. */
function otherLine(page: Page, { names }: Digest, { worst, further }: PathGroup): string {
  const { paint } = page;
  const routes = further.length > 0 ? ` and ${further.length} more` : '';
  const id = `${worst.id}${routes}`;
  const room = page.width - BADGE_COLUMNS - 1 - columnsOf(id) - 2;
  const title = names.titleOf(worst);
  // The target tells more than where the path starts.
  const text = columnsOf(title) <= room ? title : title.replace(/^.*(?= → )/s, '').trimStart();
  return `${badge(paint, worst.severity)} ${padEnd(cut(text, room), room)}  ${paint.dim(id)}`;
}

/** What is not shown is said. */
function leftOutLines(page: Page, result: Result, unlisted: readonly PathGroup[], listed: number): string[] {
  if (listed === 0) return [];
  const where = result.plan
    ? `${page.command('scan')} shows more of these, --format json has all.`
    : `${page.command('explain ID')} shows a path in full, --format json has all.`;
  const count = unlisted.reduce((sum, { further }) => sum + 1 + further.length, 0);
  const left = `Not shown: ${counted(unlisted.length, 'more target')} with ${counted(count, 'attack path')}. `;
  return [...wrap(unlisted.length > 0 ? left + where : where, page.width), ''];
}

function groupLines(page: Page, digest: Digest, group: PathGroup, shown: readonly PathResult[]): string[] {
  const { worst } = group;
  const { result, names } = digest;
  const entry = names.entryOf(worst);
  const target = names.targetOf(worst);
  const lines = titleLines(page, worst, names.titleOf(worst));
  const indent = BADGE_COLUMNS + 1;
  if (entry) lines.push(...labelled(page.paint.dim('from '), entry.reason, indent, page.width));
  if (target) lines.push(...labelled(page.paint.dim('to   '), target.reason, indent, page.width));
  lines.push('', ...chainLines(page, worst, { full: false, ...seenBefore(worst, shown) }));
  return [...lines, ...closedByLines(page, worst, result.plan), ...furtherLines(page, digest, group)];
}

/** Entry point and target, the path's id at the right edge. */
function titleLines(page: Page, path: PathResult, title: string): string[] {
  const { paint } = page;
  const room = page.width - BADGE_COLUMNS - 1;
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

/** The further routes, those that read the same in one line. */
function furtherLines(page: Page, { names }: Digest, { worst, further }: PathGroup): string[] {
  const alike = new Map<string, { readonly text: string; readonly paths: PathResult[] }>();
  for (const path of further) {
    const text = differenceOf(names, path, worst);
    const key = cut(text, page.width - FURTHER_INDENT - FURTHER_IDS);
    const known = alike.get(key);
    if (known) known.paths.push(path);
    else alike.set(key, { text, paths: [path] });
  }
  const groups = [...alike.values()];
  const lines = groups.slice(0, FURTHER_SHOWN).map(({ text, paths }) => furtherLine(page, text, paths));
  const left = groups.slice(FURTHER_SHOWN).flatMap(({ paths }) => paths).length;
  if (left > 0) lines.push(`     ${page.paint.dim(`and ${counted(left, 'more route')} to the same target`)}`);
  return lines;
}

/** What a route does that the worst does not. */
function differenceOf(names: Names, path: PathResult, worst: PathResult): string {
  const known = new Set(worst.steps.map((step) => step.technique));
  const other = [...new Set(path.steps.map((step) => step.technique))].filter((technique) => !known.has(technique));
  const titles = other.map((technique) => names.techniqueTitle(technique)).join('; ');
  const how = titles === '' ? 'by the same techniques, through other resources' : `by: ${titles}`;
  if (path.entryPoint === worst.entryPoint) return how;
  return `from ${names.entryOf(path)?.address ?? path.entryPoint} ${how}`;
}

function furtherLine(page: Page, text: string, paths: readonly PathResult[]): string {
  const { paint } = page;
  const [first] = paths;
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  const id = `${first?.id ?? ''}${more}`;
  const room = page.width - FURTHER_INDENT - columnsOf(id) - 2;
  return `     ${paint.dim('also')} ${padEnd(cut(text, room), room)}  ${paint.dim(id)}`;
}

/** Intended access, in a line each. */
export function intendedLines(page: Page, { intended }: Digest): string[] {
  if (intended.length === 0) return [];
  const lines = [
    heading(page, `Access by design (${intended.length}): not an attack path, but what a compromise would reach`),
  ];
  for (const path of intended.slice(0, INTENDED_SHOWN)) {
    const room = page.width - 2 - columnsOf(path.id) - 2;
    lines.push(`  ${padEnd(cut(path.title, room), room)}  ${page.paint.dim(path.id)}`);
  }
  const left = intended.length - INTENDED_SHOWN;
  if (left > 0) lines.push(`  ${page.paint.dim(`and ${left} more: --format json has all`)}`);
  return [...lines, ''];
}
