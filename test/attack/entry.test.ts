import { expect, test } from 'vitest';
import { analyse } from '#attack/analyse.js';
import { certaintyOfEntry } from '#attack/certainty.js';
import { discoverEntries } from '#attack/entry.js';
import { VPC, estateOf } from '../aws/estate/support.js';

const rule = (port: number, cidrs: string) =>
  `ingress {\n from_port = ${port}\n to_port = ${port}\n protocol = "tcp"\n cidr_blocks = ${cidrs}\n}`;
const source = (...rules: string[]) => `variable "admins" {}
${VPC}
resource "aws_security_group" "web" {\n vpc_id = aws_vpc.main.id\n ${rules.join('\n')}\n}
resource "aws_instance" "web" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.web.id]\n associate_public_ip_address = true\n}`;

/** The reason of the one entry point, and of each way to run code there whether it is certain. */
function entry(text: string): { readonly reason: string | undefined; readonly ways: readonly boolean[] } {
  const [found] = discoverEntries(estateOf(text), 'code-execution');
  const steps = found?.steps.filter(({ step }) => step.gains.kind === 'executes') ?? [];
  const ways = steps.map(({ step }) => (step.premises ?? []).every(({ certainty }) => certainty === 'certain'));
  return { reason: found?.reason, ways };
}

const OPEN = rule(443, '["0.0.0.0/0"]');
const LISTED = rule(22, 'var.admins');

test.each<[string, string, string | undefined, boolean[]]>([
  ['certain', source(OPEN), 'aws_instance.web is reachable from the internet on tcp/443', [true]],
  ['assumed', source(LISTED), 'aws_instance.web may be reachable from the internet on tcp/22', [false]],
  [
    'both, each a way of its own',
    source(LISTED, OPEN),
    'aws_instance.web is reachable from the internet on tcp/443',
    [true, false],
  ],
  ['none', source(), undefined, []],
])('an instance that the internet reaches: %s', (_, text, reason, ways) => {
  expect(entry(text)).toEqual({ reason, ways });
});

test('the explanation of a way says whether it is certain', () => {
  const [found] = discoverEntries(estateOf(source(LISTED, OPEN)), 'code-execution');
  const texts = found?.steps.map(({ step }) => step.explanation.split(' it ')[0]) ?? [];
  expect(new Set(texts)).toEqual(new Set(['The internet reaches', 'The internet may reach']));
});

test('a workload of which nothing is known is no entry point', () => {
  const text = `variable "subnets" {}
variable "groups" {}
resource "aws_ecs_cluster" "c" {\n name = "c"\n}
resource "aws_ecs_service" "s" {\n name = "s"\n cluster = aws_ecs_cluster.c.id\n launch_type = "FARGATE"\n network_configuration {\n subnets = var.subnets\n security_groups = var.groups\n assign_public_ip = true\n }\n}
resource "aws_instance" "i" {\n subnet_id = var.subnets\n vpc_security_group_ids = var.groups\n}`;
  expect(discoverEntries(estateOf(text), 'code-execution')).toEqual([]);
});

const USER = 'resource "aws_iam_user" "dev" {\n  name = "dev"\n}\n';
const PASSWORD = 'resource "aws_iam_user_login_profile" "dev" {\n  user = aws_iam_user.dev.name\n}\n';
const keyOf = (status: string): string =>
  `resource "aws_iam_access_key" "dev" {\n  user = aws_iam_user.dev.name\n  status = "${status}"\n}\n`;

test.each<[string, string, string[]]>([
  [
    'without a key here is one only if it has one elsewhere',
    USER,
    ['assumed: aws_iam_user.dev has an access key or a password that Terraform does not manage, and it leaks'],
  ],
  [
    'with a password is one only if that, or a key, leaks',
    USER + PASSWORD,
    ['assumed: aws_iam_user.dev has the password, or an access key that Terraform does not manage, and it leaks'],
  ],
  ['with a key is one', USER + keyOf('Active'), ['certain: ']],
  ['whose key is inactive is none', USER + keyOf('Inactive'), []],
])('a user %s', (_, text, expected) => {
  const found = discoverEntries(estateOf(text), 'code-execution').map((each) => {
    const premises = each.steps.flatMap(({ step }) => step.premises ?? []);
    return `${certaintyOfEntry(each)}: ${premises.map(({ assumes }) => assumes?.what).join()}`;
  });
  expect(found).toEqual(expected);
});

test('one group membership of a user without a key leads to administration, if the user has one, and what else it leads to is not told', () => {
  const text = `${USER}
resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}
resource "aws_iam_group" "admins" {\n  name = "admins"\n}
resource "aws_iam_group_policy_attachment" "admins" {\n  group = aws_iam_group.admins.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}
resource "aws_iam_user_group_membership" "dev" {\n  user = aws_iam_user.dev.name\n  groups = [aws_iam_group.admins.name]\n}`;
  const { paths } = analyse(estateOf(text), { rootModule: '.', assumption: 'code-execution' });
  expect(paths.map(({ target, certainty, counts }) => [target.kind, certainty, counts])).toEqual([
    ['admin', 'assumed', false],
  ]);
});

test.each<[string, 'internet' | 'leaks', string[]]>([
  ['the internet', 'internet', ['leaked-credentials']],
  ['leaks', 'leaks', ['internet-workload']],
])('%s can be left out', (_, leaveOut, kinds) => {
  const text = `${source(OPEN)}\n${USER}${keyOf('Active')}`;
  expect(discoverEntries(estateOf(text), 'code-execution', [leaveOut]).map(({ kind }) => kind)).toEqual(kinds);
});
