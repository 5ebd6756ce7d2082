import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportName, updateRegistries } from '../../scripts/registry.js';
import { type Kind, KINDS, scaffold } from '../../scripts/scaffold.js';

const root = join(import.meta.dirname, '../..');
const COPIED = ['src', 'scripts', 'test/attack', 'test/harden', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const NEW = [
  ['technique', 'identity/borrow-something', ['test/attack/techniques.test.ts', 'test/attack/needs.test.ts']],
  ['control', 'data/lock-something', ['test/harden/controls.test.ts', 'test/harden/cuts.test.ts']],
] as const satisfies readonly (readonly [Kind, string, readonly string[]])[];

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const path of ['node_modules', 'data']) symlinkSync(join(root, path), join(copy, path));
  for (const [kind, place] of NEW) run('tsx/dist/cli.mjs', '--conditions=source', `scripts/new-${kind}.ts`, place);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** A command of node_modules, in the copy. Without what says that a test runs already. */
function run(command: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const options = { cwd: copy, env: { ...env, NODE_ENV: 'test' }, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync(process.execPath, [join('node_modules', command), ...args], options);
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

test('new ones pass the generic tests', () => {
  const tests = NEW.flatMap(([, , paths]) => paths);
  const ids = NEW.map(([, place]) => basename(place));
  const report = run('vitest/vitest.mjs', 'run', ...tests, '--reporter=json', '--testNamePattern', ids.join('|'));
  const { testResults } = JSON.parse(report.slice(report.indexOf('{'))) as Report;
  const passed = testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === 'passed'));
  for (const id of ids) expect(passed.filter(({ fullName }) => fullName.includes(id)).length).toBeGreaterThan(4);
});

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

test('new ones have the right types', () => {
  const files = NEW.map(([kind, place]) => join(KINDS[kind].folder, place, `${kind}.ts`));
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
  expect(run('typescript/lib/tsc.js', '-p', 'tsconfig.new.json', '--incremental', 'false')).toBe('');
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
