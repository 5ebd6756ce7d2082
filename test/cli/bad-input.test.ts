import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, copyOf, folderWith, textsBelow } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';
const STACK_TRACE = /^ +at .+:\d+:\d+\)?$/m;

/** Scans as a program would, and gives the result with the exit status. */
function scanJson(
  folder: string,
  ...flags: readonly string[]
): { status: number | null; result: Result; stderr: string } {
  const { status, stdout, stderr } = chokepoint(['scan', folder, '--format', 'json', ...flags]);
  const result = JSON.parse(stdout) as Result;
  validateResult(result);
  return { status, result, stderr };
}

describe('nothing to analyse ends with 2 and prints no result', () => {
  test.each([
    { what: 'a missing folder', argv: ['scan', '/nowhere/at/all'], says: 'no folder /nowhere/at/all' },
    { what: 'a file for a folder', argv: ['scan', 'package.json'], says: 'is not a folder' },
    { what: 'a folder without Terraform', argv: ['scan', folderWith({ 'notes.txt': 'x' })], says: 'No Terraform' },
    { what: 'an unknown flag', argv: ['scan', '--strict', 'examples/ecs-takeover'], says: "unknown option '--strict'" },
    {
      what: 'an unknown control',
      argv: ['harden', 'examples/ecs-takeover', '--control', 'require-imdsv3'],
      says: 'require-imdsv2',
    },
    {
      what: 'an unknown entry point',
      argv: ['scan', 'examples/ecs-takeover', '--entry', 'aws_instance.nobody'],
      says: 'aws_instance.nobody',
    },
    {
      what: 'an unknown target',
      argv: ['scan', 'examples/ecs-takeover', '--target', 'aws_s3_bucket.nothing'],
      says: 'aws_s3_bucket.nothing',
    },
    {
      what: 'a variable file that is not there',
      argv: ['scan', 'examples/ecs-takeover', '--var-file', 'none.tfvars'],
      says: 'none.tfvars',
    },
    {
      what: 'a value for a variable that there is not',
      argv: ['scan', folderWith({ 'main.tf': 'variable "region" {}\n' }), '--var', 'regoin=eu-west-1'],
      says: 'Did you mean region?',
    },
    {
      what: 'an unknown id',
      argv: ['explain', 'path-000000000000', 'examples/ecs-takeover'],
      says: 'path-000000000000',
    },
  ])('$what', ({ argv, says }) => {
    const { status, stdout, stderr } = chokepoint(argv);

    expect(stderr).toContain(says);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toMatch(STACK_TRACE);
  });
});

describe('of a source that can not be read the rest is reported, and what is missing is coverage', () => {
  test.each([
    {
      what: 'a broken file',
      file: 'broken.tf',
      content: 'resource "aws_s3_bucket" "x" {\n  bucket = = 1\n}\n',
      line: 2,
      alone: 0,
    },
    {
      what: 'a file that is not UTF-8',
      file: 'latin.tf',
      content: Uint8Array.from([0x23, 0x20, 0xe9, 0x0a]),
      line: 1,
      alone: 2,
    },
    { what: 'a broken JSON file', file: 'broken.tf.json', content: '{ "resource": ', line: 1, alone: 2 },
  ])('$what among good ones', ({ file, content, line, alone }) => {
    const { status, result, stderr } = scanJson(folderWith({ 'good.tf': BUCKET, [file]: content }));
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');

    expect(status).toBe(0);
    expect(result.summary.coverage.filesUnread).toBe(1);
    expect(scanJson(folderWith({ [file]: content })).status).toBe(alone);
    expect(errors[0]?.source).toMatchObject({ file, startLine: line });
    expect(result.summary.resources).toBeGreaterThan(0);
    expect(stderr).not.toMatch(STACK_TRACE);
  });

  test('a cyclic reference', () => {
    const cycle = 'locals {\n  a = local.b\n  b = local.a\n}\n';
    const { status, result } = scanJson(folderWith({ 'good.tf': BUCKET, 'cycle.tf': cycle }));

    expect(status).toBe(0);
    expect(result.diagnostics.map(({ code }) => code)).toContain('cycle');
  });

  test('a symbolic link out of the folder is not followed', () => {
    const outside = folderWith({ 'secret.tf': 'resource "aws_iam_user" "outside" {\n  name = "outside"\n}\n' });
    const folder = folderWith({ 'good.tf': BUCKET });
    symlinkSync(join(outside, 'secret.tf'), join(folder, 'linked.tf'));
    const { result } = scanJson(folder);

    expect(result.diagnostics.map(({ source }) => source?.file)).toContain('linked.tf');
    expect(JSON.stringify(result)).not.toContain('aws_iam_user.outside');
    expect(result.summary.resources).toBe(1);
  });

  test.skipIf(process.getuid?.() === 0)(
    'a folder without permission (skipped for root, who may read everything)',
    () => {
      const folder = folderWith({ 'good.tf': BUCKET, 'closed/main.tf': BUCKET });
      chmodSync(join(folder, 'closed'), 0o000);
      const { status, result } = scanJson(folder);
      chmodSync(join(folder, 'closed'), 0o755);

      expect(status).toBe(0);
      expect(result.diagnostics.map(({ severity }) => severity)).toContain('error');
      expect(result.summary.resources).toBe(1);
    },
  );
});

test('a module that is not there is a warning at its call, and the rest is reported', () => {
  const call = 'module "vpc" {\n  source = "./not/here"\n}\n';
  const { result, stderr } = scanJson(folderWith({ 'good.tf': BUCKET, 'call.tf': call }));
  const diagnostic = result.diagnostics.find(({ source }) => source?.file === 'call.tf');

  expect(diagnostic?.source?.startLine).toBe(2);
  expect(result.summary.resources).toBe(1);
  expect(stderr).not.toMatch(STACK_TRACE);
});

test('an empty Terraform file is sound', () => {
  expect(scanJson(folderWith({ 'main.tf': '' })).status).toBe(0);
});

describe('nothing is half written', () => {
  test('harden without --write changes no file', () => {
    const folder = copyOf('examples/ecs-takeover');
    const before = textsBelow(folder);
    const { stderr } = chokepoint(['harden', folder]);

    expect(stderr).not.toMatch(STACK_TRACE);
    expect(textsBelow(folder)).toEqual(before);
  });

  test('harden --write into a folder that can not be written changes no file and ends with 2', () => {
    const folder = copyOf('examples/ecs-takeover');
    const before = textsBelow(folder);
    // A folder in the way of the output stops even root.
    mkdirSync(join(folder, 'out.json'));
    const { status, stdout } = chokepoint(['harden', folder, '--format', 'json', '--output', join(folder, 'out.json')]);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(textsBelow(folder)).toEqual(before);
  });
});

describe.skipIf(process.platform === 'win32')('special files are never waited for', () => {
  const withPipe = (name: string): string => {
    const folder = folderWith({ 'main.tf': BUCKET });
    execFileSync('mkfifo', [join(folder, name)]);
    return folder;
  };

  test.each(['x.tf', 'terraform.tfvars', 'x.auto.tfvars'])('a pipe called %s', (name) => {
    const { status, result } = scanJson(withPipe(name));
    expect(status).toBe(0);
    expect(result.summary.resources).toBe(1);
    expect(result.diagnostics.map(({ source }) => source?.file)).toEqual([name]);
    expect(chokepoint(['scan', withPipe(name)]).stdout).toContain('not a regular file');
  });

  test('a pipe for the configuration of git', () => {
    const folder = folderWith({ 'main.tf': BUCKET });
    mkdirSync(join(folder, '.git'));
    execFileSync('mkfifo', [join(folder, '.git/config')]);
    expect(scanJson(folder).status).toBe(0);
  });

  test.each([
    ['--plan', 'The plan'],
    ['--var-file', 'The variable file'],
  ])('a pipe that nobody writes to, given to %s', (flag, says) => {
    const pipe = join(withPipe('pipe'), 'pipe');
    const { status, stdout, stderr } = chokepoint(['scan', folderWith({ 'main.tf': BUCKET }), flag, pipe]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toContain('it is no regular file');
  });

  test('what the shell has opened is read', () => {
    const folder = folderWith({ 'main.tf': 'variable "n" {}\n', 'values.tfvars': 'n = "logs"\n' });
    const command = `"${process.execPath}" dist/cli.js scan ${folder} -q --var-file <(cat ${folder}/values.tfvars)`;
    expect(spawnSync('bash', ['-c', command], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
