/** Where an attacker may start, what only looks like a start, and what must not be reached: each with the reason. */
import type { EntryPointResult, Result, TargetResult } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { columnsOf, cut, labelled, wrap } from './text.js';
import { compareText, counted } from '../../words.js';

/** Addresses that are listed for one reason, and reasons that are listed. */
const ADDRESSES_SHOWN = 3;
const REASONS_SHOWN = 8;
const INDENT = 2;

export function startLines(page: Page, result: Result): string[] {
  const { entryPoints, notEntryPoints, targets } = result;
  const certain = entryPoints.filter(({ certainty }) => certainty === 'certain');
  const assumed = entryPoints.filter(({ certainty }) => certainty === 'assumed');
  return [
    ...section(page, `Entry points (${certain.length}): where an attacker is taken to start`, certain, reasonOf),
    ...section(
      page,
      `Entry points only if (${assumed.length}): that there is a way in is not known`,
      assumed,
      reasonOf,
    ),
    ...section(
      page,
      `No entry points, although they look like it (${notEntryPoints.length})`,
      notEntryPoints,
      ({ reason }) => reason,
    ),
    ...targetLines(page, targets, result),
  ];
}

/** A reason names the resource itself: alike are those that read the same without it. */
function reasonOf({ address, reason, kind }: EntryPointResult): string {
  if (kind === 'leaked-credentials') return reason.replace(/^\S+ is (?=a long-lived)/, 'it has ');
  return reason.replaceAll(address, 'it');
}

function targetLines(page: Page, targets: readonly TargetResult[], { paths }: Result): string[] {
  const counting = paths.filter(({ counts }) => counts);
  const own = new Set(counting.map(({ target, rootModule }) => `${rootModule} ${target}`));
  const known = new Set(targets.map(({ id, rootModule }) => `${rootModule} ${id}`));
  // A path may lead into another root module.
  const across = new Set(
    counting.filter(({ target, rootModule }) => !known.has(`${rootModule} ${target}`)).map(({ target }) => target),
  );
  const isReached = ({ rootModule, id }: TargetResult): boolean => own.has(`${rootModule} ${id}`) || across.has(id);
  const count = targets.filter(isReached).length;
  const title = `Targets (${targets.length}): what must not be reached; attack paths lead to ${count}`;
  const ordered = targets.toSorted((a, b) => Number(isReached(b)) - Number(isReached(a)));
  return section(page, title, ordered, ({ reason }) => reason);
}

interface Listed {
  readonly address: string;
}

function section<T extends Listed>(
  page: Page,
  title: string,
  items: readonly T[],
  reason: (item: T) => string,
): string[] {
  if (items.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const item of items) groups.set(reason(item), [...(groups.get(reason(item)) ?? []), item.address]);
  const ordered = [...groups].toSorted(([a, some], [b, others]) => others.length - some.length || compareText(a, b));
  const shown = ordered.slice(0, REASONS_SHOWN);
  const left = ordered.slice(REASONS_SHOWN).reduce((sum, [, addresses]) => sum + addresses.length, 0);
  return [
    heading(page, title),
    ...shown.flatMap(([text, addresses]) => groupLines(page, text, [...new Set(addresses)])),
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
