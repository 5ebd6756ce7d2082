/** Data sources that look up what another root module makes. */
import { afterAll, expect, test } from 'vitest';
import { scan } from '#analysis/run.js';
import { Roots } from '#terraform/joined/roots.js';
import { diskFolders } from '../terraform/disk.js';
import { plain } from '../terraform/support.js';
import { validateResult } from '../support/validate-result.js';
import { APP, DATA, EDGE, filled, NETWORK } from './shop.js';

const disk = diskFolders();
afterAll(() => disk.clear());

const ROLE = 'resource "aws_iam_role" "r" {\n  name               = "web"\n  assume_role_policy = "{}"\n}\n';
const VPC = 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n  tags       = { Name = "main", Team = "a" }\n}\n';

const looking = (type: string, body: string, attribute: string) =>
  `data "${type}" "x" {\n${body}\n}\noutput "it" {\n  value = data.${type}.x.${attribute}\n}\n`;
const role = looking('aws_iam_role', 'name = "web"', 'arn');
const vpc = (body: string) => looking('aws_vpc', body, 'id');
const filter = (name: string, ...values: readonly string[]) =>
  `filter {\n  name   = "${name}"\n  values = ${JSON.stringify(values)}\n}\n`;

test.each<readonly [string, Readonly<Record<string, string>>, string]>([
  ['a role by its name', { 'a/a.tf': ROLE, 'b/b.tf': role }, '<./a:aws_iam_role.r.arn>'],
  ['a role that two make', { 'a/a.tf': ROLE, 'b/b.tf': role, 'c/c.tf': ROLE }, '<data.aws_iam_role.x.arn>'],
  ['a role that it makes itself', { 'a/a.tf': ROLE, 'b/b.tf': role + ROLE }, '<data.aws_iam_role.x.arn>'],
  [
    'a role of another name',
    { 'a/a.tf': ROLE.replace('"web"', '"other"'), 'b/b.tf': role },
    '<data.aws_iam_role.x.arn>',
  ],
  [
    'a role whose name is not known',
    { 'a/a.tf': `variable "n" {}\n${ROLE.replace('"web"', 'var.n')}`, 'b/b.tf': role },
    '<data.aws_iam_role.x.arn>',
  ],
  ['a VPC by its tags', { 'a/a.tf': VPC, 'b/b.tf': vpc('tags = { Name = "main" }') }, '<./a:aws_vpc.v.id>'],
  [
    'a VPC by other tags',
    { 'a/a.tf': VPC, 'b/b.tf': vpc('tags = { Name = "main", Team = "b" }') },
    '<data.aws_vpc.x.id>',
  ],
  ['a VPC by a filter', { 'a/a.tf': VPC, 'b/b.tf': vpc(filter('tag:Name', 'main')) }, '<./a:aws_vpc.v.id>'],
  ['a VPC by its addresses', { 'a/a.tf': VPC, 'b/b.tf': vpc(filter('cidr', '10.0.0.0/16')) }, '<./a:aws_vpc.v.id>'],
  [
    'a VPC by one of two tags',
    { 'a/a.tf': VPC, 'b/b.tf': vpc(filter('tag:Name', 'main', 'other')) },
    '<data.aws_vpc.x.id>',
  ],
  ['a VPC by a pattern', { 'a/a.tf': VPC, 'b/b.tf': vpc(filter('tag:Name', 'ma*')) }, '<data.aws_vpc.x.id>'],
  [
    'a VPC by what is not compared',
    { 'a/a.tf': VPC, 'b/b.tf': vpc(`default = false\n${filter('tag:Name', 'main')}`) },
    '<data.aws_vpc.x.id>',
  ],
  [
    'a cluster by its name',
    {
      'a/a.tf': 'resource "aws_ecs_cluster" "c" {\n  name = "shop"\n}\n',
      'b/b.tf': looking('aws_ecs_cluster', 'cluster_name = "shop"', 'arn'),
    },
    '<./a:aws_ecs_cluster.c.arn>',
  ],
  ['what it says itself', { 'a/a.tf': ROLE, 'b/b.tf': looking('aws_iam_role', 'name = "web"', 'name') }, 'web'],
])('%s', (_, files, expected) => {
  const root = disk.make(files);
  const rootModules = [...new Set(Object.keys(files).map((path) => path.slice(0, path.indexOf('/'))))];
  const roots = new Roots({ load: { root, cache: new Map() }, rootModules, terragrunt: [] });
  const group = roots.groups.find((each) => each.includes('b')) ?? [];
  const { outputs } = roots.load(group);
  expect(plain((outputs.get('it') ?? outputs.get('./b:it'))?.value)).toBe(expected);
});

test('a service whose load balancer, network and bucket are looked up', async () => {
  const own = 'provider "aws" {\n  allowed_account_ids = ["111122223333"]\n}\n';
  const tag = (name: string) => (text: string) =>
    text.replace(`"${name}" {\n  vpc_id`, `"${name}" {\n  tags = { Name = "${name}" }\n  vpc_id`);
  const net = tag('private')(tag('public')(NETWORK)).replace(
    '"10.0.0.0/16"\n',
    '"10.0.0.0/16"\n  tags = { Name = "main" }\n',
  );
  const look = (type: string, name: string, body: string) => `data "${type}" "${name}" {\n${body}\n}\n`;
  const files = {
    'net/main.tf': own + net,
    'edge/main.tf':
      own +
      look('aws_vpc', 'main', 'tags = { Name = "main" }') +
      look('aws_subnet', 'public', 'tags = { Name = "public" }') +
      filled(EDGE, { VPC: 'data.aws_vpc.main.id', PUBLIC: '[data.aws_subnet.public.id]' }),
    'app/main.tf':
      own +
      look('aws_vpc', 'main', 'tags = { Name = "main" }') +
      look('aws_subnet', 'private', 'tags = { Name = "private" }') +
      look('aws_security_group', 'edge', 'name = "edge"') +
      look('aws_lb_target_group', 'web', 'name = "web"') +
      filled(APP, {
        VPC: 'data.aws_vpc.main.id',
        PRIVATE: '[data.aws_subnet.private.id]',
        EDGE_GROUP: 'data.aws_security_group.edge.id',
        TARGET_GROUP: 'data.aws_lb_target_group.web.arn',
      }),
    'data/main.tf': `${own}${DATA}${look('aws_iam_role', 'web', 'name = "web"')}`,
  };
  const result = await scan({ root: disk.make(files) });
  validateResult(result);
  expect(result.paths.map(({ entryPoint, target, certainty }) => `${entryPoint} ${target} ${certainty}`)).toEqual([
    'app//internet-workload:aws_ecs_service.web data//data:aws_s3_bucket.orders certain',
  ]);
});
