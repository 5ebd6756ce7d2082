import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodeCache } from '../../src/cli/code-cache.js';

const DATA = Buffer.from('compiled functions');

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'chokepoint-cache-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = (): string => join(home, 'chokepoint');
const cache = (key: Partial<ConstructorParameters<typeof CodeCache>[0]> = {}): CodeCache =>
  new CodeCache({ source: 'source', command: 'scan', execArgv: [], env: { XDG_CACHE_HOME: home }, ...key });

/** The path of the one cache that is there. */
function written(): string {
  cache().write(DATA);
  const [name = ''] = readdirSync(folder());
  return join(folder(), name);
}

test('gives back what an earlier run wrote', () => {
  expect(cache().read()).toBeUndefined();
  written();
  expect(cache().read()).toEqual(DATA);
});

test.each([
  ['another build of the command', { source: 'changed' }],
  ['another command', { command: 'harden' }],
  ['other flags of V8', { execArgv: ['--no-opt'] }],
  ['other options of Node', { env: { NODE_OPTIONS: '--no-opt' } }],
])(
  '%s has another one',
  (_, { env, ...key }: { env?: object; source?: string; command?: string; execArgv?: string[] }) => {
    written();
    expect(cache({ ...key, env: { XDG_CACHE_HOME: home, ...env } }).read()).toBeUndefined();
  },
);

test('any flipped bit makes it none', () => {
  const path = written();
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at++) {
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] ?? 0) ^ 1;
    writeFileSync(path, broken);
    expect(cache().read()).toBeUndefined();
  }
});

test.each([0, 1, 31, 32])('cut off after %d bytes it is none', (length) => {
  const path = written();
  writeFileSync(path, readFileSync(path).subarray(0, length));
  expect(cache().read()).toBeUndefined();
});

test.skipIf(process.platform === 'win32').each([
  ['the file', 0o620, () => written()],
  ['the folder', 0o777, () => (written(), folder())],
])('none that others could write: %s', (_, mode, path) => {
  chmodSync(path(), mode);
  expect(cache().read()).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('nothing is written to a folder that others may write to', () => {
  mkdirSync(folder());
  chmodSync(folder(), 0o777);
  cache().write(DATA);
  expect(readdirSync(folder())).toEqual([]);
});

test.skipIf(process.platform === 'win32')('none through a symbolic link', () => {
  const path = written();
  const elsewhere = join(home, 'elsewhere');
  writeFileSync(elsewhere, readFileSync(path), { mode: 0o600 });
  rmSync(path);
  symlinkSync(elsewhere, path);
  expect(cache().read()).toBeUndefined();
});

test('another folder, or none, where the environment says so', () => {
  cache({ env: { XDG_CACHE_HOME: home, CHOKEPOINT_CODE_CACHE: join(home, 'mine') } }).write(DATA);
  cache({ env: { XDG_CACHE_HOME: home, CHOKEPOINT_CODE_CACHE: '' } }).write(DATA);
  expect(readdirSync(home)).toEqual(['mine']);
});

test('a home that can not be written to is no fault', () => {
  writeFileSync(folder(), '');
  cache().write(DATA);
  expect(cache().read()).toBeUndefined();
});

test('caches of other builds do not pile up', () => {
  for (let build = 0; build < 30; build++) cache({ source: `build ${build}` }).write(DATA);
  expect(readdirSync(folder()).length).toBeLessThanOrEqual(12);
  expect(existsSync(folder())).toBe(true);
});
