import { describe, expect, test } from 'vitest';
import type { DiagnosticResult, FindingResult, PathResult, Result, TakingResult } from '#analysis/result/result.js';
import { chokePoints } from '#report/digest/choke-points.js';
import { diagnosticGroups } from '#report/digest/diagnostics.js';
import { digestOf } from '#report/digest/digest.js';
import { findingsOf } from '#report/digest/findings.js';
import { namesOf } from '#report/digest/names.js';
import { notAnalysedOf } from '#report/digest/not-analysed.js';
import { byModule, conditionGroups, pathParts } from '#report/digest/paths.js';
import { closingTexts, planOf, takingTexts } from '#report/digest/plan.js';
import { startsOf } from '#report/digest/starts.js';
import { headline, verdictOf } from '#report/digest/verdict.js';
import { SAMPLE } from '../support/sample-result.js';

const { plan: _plan, proof: _proof, ...SCAN } = SAMPLE;
const [PATH] = SAMPLE.paths;
const [STEP] = PATH!.steps;
const [EDIT] = SAMPLE.plan!.edits;

const path = (id: string, more: Partial<PathResult> = {}): PathResult => ({ ...PATH!, id, ...more });
const scanOf = (paths: readonly PathResult[], more: Partial<Result> = {}): Result => ({ ...SCAN, paths, ...more });
const steps = (count: number) => Array.from({ length: count }, () => STEP!);

describe('paths', () => {
  test.each([
    { first: 'the worse', a: { severity: 'high' }, b: { severity: 'critical' } },
    { first: 'the shorter', a: { steps: steps(3) }, b: { steps: steps(2) } },
    { first: 'what assumes less', a: { assumptions: [{ what: 'x', source: null, supply: 'y' }] }, b: {} },
    { first: 'by title', a: { title: 'b' }, b: { title: 'a' } },
  ] as const)('of one target, $first comes first', ({ a, b }) => {
    const [part] = pathParts(scanOf([path('a', a), path('b', b)]));

    expect(part?.groups.map(({ worst, further }) => [worst.id, ...further.map(({ id }) => id)])).toEqual([['b', 'a']]);
  });

  test('stand apart by where they start, the internet before keys; what does not count is in none', () => {
    const start = (kind: 'anonymous' | 'leaked-credentials' | 'assumed') => ({
      ...SCAN.entryPoints[0]!,
      id: kind,
      kind,
    });
    const entryPoints = [start('leaked-credentials'), start('assumed'), start('anonymous')];
    const paths = [
      ...entryPoints.map(({ id }) => path(`from ${id}`, { entryPoint: id })),
      path('uncounted', { counts: false }),
      path('by design', { counts: false, intended: true }),
    ];

    expect(pathParts(scanOf(paths, { entryPoints })).map(({ groups }) => groups[0]?.worst.id)).toEqual([
      'from anonymous',
      'from assumed',
      'from leaked-credentials',
    ]);
  });

  test('root modules go by name, and the same target of two is two', () => {
    const [part] = pathParts(scanOf([path('p', { rootModule: 'prod' }), path('d', { rootModule: 'dev' })]));

    expect(byModule(part!.groups).map(([name, groups]) => [name, groups.length])).toEqual([
      ['dev', 1],
      ['prod', 1],
    ]);
  });

  test('that assume the same are one group, whatever the order in which they say it', () => {
    const assume = (...what: string[]) => ({
      counts: false,
      assumptions: what.map((each) => ({ what: each, source: null, supply: '' })),
    });
    const groups = conditionGroups(
      scanOf([path('1', assume('a', 'b')), path('2', assume('b', 'a')), path('3', assume('a'))]),
    );

    expect(groups.map(({ paths }) => paths.map(({ id }) => id))).toEqual([['3'], ['1', '2']]);
  });

  test.each([
    { target: { kind: 'admin', address: 'admin' }, title: / → administration of the account$/ },
    { target: { kind: 'admin', address: 'admin:b', reason: 'account b' }, title: / → account b$/ },
    { target: { kind: 'data', address: 'aws_s3_bucket.x' }, title: / → aws_s3_bucket\.x$/ },
  ] as const)('are named by their ends: $target.address', ({ target, title }) => {
    const targets = [{ ...SCAN.targets[0]!, ...target, id: 't' }];
    const only = path('p', { target: 't' });

    expect(namesOf(scanOf([only], { targets })).titleOf(only)).toMatch(title);
    expect(namesOf(scanOf([only], { targets: [] })).titleOf(only)).toBe(only.title);
  });
});

describe('choke points', () => {
  const on = (id: string, ...lines: number[]): PathResult =>
    path(id, {
      steps: lines.map((startLine) => ({
        ...STEP!,
        evidence: [{ ...STEP!.evidence[0]!, source: { ...STEP!.evidence[0]!.source!, startLine } }],
      })),
    });
  const six = (lines: (at: number) => number[]): Result =>
    scanOf([0, 1, 2, 3, 4, 5].map((at) => on(`${at}`, ...lines(at))));

  test.each([
    {
      when: 'the line of most paths comes first',
      result: six((at) => [at < 4 ? 1 : 2]),
      points: [
        [1, 4],
        [2, 2],
      ],
    },
    { when: 'of lines with the same paths the last stands for all', result: six(() => [1, 2, 3]), points: [[3, 6]] },
    { when: 'a line of one path is none', result: six((at) => [at, 9]), points: [[9, 6]] },
    { when: 'a reader sees few paths by himself', result: scanOf([on('1', 1), on('2', 1)]), points: [] },
  ])('$when', ({ result, points }) => {
    expect(chokePoints(result).map(({ evidence, paths }) => [evidence.source?.startLine, paths])).toEqual(points);
  });
});

test('findings are apart by whether they close paths, and one of each message of a control', () => {
  const finding = (control: string, more: Partial<FindingResult> = {}): FindingResult => ({
    ...SCAN.findings[0]!,
    severity: 'low',
    message: 'm',
    closesPaths: [],
    control,
    ...more,
  });
  const { onPaths, hygiene } = findingsOf({
    ...SCAN,
    findings: [
      finding('b'),
      finding('a'),
      finding('b'),
      finding('c', { severity: 'high' }),
      finding('d', { closesPaths: ['x'] }),
    ],
  });

  expect(onPaths.map((group) => group.map(({ control }) => control))).toEqual([['d']]);
  expect(hygiene.map((group) => group.map(({ control }) => control))).toEqual([['c'], ['a'], ['b', 'b']]);
});

test.each([
  { alike: 'that differ in a name', messages: ['No module "a" here', 'No module "b" here'], groups: [[0, 1]] },
  { alike: 'that differ in words', messages: ['No module here', 'No variable here'], groups: [[0], [1]] },
])('diagnostics $alike', ({ messages, groups }) => {
  const diagnostics = messages.map((message): DiagnosticResult => ({ ...SCAN.diagnostics[0]!, message }));
  const found = diagnosticGroups({ ...SCAN, diagnostics });

  expect(found.map((group) => group.diagnostics.map(({ message }) => messages.indexOf(message)))).toEqual(groups);
  expect(found.map(({ more }) => more)).toEqual(groups.map((group) => group.length - 1));
});

describe('the verdict', () => {
  test.each([
    {
      of: 'paths',
      result: scanOf([path('1'), path('2', { severity: 'low' })]),
      says: '2 attack paths to 1 target: 1 critical, 1 low',
    },
    { of: 'none', result: scanOf([]), says: 'No attack path from 2 entry points to 2 targets, in what could be read.' },
    {
      of: 'none that is certain',
      result: scanOf([path('1', { counts: false })], { diagnostics: [] }),
      says: 'No attack path is certain from 2 entry points to 2 targets.',
    },
  ])('of $of', ({ result, says }) => {
    expect(headline(verdictOf(result))).toBe(says);
  });

  test('without a path says what was not analysed; with one it does not', () => {
    expect(verdictOf(scanOf([])).notAnalysed).toMatch(/^Not analysed: 1 front door, 1 dangerous permission/);
    expect(verdictOf(SCAN).notAnalysed).toBeUndefined();
  });
});

test('blind spots of which the same is said are one, and types with a policy or a password come first', () => {
  const [spot] = SCAN.blindSpots;
  const coverage = {
    ...SCAN.summary.coverage,
    unmodelled: [
      { type: 'aws_route53_record', count: 9 },
      { type: 'aws_db_instance', count: 1 },
    ],
  };
  const { spots, types } = notAnalysedOf({
    ...SCAN,
    blindSpots: [spot!, { ...spot!, address: 'other' }],
    summary: { ...SCAN.summary, coverage },
  });

  expect(spots.map(({ spots: of }) => of.length)).toEqual([2]);
  expect(types.map(({ type }) => type)).toEqual(['aws_db_instance', 'aws_route53_record']);
});

test('starts of one reason are one, with the addresses', () => {
  const [entry] = SCAN.entryPoints;
  const entryPoints = ['a.x', 'a.y'].map((address) => ({ ...entry!, address, reason: `${address} is open` }));

  expect(startsOf({ ...SCAN, entryPoints }).certain).toEqual({
    count: 2,
    reasons: [{ reason: 'it is open', addresses: ['a.x', 'a.y'] }],
  });
});

describe('a plan', () => {
  const withEdits = (...edits: object[]): Result => ({
    ...SAMPLE,
    plan: { ...SAMPLE.plan!, edits: edits.map((more, at) => ({ ...EDIT!, id: `${at}`, ...more })) },
  });

  test('numbers what closes paths before hygiene, and says of what follows the same that it does', () => {
    const plan = planOf(
      withEdits({ closesPaths: [] }, { closesPaths: ['x'] }, { closesPaths: ['y'], reason: 'other' }),
    );

    expect(plan?.closing.map(({ number, edit, as }) => [number, edit.id, as])).toEqual([
      [1, '1', undefined],
      [2, '2', undefined],
    ]);
    expect(plan?.hygiene.map(({ number, edit, as }) => [number, edit.id, as])).toEqual([[3, '0', 1]]);
    expect(plan?.title).toBe('Plan: 2 edits close 2 attack paths, and none cheaper does; 1 edit for hygiene');
  });

  test.each([
    { proof: { pathsAfter: 0, newPaths: [], reparsed: true }, state: 'closed' },
    { proof: { pathsAfter: 1, newPaths: [], reparsed: true }, state: 'open' },
    { proof: { pathsAfter: 0, newPaths: ['path-1'], reparsed: true }, state: 'broken' },
    { proof: { pathsAfter: 0, newPaths: [], reparsed: false }, state: 'broken' },
  ])('is $state by $proof', ({ proof, state }) => {
    expect(planOf({ ...SAMPLE, proof: { ...SAMPLE.proof!, ...proof } })?.proof?.state).toBe(state);
  });

  test.each([
    { what: 'there is none', result: scanOf([]), plan: undefined },
    { what: 'nothing is to close', result: { ...withEdits(), paths: [] }, plan: 'There is no attack path to close.' },
  ])('says why nothing is edited where $what', ({ result, plan }) => {
    expect(planOf(result)?.noEdit).toBe(plan);
  });

  test('is told by each path that it closes', () => {
    const closing = { kind: 'edit', summary: 'Do it', control: 'c', edit: '1' } as const;
    const { plan } = withEdits({ closesPaths: [] }, { closesPaths: ['x'] });

    expect(closingTexts(path('p', { closedBy: [closing] }), plan)).toEqual(['edit 1, Do it (c)']);
    expect(closingTexts(path('p', { closedBy: [closing] }), undefined)).toEqual(['Do it (c)']);
    expect(closingTexts(path('p', { closedBy: [closing], counts: false }), plan)).toEqual([]);
  });
});

test('takings of the same principal and resource are one line', () => {
  const taking = (action: string, more: Partial<TakingResult> = {}): TakingResult => ({
    principal: 'r',
    action,
    resource: 'b',
    ...more,
  });

  expect(takingTexts([taking('s3:A'), taking('s3:B'), taking('s3:C', { keeps: ['c'] })])).toEqual([
    's3:A, s3:B on b from r',
    's3:C on b from r, but for c',
  ]);
});

test('a digest is data: the same twice, and nothing of the result changes', () => {
  const before = JSON.stringify(SAMPLE);

  expect(JSON.stringify(digestOf(SAMPLE))).toBe(JSON.stringify(digestOf(SAMPLE)));
  expect(JSON.stringify(SAMPLE)).toBe(before);
});
