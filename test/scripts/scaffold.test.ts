import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportName, familiesIn, updateRegistries } from '../../scripts/registry.js';
import { type Kind, KINDS, scaffold } from '../../scripts/scaffold.js';
import { scaffoldRow } from '../../scripts/scaffold-row.js';

const root = join(import.meta.dirname, '../..');
const COPIED = [
  'src',
  'scripts',
  'test/attack',
  'test/harden',
  'test/aws/services',
  '.oxlintrc.json',
  'biome.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];
const NEW = [
  ['technique', 'identity/borrow-something', ['test/attack/techniques.test.ts', 'test/attack/needs.test.ts']],
  ['control', 'data/lock-something', ['test/harden/controls.test.ts', 'test/harden/cuts.test.ts']],
] as const satisfies readonly (readonly [Kind, string, readonly string[]])[];

/** A service that there is, and one that there is not. */
const ROWS = [
  ['glue', 'take-over-workload/glue-something'],
  ['quantum-ledger', 'pass-role-to-new-workload/ledger-stream'],
  ['quantum-ledger', 'read-data-store/aws_qldb_ledger'],
] as const;

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const path of ['node_modules', 'data']) symlinkSync(join(root, path), join(copy, path));
  for (const [kind, place] of NEW) {
    const flags = kind === 'technique' ? ['--own-code'] : [];
    run('tsx/dist/cli.mjs', '--conditions=source', `scripts/new-${kind}.ts`, ...flags, place);
  }
  for (const [service, place] of ROWS)
    run('tsx/dist/cli.mjs', '--conditions=source', 'scripts/new-row.ts', service, place);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** A command of node_modules, in the copy. Without what says that a test runs already. */
function run(command: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const options = { cwd: copy, env: { ...env, NODE_ENV: 'test' }, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync(process.execPath, [join('node_modules', command), ...args], options);
}

/** As {@link run}, of a command that ends with 1. */
function failing(command: string, ...args: readonly string[]): string {
  try {
    return run(command, ...args);
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

describe.each(NEW)('a new %s', (kind, place) => {
  test('is registered', () => {
    expect(updateRegistries(copy, true)).toEqual([]);
    const registry = readFileSync(join(copy, KINDS[kind].folder, '../registry.generated.ts'), 'utf8');
    expect(registry).toContain(`  ${exportName(basename(place))},\n`);
  });

  test('is made only once', () => {
    expect(scaffold(copy, kind, place)).toEqual({ fault: `${join(KINDS[kind].folder, place)} exists already` });
  });
});

test('new ones pass the generic tests, but for the words that are to be replaced', () => {
  const tests = NEW.flatMap(([, , paths]) => paths);
  const ids = NEW.map(([, place]) => basename(place));
  const report = failing('vitest/vitest.mjs', 'run', ...tests, '--reporter=json', '--testNamePattern', ids.join('|'));
  const { testResults } = JSON.parse(report.slice(report.indexOf('{'))) as Report;
  const assertions = testResults.flatMap((file) => file.assertionResults);
  for (const id of ids) {
    const own = assertions.filter(({ fullName }) => fullName.includes(id));
    expect(own.filter(({ status }) => status === 'passed').length).toBeGreaterThan(3);
    expect(own.flatMap(({ status, title }) => (status === 'failed' ? title : []))).toEqual(['says what it is']);
  }
});

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

test('new ones have the right types', () => {
  // All of the sources: premises are declared in many files.
  const written = { extends: './tsconfig.json', include: ['src'] };
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(written));
  expect(run('typescript/lib/tsc.js', '-p', 'tsconfig.new.json', '--incremental', 'false')).toBe('');
});

test('new ones pass lint, and are formatted', () => {
  const folders = NEW.map(([kind, place]) => join(KINDS[kind].folder, place));
  const services = ROWS.map(([service]) => `src/aws/services/${service}.ts`);
  run('oxlint/bin/oxlint', '--deny-warnings', ...folders, ...services);
  run('@biomejs/biome/bin/biome', 'format', ...folders, ...services);
});

test.each(ROWS)('a new row of %s, %s, is made once, with what tells what is missing', (service, place) => {
  const [family = '', id = ''] = place.split('/');
  const text = readFileSync(join(copy, `src/aws/services/${service}.ts`), 'utf8');
  expect(text).toContain(`: '${id}',\n`);
  expect(text).toMatch(/REPLACE/);
  expect(scaffoldRow(copy, service, place)).toEqual({ fault: `src/aws/services/${service}.ts has ${id} already` });
  const folder = familiesIn(copy).get(family);
  if (folder) expect(existsSync(join(copy, folder, id, 'open.tf'))).toBe(true);
});

test('what AWS does not document fails until it is replaced', () => {
  const report = failing('vitest/vitest.mjs', 'run', 'test/aws/services/services.test.ts', '--reporter=json');
  const { testResults } = JSON.parse(report.slice(report.indexOf('{'))) as Report;
  const failed = testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === 'failed'));
  expect(failed.map(({ title }) => title)).toContain('its actions are documented');
});

test.each([
  ['glue', 'no-family/glue-job'],
  ['glue', 'take-over-workload'],
  ['glue', 'take-over-workload/../x'],
  ['../glue', 'take-over-workload/glue-other'],
])('%j, %j is no row', (service, place) => {
  expect(scaffoldRow(copy, service, place)).toHaveProperty('fault');
});

test('a technique is written only where no row would do', () => {
  const asked = failing('tsx/dist/cli.mjs', '--conditions=source', 'scripts/new-technique.ts', 'identity/other-thing');
  expect(asked).toContain('npm run new:row SERVICE pass-role-to-new-workload/ID');
  expect(existsSync(join(copy, 'src/attack/techniques/identity/other-thing'))).toBe(false);
});

test.each([
  'identity/Upper-case',
  'identity/oneword',
  'identity/../outside',
  '../outside-of-it',
  'identity/trailing-',
  'identity/two--dashes',
  'identity/9-lives',
  'no-group',
  'nowhere/good-id',
  '',
])('%j is no place', (place) => {
  expect(scaffold(copy, 'technique', place)).toHaveProperty('fault');
});

test('a registry is stale when a folder came or went', () => {
  const path = join(copy, 'src/attack/registry.generated.ts');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('  assumeRole,\n', ''));
  expect(updateRegistries(copy, true)).toEqual(['src/attack/registry.generated.ts']);
  expect(updateRegistries(copy, false)).toEqual(['src/attack/registry.generated.ts']);
  expect(readFileSync(path, 'utf8')).toBe(text);
});
