/** Where an attacker may start, what only looks like a start, and what must not be reached: each with the reason. */
import type { Listing, Starts } from '../../digest/starts.js';
import { counted } from '../../words.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { columnsOf, cut, labelled, wrap } from './text.js';

/** Addresses that are listed for one reason, and reasons that are listed. */
const ADDRESSES_SHOWN = 3;
const REASONS_SHOWN = 8;
const INDENT = 2;

export function startLines(page: Page, { certain, assumed, notEntryPoints, targets, reached }: Starts): string[] {
  return [
    ...section(page, `Entry points (${certain.count}): where an attacker is assumed to start`, certain),
    ...section(page, `Entry points only if (${assumed.count}): it is unknown whether there is a way in`, assumed),
    ...section(page, `No entry points, although they look like it (${notEntryPoints.count})`, notEntryPoints),
    ...section(
      page,
      `Targets (${targets.count}): what an attacker must not reach; attack paths lead to ${reached}`,
      targets,
    ),
  ];
}

function section(page: Page, title: string, { count, reasons }: Listing): string[] {
  if (count === 0) return [];
  const shown = reasons.slice(0, REASONS_SHOWN);
  const left = reasons.slice(REASONS_SHOWN).reduce((sum, { addresses }) => sum + addresses.length, 0);
  return [
    heading(page, title),
    ...shown.flatMap(({ reason, addresses }) => groupLines(page, reason, [...new Set(addresses)])),
    ...(left > 0 ? [page.paint.dim(`${' '.repeat(INDENT)}and ${left} more: --format json has all`)] : []),
    '',
  ];
}

function groupLines(page: Page, reason: string, addresses: readonly string[]): string[] {
  const { paint, width } = page;
  const [only = ''] = addresses;
  if (addresses.length === 1 && columnsOf(only) + columnsOf(reason) + INDENT + 2 <= width)
    return [`${' '.repeat(INDENT)}${only}: ${paint.dim(reason)}`];
  const shown = addresses.slice(0, ADDRESSES_SHOWN);
  const more = addresses.length - shown.length;
  const names = [...shown, ...(more > 0 ? [counted(more, 'more', 'more')] : [])];
  return [
    ...wrap(names.join(', '), width - INDENT).map((line) => ' '.repeat(INDENT) + cut(line, width - INDENT)),
    ...labelled('', reason, INDENT + 2, width).map((line) => paint.dim(line)),
  ];
}
