import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { renderPretty } from '#report/formats/pretty/pretty.js';
import { columnsOf } from '#report/formats/pretty/text.js';
import type { ReportContext } from '#report/format.js';
import type { Result } from '#analysis/result/result.js';
import { SAMPLE, sampleLine } from '../support/sample-result.js';

const { plan: _plan, proof: _proof, ...SCAN } = SAMPLE;

function print(result: Result, context: Partial<ReportContext> = {}): string {
  return renderPretty(result, {
    readLine: sampleLine,
    width: 80,
    color: false,
    flags: { analysis: '', plan: '' },
    written: false,
    ...context,
  });
}

const linesOf = (text: string): string[] => text.split('\n');

describe('a scan', () => {
  test.each([
    { shows: 'how many paths, the worst first', text: '3 attack paths to 2 targets: 1 critical, 2 high' },
    { shows: 'findings on paths apart from hygiene', text: '3 findings: 1 on attack paths, 2 hygiene' },
    { shows: 'entry point and target', text: 'aws_ecs_task_definition.web#web → administration of the account' },
    { shows: 'the title of a technique', text: '   2 Escape to the host through the Docker socket' },
    { shows: 'the id of a technique without a title', text: '   1 exploit-public-workload' },
    {
      shows: 'the line of source that opens a step',
      text: '│ main.tf:8  mountPoints = [{ sourceVolume = "docker-socket"',
    },
    { shows: 'what is assumed', text: 'assumed, not known before apply: ingress[0].cidr_blocks' },
    { shows: 'what is absent', text: 'aws_efs_file_system_policy: absent' },
    { shows: 'where attackers start', text: 'From the internet: 2 attack paths' },
    { shows: 'keys that leak after the internet', text: 'If an access key leaks: 1 attack path' },
    { shows: 'access by design', text: 'aws_ecs_task_definition.web#web reads aws_dynamodb_table.orders' },
    { shows: 'an entry point that needs no path', text: 'aws_iam_access_key.operator already administers the account' },
    { shows: 'where a diagnostic is', text: '  --> main.tf:16:12' },
    { shows: 'the command that comes next', text: 'chokepoint harden infra' },
  ])('shows $shows', ({ text }) => {
    expect(print(SCAN)).toContain(text);
  });

  test('marks the place of a diagnostic below its line', () => {
    const lines = linesOf(print(SCAN));
    const at = lines.findIndex((line) => line.startsWith('16 │'));

    expect(lines[at]?.[(lines[at + 1] ?? '').indexOf('^')]).toBe('=');
    expect(lines[at + 1]?.indexOf('^')).toBe('16 │ '.length + 11);
  });

  test('lists errors before warnings', () => {
    const text = print(SCAN);

    expect(text.indexOf('error: Invalid expression')).toBeLessThan(text.indexOf('warning: Module not found'));
  });

  test('refers to steps that were shown before rather than repeat them', () => {
    const [admin, data] = SCAN.paths;
    const text = print({ ...SCAN, paths: [admin!, data!] });

    expect(text).toContain(' 1-2 as in path-1111aaaa, to aws_launch_template.node');
    expect(text.match(/Escape to the host/g)).toHaveLength(1);
  });

  test('tells a further route in one line, by the titles of its techniques', () => {
    const [admin, data, leaked] = SCAN.paths;
    const paths = [
      { ...leaked!, entryPoint: data!.entryPoint, steps: leaked!.steps },
      { ...data!, steps: data!.steps },
    ];

    expect(print({ ...SCAN, paths: [admin!, ...paths] })).toContain('also by: exploit-public-workload; Esc');
  });

  describe('never says alone that there is no path', () => {
    const none = { ...SCAN, paths: [], findings: [], diagnostics: [] };
    const modelled = { ...none.summary, coverage: { ...none.summary.coverage, unmodelled: [] } };
    const SPOTS = 'Not analysed: 1 front door, 1 dangerous permission, 1 of 5 resources; see below.';

    test.each([
      { but: 'from where to where', result: none, says: `No attack path from 2 entry points to 2 targets.\n${SPOTS}` },
      {
        but: 'that it knows no start',
        result: { ...none, entryPoints: [] },
        says: `No attack path: no entry point was found. Name one with --entry ADDRESS.\n${SPOTS}`,
      },
      {
        but: 'that it knows nothing to reach',
        result: { ...none, targets: [] },
        says: `No attack path: no target was found. Name one with --target ADDRESS.\n${SPOTS}`,
      },
      {
        but: 'that everything was analysed, where it was',
        result: { ...none, blindSpots: [], summary: modelled },
        says: 'Every type of AWS resource in the configuration is analysed.',
      },
    ])('but $but', ({ result, says }) => {
      const text = print(result);

      expect(text).toContain(says);
      expect(text).not.toContain('chokepoint harden');
    });
  });

  test.each([
    { lists: 'entry points with the reason', text: 'a service on the internet, through port 80 of aws_lb.front' },
    { lists: 'what only looks like one', text: 'it has a public address, but no security group allows the internet' },
    {
      lists: 'targets, and how many are reached',
      text: 'Targets (2): what an attacker must not reach; attack paths lead to 2',
    },
    {
      lists: 'front doors that nothing follows',
      text: 'aws_eks_cluster.apps\n    the public endpoint of an EKS cluster',
    },
    { lists: 'permissions that lead nowhere', text: 'may pass any role to kendra' },
    { lists: 'types that nothing models, with their number', text: '1 resource of 1 type: aws_eks_cluster (1)' },
    {
      lists: 'what closes a path',
      text: 'closed by Take /var/run/docker.sock from the container (remove-docker-socket)',
    },
  ])('lists $lists', ({ text }) => {
    expect(print(SCAN, { width: 100 })).toContain(text);
  });

  test('a target that a path reaches in another root module counts as reached', () => {
    const targets = SCAN.targets.map((target) => ({ ...target, rootModule: 'data' }));

    expect(print({ ...SCAN, targets }, { width: 100 })).toContain('attack paths lead to 2');
  });

  test('a namesake of it elsewhere does not', () => {
    const twins = SCAN.targets.map((target) => ({ ...target, rootModule: 'twin' }));

    expect(print({ ...SCAN, targets: [...SCAN.targets, ...twins] }, { width: 100 })).toContain('lead to 2');
  });

  test('types that work with roles or in networks come before others', () => {
    const unmodelled = [
      { type: 'aws_route53_record', count: 27 },
      { type: 'aws_eks_cluster', count: 1 },
    ];
    const summary = { ...SCAN.summary, coverage: { ...SCAN.summary.coverage, unmodelled } };

    expect(print({ ...SCAN, summary }, { width: 100 })).toContain(
      '28 resources of 2 types: aws_eks_cluster (1), aws_route53_record (27)',
    );
  });

  test('has no heading without content', () => {
    const empty = {
      ...SCAN,
      paths: [],
      findings: [],
      diagnostics: [],
      entryPoints: [],
      notEntryPoints: [],
      targets: [],
      blindSpots: [],
      summary: { ...SCAN.summary, coverage: { ...SCAN.summary.coverage, unmodelled: [] } },
    };
    const plan = { optimal: true, cost: 0, edits: [], manual: [] };
    const text = print({ ...empty, plan, proof: SAMPLE.proof! });

    expect(print(empty)).not.toContain('──');
    expect(text).toMatch(/Plan: nothing to edit ─+\nThere is no attack path to close\./);
    expect(text).not.toContain('Proof ──');
  });

  test('heads root modules where there are several', () => {
    const [first, second] = SCAN.paths;
    const text = print({
      ...SCAN,
      paths: [
        { ...first!, rootModule: 'prod' },
        { ...second!, rootModule: 'dev' },
      ],
    });

    expect(text.indexOf('Root module dev')).toBeLessThan(text.indexOf('Root module prod'));
  });
});

test('claims nothing of sources that it could not read', () => {
  expect(print({ ...SCAN, paths: [] })).toContain(
    'No attack path from 2 entry points to 2 targets, in what could be read.',
  );
});

describe('what rests on something that is not known', () => {
  test('stands apart, by what it assumes, with what would settle it', () => {
    const text = print(SCAN);
    const section = text.slice(text.indexOf('Only if (1)'));

    expect(text).toContain('3 attack paths to 2 targets');
    expect(section).toContain('if  var.allowed_ranges holds an address of the internet main.tf:3');
    expect(section).toContain('Give var.allowed_ranges a value (--var or --var-file).');
    expect(section).toMatch(/MEDIUM +aws_ecs_task_definition.web#web → aws_efs_f.* path-5555eeee/);
  });

  test('alone is no certain path, and no all-clear', () => {
    const assumed = SCAN.paths.filter(({ certainty }) => certainty === 'assumed');
    const text = print({ ...SCAN, paths: assumed, diagnostics: [] });

    expect(text).toContain(
      'No attack path is certain from 2 entry points to 2 targets.\n1 path only if something that is not known here is so',
    );
    expect(text).toContain('chokepoint harden infra --assume-unknown open');
  });

  test('stands among the others where the unknown is taken to be open', () => {
    const paths = SCAN.paths.map((path) => ({ ...path, counts: !path.intended }));
    const text = print({ ...SCAN, paths });

    expect(text).toContain('4 attack paths to 2 targets');
    expect(text).not.toContain('Only if');
  });

  test('is named beside the proof, as is what the proof does not look at', () => {
    const text = print(SAMPLE);
    const proof = text.slice(text.indexOf('Proof ──'));

    expect(proof).toContain('1 path stays, only if what it assumes is so.');
    expect(proof).toContain('aws_iam_role.node may still glue:CreateJob on everything');
  });
});

describe('of an estate with many targets', () => {
  const [sample] = SCAN.paths;
  const [target] = SCAN.targets;
  const many = (count: number, intended = false): Result => ({
    ...SCAN,
    targets: Array.from({ length: count }, (_, at) => ({
      ...target!,
      kind: 'data' as const,
      id: `t${at}`,
      address: `aws_s3_bucket.b${at}`,
    })),
    paths: Array.from({ length: count }, (_, at) => ({ ...sample!, id: `path-${at}`, target: `t${at}`, intended })),
  });
  const chains = (text: string) => linesOf(text).filter((line) => /^ {11}to {3}/.test(line)).length;
  const named = (text: string) => new Set(text.split('\nEntry points')[0]?.match(/aws_s3_bucket\.b\d+\b/g)).size;

  test.each([
    { count: 12, inFull: 12, names: 12, says: undefined },
    { count: 13, inFull: 12, names: 13, says: '1 more target, by its worst path' },
    { count: 200, inFull: 12, names: 52, says: 'Not shown: 148 more targets with 148 attack paths.' },
  ])('a scan of $count shows $inFull in full and names $names', ({ count, inFull, names, says }) => {
    const text = print(many(count));

    expect({ inFull: chains(text), names: named(text) }).toEqual({ inFull, names });
    if (says !== undefined) expect(text).toContain(says);
    else expect(text).not.toContain('Not shown');
    expect(text.includes('--format json has all')).toBe(count > inFull);
  });

  test('a scan begins with the lines that most paths rest on', () => {
    const text = print(many(12));
    const first = text.slice(text.indexOf('Choke points'));

    expect(first).toMatch(/^Choke points: what most paths depend on ─+\n12 of 12 paths +main\.tf:12 {2}policy = /);
    expect(text.indexOf('Choke points')).toBeLessThan(text.indexOf('aws_s3_bucket.b0'));
    expect(print(many(3))).not.toContain('Choke points');
  });

  test('a plan leaves the chains to the scan', () => {
    const { plan, proof } = SAMPLE;
    const text = print({ ...many(200), plan: plan!, proof: proof! });

    expect({ inFull: chains(text), names: named(text) }).toEqual({ inFull: 3, names: 13 });
    expect(text).toContain('Not shown: 187 more targets with 187 attack paths. chokepoint scan infra');
  });

  test('what is intended is counted, not listed without end', () => {
    const text = print(many(40, true));

    expect(text).toContain('Access by design (40)');
    expect(text).toContain('and 25 more: --format json has all');
  });

  test('the worst are shown, whatever their root module', () => {
    const { paths, ...rest } = many(20);
    const spread = paths.map((path, at) => ({
      ...path,
      rootModule: at < 15 ? 'dev' : 'prod',
      severity: at < 15 ? ('low' as const) : ('critical' as const),
    }));
    const text = print({
      ...rest,
      paths: spread,
      targets: rest.targets.map((each, at) => ({ ...each, rootModule: at < 15 ? 'dev' : 'prod' })),
    });

    expect(text.slice(text.indexOf('Root module prod'))).not.toContain('more target');
    expect(text.slice(0, text.indexOf('Root module prod'))).toContain('8 more targets, each by its worst path');
  });
});

test('findings of many kinds are counted, not listed without end', () => {
  const [finding] = SCAN.findings;
  const findings = Array.from({ length: 50 }, (_, at) => ({ ...finding!, message: `Message ${at}.`, closesPaths: [] }));

  expect(print({ ...SCAN, findings })).toContain('and 30 more findings: --format json has all');
});

test('diagnostics are counted, not listed without end', () => {
  const [diagnostic] = SAMPLE.diagnostics;
  const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(2).slice(0, 50);
  const diagnostics = [...letters].map((letter, at) => ({ ...diagnostic!, message: `${letter.repeat(1 + at)}: x` }));

  expect(print({ ...SCAN, diagnostics })).toContain('and 38 more: --format json has all');
});

describe('a plan', () => {
  test('says once what edits of one control have in common', () => {
    const { plan } = SAMPLE;
    const [edit] = plan!.edits;
    const text = print({ ...SAMPLE, plan: { ...plan!, edits: [edit!, { ...edit!, summary: 'Another one' }] } });

    expect(text.split('may break').length).toBe(2);
    expect(text).toContain('because   as for 1, with the same consequences');
  });

  test.each([
    {
      shows: 'what the edits achieve',
      text: 'Plan: 1 edit closes 2 attack paths, and none cheaper does; 1 edit for hygiene',
    },
    { shows: 'the diff', text: '+    mountPoints = []' },
    { shows: 'what apply does', text: 'on apply  a new revision, rolled out by a deployment' },
    { shows: 'the loss of data', text: 'DATA LOSS This destroys the data in the resource.' },
    { shows: 'what may break', text: 'may break A container that starts others' },
    { shows: 'which edits are hygiene', text: 'Hygiene: 1 edit, none of which closes a path' },
    { shows: 'work by hand', text: 'Pass the module a policy that names the tables' },
    { shows: 'the proof', text: '3 attack paths before, 1 after. The edited sources parse; no path is new.' },
    {
      shows: 'that nothing was written',
      text: 'Nothing was written. chokepoint harden infra --write applies the plan.',
    },
  ])('shows $shows', ({ text }) => {
    expect(print(SAMPLE)).toContain(text);
  });

  test.each([
    { shows: 'that it is for a person', text: 'By hand (1): these need a person' },
    {
      shows: 'what is in use, and where',
      text: 'in use    aws_iam_user.backup uses s3:GetObject on aws_s3_bucket.b (main.tf:3)',
    },
    {
      shows: 'what the edit takes',
      text: 'takes     s3:GetObject, s3:ListBucket on aws_s3_bucket.b from aws_iam_user.backup',
    },
    { shows: 'its diff', text: '+    mountPoints = []' },
  ])('of a choice shows $shows', ({ text }) => {
    const [edit] = SAMPLE.plan!.edits;
    const takes = ['s3:GetObject', 's3:ListBucket'].map((action) => ({
      principal: 'aws_iam_user.backup',
      action,
      resource: 'aws_s3_bucket.b',
    }));
    const source = { file: 'main.tf', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 };
    const shown = { address: 'aws_iam_user_policy.backup', attribute: 'policy', value: '', source, assumed: false };
    const choice = {
      rootModule: '.',
      address: 'aws_iam_user_policy.backup',
      reason: 'It is in use.',
      instruction: 'Decide.',
      closesPaths: ['path-3333cccc'],
      needs: [{ what: 'aws_iam_user.backup uses s3:GetObject on aws_s3_bucket.b', evidence: [shown] }],
      edit: { ...edit!, takes },
    };
    expect(print({ ...SAMPLE, plan: { ...SAMPLE.plan!, edits: [], manual: [choice] } }, { width: 100 })).toContain(
      text,
    );
  });

  test('says what was written', () => {
    expect(print(SAMPLE, { written: true })).toContain('Written: main.tf');
  });

  test('is certain where the proof leaves no path', () => {
    const proof = {
      pathsBefore: 3,
      pathsAfter: 0,
      assumedBefore: 0,
      assumedAfter: 0,
      notCovered: [],
      newPaths: [],
      reparsed: true,
    };

    expect(print({ ...SAMPLE, proof })).toContain('✔ 3 attack paths before, 0 after.');
  });
});

describe('on any terminal', () => {
  test.each([60, 80, 100, 120])('fills %i columns at most, but for diffs and single words', (width) => {
    const diffs = new Set(SAMPLE.plan?.edits.flatMap(({ diff }) => diff.split('\n')));
    const tooLong = linesOf(print(SAMPLE, { width }))
      .filter((line) => columnsOf(line) > width)
      .filter((line) => !diffs.has(line.slice(5)) && line.trim().includes(' '));

    expect(tooLong).toEqual([]);
  });

  test('colour adds styles and changes no text', () => {
    const colored = print(SAMPLE, { color: true });

    expect(colored).toContain('\u001b[31m');
    expect(stripVTControlCharacters(colored)).toBe(print(SAMPLE));
  });

  test('texts of scanned files can not steer the terminal', () => {
    const evil = '\u001b]0;title\u0007\u001b[2J\u202e\u009b31m\r';
    const poison = (key: string, value: unknown): unknown =>
      typeof value === 'string' && !['severity', 'kind', 'applyEffect'].includes(key) ? `${value}${evil}` : value;
    const poisoned = JSON.parse(JSON.stringify(SAMPLE, poison)) as Result;
    const text = print(poisoned, { readLine: () => evil });

    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('\\x1b]0;title\\x07');
  });
});
