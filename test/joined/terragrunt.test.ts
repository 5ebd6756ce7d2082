/** Units of Terragrunt: what they are made of, and that those which give each other values are one estate. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { AnalysisOptions } from '#analysis/options.js';
import { harden, scan } from '#analysis/run.js';
import type { Result } from '#analysis/result/result.js';
import { diskFolders } from '../terraform/disk.js';
import { validateResult } from '../support/validate-result.js';
import { APP, DATA, EDGE, filled, NETWORK } from './shop.js';

const disk = diskFolders();
afterAll(() => disk.clear());

const VARIABLES = ['vpc_id', 'public', 'private', 'edge_group', 'target_group'];
const VALUES = Object.fromEntries(
  VARIABLES.map((name) => [name.toUpperCase().replace('VPC_ID', 'VPC'), `var.${name}`]),
);

function module(text: string): string {
  const own = VARIABLES.filter((name) => text.includes(VALUES[name.toUpperCase().replace('VPC_ID', 'VPC')] ?? ''));
  return own.map((name) => `variable "${name}" {}\n`).join('') + text;
}

const ROOT = `
locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl"))
}
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["\${local.account.locals.id}"]
}
EOF
}
`;

function unit(source: string, dependencies: Readonly<Record<string, string>> = {}, inputs = ''): string {
  const blocks = Object.entries(dependencies).map(
    ([name, path]) => `dependency "${name}" {\n  config_path = "${path}"\n}\n`,
  );
  return `include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\nterraform {\n  source = "${source}"\n}\n${blocks.join('')}inputs = {\n${inputs}\n}\n`;
}

const SHOP = {
  'root.hcl': ROOT,
  'prod/account.hcl': 'locals {\n  id = "111122223333"\n}\n',
  'prod/net/terragrunt.hcl': unit('../../modules//net'),
  'prod/edge/terragrunt.hcl': unit(
    '../../modules//edge',
    { net: '../net' },
    'vpc_id = dependency.net.outputs.vpc_id\npublic = dependency.net.outputs.public',
  ),
  'prod/app/terragrunt.hcl': unit(
    '../../modules//app',
    { net: '../net', edge: '../edge', data: '../data' },
    'vpc_id = dependency.net.outputs.vpc_id\nprivate = dependency.net.outputs.private\nedge_group = dependency.edge.outputs.security_group\ntarget_group = dependency.edge.outputs.target_group',
  ),
  'prod/data/terragrunt.hcl': unit('../../modules//data'),
  'modules/net/main.tf': NETWORK,
  'modules/edge/main.tf': module(filled(EDGE, VALUES)),
  'modules/app/main.tf': module(filled(APP, VALUES)),
  'modules/data/main.tf': DATA,
};

async function scanned(files: Readonly<Record<string, string>>, more: Partial<AnalysisOptions> = {}): Promise<Result> {
  const result = await scan({ root: disk.make(files), ...more });
  validateResult(result);
  return result;
}

const told = ({ paths }: Result): readonly string[] =>
  paths.map(({ rootModule, entryPoint, target, certainty, intended }) =>
    [rootModule, entryPoint, target, certainty, ...(intended ? ['intended'] : [])].join(' '),
  );

test('a load balancer in one unit, its service in another and the data in a third make one path', async () => {
  const result = await scanned(SHOP);
  expect(result.diagnostics).toEqual([]);
  expect(result.entryPoints.map(({ id, rootModule, address, reason }) => [id, rootModule, address, reason])).toEqual([
    [
      'prod/app//internet-workload:aws_ecs_service.web',
      'prod/app',
      'aws_ecs_service.web',
      'reachable from the internet through prod/edge:aws_lb.edge (prod/edge:aws_lb_listener.web)',
    ],
  ]);
  expect(told(result)).toEqual([
    'prod/app prod/app//internet-workload:aws_ecs_service.web prod/data//data:aws_s3_bucket.orders certain',
  ]);
});

test('edits go to the source of the module', async () => {
  const root = disk.make(SHOP);
  const { result, files } = await harden({ root });

  expect([...files.keys()]).toEqual(['modules/app/main.tf']);
  expect(result.plan?.edits.map(({ rootModule, address }) => [rootModule, address])).toEqual([
    ['prod/app', 'aws_iam_role_policy.web'],
  ]);
  expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 0, newPaths: [], reparsed: true });
  expect(readFileSync(join(root, 'modules/app/main.tf'), 'utf8')).toBe(SHOP['modules/app/main.tf']);
});

test('units of two environments that share a module are mended by one edit of it', async () => {
  const staging = Object.entries(SHOP).flatMap(([path, text]) =>
    path.startsWith('prod/')
      ? [[path.replace('prod/', 'staging/'), text.replace('111122223333', '444455556666')] as const]
      : [],
  );
  const { result, files } = await harden({ root: disk.make({ ...SHOP, ...Object.fromEntries(staging) }) });
  validateResult(result);
  expect(told(result).map((each) => each.split(' ')[0])).toEqual(['prod/app', 'staging/app']);
  expect(new Set(result.paths.map(({ id }) => id)).size).toBe(1);
  expect([...files.keys()]).toEqual(['modules/app/main.tf']);
  expect(
    result.plan?.edits.map(({ rootModule, mayBreak }) => [
      rootModule,
      mayBreak.some((note) => /several instances/.test(note)),
    ]),
  ).toEqual([['prod/app', true]]);
  expect(result.proof).toMatchObject({ pathsBefore: 2, pathsAfter: 0, newPaths: [], reparsed: true });
});
