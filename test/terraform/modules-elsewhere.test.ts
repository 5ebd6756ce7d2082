/** Modules that do not lie below the scanned folder. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfiguration } from '#terraform/configuration.js';
import { findRootModules } from '#terraform/load/discover.js';
import { repositoryAround } from '#terraform/load/repository.js';
import type { Configuration } from '#model/configuration.js';
import type { LoadOptions } from '#terraform/load/options.js';
import { clonedFrom, diskFolders } from './disk.js';
import { output, plain, problems } from './support.js';

const disk = diskFolders();
afterAll(() => disk.clear());

const TABLE = 'resource "aws_dynamodb_table" "t" { name = "orders" }\n';
const GIT = { '.git/config': clonedFrom('git@github.com:acme/shop.git') };

function load(root: string, more: Partial<LoadOptions> = {}): Configuration {
  const repository = repositoryAround(root);
  return loadConfiguration({ root, rootModule: '.', ...(repository ? { repository } : {}), ...more });
}

function call(source: string, more = ''): string {
  return `module "m" {\n  source = ${JSON.stringify(source)}\n  ${more}\n}\n`;
}

const addresses = (configuration: Configuration): string[] => configuration.resources.map(({ address }) => address);

describe('a local module beside the scanned folder', () => {
  test('is read up to the root of the repository, and not edited', () => {
    const top = disk.make({ ...GIT, 'live/shop/main.tf': call('../../modules/m'), 'modules/m/main.tf': TABLE });
    const configuration = load(join(top, 'live/shop'));
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map(({ address, readOnly }) => [address, readOnly])).toEqual([
      ['module.m.aws_dynamodb_table.t', true],
    ]);
    expect([...configuration.files.keys()]).toEqual(['main.tf', '../../modules/m/main.tf']);
  });

  test('is the same file when the way to it leads out and back', () => {
    const top = disk.make({ ...GIT, 'live/main.tf': call('../live/m'), 'live/m/main.tf': TABLE });
    const configuration = load(join(top, 'live'));
    expect(problems(configuration)).toEqual([]);
    expect([...configuration.files.keys()]).toEqual(['main.tf', 'm/main.tf']);
  });

  test.each([
    ['without a repository', {}, 'live'],
    ['beyond the repository', { 'live/.git/config': '' }, 'live'],
  ])('is not read %s', (_, git, folder) => {
    const top = disk.make({ ...git, 'live/main.tf': call('../m'), 'm/main.tf': TABLE });
    const configuration = load(join(top, folder));
    expect(problems(configuration)).toEqual(['Module outside the scanned folder']);
    expect(configuration.resources).toEqual([]);
  });

  test('may read files of the repository, but none of git itself and none behind a link that leads out', () => {
    const top = disk.make({
      'secret.txt': 'secret',
      'repo/.git/config': clonedFrom('https://token@github.com/acme/shop'),
      'repo/policies/p.json': '{}',
      'repo/live/main.tf': ['../policies/p.json', '../.git/config', '../../secret.txt', '../link.txt']
        .map((path, at) => `output "o${at}" { value = file("${path}") }`)
        .join('\n'),
    });
    symlinkSync(join(top, 'secret.txt'), join(top, 'repo/link.txt'));
    const configuration = load(join(top, 'repo/live'));
    expect(plain(output(configuration, 'o0'))).toBe('{}');
    expect(['o1', 'o2', 'o3'].map((name) => output(configuration, name).kind)).toEqual(Array(3).fill('unknown'));
  });
});

describe('a source that names the scanned repository', () => {
  const files = (source: string): Record<string, string> => ({
    ...GIT,
    'live/main.tf': call(source),
    'modules/m/main.tf': TABLE,
  });
  test.each([
    'github.com/acme/shop//modules/m',
    'git::https://github.com/acme/shop.git//modules/m?ref=v1.2.0',
    'git::ssh://git@github.com/Acme/shop//modules/m',
    'git@github.com:acme/shop.git//modules/m',
  ])('%s is read from it', (source) => {
    const root = disk.make(files(source));
    const found = findRootModules(root, repositoryAround(root));
    expect(found.rootModules).toEqual(['live']);
    const configuration = load(root, { rootModule: 'live' });
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map(({ address, readOnly }) => [address, readOnly])).toEqual([
      ['module.m.aws_dynamodb_table.t', true],
    ]);
  });

  test.each(['github.com/acme/other//modules/m', 'github.com/acme/shop//modules/none', 'acme/shop/aws'])(
    '%s is not there',
    (source) => {
      const configuration = load(disk.make(files(source)), { rootModule: 'live' });
      expect(problems(configuration)).toEqual(['Module not installed']);
      expect(configuration.sight.absentModules).toMatchObject([{ address: 'module.m', source }]);
    },
  );

  test.each([
    ['?ref=v1', []],
    ['', ['Unsupported argument']],
  ])('at another commit (%s) may take other arguments', (query, expected) => {
    const root = disk.make({
      ...GIT,
      'live/main.tf': call(`github.com/acme/shop//modules/m${query}`, 'colour = "red"'),
      'modules/m/main.tf': TABLE,
    });
    expect(problems(load(root, { rootModule: 'live' }))).toEqual(expected);
  });

  test('is not changed by an edit of the file that is here', () => {
    const source = 'module "here" { source = "../modules/m" }\n';
    const root = disk.make({
      ...files('github.com/acme/shop//modules/m?ref=v1'),
      'live/here.tf': source,
    });
    const overlay = new Map([['modules/m/main.tf', TABLE.replace('orders', 'edited')]]);
    const configuration = load(root, { rootModule: 'live', overlay });
    const names = Object.fromEntries(
      configuration.resources.map((each) => [each.module, plain(each.attribute('name'))]),
    );
    expect(names).toEqual({ 'module.m': 'orders', 'module.here': 'edited' });
    expect(configuration.files.get('modules/m/main.tf')?.text).toContain('edited');
  });
});

describe('a module that the user names', () => {
  test.each([
    ['acme/net/aws', 'acme/net/aws', ''],
    ['acme/net/aws', 'acme/net/aws//modules/m', 'modules/m/'],
    ['github.com/acme/net', 'git::https://github.com/acme/net.git//m?ref=v3', 'm/'],
    ['github.com/acme/net//m', 'github.com/acme/net//m', ''],
    ['github.com/acme/net?ref=v3', 'github.com/acme/net?ref=v3', ''],
  ])('%s is in a folder outside: %s', (named, source, inside) => {
    const root = disk.make({ 'main.tf': call(source) });
    const elsewhere = disk.make({ [`${inside}main.tf`]: TABLE });
    const configuration = load(root, { modules: new Map([[named, elsewhere]]) });
    expect(problems(configuration)).toEqual([]);
    expect(addresses(configuration)).toEqual(['module.m.aws_dynamodb_table.t']);
  });

  test.each([
    ['github.com/acme/net?ref=v3', 'github.com/acme/net?ref=v4'],
    ['acme/net/aws', 'acme/other/aws'],
    ['github.com/acme/net//m', 'github.com/acme/net//n'],
  ])('%s is not %s', (named, source) => {
    const root = disk.make({ 'main.tf': call(source) });
    const elsewhere = disk.make({ 'main.tf': TABLE });
    expect(problems(load(root, { modules: new Map([[named, elsewhere]]) }))).toEqual(['Module not installed']);
  });
});

describe('modules that terraform init has put somewhere', () => {
  const manifest = (entries: readonly object[]): string =>
    JSON.stringify({ Modules: [{ Key: '', Source: '', Dir: '.' }, ...entries] });
  const net = {
    Key: 'net',
    Source: 'registry.terraform.io/acme/net/aws',
    Version: '1.4.0',
    Dir: '.terraform/modules/net',
  };

  test.each([
    ['of the version that is wanted', '~> 1.0', ['module.m.aws_dynamodb_table.t']],
    ['of another version', '~> 2.0', []],
  ])('for a root module above: %s', (_, version, expected) => {
    const root = disk.make({
      'main.tf': '',
      '.terraform/modules/modules.json': manifest([net]),
      '.terraform/modules/net/main.tf': TABLE,
      'parts/a/main.tf': call('acme/net/aws', `version = "${version}"`),
    });
    expect(addresses(load(root, { rootModule: 'parts/a' }))).toEqual(expected);
  });

  test('under TF_DATA_DIR', () => {
    const data = disk.make({ 'modules/m/main.tf': TABLE });
    writeFileSync(join(data, 'modules/modules.json'), manifest([{ ...net, Key: 'm', Dir: join(data, 'modules/m') }]));
    const root = disk.make({ 'main.tf': call('acme/net/aws') });
    expect(addresses(load(root, { env: { TF_DATA_DIR: data } }))).toEqual(['module.m.aws_dynamodb_table.t']);
  });
});
