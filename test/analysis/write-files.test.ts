import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { writeFiles } from '#analysis/write-files.js';

const OLD = new Map([
  ['a/main.tf', 'old a\n'],
  ['b/main.tf', 'old b\n'],
  ['c/main.tf', 'old c\n'],
]);
const NEW = new Map([...OLD].map(([name, text]) => [name, text.replace('old', 'new')]));

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  const folder = root;
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of OLD) {
    mkdirSync(join(root, name, '..'));
    writeFileSync(join(root, name), text);
  }
});

function onDisk(): Map<string, string> {
  return new Map([...OLD.keys()].map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

function litter(): string[] {
  return ['a', 'b', 'c'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name !== 'main.tf'));
}

/** Renames until one of these is to be replaced. */
function failingAt(...failing: readonly string[]) {
  return async (from: string, to: string): Promise<void> => {
    if (failing.some((name) => to.endsWith(name))) throw new Error(`EPERM: ${to}`);
    await rename(from, to);
  };
}

test('all are written, with the mode they had', async () => {
  chmodSync(join(root, 'a/main.tf'), 0o640);
  await writeFiles(root, NEW, OLD);
  expect(onDisk()).toEqual(NEW);
  expect(statSync(join(root, 'a/main.tf')).mode & 0o777).toBe(0o640);
  expect(litter()).toEqual([]);
});

describe('none is written', () => {
  test.each([
    {
      when: 'the last can not be replaced',
      write: async () => writeFiles(root, NEW, OLD, failingAt('c/main.tf')),
      message: /EPERM.*All files are as they were/,
    },
    {
      when: 'the second can not be replaced',
      write: async () => writeFiles(root, NEW, OLD, failingAt('b/main.tf')),
      message: /EPERM.*All files are as they were/,
    },
    {
      when: 'one has changed meanwhile',
      write: async () => writeFiles(root, NEW, new Map([...OLD, ['c/main.tf', 'other']])),
      message: 'c/main.tf has changed since it was analysed',
    },
    {
      when: 'one is no longer there',
      write: async () => {
        rmSync(join(root, 'c'), { recursive: true });
        mkdirSync(join(root, 'c'));
        try {
          await writeFiles(root, NEW, OLD);
        } finally {
          writeFileSync(join(root, 'c/main.tf'), 'old c\n');
        }
      },
      message: /ENOENT.*All files are as they were/,
    },
  ])('where $when', async ({ write, message }) => {
    await expect(write()).rejects.toThrow(message);
    expect(onDisk()).toEqual(OLD);
    expect(litter()).toEqual([]);
  });
});

test('what can not be put back is named, and what it held is kept', async () => {
  let replaced = false;
  const renameOnce = async (from: string, to: string): Promise<void> => {
    if (replaced) throw new Error('EROFS');
    replaced = true;
    await rename(from, to);
  };
  await expect(writeFiles(root, NEW, OLD, renameOnce)).rejects.toThrow(
    /could not be restored: a\/main\.tf\. All other files are as they were/,
  );
  const [kept = ''] = litter();
  expect(readFileSync(join(root, 'a', kept), 'utf8')).toBe('old a\n');
  expect(litter()).toHaveLength(1);
});

test('what an ended process left is swept up, what a running one writes is not', async () => {
  const ended = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => ended.once('exit', resolve));
  const id = '00000000-0000-4000-8000-000000000000';
  writeFileSync(join(root, 'a', `.chokepoint-${ended.pid}-${id}.tmp`), '');
  writeFileSync(join(root, 'a', `.chokepoint-${process.pid}-${id}.tmp`), '');
  writeFileSync(join(root, 'a', '.chokepoint-notes.tmp'), '');
  await writeFiles(root, NEW, OLD);
  expect(litter()).toEqual([`.chokepoint-${process.pid}-${id}.tmp`, '.chokepoint-notes.tmp'].toSorted());
});

test('a file that is killed halfway is old or new, and the next run is not hindered', async () => {
  const many = new Map(Array.from({ length: 40 }, (_, index) => [`m/${index}.tf`, `old ${index}\n`]));
  mkdirSync(join(root, 'm'));
  for (const [name, text] of many) writeFileSync(join(root, name), text);
  const after = new Map([...many].map(([name, text]) => [name, text.replace('old', 'new')]));
  const script = `
    import { writeFiles } from ${JSON.stringify(new URL('../../src/analysis/write-files.ts', import.meta.url).href)};
    import { rename } from 'node:fs/promises';
    const [root, old, now] = process.argv.slice(-3);
    let count = 0;
    await writeFiles(root, new Map(JSON.parse(now)), new Map(JSON.parse(old)), async (from, to) => {
      if (++count === 17) process.kill(process.pid, 'SIGKILL');
      await rename(from, to);
    });`;
  const arguments_ = [root, JSON.stringify([...many]), JSON.stringify([...after])];
  const run = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script, '--', ...arguments_],
    { cwd: join(import.meta.dirname, '../..') },
  );
  await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
  const texts = new Map([...many.keys()].map((name) => [name, readFileSync(join(root, name), 'utf8')]));
  expect([...texts].filter(([name, text]) => text === after.get(name))).toHaveLength(16);
  expect([...texts].filter(([name, text]) => text === many.get(name))).toHaveLength(24);

  await writeFiles(root, after, texts);

  expect(readdirSync(join(root, 'm'))).toHaveLength(40);
});
