/** Root modules of which one reads the state of another are one estate. */
import { afterAll, describe, expect, test } from 'vitest';
import type { AnalysisOptions } from '#analysis/options.js';
import { scan } from '#analysis/run.js';
import type { Result } from '#analysis/result/result.js';
import { Roots } from '#terraform/joined/roots.js';
import { diskFolders } from '../terraform/disk.js';
import { plain } from '../terraform/support.js';
import { validateResult } from '../support/validate-result.js';
import { APP, DATA, EDGE, filled, NETWORK } from './shop.js';

const disk = diskFolders();
afterAll(() => disk.clear());

async function scanned(files: Readonly<Record<string, string>>, more: Partial<AnalysisOptions> = {}): Promise<Result> {
  const result = await scan({ root: disk.make(files), ...more });
  validateResult(result);
  expect(result.diagnostics).toEqual([]);
  return result;
}

const s3 = (name: string, bucket = 'states') =>
  `terraform {\n  backend "s3" {\n    bucket = "${bucket}"\n    key    = "${name}"\n  }\n}\n`;

const reading = (name: string, key = name, bucket = '"states"') =>
  `data "terraform_remote_state" "${name}" {\n  backend = "s3"\n  config = {\n    bucket = ${bucket}\n    key    = "${key}"\n  }\n}\n`;

const of = (name: string, output: string) => `data.terraform_remote_state.${name}.outputs.${output}`;

const provider = (account: string) => `provider "aws" {\n  allowed_account_ids = ["${account}"]\n}\n`;
const OWN = provider('111122223333');

const SHOP = {
  'net/main.tf': s3('net') + OWN + NETWORK,
  'edge/main.tf':
    s3('edge') + OWN + reading('net') + filled(EDGE, { VPC: of('net', 'vpc_id'), PUBLIC: of('net', 'public') }),
  'app/main.tf':
    s3('app') +
    OWN +
    reading('net') +
    reading('edge') +
    reading('data') +
    filled(APP, {
      VPC: of('net', 'vpc_id'),
      PRIVATE: of('net', 'private'),
      EDGE_GROUP: of('edge', 'security_group'),
      TARGET_GROUP: of('edge', 'target_group'),
    }),
  'data/main.tf': s3('data') + OWN + DATA,
};

const paths = (result: Result): readonly string[] =>
  result.paths.map(({ entryPoint, target, certainty }) => `${entryPoint} ${target} ${certainty}`);
const assumptions = (result: Result): readonly string[] =>
  result.paths.flatMap((path) => path.assumptions.map(({ what }) => what));

const PATH = 'app//internet-workload:aws_ecs_service.web data//data:aws_s3_bucket.orders';

describe('one path through four root modules', () => {
  test('has the same id wherever they lie', async () => {
    const one = await scanned(SHOP);
    const deeper = Object.fromEntries(Object.entries(SHOP).map(([path, text]) => [`live/eu/${path}`, text]));
    const other = await scanned(deeper);
    expect(paths(one)).toEqual([`${PATH} certain`]);
    expect(other.paths.map(({ id }) => id)).toEqual(one.paths.map(({ id }) => id));
    expect(other.paths.map(({ rootModule }) => rootModule)).toEqual(['live/eu/app']);
  });

  test.each([
    ['aws_ecs_service.web', [PATH.replace('internet-workload', 'assumed')]],
    ['./app:aws_ecs_service.web', [PATH.replace('internet-workload', 'assumed')]],
  ])('from %s, named', async (entry, expected) => {
    const result = await scanned(SHOP, { entries: [entry] });
    expect(result.paths.map(({ entryPoint, target }) => `${entryPoint} ${target}`)).toEqual(expected);
  });

  test('where nothing says which account the bucket is in', async () => {
    const bare = Object.fromEntries(Object.entries(SHOP).map(([path, text]) => [path, text.replace(OWN, '')]));
    const result = await scanned(bare);
    expect(paths(result)).toEqual([`${PATH} assumed`]);
    expect(assumptions(result)).toEqual(['./data:aws and ./app:aws act in the same account']);
    const told = await scanned(bare, { accounts: new Map([['aws', '111122223333']]) });
    expect(paths(told)).toEqual([`${PATH} certain`]);
  });

  test('not where the bucket is in another account', async () => {
    const result = await scanned({
      ...SHOP,
      'data/main.tf': SHOP['data/main.tf'].replace(OWN, provider('444455556666')),
    });
    expect(paths(result)).toEqual([]);
  });
});

describe('the state that is read', () => {
  const outputs = 'output "arn" {\n  value = aws_sqs_queue.q.arn\n}\n';
  const queue = `resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n${outputs}`;
  const reader = (state: string) =>
    `${state}resource "aws_sns_topic_subscription" "s" {\n  topic_arn = "arn:aws:sns:eu-west-1:111122223333:t"\n  protocol = "sqs"\n  endpoint = ${of('own', 'arn')}\n}\n`;
  const local = (path: string) =>
    `data "terraform_remote_state" "own" {\n  backend = "local"\n  config = {\n    path = "${path}"\n  }\n}\n`;

  test.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
    ['of the same bucket and key', { 'a/a.tf': s3('k') + queue, 'b/b.tf': reader(reading('own', 'k')) }, true],
    ['of another key', { 'a/a.tf': s3('k') + queue, 'b/b.tf': reader(reading('own', 'other')) }, false],
    ['of another bucket', { 'a/a.tf': s3('k', 'elsewhere') + queue, 'b/b.tf': reader(reading('own', 'k')) }, false],
    [
      'of a bucket that is told on the command line',
      { 'a/a.tf': s3('k') + queue, 'b/b.tf': reader(`variable "bucket" {}\n${reading('own', 'k', 'var.bucket')}`) },
      true,
    ],
    [
      'of a key that two have',
      { 'a/a.tf': s3('k') + queue, 'b/b.tf': reader(reading('own', 'k')), 'c/c.tf': s3('k') + queue },
      false,
    ],
    [
      'of a key that two have, in two buckets',
      { 'a/a.tf': s3('k') + queue, 'b/b.tf': reader(reading('own', 'k')), 'c/c.tf': s3('k', 'elsewhere') + queue },
      true,
    ],
    [
      'in a file',
      {
        'a/a.tf': 'terraform {\n  backend "local" {\n    path = "state/a.tfstate"\n  }\n}\n' + queue,
        'b/b.tf': reader(local('../a/state/a.tfstate')),
      },
      true,
    ],
    ['in the file that is the default', { 'a/a.tf': queue, 'b/b.tf': reader(local('../a/terraform.tfstate')) }, true],
    [
      'in HCP Terraform',
      {
        'a/a.tf': `terraform {\n  cloud {\n    organization = "acme"\n    workspaces {\n      name = "a"\n    }\n  }\n}\n${queue}`,
        'b/b.tf': reader(
          'data "terraform_remote_state" "own" {\n  backend = "remote"\n  config = {\n    organization = "acme"\n    workspaces = {\n      name = "a"\n    }\n  }\n}\n',
        ),
      },
      true,
    ],
    [
      'of each other',
      { 'a/a.tf': s3('k') + queue + reading('back', 'b'), 'b/b.tf': s3('b') + reader(reading('own', 'k')) },
      true,
    ],
  ])('%s', (_, files, isJoined) => {
    const root = disk.make(files);
    const folders = [...new Set(Object.keys(files).map((path) => path.slice(0, path.indexOf('/'))))];
    const roots = new Roots({ load: { root, cache: new Map() }, rootModules: folders, terragrunt: [] });
    const group = roots.groups.find((each) => each.includes('b')) ?? [];
    expect(group).toEqual(isJoined ? ['a', 'b'] : ['b']);
    const configuration = roots.load(group);
    const endpoint = configuration.ofType('aws_sns_topic_subscription')[0]?.attribute('endpoint');
    expect(plain(endpoint)).toBe(
      isJoined ? '<./a:aws_sqs_queue.q.arn>' : '<data.terraform_remote_state.own.outputs.arn>',
    );
  });
});
