/** Which root modules are analysed, where modules come from, and which workspace it is: as a user says it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, folderWith, textsBelow } from '../support/built-cli.js';
import { resultFaults } from '../support/validate-result.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const USER = `
resource "aws_iam_user" "ci" {
  name = "ci"
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_iam_user_policy" "ci" {
  user = aws_iam_user.ci.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dynamodb:Scan", Resource = "*" }]
  })
}
`;
const TABLE = `
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
`;

function scan(folder: string, ...flags: readonly string[]): Result {
  const { stdout } = chokepoint(['scan', folder, '--format', 'json', ...flags]);
  const result: Result = JSON.parse(stdout);
  expect(resultFaults(result)).toEqual([]);
  return result;
}

const targets = ({ paths }: Result): string[] =>
  paths
    .filter(({ counts }) => counts)
    .map(({ rootModule, target }) => `${rootModule} ${target.replace(/^.*data:/, '')}`);

describe('--root-module', () => {
  const folder = folderWith({
    'a/main.tf': USER + TABLE,
    'b/main.tf': `module "a" {\n  source = "../a"\n}\n`,
    'c/main.tf': USER + TABLE,
  });

  test('analyses this one, though another calls it', () => {
    const result = scan(folder, '--root-module', 'a');
    expect(targets(result)).toEqual(['a aws_dynamodb_table.orders']);
    expect(new Set(scan(folder).paths.map(({ rootModule }) => rootModule))).toEqual(new Set(['b', 'c']));
  });

  test.each([
    [['--root-module', 'none'], 'There is no folder none.'],
    [['--root-module', '..'], 'is not below'],
    [['--module', 'acme/x/aws'], 'It must be SOURCE=DIR.'],
    [['--module', 'acme/x/aws=none'], 'There is no folder none.'],
  ])('%j is wrong use', (flags, says) => {
    const { status, stderr } = chokepoint(['scan', folder, ...flags]);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });

  test('a folder without Terraform files is no root module', () => {
    const empty = folderWith({ 'a/main.tf': USER, 'docs/readme.md': '' });
    const { status, stderr } = chokepoint(['scan', empty, '--root-module', 'docs']);
    expect(stderr).toContain('There are no Terraform files in docs.');
    expect(status).toBe(2);
  });
});

describe('modules beside the scanned folder', () => {
  const files = {
    '.git/config': '',
    'live/main.tf': `${USER}module "data" {\n  source = "../modules/data"\n}\nmodule "ci" {\n  source = "../modules/ci"\n}\n`,
    'modules/data/main.tf': TABLE,
    'modules/ci/main.tf': USER,
  };

  test('are part of the paths, with their lines', () => {
    const root = join(folderWith(files), 'live');
    expect(targets(scan(root))).toHaveLength(2);
    expect(chokepoint(['scan', root, '--entry', 'module.ci.aws_iam_user.ci']).stdout).toContain(
      '../modules/ci/main.tf:12  …[{ Effect = "Allow"',
    );
  });

  test('are left to a person: edits go to the scanned folder only', () => {
    const top = folderWith(files);
    const before = textsBelow(top);
    const { stdout } = chokepoint(['harden', join(top, 'live'), '--write', '--format', 'json']);
    const result: Result = JSON.parse(stdout);
    const changed = [...textsBelow(top)].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect(changed.filter((path) => !path.startsWith('live/'))).toEqual([]);
    expect(changed).toEqual(['live/main.tf']);
    expect(result.plan?.manual.length).toBeGreaterThan(0);
    expect(result.plan?.edits.flatMap(({ files: own }) => own)).toEqual(['main.tf']);
  });
});

test('--module says where a module is', () => {
  const folder = folderWith({ 'main.tf': `${USER}module "data" {\n  source = "acme/data/aws"\n}\n` });
  const elsewhere = folderWith({ 'orders/main.tf': TABLE });
  expect(scan(folder).summary.coverage.modulesAbsent).toBe(1);
  const result = scan(folder, '--module', `acme/data/aws=${join(elsewhere, 'orders')}`);
  expect(targets(result)).toEqual(['. module.data.aws_dynamodb_table.orders']);
  expect(result.summary.coverage.modulesAbsent).toBe(0);
});

describe('--workspace', () => {
  const folder = folderWith({
    'main.tf': USER + TABLE.replace('{', '{\n  count = { prod = 1, dev = 0 }[terraform.workspace]'),
  });

  test.each([
    [[], 0, 1],
    [['--workspace', 'prod'], 1, 0],
    [['--workspace', 'dev'], 0, 0],
  ])('%j', (flags, paths, assumedPaths) => {
    expect(scan(folder, ...flags).summary).toMatchObject({ paths, assumedPaths });
  });

  test('is named where it is missing, and repeated in the commands that follow', () => {
    expect(chokepoint(['scan', folder]).stdout).toMatch(
      /the\s+workspace\s+is\s+unknown\s+\(--workspace\s+dev\s+\|\s+prod\)/,
    );
    expect(chokepoint(['scan', folder, '--workspace', 'prod']).stdout).toMatch(/chokepoint harden .* --workspace prod/);
  });
});

describe('--download-modules', () => {
  /** A terraform that notes how it was called, and puts the module where terraform would. */
  const FETCH = `#!/bin/sh
echo "$PWD $*" >> "$0.log"
mkdir -p .terraform/modules/data
cp "$(dirname "$0")/module.tf" .terraform/modules/data/main.tf
echo '{"Modules":[{"Key":"data","Source":"registry.terraform.io/acme/data/aws","Dir":".terraform/modules/data"}]}' > .terraform/modules/modules.json
`;
  const FAIL = '#!/bin/sh\necho "Error: Failed to download module" >&2\nexit 1\n';

  function bin(script: string): string {
    const folder = folderWith({ terraform: script, 'module.tf': TABLE });
    chmodSync(join(folder, 'terraform'), 0o755);
    return folder;
  }

  function run(folder: string, path: string, ...flags: readonly string[]): Result {
    const argv = [CLI, 'scan', folder, '--format', 'json', ...flags];
    const { stdout } = spawnSync(process.execPath, argv, {
      env: { PATH: `${path}:/usr/bin:/bin`, HOME: process.env['HOME'] },
      encoding: 'utf8',
    });
    return JSON.parse(stdout);
  }

  const sources = { 'live/main.tf': `${USER}module "data" {\n  source = "acme/data/aws"\n}\n`, 'rest/main.tf': TABLE };

  test('has terraform fetch what is not there, where it is not there', () => {
    const path = bin(FETCH);
    const folder = folderWith(sources);
    const result = run(folder, path, '--download-modules');
    expect(targets(result)).toEqual(['live module.data.aws_dynamodb_table.orders']);
    const log = readFileSync(join(path, 'terraform.log'), 'utf8');
    expect(log.trim().split('\n')).toEqual([expect.stringMatching(/\/live get -no-color$/)]);
  });

  test('is never done unasked', () => {
    const path = bin(FETCH);
    const folder = folderWith(sources);
    run(folder, path);
    run(folder, path, '--workspace', 'x');
    expect(() => readFileSync(join(path, 'terraform.log'))).toThrow();
    expect([...textsBelow(folder).keys()]).toEqual(['live/main.tf', 'rest/main.tf']);
  });

  test.each([
    ['fails', FAIL, 'terraform get in live: Error: Failed to download module'],
    ['is not there', undefined, 'terraform is not on the PATH'],
  ])('says it where terraform %s', (_, script, says) => {
    const path = script === undefined ? folderWith({}) : bin(script);
    const result = run(folderWith(sources), path, '--download-modules');
    const [found] = result.diagnostics.filter(({ code }) => code === 'modules-not-downloaded');
    expect(found).toMatchObject({ severity: 'warning', message: expect.stringContaining(says) });
    expect(result.summary.coverage.modulesAbsent).toBe(1);
  });
});
