import { describe, expect, test } from 'vitest';
import { at, estateOf, VPC } from '../estate/support.js';

/** Subnets and VPCs by reference, by data source, by default; and what lies between them. */
function subnetOf(more: string, subnet: string) {
  const { hosts } = estateOf(`${VPC}${more}
resource "aws_instance" "web" {
  subnet_id = ${subnet}
}`);
  const { subnets, subnetsUnknown } = at(hosts, 'aws_instance.web').position;
  return { vpc: subnets[0]?.vpc, public: subnets[0]?.public, unknown: subnetsUnknown ?? false };
}

describe('the VPC of a subnet', () => {
  const filtered = (name: string, values: string) =>
    `data "aws_subnet" "s" {\n  filter {\n    name   = "${name}"\n    values = ${values}\n  }\n}\n`;
  test.each([
    ['a subnet of the configuration', '', 'aws_subnet.public.id', 'aws_vpc.main'],
    [
      'one that is looked up in a VPC',
      'data "aws_subnet" "s" {\n  vpc_id = aws_vpc.main.id\n}\n',
      'data.aws_subnet.s.id',
      'aws_vpc.main',
    ],
    ['by a filter', filtered('vpc-id', '[aws_vpc.main.id]'), 'data.aws_subnet.s.id', 'aws_vpc.main'],
    ['by another filter', filtered('availability-zone', '[aws_vpc.main.id]'), 'data.aws_subnet.s.id', undefined],
    [
      'the default one of a zone',
      'data "aws_subnet" "s" {\n  default_for_az = true\n}\n',
      'data.aws_subnet.s.id',
      'default-vpc',
    ],
    [
      'not the default one',
      'data "aws_subnet" "s" {\n  default_for_az = false\n}\n',
      'data.aws_subnet.s.id',
      undefined,
    ],
    [
      'a default subnet',
      'resource "aws_default_subnet" "s" {\n  availability_zone = "eu-west-1a"\n}\n',
      'aws_default_subnet.s.id',
      'default-vpc',
    ],
    [
      'of the default VPC',
      'data "aws_vpc" "d" {\n  default = true\n}\ndata "aws_subnet" "s" {\n  vpc_id = data.aws_vpc.d.id\n}\n',
      'data.aws_subnet.s.id',
      'default-vpc',
    ],
    [
      'of a VPC that is looked up',
      'data "aws_vpc" "d" {\n  id = "vpc-1"\n}\ndata "aws_subnet" "s" {\n  vpc_id = data.aws_vpc.d.id\n}\n',
      'data.aws_subnet.s.id',
      'data.aws_vpc.d',
    ],
    ['no subnet named', '', 'null', 'default-vpc'],
  ])('%s', (_, more, subnet, vpc) => {
    expect(subnetOf(more, subnet).vpc).toBe(vpc);
  });
});

describe('VPCs are connected', () => {
  const OTHER = `
resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.other.id
  cidr_block = "10.1.1.0/24"
}`;
  const peering = (to: string) =>
    `resource "aws_vpc_peering_connection" "p" {\n  vpc_id      = aws_vpc.main.id\n  peer_vpc_id = ${to}\n}\n`;
  const attached = (name: string, vpc: string, gateway: string) =>
    `resource "aws_ec2_transit_gateway_vpc_attachment" "${name}" {\n  vpc_id             = ${vpc}\n  transit_gateway_id = ${gateway}\n  subnet_ids         = []\n}\n`;
  const gateways = (one: string, other: string) =>
    `resource "aws_ec2_transit_gateway" "g" {}\nresource "aws_ec2_transit_gateway" "h" {}\n${attached('a', 'aws_vpc.main.id', `aws_ec2_transit_gateway.${one}.id`)}${attached('b', 'aws_vpc.other.id', `aws_ec2_transit_gateway.${other}.id`)}`;
  const looked = (vpc: string) =>
    `data "aws_vpc" "l" {\n  ${vpc}\n}\ndata "aws_subnet" "l" {\n  vpc_id = data.aws_vpc.l.id\n}\n`;
  test.each([
    ['not where nothing joins them', '', 'aws_subnet.other.id', 'no'],
    ['by peering', peering('aws_vpc.other.id'), 'aws_subnet.other.id', 'yes'],
    ['not by peering with a third', peering('"vpc-3"'), 'aws_subnet.other.id', 'no'],
    ['by a transit gateway', gateways('g', 'g'), 'aws_subnet.other.id', 'yes'],
    ['not by two of them', gateways('g', 'h'), 'aws_subnet.other.id', 'no'],
    ['with itself', '', 'aws_subnet.private.id', 'yes'],
    ['perhaps, where one is looked up', looked('id = "vpc-2"'), 'data.aws_subnet.l.id', 'maybe'],
    ['not with the default one', looked('default = true'), 'data.aws_subnet.l.id', 'no'],
  ])('%s', (_, more, subnet, expected) => {
    const all = 'from_port = 0\n    to_port = 0\n    protocol = "-1"\n    cidr_blocks = ["0.0.0.0/0"]';
    const { network, hosts } = estateOf(`${VPC}${OTHER}
${more}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.main.id
  ingress {
    ${all}
  }
  egress {
    ${all}
  }
}
resource "aws_instance" "a" {
  subnet_id              = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.g.id]
}
resource "aws_instance" "b" {
  subnet_id              = ${subnet}
  vpc_security_group_ids = [aws_security_group.g.id]
}`);
    const [from, to] = ['aws_instance.a', 'aws_instance.b'].map((address) => at(hosts, address).position);
    const ways = from && to ? network.between(from, to, 443) : [];
    const sure = ways.some(({ premises }) => premises.every(({ certainty }) => certainty === 'certain'));
    expect(ways.length === 0 ? 'no' : sure ? 'yes' : 'maybe').toBe(expected);
  });
});

describe('addresses of networks', () => {
  const admitted = (cidr: string, more = '') => {
    const { network, hosts } = estateOf(`${VPC}${more}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = [${cidr}]
  }
}
resource "aws_instance" "web" {
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.web.id]
  associate_public_ip_address = true
}`);
    return network.fromInternet(at(hosts, 'aws_instance.web').position).length > 0;
  };
  test.each([
    ['of the VPC', 'aws_vpc.main.cidr_block', '', false],
    ['of a subnet', 'aws_subnet.private.cidr_block', '', false],
    ['of a VPC that is looked up', 'data.aws_vpc.v.cidr_block', 'data "aws_vpc" "v" {\n  id = "vpc-1"\n}\n', false],
    ['of the default VPC', 'aws_default_vpc.v.cidr_block', 'resource "aws_default_vpc" "v" {}\n', false],
    ['of everybody, by a local', 'local.all', 'locals {\n  all = "0.0.0.0/0"\n}\n', true],
  ])('%s', (_, cidr, more, expected) => {
    expect(admitted(cidr, more)).toBe(expected);
  });
});

test('the default group of a VPC lets everything out, and in from its members', () => {
  const { network } = estateOf(`${VPC}
resource "aws_instance" "web" {
  subnet_id = aws_subnet.public.id
}`);
  const group = network.groups.find(({ address }) => address.endsWith('#default-security-group'));
  const rules = group?.rules.map(({ direction, cidrs, groups }) => [direction, ...cidrs, ...groups]);
  expect(rules).toEqual([
    ['ingress', group?.address],
    ['egress', '0.0.0.0/0', '::/0'],
  ]);
});
