import { expect, test } from 'vitest';
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
  ['certain', source(OPEN), 'aws_instance.web is reached from the internet on tcp/443', [true]],
  ['assumed', source(LISTED), 'aws_instance.web may be reached from the internet on tcp/22', [false]],
  [
    'both, each a way of its own',
    source(LISTED, OPEN),
    'aws_instance.web is reached from the internet on tcp/443',
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
