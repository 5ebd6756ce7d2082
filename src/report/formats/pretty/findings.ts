import type { FindingResult, Result } from '#analysis/result/result.js';
import { severityRank } from '#analysis/result/severity-order.js';
import type { Page } from './page.js';
import { heading, place, sourceLine } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { columnsOf, padEnd, wrap } from './text.js';
import { compareText, counted } from '../../words.js';

/** Places of one finding that are listed. */
const PLACES_SHOWN = 5;

/** Groups of findings that a section lists. */
const GROUPS_SHOWN = 20;

/** Findings whose edit closes paths first, hygiene by itself. */
export function findingLines(page: Page, result: Result): string[] {
  const closing = result.findings.filter((finding) => finding.closesPaths.length > 0);
  const hygiene = result.findings.filter((finding) => finding.closesPaths.length === 0);
  return [
    ...section(page, `Findings on attack paths (${closing.length})`, closing),
    ...section(page, `Hygiene (${hygiene.length}): mending these closes no attack path`, hygiene),
  ];
}

function section(page: Page, title: string, findings: readonly FindingResult[]): string[] {
  if (findings.length === 0) return [];
  const lines = [heading(page, title)];
  const groups = alike(findings);
  for (const group of groups.slice(0, GROUPS_SHOWN)) lines.push(...groupLines(page, group));
  const left = groups.slice(GROUPS_SHOWN).flat().length;
  if (left > 0) lines.push(page.paint.dim(`and ${counted(left, 'more finding')}: --format json has all`));
  return [...lines, ''];
}

/** Findings of one control and message: said once, with all their places. */
function alike(findings: readonly FindingResult[]): FindingResult[][] {
  const groups = new Map<string, FindingResult[]>();
  for (const finding of [...findings].sort(worstFirst)) {
    const key = JSON.stringify([finding.severity, finding.control, finding.message]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

function worstFirst(one: FindingResult, other: FindingResult): number {
  return (
    severityRank(one.severity) - severityRank(other.severity) ||
    compareText(one.control, other.control) ||
    compareText(one.rootModule, other.rootModule) ||
    compareText(one.source?.file ?? '', other.source?.file ?? '') ||
    (one.source?.startLine ?? 0) - (other.source?.startLine ?? 0)
  );
}

function groupLines(page: Page, group: readonly FindingResult[]): string[] {
  const [first] = group;
  if (!first) return [];
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
