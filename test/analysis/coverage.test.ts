/** How much of an estate was seen, for a program and for people. */
import { describe, expect, test } from 'vitest';
import { limitsOf } from '#report/digest/seen.js';
import { renderPretty } from '#report/formats/pretty/pretty.js';
import type { CoverageResult } from '#analysis/result/result.js';
import { scan } from '#analysis/run.js';
import { folderWith } from '../support/built-cli.js';
import { SAMPLE } from '../support/sample-result.js';

async function coverageOf(files: Readonly<Record<string, string>>, more: object = {}): Promise<CoverageResult> {
  return (await scan({ root: folderWith(files), ...more })).summary.coverage;
}

describe('coverage', () => {
  const queue = (name: string, more = ''): string => `resource "aws_sqs_queue" "${name}" {\n  ${more}\n}\n`;

  test.each([
    [
      'of what is there',
      { 'main.tf': queue('a') + queue('b', 'count = 2') },
      { resources: 3, seen: 3, modulesAbsent: 0, modulesSummarised: 0, variablesUnset: 0 },
    ],
    [
      'counts variables without a value in each root module',
      { 'a/main.tf': 'variable "x" {}\nvariable "y" { default = 1 }\n', 'b/main.tf': 'variable "x" {}\n' },
      { resources: 0, variablesUnset: 2 },
    ],
    [
      'counts what may exist apart',
      { 'main.tf': `variable "n" {}\n${queue('a')}${queue('b', 'count = var.n')}` },
      { resources: 2, seen: 1, perhaps: 1, variablesUnset: 1 },
    ],
    [
      'counts calls of modules that are not there, each once',
      {
        'a/main.tf': 'module "m" { source = "../m" }\nmodule "n" { source = "acme/n/aws" }\n',
        'b/main.tf': 'module "m" { source = "../m" }\n',
        'm/main.tf': 'module "o" { source = "acme/o/aws" }\n',
      },
      { resources: 0, seen: 0, modulesAbsent: 2 },
    ],
    [
      'counts what a summary tells as not seen',
      { 'main.tf': `${queue('a')}module "k" {\n  source = "terraform-aws-modules/kms/aws"\n}\n` },
      { seen: 1, modulesAbsent: 0, modulesSummarised: 1, resources: expect.toSatisfy((n: number) => n > 1) },
    ],
    [
      'counts files that can not be read, or only in part',
      { 'main.tf': queue('a'), 'broken.tf': 'locals {\n  a = = 1\n}\n', 'also.tf.json': '{' },
      { resources: 1, seen: 1, filesUnread: 2 },
    ],
    [
      'names the workspaces that the configuration names',
      { 'main.tf': queue('a', 'count = { prod = 1, dev = 1 }[terraform.workspace]') },
      { resources: 1, seen: 1, workspace: null, workspaces: ['dev', 'prod'] },
    ],
  ])('%s', async (_, files, expected) => {
    expect(await coverageOf(files)).toMatchObject(expected);
  });

  test('has the workspace where it is told, and none where nothing depends on it', async () => {
    const text = queue('a', 'count = { prod = 1, dev = 0 }[terraform.workspace]');
    expect(await coverageOf({ 'main.tf': text }, { workspace: 'prod' })).toMatchObject({ workspace: 'prod' });
    expect(await coverageOf({ 'main.tf': queue('a') })).not.toHaveProperty('workspace');
  });

  test('lists the types of AWS that the analysis has no use for', async () => {
    const { unmodelled } = await coverageOf({
      'main.tf': `
resource "aws_gamelift_fleet" "a" { count = 2 }
resource "aws_accessanalyzer_analyzer" "b" {}
resource "aws_dynamodb_table" "c" {}
resource "random_id" "d" {}
resource "aws_kms_key" "f" {}
resource "aws_iam_instance_profile" "g" {}
data "aws_gamelift_fleet" "e" {}`,
    });
    expect(unmodelled).toEqual([
      { type: 'aws_gamelift_fleet', count: 2 },
      { type: 'aws_accessanalyzer_analyzer', count: 1 },
    ]);
  });
});

describe('the first line for people', () => {
  const all: CoverageResult = {
    resources: 1190,
    seen: 1190,
    perhaps: 0,
    modulesAbsent: 0,
    modulesSummarised: 0,
    filesUnread: 0,
    variablesUnset: 0,
    unmodelled: [],
  };
  const context = {
    readLine: () => undefined,
    width: 200,
    color: false,
    written: false,
    flags: { analysis: '', plan: '' },
  };
  test.each([
    ['nothing where all was seen', {}, ''],
    ['files', { filesUnread: 2 }, '1,190 resources seen; 2 files could not be read, or only in part'],
    ['what was not', { seen: 812 }, '812 of about 1,190 resources seen'],
    ['what may exist', { seen: 1180, perhaps: 10 }, '1,180 of about 1,190 resources seen; 10 exist only perhaps'],
    [
      'modules and variables',
      { modulesAbsent: 12, variablesUnset: 1 },
      '1,190 resources seen; 12 modules are missing (terraform init); 1 variable without a value (--var-file)',
    ],
    [
      'summaries',
      { modulesSummarised: 1 },
      '1,190 resources seen; 1 module is missing, but for a summary (terraform init)',
    ],
    [
      'summaries among others',
      { modulesAbsent: 2, modulesSummarised: 3 },
      '1,190 resources seen; 5 modules are missing, 3 but for a summary (terraform init)',
    ],
    [
      'the workspace, with those that are named',
      { workspace: null, workspaces: ['a', 'b', 'c', 'd'] },
      '1,190 resources seen; the workspace is unknown (--workspace a | b | c | …)',
    ],
    ['no workspace that is known', { workspace: 'prod' }, ''],
  ])('says %s', (_, more, expected) => {
    expect(limitsOf({ ...all, ...more }).join('; ')).toBe(expected);
  });

  test('comes before all else', () => {
    const text = renderPretty({ ...SAMPLE, summary: { ...SAMPLE.summary, coverage: { ...all, seen: 812 } } }, context);
    expect(text.trimStart().split('\n')[0]).toBe('Incomplete: 812 of about 1,190 resources seen');
  });
});
