/** Where the result goes, and what becomes of it when that place has a fault. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chokepoint, copyOf, folderWith, textsBelow } from '../support/built-cli.js';

const EXAMPLE = 'examples/ecs-takeover';

/** By a shell, so that stdout is a real pipe or device. */
function shell(command: string): { readonly status: number | null; readonly stderr: string } {
  return spawnSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' });
}

const CLI = `"${process.execPath}" dist/cli.js`;

describe.skipIf(process.platform === 'win32')('stdout', () => {
  test.each([
    ['scan', 1],
    ['scan -f json', 1],
    ['harden --write', 0],
  ])('closed by its reader: %s ends as it would have', (command, status) => {
    expect(shell(`${CLI} ${command} ${copyOf(EXAMPLE)} -q | head -c 1 > /dev/null`)).toEqual(
      expect.objectContaining({ status, stderr: '' }),
    );
  });

  test.skipIf(!existsSync('/dev/full')).each(['scan', 'scan -f json', 'explain', '--help'])(
    'of a full disk: %s',
    (command) => {
      const { status, stderr } = shell(`${CLI} ${command} ${command.startsWith('scan') ? EXAMPLE : ''} > /dev/full`);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: The result can't be written: ENOSPC.*\n.*\n$/);
    },
  );
});

describe('--output', () => {
  const scan = (file: string) => chokepoint(['scan', EXAMPLE, '-q', '-f', 'json', '-o', file]);

  test('a new file, and nothing beside it', () => {
    const folder = folderWith({});
    expect(scan(join(folder, 'result.json'))).toEqual({ status: 1, stdout: '', stderr: '' });
    expect([...textsBelow(folder).keys()]).toEqual(['result.json']);
  });

  test.skipIf(process.platform === 'win32')('a file keeps its mode', () => {
    const file = join(folderWith({ 'result.json': 'old' }), 'result.json');
    chmodSync(file, 0o600);
    scan(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^\{/);
  });

  test('a file with two names keeps both', () => {
    const folder = folderWith({ 'a.json': 'old' });
    linkSync(join(folder, 'a.json'), join(folder, 'b.json'));
    scan(join(folder, 'a.json'));
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toMatch(/^\{/);
  });

  test.each([
    ['that is there', { 'there/result.json': 'old' }],
    ['that is not there yet', { 'there/other': '' }],
  ])('a symbolic link to a file %s stays one', (_, files) => {
    const folder = folderWith(files);
    const link = join(folder, 'link.json');
    symlinkSync('there/result.json', link);
    expect(scan(link).status).toBe(1);
    expect(readlinkSync(link)).toBe('there/result.json');
    expect(readFileSync(join(folder, 'there/result.json'), 'utf8')).toMatch(/^\{/);
  });

  test.skipIf(process.platform === 'win32')('a device is written to, and stays one', () => {
    expect(scan('/dev/null')).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('a pipe is written to, and stays one', () => {
    const pipe = join(folderWith({}), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(
      shell(
        `cat ${pipe} | grep -q schemaVersion & ${CLI} scan ${EXAMPLE} -q -f json -o ${pipe}; s=$?; wait $! || exit 9; exit $s`,
      ).status,
    ).toBe(1);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk', () => {
    const { status, stderr } = scan('/dev/full');
    expect(status).toBe(2);
    expect(stderr).toContain("Can't write /dev/full: ENOSPC");
  });

  test.each([
    ['a folder', (folder: string) => folder],
    ['a file in a folder that is not there', (folder: string) => join(folder, 'nowhere/result.json')],
  ])('%s ends with 2 before a file is edited', (_, place) => {
    const sources = copyOf(EXAMPLE);
    const before = textsBelow(sources);
    const folder = folderWith({ 'old.json': '' });
    const { status, stderr } = chokepoint(['harden', sources, '--write', '-o', place(folder)]);
    expect(status).toBe(2);
    expect(stderr).toContain("Can't write");
    expect(textsBelow(sources)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['old.json']);
  });

  test.skipIf(process.getuid?.() === 0)('nothing is left of it where the edits can not be written', () => {
    const [sources, folder] = [copyOf(EXAMPLE), folderWith({})];
    chmodSync(sources, 0o555);
    const { status } = chokepoint(['harden', sources, '--write', '-o', join(folder, 'result.json')]);
    chmodSync(sources, 0o755);
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });
});
