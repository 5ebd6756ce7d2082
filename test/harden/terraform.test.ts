/** Held against the real terraform, where it is at hand: `terraform fmt` and, with TF_PLUGIN_MIRROR, `terraform validate`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from '#harden/registry.generated.js';
import { controlFolder } from '../../scripts/registry.js';

const root = join(import.meta.dirname, '../..');
const wildcardsFolder = join(import.meta.dirname, 'wildcards');
const hasTerraform =
  spawnSync('terraform', ['version'], { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).status === 0;
const mirror = process.env['TF_PLUGIN_MIRROR'];

if (!hasTerraform) process.stderr.write('SKIPPED: terraform is not installed; formatting is not held against it.\n');
else if (!mirror) process.stderr.write('SKIPPED: TF_PLUGIN_MIRROR is not set; after.tf files are not validated.\n');

interface Validation {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly range?: { readonly filename: string };
  }[];
}

/** What Terraform refuses. A warning is about what was there before the edit: `acl` of a bucket is deprecated. */
function errorsOf(output: string): readonly string[] {
  const { diagnostics } = JSON.parse(output) as Validation;
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, range }) => `${range?.filename}: ${summary}`);
}

describe.skipIf(!hasTerraform)('terraform', () => {
  let folder = '';
  let env: NodeJS.ProcessEnv = {};
  const run = (...args: string[]) => spawnSync('terraform', [`-chdir=${folder}`, ...args], { env, encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-terraform-'));
    const settings = join(folder, 'terraform.rc');
    const installation = mirror
      ? `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`
      : '';
    writeFileSync(settings, installation);
    env = { ...process.env, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: '1' };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(controls.map(({ id }) => id))('fmt changes nothing in before.tf and after.tf of %s', (id) => {
    for (const name of ['before.tf', 'after.tf']) {
      const input = readFileSync(join(controlFolder(root, id), name));
      expect(execFileSync('terraform', ['fmt', '-'], { input, env, encoding: 'utf8' })).toBe(input.toString());
    }
  });

  test.each(readdirSync(wildcardsFolder))(
    'fmt changes nothing in before.tf and after.tf of the wildcard %s',
    (name) => {
      for (const file of ['before.tf', 'after.tf']) {
        const input = readFileSync(join(wildcardsFolder, name, file));
        expect(execFileSync('terraform', ['fmt', '-'], { input, env, encoding: 'utf8' })).toBe(input.toString());
      }
    },
  );

  test.skipIf(!mirror)(
    'validate accepts every after.tf',
    () => {
      const provider = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n';
      const edited = [
        ...controls.map(({ id }) => controlFolder(root, id)),
        ...readdirSync(wildcardsFolder).map((name) => join(wildcardsFolder, name)),
      ];
      // One run for all: to start the provider takes longer than all of them.
      const calls = edited.map((place) => {
        const name = basename(place);
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'main.tf'), readFileSync(join(place, 'after.tf')));
        return `module "${name}" {\n  source = "./${name}"\n}\n`;
      });
      writeFileSync(join(folder, 'main.tf'), [provider, ...calls].join(''));
      expect(run('init', '-input=false', '-no-color').stderr).toBe('');
      expect(errorsOf(run('validate', '-json').stdout)).toEqual([]);
    },
    600_000,
  );
});
