import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { repositoryAround } from '#terraform/load/repository.js';
import { clonedFrom, diskFolders } from './disk.js';

const disk = diskFolders();
afterAll(() => disk.clear());
afterEach(() => vi.unstubAllEnvs());

describe('the repository around a folder', () => {
  test('is the nearest', () => {
    const top = disk.make({ '.git/config': '', 'a/.git': 'gitdir: elsewhere', 'a/b/main.tf': '', 'c/main.tf': '' });
    expect(repositoryAround(join(top, 'a/b'))?.root).toBe(join(top, 'a'));
    expect(repositoryAround(join(top, 'c'))?.root).toBe(top);
  });

  test('is not a home folder that happens to be one', () => {
    const home = disk.make({ '.git/config': '', 'downloads/x/main.tf': '' });
    vi.stubEnv('HOME', home);
    expect(homedir()).toBe(home);
    expect(repositoryAround(join(home, 'downloads/x'))).toBeUndefined();
  });

  test('knows its remotes', () => {
    const text = `${clonedFrom('git@github.com:acme/shop.git')}[remote "upstream"]\n  url = https://github.com/base/shop\n[submodule "x"]\n  url = https://github.com/acme/x\n`;
    const root = disk.make({ '.git/config': text });
    expect([...(repositoryAround(root)?.packages ?? [])]).toEqual(['github.com/acme/shop', 'github.com/base/shop']);
  });
});
