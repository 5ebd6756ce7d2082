/** What an account says of the source: three questions, a few lines each. */
import type {
  AccountResourceResult,
  ClaimResult,
  FixResult,
  FixVerdict,
  OpeningResult,
  PathResult,
  Result,
  VerificationResult,
} from '#analysis/result/result.js';
import { severityRank } from '#analysis/result/severity-order.js';
import type { Page } from './page.js';
import { place } from '../../digest/names.js';
import { heading } from './page.js';
import { BADGE_COLUMNS, badge } from '../../paint.js';
import { counted } from '../../words.js';
import { columnsOf, cut, labelled, padEnd, wrap } from './text.js';

/** Of each list so many are shown. */
const SHOWN = 12;
const PATHS_SHOWN = 3;

export function verificationPage(page: Page, result: Result): string[] {
  const { verification } = result;
  if (!verification) return [];
  const title = `${page.paint.bold(`${result.tool.name} ${result.tool.version}`)}  ${result.root}`;
  return [
    '',
    title,
    ...sourceLines(page, verification),
    '',
    ...verdictLines(page, result, verification),
    '',
    ...claimLines(page, verification),
    ...fixLines(page, verification),
    ...openingLines(page, result, verification),
    ...simulationLines(page, verification),
    ...notReadLines(page, verification),
    ...openPathLines(page, result),
  ];
}

/** For an account by itself: what was read, which ARNs the addresses stand for, what could not be read. */
export function accountLines(page: Page, result: Result): string[] {
  const { verification } = result;
  if (!verification) return [];
  return [
    heading(page, 'The account'),
    ...sourceLines(page, verification),
    '',
    ...arnLines(page, result, verification),
    ...simulationLines(page, verification),
    ...notReadLines(page, verification),
  ];
}

/** Commands are not wrapped: they are to be copied. */
export function changeLines(page: Page, { verification }: Result): string[] {
  const changes = verification?.changes ?? [];
  if (changes.length === 0) return [];
  const lines = changes.flatMap(({ address, arn, commands, byHand }) => [
    page.paint.bold(cut(arn ?? address, page.width)),
    ...commands,
    ...byHand.flatMap((sentence) => labelled('by hand: ', sentence, 0, page.width)),
    '',
  ]);
  return [heading(page, 'What to run; nothing of it was'), ...lines];
}

/** Whose account, and how much of it the source has. */
function sourceLines({ paint, width }: Page, { accounts, takenAt, summary, resources }: VerificationResult): string[] {
  const when = takenAt.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
  const whose = accounts.map(
    ({ id, regions, caller }) => `Account ${id} (${regions.join(', ')}), read ${when} as ${caller}`,
  );
  const ways = (['state', 'import', 'name', 'evidence'] as const).flatMap((way) => {
    const count = resources.filter(({ joinedBy }) => joinedBy === way).length;
    return count === 0 ? [] : [`${count} by ${WAYS[way]}`];
  });
  const joined = summary.compared
    ? [
        `${counted(summary.resources, 'resource')}, ${summary.joined} of them in the source${ways.length > 0 ? `: ${ways.join(', ')}` : ''}`,
      ]
    : [counted(summary.resources, 'resource')];
  return [...whose, ...joined].flatMap((line) => wrap(line, width)).map((line) => paint.dim(line));
}

const WAYS = {
  state: 'the state',
  import: 'import blocks',
  name: 'name',
  evidence: 'what else tells them apart',
} as const;

function verdictLines(
  { paint, width }: Page,
  { summary, paths }: Result,
  { summary: found }: VerificationResult,
): string[] {
  const { pathsInSource, pathsConfirmed, pathsOnlyInAccount } = found;
  const source =
    pathsInSource === 0
      ? 'The source has no attack path.'
      : `Of ${counted(pathsInSource, 'attack path')} in the source ${pathsConfirmed} ${pathsConfirmed === 1 ? 'is' : 'are'} open in the account.`;
  const account =
    pathsOnlyInAccount === 0
      ? 'The account has none that the source does not have.'
      : `The account has ${counted(pathsOnlyInAccount, 'attack path')} that the source does not have.`;
  const isClosed = paths.every(({ counts }) => !counts);
  const style = isClosed
    ? (text: string) => paint.bold(paint.green(text))
    : (text: string) => paint.bold(paint.red(text));
  const head = isClosed
    ? 'No attack path is open in the account.'
    : `${counted(summary.paths, 'attack path')} open in the account.`;
  return [style(head), ...wrap(`${source} ${account}`, width)];
}

/** What is as the source says is a number; what is not is told. */
function claimLines(page: Page, { claims, summary, ambiguous }: VerificationResult): string[] {
  const { confirmed, ...others } = summary.claims;
  const counts = Object.entries(others).flatMap(([verdict, count]) =>
    count === 0 ? [] : [`${count} ${inWords(verdict)}`],
  );
  const told = claims.filter(({ verdict }) => verdict !== 'confirmed' && verdict !== 'not-compared');
  return [
    heading(page, 'Is what the source says so?'),
    [`${confirmed} confirmed`, ...counts].join(', '),
    ...limited(page, told, (claim) => claimLine(page, claim)),
    ...limited(page, ambiguous, ({ address, candidates }) =>
      labelled(
        'ambiguous  ',
        `${address} may be ${listed(candidates)}; --state FILE or an import block tells.`,
        2,
        page.width,
      ),
    ),
    '',
  ];
}

function claimLine(page: Page, claim: ClaimResult): string[] {
  const { paint } = page;
  const { verdict, address, attribute, property, sourceSays, accountSays, calls, source } = claim;
  const what = `${address}  ${paint.dim(attribute === '' ? property : attribute)}`;
  const where = source ? `${paint.cyan(place(source))}  ` : '';
  const detail =
    verdict === 'different'
      ? `source ${sourceSays ?? 'nothing'}, account ${accountSays ?? 'nothing'}`
      : verdict === 'not-readable'
        ? `${calls.join(', ')} gave no answer`
        : verdict === 'absent'
          ? 'not in the account'
          : 'several resources of the account may be meant';
  const head = `  ${padEnd(paint.yellow(verdict.replaceAll('-', ' ')), 13)}${what}`;
  return [head, ...wrap(`${where}${detail}`, page.width - 15).map((line) => `${' '.repeat(15)}${line}`)];
}

const ORDER: readonly FixVerdict[] = ['undone', 'inert', 'pending', 'not-applied', 'unclear', 'not-written', 'closed'];

function fixLines(page: Page, { fixes, summary }: VerificationResult): string[] {
  const { paint } = page;
  const title = heading(page, 'Is what was fixed closed?');
  if (fixes.length === 0) {
    const text =
      'The source closes nothing that the account leaves open. --edits FILE asks for each edit of a plan (harden -f json).';
    return [title, ...wrap(text, page.width), ''];
  }
  const counts = Object.entries(summary.fixes).flatMap(([verdict, count]) =>
    count === 0 ? [] : [`${count} ${inWords(verdict)}`],
  );
  const sorted = fixes.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const fixLine = ({ verdict, summary: what, detail, paths }: FixResult): string[] => {
    const style = verdict === 'closed' ? paint.green : paint.yellow;
    const rest = paths.length > 0 ? `${detail} ${counted(paths.length, 'attack path')}.` : detail;
    return [
      `  ${padEnd(style(verdict.replaceAll('-', ' ')), 13)}${cut(what, page.width - 15)}`,
      ...(verdict === 'closed' ? [] : wrap(rest, page.width - 15).map((line) => `${' '.repeat(15)}${line}`)),
    ];
  };
  return [title, counts.join(', '), ...limited(page, sorted, fixLine), ''];
}

/** What the source says otherwise stands among the fixes. */
function openingLines(page: Page, result: Result, { openings }: VerificationResult): string[] {
  const others = openings.filter(({ kind }) => kind === 'unmanaged' || kind === 'default' || kind === 'unexplained');
  const title = heading(page, "What is open that Terraform doesn't know?");
  if (others.length === 0) return [title, 'Nothing that an attack path rests on.', ''];
  return [title, ...limited(page, others, (opening) => openingLine(page, result, opening)), ''];
}

function openingLine(page: Page, { paths }: Result, opening: OpeningResult): string[] {
  const { severity, address, arn, detail, alone, paths: ids } = opening;
  const indent = ' '.repeat(BADGE_COLUMNS + 1);
  const room = page.width - BADGE_COLUMNS - 1;
  const own = alone === ids.length ? 'by itself' : alone === 0 ? 'with other things' : `${alone} of them by itself`;
  const worst = paths.find(({ id }) => id === ids[0]);
  return [
    `${badge(page.paint, severity)} ${cut(arn ?? address, room)}`,
    ...wrap(`${detail} It opens ${counted(ids.length, 'attack path')}, ${own}.`, room).map((line) => indent + line),
    ...(worst ? [indent + page.paint.dim(cut(chainOf(worst), room))] : []),
  ];
}

function chainOf({ steps }: PathResult): string {
  const [first] = steps;
  return [first?.from ?? '', ...steps.map(({ to }) => to)].filter((each, at, all) => each !== all[at - 1]).join(' → ');
}

function simulationLines(page: Page, { simulation }: VerificationResult): string[] {
  if (!simulation) return [];
  const { asked, agreed, disagreements, notAsked } = simulation;
  return [
    heading(page, 'Does AWS decide as we do?'),
    `Of ${counted(asked, 'decision')} ${agreed} ${agreed === 1 ? 'is' : 'are'} the same.`,
    ...limited(page, disagreements, ({ principal, action, resource, ours, theirs, reason }) =>
      labelled(
        '  ',
        `${principal}: ${action} on ${resource} is ${ours} here, ${theirs} by AWS: ${reason}`,
        0,
        page.width,
      ),
    ),
    ...limited(page, notAsked, (text) => labelled('  not asked: ', text, 0, page.width)),
    '',
  ];
}

function notReadLines(page: Page, { notRead }: VerificationResult): string[] {
  if (notRead.length === 0) return [];
  const line = ({
    action,
    call,
    reason,
    code,
    region,
    resource,
    consequence,
  }: VerificationResult['notRead'][number]): string[] => {
    const what = `${action || call} ${reason} (${code}) in ${region}${resource === null ? '' : ` of ${resource}`}: ${consequence}.`;
    return labelled('  ', what, 0, page.width);
  };
  return [heading(page, `Not read (${notRead.length})`), ...limited(page, notRead, line), ''];
}

/** The worst of what is open; the rest is for a program. */
function openPathLines(page: Page, { paths, root }: Result): string[] {
  const open = paths
    .filter(({ counts }) => counts)
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  if (open.length === 0) return [];
  const room = page.width - BADGE_COLUMNS - 1;
  const shown = open
    .slice(0, PATHS_SHOWN)
    .flatMap((path) => [
      `${badge(page.paint, path.severity)} ${cut(path.title, room)}`,
      `${' '.repeat(BADGE_COLUMNS + 1)}${page.paint.dim(cut(chainOf(path), room))}`,
    ]);
  const left = open.length - PATHS_SHOWN;
  const all = left > 0 ? [page.paint.dim(`and ${left} more: chokepoint verify ${root} -f json has all`)] : [];
  return [heading(page, 'Open in the account'), ...shown, ...all, ''];
}

/** Addresses are made of a type and an id: what of them the paths name, by its ARN. */
function arnLines(page: Page, { paths, findings }: Result, { resources }: VerificationResult): string[] {
  const named = new Set<string>();
  for (const { steps, counts } of paths)
    if (counts) for (const { from, to } of steps) [from, to].forEach((each) => named.add(bare(each)));
  for (const { address, closesPaths } of findings) if (closesPaths.length > 0) named.add(bare(address));
  const shown = resources.filter(({ address, arn }) => named.has(address) && arn !== null);
  const column = Math.max(0, ...shown.map(({ address }) => columnsOf(address))) + 2;
  const line = ({ address, arn }: AccountResourceResult): string[] =>
    column + columnsOf(arn ?? '') <= page.width
      ? [`${padEnd(address, column)}${arn ?? ''}`]
      : [address, `  ${arn ?? ''}`];
  return shown.length === 0 ? [] : [...limited(page, shown, line, Number.POSITIVE_INFINITY), ''];
}

/** `notReadable`: not readable. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function bare(address: string): string {
  return address.split('#')[0] ?? address;
}

function limited<T>(page: Page, items: readonly T[], show: (item: T) => readonly string[], most = SHOWN): string[] {
  const left = items.length - most;
  return [
    ...items.slice(0, most).flatMap(show),
    ...(left > 0 ? [page.paint.dim(`  and ${left} more: -f json has all`)] : []),
  ];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  return names.length > 3 ? `${shown.join(', ')} or ${names.length - 3} more` : shown.join(' or ');
}
