import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '#analysis/usage-error.js';
import { runCli } from '../support/run-cli.js';
import { SAMPLE } from '../support/sample-result.js';
import { explanationFaults, validateResult } from '../support/validate-result.js';

const { plan: _plan, proof: _proof, diagnostics: _diagnostics, ...REST } = SAMPLE;
const SOUND = { ...REST, diagnostics: [] };
const CLEAN = { ...SOUND, paths: [], findings: [] };
const ALL_SEEN = { ...SAMPLE.summary.coverage, modulesAbsent: 0, filesUnread: 0 };
const NOTHING = { ...CLEAN, summary: { ...SAMPLE.summary, resources: 0, coverage: ALL_SEEN } };
const HYGIENE = { ...SOUND, paths: [] };

describe('exit status', () => {
  test.each([
    { when: 'nothing was found', result: CLEAN, flags: [], status: 0 },
    { when: 'there are attack paths', result: SOUND, flags: [], status: 1 },
    { when: 'there is only a finding at the threshold', result: HYGIENE, flags: ['--fail-on', 'high'], status: 1 },
    { when: 'nothing reaches the threshold', result: HYGIENE, flags: ['--fail-on', 'critical'], status: 0 },
    { when: 'paths reach the threshold', result: SOUND, flags: ['--fail-on', 'critical'], status: 1 },
    {
      when: 'there is only access by design',
      result: { ...CLEAN, paths: SOUND.paths.filter(({ intended }) => intended) },
      flags: ['--fail-on', 'info'],
      status: 0,
    },
    {
      when: 'some of it could not be read',
      result: { ...CLEAN, diagnostics: SAMPLE.diagnostics },
      flags: [],
      status: 0,
    },
    {
      when: 'some of it could not be read, and the rest has paths',
      result: { ...SOUND, diagnostics: SAMPLE.diagnostics },
      flags: [],
      status: 1,
    },
    { when: 'there is nothing', result: NOTHING, flags: [], status: 0 },
    { when: 'nothing could be read', result: { ...NOTHING, diagnostics: SAMPLE.diagnostics }, flags: [], status: 2 },
    {
      when: 'there is nothing but modules that are not there',
      result: { ...NOTHING, summary: { ...NOTHING.summary, coverage: { ...ALL_SEEN, modulesAbsent: 1 } } },
      flags: [],
      status: 2,
    },
    {
      when: 'there is nothing but files that could not be read',
      result: { ...NOTHING, summary: { ...NOTHING.summary, coverage: { ...ALL_SEEN, filesUnread: 1 } } },
      flags: [],
      status: 2,
    },
    {
      when: 'there are warnings only',
      result: { ...CLEAN, diagnostics: SAMPLE.diagnostics.filter(({ severity }) => severity === 'warning') },
      flags: [],
      status: 0,
    },
  ])('$status when $when', async ({ result, flags, status }) => {
    expect((await runCli(['scan', 'infra', ...flags], { scan: async () => result })).status).toBe(status);
  });

  test.each([
    { wrong: ['--nonsense'], says: "unknown option '--nonsense'" },
    { wrong: ['scan', '--formt', 'json'], says: 'Did you mean --format?' },
    { wrong: ['scan', '--format', 'xml'], says: 'Allowed choices are pretty, json.' },
    { wrong: ['explain', '--format', 'sarif'], says: 'Allowed choices are pretty, json.' },
    { wrong: ['scan', '--fail-on', 'urgent'], says: 'Allowed choices are critical' },
    { wrong: ['scan', '--var', 'novalue'], says: 'It must be name=value.' },
    { wrong: ['scan', '--account', 'dns'], says: 'It must be alias=id.' },
    { wrong: ['scan', 'one', 'two'], says: 'Only one folder at a time is analysed, and these are 2: one, two.' },
    { wrong: ['scan', '--var-file', 'none.tfvars'], says: 'There is no variable file none.tfvars.' },
    { wrong: ['scan', 'src', '--var-file', 'test'], says: "The variable file test can't be read" },
    { wrong: ['hardn'], says: 'Did you mean chokepoint harden?' },
    { wrong: ['scann'], says: 'Did you mean chokepoint scan?' },
    { wrong: ['hardn', 'infra'], says: 'Did you mean chokepoint harden infra?' },
    {
      wrong: ['scan', '--assume', 'nothin'],
      says: 'It must be one of code-execution, ssrf, nothing, no-internet, no-leaks.',
    },
    {
      wrong: ['explain', 'zzzzzzzzzzzzzzzz'],
      says: 'chokepoint explain lists them; the id of an attack path begins with path-.',
    },
    { wrong: ['explain', 'path-zzzzzzzzzzzzzzzz', 'infra'], says: 'in infra: looked at 5 paths of 1 file there.' },
    { wrong: ['harden', '--control', 'remove-docker-sock'], says: 'Did you mean remove-docker-socket?' },
    { wrong: ['harden', '--control', 'zzz'], says: 'The controls are remove-docker-socket, require-imdsv2.' },
    { wrong: ['explain', 'require-imds2'], says: 'Did you mean require-imdsv2?' },
    { wrong: ['explain', 'path-1111aaab'], says: 'Did you mean path-1111aaaa?' },
  ])('2 for $wrong', async ({ wrong, says }) => {
    const { status, stdout, stderr, writes } = await runCli(wrong);

    expect(stderr).toContain(says);
    expect({ status, stdout, writes }).toEqual({ status: 2, stdout: '', writes: 0 });
  });

  test('2 with the hint where the library says that the use is wrong', async () => {
    const { status, stderr } = await runCli(['nowhere'], {
      scan: () => Promise.reject(new UsageError('There is no folder nowhere.', 'Check the path.')),
    });

    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: There is no folder nowhere.\nCheck the path.\n' });
  });

  test('3 for a fault of ours, with a stack trace on demand only', async () => {
    const scan = (): Promise<never> => Promise.reject(new TypeError('invariant: x'));
    const plain = await runCli(['scan'], { scan });
    const traced = await runCli(['scan'], { scan, env: { CHOKEPOINT_DEBUG: '1' } });

    expect([plain.status, traced.status]).toEqual([3, 3]);
    expect(plain.stderr).toContain('internal error: invariant: x');
    expect(plain.stderr).not.toMatch(/^ +at /m);
    expect(traced.stderr).toMatch(/^ +at /m);
  });
});

describe('what the library is asked for', () => {
  test.each([
    { argv: [], asked: { root: '.' } },
    { argv: ['infra'], asked: { root: 'infra' } },
    { argv: ['scan', 'infra'], asked: { root: 'infra', assume: 'code-execution' } },
    { argv: ['scan', '--entry', 'a.b', '--entry', 'c.d'], asked: { entries: ['a.b', 'c.d'] } },
    { argv: ['scan', '--target', 'admin'], asked: { targets: ['admin'] } },
    { argv: ['scan', '--var-file', 'package.json'], asked: { variables: ['package.json'] } },
    { argv: ['scan', 'test', '--var-file', 'test/support/run-cli.ts'], asked: { variables: ['support/run-cli.ts'] } },
    { argv: ['scan', 'test', '--var-file', 'support/run-cli.ts'], asked: { variables: ['support/run-cli.ts'] } },
    {
      argv: ['scan', 'src', '--var-file', 'tsconfig.json'],
      asked: { variables: [{ name: '../tsconfig.json', text: readFileSync('tsconfig.json', 'utf8') }] },
    },
    {
      argv: ['scan', '--var', 'a=b=c', '--var', 'd='],
      asked: {
        variables: [
          { variable: 'a', value: 'b=c' },
          { variable: 'd', value: '' },
        ],
      },
    },
    {
      argv: ['scan', '--var', 'a=1', '--var-file', 'package.json', '--var', 'b=2'],
      asked: { variables: [{ variable: 'a', value: '1' }, 'package.json', { variable: 'b', value: '2' }] },
    },
    { argv: ['scan', '--assume', 'ssrf'], asked: { assume: 'ssrf' } },
    { argv: ['scan', '--assume', 'no-leaks'], asked: { assume: 'code-execution', leaveOut: ['leaks'] } },
    { argv: ['scan', '--assume', 'no-internet'], asked: { assume: 'code-execution', leaveOut: ['internet'] } },
    { argv: ['scan', '--assume', 'ssrf', '--assume', 'no-leaks'], asked: { assume: 'ssrf', leaveOut: ['leaks'] } },
    { argv: ['harden', 'infra', '--all'], asked: { root: 'infra', all: true } },
    { argv: ['harden', '--control', 'require-imdsv2'], asked: { controls: ['require-imdsv2'] } },
  ])('$argv', async ({ argv, asked }) => {
    const [call] = (await runCli(argv)).calls;

    expect(call).toMatchObject(asked);
  });

  test('flags that were not given are not passed on', async () => {
    const [call] = (await runCli(['harden'])).calls;

    expect(Object.keys(call ?? {}).sort()).toEqual(['assume', 'assumeUnknown', 'env', 'root', 'variables']);
  });
});

describe('a printed command', () => {
  test.each([
    { argv: ['scan', 'infra'], says: 'chokepoint harden infra ' },
    {
      argv: ['scan', 'infra', '--var', 'env=prod', '--entry', 'aws_iam_user.ci'],
      says: 'chokepoint harden infra --entry aws_iam_user.ci --var env=prod\n',
    },
    {
      argv: ['scan', 'infra', '--var', "who=it's me"],
      says: String.raw`chokepoint harden infra --var 'who=it'\''s me'`,
    },
    {
      argv: ['scan', 'infra', '--assume', 'ssrf', '--assume-unknown', 'open'],
      says: 'chokepoint harden infra --assume ssrf --assume-unknown open\n',
    },
    {
      argv: ['scan', 'infra', '--assume', 'no-leaks', '--assume', 'ssrf'],
      says: 'chokepoint harden infra --assume no-leaks --assume ssrf\n',
    },
    {
      argv: ['scan', 'infra', '--account', 'aws=111111111111', '--account', 'dns=222222222222'],
      says: 'chokepoint harden infra --account aws=111111111111 --account dns=222222222222\n',
    },
    { argv: ['harden', 'infra', '--all'], says: 'chokepoint harden infra --all --write applies the plan.' },
    {
      argv: ['harden', 'infra', '--control', 'require-imdsv2'],
      says: 'chokepoint harden infra --control require-imdsv2 --write',
    },
    { argv: ['harden', 'infra', '--write'], says: 'Next: git diff to review, terraform plan to see what it does.' },
  ])('after $argv repeats what decides', async ({ argv, says }) => {
    expect((await runCli(argv)).stdout).toContain(says);
  });
});

describe('output', () => {
  test('JSON goes to stdout and keeps its schema', async () => {
    const { stdout } = await runCli(['scan', '-f', 'json']);

    validateResult(JSON.parse(stdout));
  });

  test('--output writes the file and nothing to stdout', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chokepoint-'));
    const file = join(folder, 'result.json');
    const { stdout, stderr } = await runCli(['scan', '-f', 'json', '-o', file]);

    validateResult(JSON.parse(readFileSync(file, 'utf8')));
    expect(readdirSync(folder)).toEqual(['result.json']);
    expect({ stdout, notes: stderr.split('\n')[0] }).toEqual({ stdout: '', notes: `Wrote ${file}` });
  });

  test('--output into a folder that is not there ends with 2', async () => {
    const { status, stderr } = await runCli(['scan', '-o', join(tmpdir(), 'not', 'there', 'result.txt')]);

    expect(status).toBe(2);
    expect(stderr).toContain("Can't write");
  });

  test('stderr says that the sources have errors, unless --quiet', async () => {
    expect((await runCli(['scan'])).stderr).toContain('1 error in the sources');
    expect((await runCli(['scan', '--quiet'])).stderr).toBe('');
  });

  test.each([
    { on: 'a terminal', argv: ['scan'], isTTY: true, env: {}, colored: true },
    { on: 'a pipe', argv: ['scan'], isTTY: false, env: {}, colored: false },
    { on: 'a terminal with NO_COLOR', argv: ['scan'], isTTY: true, env: { NO_COLOR: '1' }, colored: false },
    { on: 'a terminal with --no-color', argv: ['scan', '--no-color'], isTTY: true, env: {}, colored: false },
    { on: 'a pipe with FORCE_COLOR', argv: ['scan'], isTTY: false, env: { FORCE_COLOR: '1' }, colored: true },
  ])('colours on $on: $colored', async ({ argv, isTTY, env, colored }) => {
    const { stdout } = await runCli(argv, { isTTY, env });

    expect(stdout.includes('\u001b[')).toBe(colored);
  });

  test.each([
    { isTTY: true, shown: true },
    { isTTY: false, shown: false },
  ])('progress where stderr is a terminal: $isTTY', async ({ isTTY, shown }) => {
    expect((await runCli(['infra'], { isTTY })).stderr.includes('Analysing infra')).toBe(shown);
  });

  test.each([
    ['--help'],
    ['scan', '--help'],
    ['harden', '-h'],
    ['explain', '--help'],
    ['help'],
    ['help', 'harden'],
    ['--version'],
  ])('%s %s ends with 0', async (...argv) => {
    const { status, stdout, stderr } = await runCli(argv.filter((each) => each !== undefined));

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });
});

describe('harden', () => {
  test('writes nothing until asked', async () => {
    expect((await runCli(['harden'])).writes).toBe(0);
  });

  test('--write writes once, and its status is that of what remains', async () => {
    const { status, writes, stdout } = await runCli(['harden', '--write'], { after: () => CLEAN });

    expect({ status, writes }).toEqual({ status: 0, writes: 1 });
    expect(stdout).toContain('Written: main.tf');
  });

  test('a write that fails prints no result', async () => {
    const write = (): Promise<never> => Promise.reject(new UsageError('main.tf has changed.'));
    const { status, stdout } = await runCli(['harden', '--write'], { write });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('explain', () => {
  test('without an id lists what there is', async () => {
    const { status, stdout } = await runCli(['explain']);
    const json = await runCli(['explain', '-f', 'json']);

    expect(status).toBe(0);
    expect(stdout).toMatch(
      /Controls: what closes attack paths \(2\) ─+\nremove-docker-socket {2}remove-docker-socket\n/,
    );
    expect(stdout).toContain('chokepoint explain path-ID DIR');
    expect(explanationFaults(JSON.parse(json.stdout))).toEqual([]);
  });

  test('tells a path with everything that it rests on', async () => {
    const { status, stdout } = await runCli(['explain', 'path-1111aaaa', 'infra']);

    expect(status).toBe(0);
    expect(stdout).toContain('uses iam:PassRole, ecs:RegisterTaskDefinition');
    expect(stdout).toContain('The container asks the Docker daemon for a privileged container.');
  });
});
