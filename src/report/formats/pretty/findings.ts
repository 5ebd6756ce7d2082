import type { FindingResult } from '#analysis/result/result.js';
import type { FindingGroup, Findings } from '../../digest/findings.js';
import type { Page } from './page.js';
import { place } from '../../digest/names.js';
import { heading, sourceLine } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { columnsOf, padEnd, wrap } from './text.js';
import { counted } from '../../words.js';

/** Places of one finding that are listed. */
const PLACES_SHOWN = 5;

/** Groups of findings that a section lists. */
const GROUPS_SHOWN = 20;

/** Findings whose edit closes paths first, hygiene by itself. */
export function findingLines(page: Page, { onPaths, hygiene }: Findings): string[] {
  return [
    ...section(page, `Findings on attack paths (${onPaths.flat().length})`, onPaths),
    ...section(page, `Hygiene (${hygiene.flat().length}): fixing these closes no attack path`, hygiene),
  ];
}

function section(page: Page, title: string, groups: readonly FindingGroup[]): string[] {
  if (groups.length === 0) return [];
  const lines = [heading(page, title)];
  for (const group of groups.slice(0, GROUPS_SHOWN)) lines.push(...groupLines(page, group));
  const left = groups.slice(GROUPS_SHOWN).flat().length;
  if (left > 0) lines.push(page.paint.dim(`and ${counted(left, 'more finding')}: --format json has all`));
  return [...lines, ''];
}

function groupLines(page: Page, group: FindingGroup): string[] {
  const [first] = group;
  const { paint } = page;
  const indent = ' '.repeat(BADGE_COLUMNS + 1);
  const room = page.width - BADGE_COLUMNS - 1;
  const control = paint.dim(first.control);
  const fits = columnsOf(first.message) + 2 + columnsOf(first.control) <= room;
  const [head = '', ...rest] = fits
    ? [padEnd(first.message, room - columnsOf(first.control)) + control]
    : wrap(first.message, room);
  const lines = [`${badge(paint, first.severity)} ${head}`, ...rest.map((line) => indent + line)];
  if (!fits) lines.push(indent + control);
  const places = new Set(group.map((finding) => placeLine(page, finding, room)));
  for (const line of [...places].slice(0, PLACES_SHOWN)) lines.push(indent + line);
  if (places.size > PLACES_SHOWN)
    lines.push(indent + paint.dim(`and ${counted(places.size - PLACES_SHOWN, 'more place')}`));
  return lines;
}

function placeLine(page: Page, finding: FindingResult, room: number): string {
  const { paint } = page;
  if (finding.source === null) return `${finding.address} ${paint.dim(finding.attribute)}`;
  const where = place(finding.source);
  const rest = room - where.length - 2;
  if (columnsOf(finding.address) <= rest) return `${paint.cyan(where)}  ${finding.address}`;
  return sourceLine(page, finding.source, room);
}
