import { describe, expect, test } from 'vitest';
import { VPC, at, estateOf } from '../estate/support.js';

const OUT = 'egress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n}';
const nfs = (source: string) => `ingress {\n from_port = 2049\n to_port = 2049\n protocol = "tcp"\n ${source}\n}`;

/** A client in the private subnet and a server in the public one, each with its group. */
const pair = (client: string, server: string, more = '') => `${VPC}
resource "aws_security_group" "client" {\n vpc_id = aws_vpc.main.id\n ${client}\n}
resource "aws_security_group" "server" {\n vpc_id = aws_vpc.main.id\n ${server}\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n vpc_security_group_ids = [aws_security_group.client.id]\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.server.id]\n}
${more}`;

function ways(source: string, port = 2049): string[] {
  const { network, hosts } = estateOf(source);
  const openings = network.between(
    at(hosts, 'aws_instance.client').position,
    at(hosts, 'aws_instance.server').position,
    port,
  );
  return openings.map(({ premises }) =>
    premises
      .map(
        ({ key, certainty }) =>
          `${key.replace(/^network\.|aws_security_group\./g, '')}${certainty === 'assumed' ? '?' : ''}`,
      )
      .join(' '),
  );
}

describe('between', () => {
  test.each<[string, string, string[]]>([
    [
      'by group',
      pair(OUT, nfs('security_groups = [aws_security_group.client.id]')),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]'],
    ],
    ['by another group', pair(OUT, nfs('security_groups = [aws_security_group.server.id]')), []],
    [
      'by subnet',
      pair(OUT, nfs('cidr_blocks = ["10.0.2.0/24"]')),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]'],
    ],
    ['by the other subnet', pair(OUT, nfs('cidr_blocks = ["10.0.1.0/24"]')), []],
    [
      'by VPC',
      pair(OUT, nfs('cidr_blocks = [aws_vpc.main.cidr_block]')),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]'],
    ],
    [
      'by one address of the subnet',
      pair(OUT, nfs('cidr_blocks = ["10.0.2.7/32"]')),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]?'],
    ],
    [
      'by everybody',
      pair(OUT, nfs('cidr_blocks = ["0.0.0.0/0"]')),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]'],
    ],
    ['by nobody', pair(OUT, ''), []],
    [
      'by what is not known',
      pair(OUT, nfs('cidr_blocks = var.c'), 'variable "c" {}'),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]?'],
    ],
    ['without egress', pair('', nfs('cidr_blocks = ["0.0.0.0/0"]')), []],
    [
      'with egress to elsewhere',
      pair(OUT.replace('0.0.0.0/0', '192.168.0.0/16'), nfs('cidr_blocks = ["0.0.0.0/0"]')),
      [],
    ],
    [
      'with egress by group',
      pair(
        'egress {\n from_port = 2049\n to_port = 2049\n protocol = "tcp"\n security_groups = [aws_security_group.server.id]\n}',
        nfs('cidr_blocks = ["0.0.0.0/0"]'),
        '',
      ),
      ['egress-rule:client:egress[0] ingress-rule:server:ingress[0]'],
    ],
    [
      'each rule is an alternative',
      pair(OUT, nfs('cidr_blocks = ["10.0.0.0/16"]') + '\n' + nfs('security_groups = [aws_security_group.client.id]')),
      [
        'egress-rule:client:egress[0] ingress-rule:server:ingress[0]',
        'egress-rule:client:egress[0] ingress-rule:server:ingress[1]',
      ],
    ],
    [
      'rule resources',
      pair(
        '',
        '',
        `
resource "aws_security_group_rule" "out" {\n type = "egress"\n security_group_id = aws_security_group.client.id\n from_port = 0\n to_port = 65535\n protocol = "tcp"\n source_security_group_id = aws_security_group.server.id\n}
resource "aws_vpc_security_group_ingress_rule" "in" {\n security_group_id = aws_security_group.server.id\n from_port = 2049\n to_port = 2049\n ip_protocol = "tcp"\n referenced_security_group_id = aws_security_group.client.id\n}`,
      ),
      ['egress-rule:aws_security_group_rule.out ingress-rule:aws_vpc_security_group_ingress_rule.in'],
    ],
  ])('%s', (_, source, expected) => {
    expect(ways(source)).toEqual(expected);
  });

  test('another port', () => {
    expect(ways(pair(OUT, nfs('cidr_blocks = ["0.0.0.0/0"]')), 22)).toEqual([]);
  });

  test('a group that both are in', () => {
    const source = `${VPC}
resource "aws_security_group" "both" {\n vpc_id = aws_vpc.main.id\n ${nfs('self = true')}\n ${OUT}\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n vpc_security_group_ids = [aws_security_group.both.id]\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.both.id]\n}`;
    expect(ways(source)).toEqual(['egress-rule:both:egress[0] ingress-rule:both:ingress[0]']);
  });

  test.each<[string, string]>([
    ['made by AWS', ''],
    [
      'adopted',
      'resource "aws_default_security_group" "d" {\n vpc_id = aws_vpc.main.id\n ingress {\n protocol = -1\n self = true\n from_port = 0\n to_port = 0\n }\n egress {\n protocol = "-1"\n from_port = 0\n to_port = 0\n cidr_blocks = ["0.0.0.0/0"]\n }\n}',
    ],
  ])('the default group admits its members: %s', (_, adopted) => {
    const source = `${VPC}${adopted}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.public.id\n}`;
    expect(ways(source)).toHaveLength(1);
  });

  test('the default group adopted without rules admits nobody', () => {
    const source = `${VPC}
resource "aws_default_security_group" "d" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.public.id\n}`;
    expect(ways(source)).toEqual([]);
  });
});

describe('VPCs', () => {
  const apart = (more: string) => `${VPC}
resource "aws_vpc" "other" {\n cidr_block = "10.9.0.0/16"\n}
resource "aws_subnet" "other" {\n vpc_id = aws_vpc.other.id\n cidr_block = "10.9.1.0/24"\n}
resource "aws_security_group" "client" {\n vpc_id = aws_vpc.main.id\n ${OUT}\n}
resource "aws_security_group" "server" {\n vpc_id = aws_vpc.other.id\n ${nfs('cidr_blocks = ["10.0.0.0/8"]')}\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n vpc_security_group_ids = [aws_security_group.client.id]\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.other.id\n vpc_security_group_ids = [aws_security_group.server.id]\n}
${more}`;

  test.each<[string, string, number]>([
    ['apart', '', 0],
    [
      'peered',
      'resource "aws_vpc_peering_connection" "p" {\n vpc_id = aws_vpc.main.id\n peer_vpc_id = aws_vpc.other.id\n}',
      1,
    ],
    [
      'on one transit gateway',
      ['main', 'other']
        .map(
          (name) =>
            `resource "aws_ec2_transit_gateway_vpc_attachment" "${name}" {\n vpc_id = aws_vpc.${name}.id\n transit_gateway_id = "tgw-1"\n subnet_ids = []\n}`,
        )
        .join('\n'),
      1,
    ],
    [
      'on two transit gateways',
      ['main', 'other']
        .map(
          (name) =>
            `resource "aws_ec2_transit_gateway_vpc_attachment" "${name}" {\n vpc_id = aws_vpc.${name}.id\n transit_gateway_id = "tgw-${name}"\n subnet_ids = []\n}`,
        )
        .join('\n'),
      0,
    ],
  ])('%s', (_, more, expected) => {
    expect(ways(apart(more))).toHaveLength(expected);
  });

  test('one VPC given by a variable is one VPC', () => {
    const source = `variable "vpc" {}
resource "aws_subnet" "s" {\n vpc_id = var.vpc\n cidr_block = "10.0.0.0/24"\n}
resource "aws_security_group" "client" {\n vpc_id = var.vpc\n ${OUT}\n}
resource "aws_security_group" "server" {\n vpc_id = var.vpc\n ${nfs('security_groups = [aws_security_group.client.id]')}\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.s.id\n vpc_security_group_ids = [aws_security_group.client.id]\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.s.id\n vpc_security_group_ids = [aws_security_group.server.id]\n}`;
    expect(ways(source)).toEqual(['egress-rule:client:egress[0] ingress-rule:server:ingress[0]']);
  });
});

describe('what is not known', () => {
  /** Each way: certain, or what it assumes. */
  const assumed = (source: string): string[] => {
    const { network, hosts } = estateOf(source);
    const [client, server] = ['client', 'server'].map((name) => at(hosts, `aws_instance.${name}`).position);
    const openings = client && server ? network.between(client, server, 2049) : [];
    return openings.map(({ premises }) => {
      const unsure = premises.filter(({ certainty }) => certainty === 'assumed');
      return unsure.length === 0 ? 'certain' : unsure.map(({ assumes }) => assumes?.what).join('; ');
    });
  };
  const variables = (...names: string[]) => names.map((name) => `variable "${name}" {}\n`).join('');
  const groups = (server: string, vpcs: readonly [string, string]) =>
    `resource "aws_security_group" "client" {\n vpc_id = ${vpcs[0]}\n ${OUT}\n}
resource "aws_security_group" "server" {\n vpc_id = ${vpcs[1]}\n ${server}\n}\n`;
  const hosts = (subnets: readonly [string, string], server = 'aws_security_group.server.id') =>
    `resource "aws_instance" "client" {\n subnet_id = ${subnets[0]}\n vpc_security_group_ids = [aws_security_group.client.id]\n}
resource "aws_instance" "server" {\n subnet_id = ${subnets[1]}\n vpc_security_group_ids = [${server}]\n}\n`;
  const HERE: readonly [string, string] = ['aws_vpc.main.id', 'aws_vpc.main.id'];
  const IN: readonly [string, string] = ['aws_subnet.private.id', 'aws_subnet.public.id'];
  const JOINED = 'aws_instance.client and aws_instance.server are in connected networks';

  test.each<[string, string, string[]]>([
    [
      'VPCs of two variables, and a rule by address',
      `${variables('a', 'b', 's', 't')}${groups(nfs('cidr_blocks = ["0.0.0.0/0"]'), ['var.a', 'var.b'])}${hosts(['var.s', 'var.t'])}`,
      [JOINED],
    ],
    [
      'VPCs of two variables, and a rule by group, which is of one network',
      `${variables('a', 'b', 's', 't')}${groups(nfs('security_groups = [aws_security_group.client.id]'), ['var.a', 'var.b'])}${hosts(['var.s', 'var.t'])}`,
      ['certain'],
    ],
    [
      'VPCs of two variables, and no rule that is known',
      `${variables('a', 'b', 's', 't', 'g')}${groups('', ['var.a', 'var.b'])}${hosts(['var.s', 'var.t'], 'var.g')}`,
      [],
    ],
    [
      'groups from elsewhere in one VPC',
      `${variables('g')}${VPC}${groups('', HERE)}${hosts(IN, 'var.g')}`,
      ['var.g allows traffic from aws_instance.client on tcp/2049'],
    ],
    [
      'a group from elsewhere that a rule names',
      `${variables('g')}${VPC}${groups(nfs('security_groups = [var.g]'), HERE)}resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n vpc_security_group_ids = [var.g]\n}
resource "aws_instance" "server" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.server.id]\n}\n`,
      ['var.g allows traffic to aws_instance.server on tcp/2049'],
    ],
    [
      'a list without value',
      `${variables('c')}${VPC}${groups(nfs('cidr_blocks = var.c'), HERE)}${hosts(IN)}`,
      ['var.c holds the address of aws_instance.client'],
    ],
    [
      'the block of a VPC by its name',
      `${variables('vpc_cidr')}${VPC}${groups(nfs('cidr_blocks = [var.vpc_cidr]'), HERE)}${hosts(IN)}`,
      ['var.vpc_cidr holds the address of aws_instance.client'],
    ],
    [
      'the block with which the VPC is made',
      `${variables('c')}${VPC.replace('"10.0.0.0/16"', 'var.c')}${groups(nfs('cidr_blocks = [var.c]'), HERE)}${hosts(IN)}`,
      ['certain'],
    ],
    [
      'the first block of a VPC with several',
      `${variables('c')}${VPC.replace('"10.0.0.0/16"', 'var.c')}resource "aws_vpc_ipv4_cidr_block_association" "more" {\n vpc_id = aws_vpc.main.id\n cidr_block = "10.1.0.0/16"\n}\n${groups(nfs('cidr_blocks = [var.c]'), HERE)}${hosts(IN)}`,
      ['var.c holds the address of aws_instance.client'],
    ],
    [
      'the address of the client',
      `${VPC}${groups(nfs('cidr_blocks = ["${aws_instance.client.private_ip}/32"]'), HERE)}${hosts(IN)}`,
      ['certain'],
    ],
    [
      'the address of another',
      `${VPC}resource "aws_instance" "other" {}\n${groups(nfs('cidr_blocks = ["${aws_instance.other.private_ip}/32"]'), HERE)}${hosts(IN)}`,
      [],
    ],
    [
      'what a service publishes',
      `data "aws_ip_ranges" "r" {\n services = ["cloudfront"]\n}\n${VPC}${groups(nfs('cidr_blocks = data.aws_ip_ranges.r.cidr_blocks'), HERE)}${hosts(IN)}`,
      [],
    ],
    [
      'a certain rule beside a list without value',
      `${variables('c')}${VPC}${groups(`${nfs('cidr_blocks = var.c')}\n${nfs('cidr_blocks = ["10.0.0.0/16"]')}`, HERE)}${hosts(IN)}`,
      ['certain', 'var.c holds the address of aws_instance.client'],
    ],
  ])('%s', (_, source, expected) => {
    expect(assumed(source)).toEqual(expected);
  });

  test('of the rules that let out, one that is certain stands for all', () => {
    const source = `${variables('c')}${VPC}${groups(nfs('cidr_blocks = ["10.0.0.0/16"]'), HERE).replace(OUT, `${OUT.replace('["0.0.0.0/0"]', 'var.c')}\n${OUT}`)}${hosts(IN)}`;
    expect(assumed(source)).toEqual(['certain']);
  });
});
