/** `--plan`: plans that terraform made of test/data/plans, and a state, with and without their source. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, copyOf, folderWith, textsBelow } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

const PLANS = 'test/data/plans';

function json(argv: readonly string[]): Result {
  const { stdout, stderr } = chokepoint([...argv, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  return parsed(stdout);
}

function parsed(text: string): Result {
  const result = JSON.parse(text) as Result;
  validateResult(result);
  return result;
}

const ids = ({ paths }: Result) => paths.map(({ id }) => id).toSorted();
const reached = ({ paths }: Result) => [...new Set(paths.map(({ target }) => target))].toSorted();

/** Findings with the places they point at. */
const places = ({ findings }: Result) =>
  findings
    .map(({ control, address, source }) => `${control} ${address} ${source?.file}:${source?.startLine}`)
    .toSorted();

describe.each(['brewery', 'library'])('a plan of %s', (name) => {
  const folder = `${PLANS}/${name}`;
  const plan = ['--plan', `${folder}/plan.json`];
  const source = json(['scan', folder]);
  const planned = json(['scan', folder, ...plan]);

  test('gives the attack paths and findings of its source, at the same places', () => {
    expect(source.paths.length).toBeGreaterThan(0);
    expect(ids(planned)).toEqual(ids(source));
    expect(places(planned)).toEqual(places(source));
    expect(planned.diagnostics).toEqual([]);
    expect(planned.summary.files).toBe(source.summary.files);
  });

  test('every step points at source', () => {
    const bare = planned.paths.flatMap(({ steps }) =>
      steps.flatMap(({ evidence }) =>
        evidence.filter((each) => each.source === null).map(({ attribute }) => attribute),
      ),
    );

    expect(bare).toEqual([]);
  });

  test('from standard input is the same', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['dist/cli.js', 'scan', folder, '--plan', '-', '--format', 'json'],
      { input: readFileSync(`${folder}/plan.json`), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );

    expect(status).toBe(1);
    expect(ids(parsed(stdout))).toEqual(ids(source));
  });

  test('hardens to the same text', () => {
    const [bySource, byPlan] = [copyOf(folder), copyOf(folder)];
    const before = textsBelow(byPlan);
    json(['harden', bySource, '--all', '--write']);
    const { stdout, status } = chokepoint(['harden', byPlan, '--all', '--write', '--format', 'json', ...plan]);
    const result = parsed(stdout);

    // What remains, although the plan on disk tells of the time before.
    expect(status).toBe(0);
    expect(result.proof).toMatchObject({
      pathsBefore: source.summary.paths,
      pathsAfter: 0,
      newPaths: [],
      reparsed: true,
    });
    expect(textsBelow(byPlan)).toEqual(textsBelow(bySource));
    expect(textsBelow(byPlan)).not.toEqual(before);
  });

  test('without its source shows the paths that it holds, and says what is missing', () => {
    const alone = json(['scan', folderWith({}), ...plan]);
    const known = new Set(ids(source));

    expect(alone.paths.length).toBeGreaterThan(0);
    expect(ids(alone).filter((id) => !known.has(id))).toEqual([]);
    expect(alone.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning plan-without-source',
    ]);
    expect(alone.findings.every((finding) => finding.source === null)).toBe(true);
  });

  test('without its source nothing is edited', () => {
    const { plan: edits, proof } = json(['harden', folderWith({}), '--all', ...plan]);

    expect(edits?.edits).toEqual([]);
    expect(edits?.manual.length).toBeGreaterThan(0);
    expect(proof?.pathsAfter).toBe(proof?.pathsBefore);
  });
});

test('a host whose user data is a hash joins the cluster that its configuration refers to', () => {
  const alone = json(['scan', folderWith({}), '--plan', `${PLANS}/brewery/plan.json`]);
  const techniques = new Set(alone.paths.flatMap(({ steps }) => steps.map(({ technique }) => technique)));

  expect(techniques).toContain('escape-from-privileged-container');
  expect(techniques).toContain('impersonate-ecs-agent');
});

describe('a state', () => {
  test('with its source reaches the same targets', () => {
    const source = json(['scan', `${PLANS}/brewery`]);
    const state = json(['scan', `${PLANS}/brewery`, '--plan', `${PLANS}/brewery/state.json`]);

    expect(reached(state)).toEqual(reached(source));
    expect(state.diagnostics).toEqual([]);
  });

  test('without its source says that user data is not in it', () => {
    const { diagnostics } = json(['scan', folderWith({}), '--plan', `${PLANS}/brewery/state.json`]);

    expect(diagnostics.map(({ message }) => message).join()).toContain('only a hash of user data');
  });
});

describe('is refused with 2', () => {
  const file = folderWith({
    'text.json': 'Terraform will perform the following actions',
    'state.json': '{"version": 4}',
  });

  test.each([
    { what: 'what is not JSON', dir: 'brewery', plan: `${file}/text.json`, says: 'The text is not JSON.' },
    { what: 'a state file itself', dir: 'brewery', plan: `${file}/state.json`, says: 'neither a plan nor a state' },
    { what: 'what is not there', dir: 'brewery', plan: 'none.json', says: "The plan none.json can't be read" },
    { what: 'one for several root modules', dir: '', plan: `${PLANS}/brewery/plan.json`, says: 'brewery, library' },
  ])('$what', ({ dir, plan, says }) => {
    const { status, stdout, stderr } = chokepoint(['scan', `${PLANS}/${dir}`, '--plan', plan]);

    expect(stderr).toContain(says);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
