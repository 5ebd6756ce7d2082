import type { CallsResult, GapResult, PermissionResult, TrailResult, TrailSummary } from '#trail/result.js';
import type { Printer } from '../../format.js';
import { paintFor } from '../../paint.js';
import { visibleTexts } from '../../safe-text.js';
import { amount, counted } from '../../words.js';
import { heading, pageFor, type Page } from './page.js';
import { labelled, wrap } from './text.js';

/** For people, in a terminal: what a trail covers, and the permissions by principal. */
export const renderTrail: Printer<TrailResult> = (untrusted, context) => {
  const result = visibleTexts(untrusted);
  const page = pageFor(context, paintFor(context.color), { root: result.root, techniques: [] });
  const lines = [
    ...summaryLines(page, result.trail),
    ...permissionLines(page, result.permissions),
    ...notShownLines(page, result.trail),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

function summaryLines({ paint, width }: Page, trail: TrailSummary): string[] {
  const { window, accounts, regions, events, files, cached, kind } = trail;
  const read = kind === 'athena' ? trail.source : `${counted(files, 'file')} of ${trail.source}`;
  const from = cached > 0 ? `, ${amount(cached)} from the cache` : '';
  const time =
    window.first === null || window.last === null
      ? 'no events in the window'
      : `${window.first} to ${window.last} UTC, ${counted(window.days, 'day')} with events`;
  return [
    '',
    ...labelled(paint.bold('trail    '), `${read}${from}: ${amount(events)} events`, 0, width),
    ...labelled(paint.bold('time     '), `${time}${asked(trail)}`, 0, width),
    ...labelled(paint.bold('accounts '), shortList(accounts), 0, width),
    ...labelled(paint.bold('regions  '), shortList(regions), 0, width),
    '',
  ];
}

function asked({ window: { since, until } }: TrailSummary): string {
  const from = since === null ? '' : ` from ${since}`;
  const to = until === null ? '' : ` until ${until}`;
  return from + to === '' ? '' : ` (asked about events${from}${to})`;
}

const MOST_NAMES = 8;

function shortList(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const ANSWERS = [
  ['used', 'Used', 'Somebody used these: look at who did, and from where, before an edit takes one away.'],
  ['unused', 'Not used', 'The trail would show it: nothing used these in its window.'],
  ['not-known', 'Not known', 'The trail would not show these, used or not.'],
] as const;

function permissionLines(page: Page, permissions: readonly PermissionResult[]): string[] {
  if (permissions.length === 0)
    return [...wrap('No attack path rests on a permission, and no edit of the plan takes one away.', page.width), ''];
  return ANSWERS.flatMap(([answer, title, what]) => {
    const all = permissions.filter((each) => each.answer === answer);
    if (all.length === 0) return [];
    const lines = [
      heading(page, `${title} (${all.length})`),
      ...wrap(what, page.width).map((line) => page.paint.dim(line)),
    ];
    return [
      ...lines,
      ...byPrincipal(all).flatMap(([principal, own]) => ['', page.paint.bold(principal), ...grouped(page, own)]),
      '',
    ];
  });
}

function byPrincipal(
  permissions: readonly PermissionResult[],
): readonly (readonly [string, readonly PermissionResult[]])[] {
  const found = new Map<string, PermissionResult[]>();
  for (const each of permissions) found.set(each.principal, [...(found.get(each.principal) ?? []), each]);
  return [...found];
}

/** Those of which the same is to be said are said at once. */
function grouped(page: Page, permissions: readonly PermissionResult[]): string[] {
  const found = new Map<string, PermissionResult[]>();
  for (const each of permissions) {
    const key = each.answer === 'used' ? JSON.stringify([each.action, each.resource]) : `${each.resource} ${each.why}`;
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return [...found.values()].flatMap((all) => oneLines(page, all));
}

function oneLines({ paint, width }: Page, all: readonly PermissionResult[]): string[] {
  const [first] = all;
  if (!first) return [];
  const actions = [...new Set(all.map(({ action }) => action))];
  const what = `${shortList(actions)} on ${first.resource}`;
  const paths = new Set(all.flatMap((each) => each.paths)).size;
  const edits = new Set(all.flatMap((each) => each.edits)).size;
  const touching = [
    ...(paths > 0 ? [counted(paths, 'attack path')] : []),
    ...(edits > 0 ? [counted(edits, 'edit')] : []),
  ].join(', ');
  return [
    ...labelled('  ', what, 0, width),
    ...labelled('    ', `${first.why}${touching === '' ? '' : ` (${touching})`}`, 0, width).map((line) =>
      paint.dim(line),
    ),
    ...callLines(first.allowed, '', width),
    ...(first.answer === 'used' && first.denied.count > 0
      ? labelled(
          '    ',
          `and refused ${first.denied.count === 1 ? 'once' : `${amount(first.denied.count)} times`}`,
          0,
          width,
        )
      : []),
    ...(first.usedOn.length > 0 ? labelled('    on ', shortList(first.usedOn), 0, width) : []),
  ];
}

function callLines({ count, from, by }: CallsResult, label: string, width: number): string[] {
  if (count === 0) return [];
  const names = (all: CallsResult['from']): string =>
    shortList(all.map(({ name }) => (name === '*' ? 'sessions with random names' : name)));
  return [
    ...(by.length > 0 ? labelled(`    ${label}by `, names(by), 0, width) : []),
    ...(from.length > 0 ? labelled(`    ${label}from `, names(from), 0, width) : []),
  ];
}

function notShownLines(page: Page, { notShown, gaps, skipped, outside }: TrailSummary): string[] {
  const { width } = page;
  const left = outside > 0 ? [`${counted(outside, 'file')} outside of what was asked about, by name.`] : [];
  const items = [
    ...notShown,
    ...gaps.map(gapText),
    ...skipped.map(({ file, reason }) => `${file} is left out: ${reason}.`),
    ...left,
  ];
  const shown = items.slice(0, MOST_ITEMS);
  const more = items.length - shown.length;
  return [
    heading(page, 'What this trail does not show'),
    ...shown.flatMap((item) => labelled('- ', item, 0, width)),
    ...(more > 0 ? [`- and ${more} more (--format json has all)`] : []),
  ];
}

const MOST_ITEMS = 40;

function gapText({ account, from, until, hours }: GapResult): string {
  return `Account ${account} has no events from ${from} until ${until}: ${counted(hours, 'hour')}.`;
}
