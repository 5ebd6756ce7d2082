import { describe, expect, test } from 'vitest';
import type { Opening } from '#aws/network/network.js';
import { VPC, at, estateOf } from '../estate/support.js';

/** Each way: certain, or what it assumes. */
function ways(openings: readonly Opening[]): string[] {
  return openings.map(({ premises }) => {
    const assumed = premises.filter(({ certainty }) => certainty === 'assumed');
    return assumed.length === 0 ? 'certain' : assumed.map(({ assumes }) => assumes?.what).join('; ');
  });
}

function toHost(source: string): string[] {
  const { network, hosts } = estateOf(source);
  return ways(network.fromInternet(at(hosts, 'aws_instance.web').position));
}

const OPEN = 'ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n}';
const group = (rules: string, vpc = 'vpc_id = aws_vpc.main.id') =>
  `resource "aws_security_group" "web" {\n ${vpc}\n ${rules}\n}\n`;
const admitting = (cidrs: string) => group(OPEN.replace('["0.0.0.0/0"]', cidrs));
const variables = (...names: string[]) => names.map((name) => `variable "${name}" {}\n`).join('');

interface Host {
  readonly subnet?: string;
  readonly groups?: string;
  readonly more?: string;
}
const host = ({ subnet = 'aws_subnet.public.id', groups = '[aws_security_group.web.id]', more = '' }: Host = {}) =>
  `resource "aws_instance" "web" {\n subnet_id = ${subnet}\n vpc_security_group_ids = ${groups}\n ${more}\n}\n`;
const ADDRESS = 'associate_public_ip_address = true';
const MODULE = 'module "network" {\n source = "example/network/aws"\n}\n';
const GATEWAY = (name: string) => `${name} leads to an internet gateway`;

describe('a subnet that is not known', () => {
  const open = VPC + group(OPEN);
  test.each<[string, string, string[]]>([
    ['of no telling name', variables('s') + open + host({ subnet: 'var.s', more: ADDRESS }), [GATEWAY('var.s')]],
    [
      'public by its name is public by assumption',
      variables('public_subnet') + open + host({ subnet: 'var.public_subnet', more: ADDRESS }),
      [GATEWAY('var.public_subnet')],
    ],
    ['private by its name is private', variables('private_subnet') + open + host({ subnet: 'var.private_subnet' }), []],
    [
      'private by its name, against a public address',
      variables('private_subnet') + open + host({ subnet: 'var.private_subnet', more: ADDRESS }),
      [`${GATEWAY('var.private_subnet')}, whatever its name says`],
    ],
    [
      'that would have to give the public address too',
      variables('s') + open + host({ subnet: 'var.s' }),
      [`var.s gives aws_instance.web a public address; ${GATEWAY('var.s')}`],
    ],
    [
      'of a module that is not here',
      MODULE + open + host({ subnet: 'module.network.subnet_ids[0]', more: ADDRESS }),
      [GATEWAY('module.network.subnet_ids.0')],
    ],
    [
      'that is looked up',
      `data "aws_subnet" "a" {\n id = "subnet-1"\n}\n${open}${host({ subnet: 'data.aws_subnet.a.id', more: ADDRESS })}`,
      [GATEWAY('data.aws_subnet.a')],
    ],
    [
      'that is looked up as private, with an address that is not known',
      `${variables('p')}data "aws_subnets" "private" {}\n${open}${host({ subnet: 'data.aws_subnets.private.ids[0]', more: 'associate_public_ip_address = var.p' })}`,
      [],
    ],
    [
      'that is looked up as private, against a public address',
      `data "aws_subnets" "private" {}\n${open}${host({ subnet: 'data.aws_subnets.private.ids[0]', more: ADDRESS })}`,
      [`${GATEWAY('data.aws_subnets.private')}, whatever its name says`],
    ],
    [
      'that is looked up as private',
      `data "aws_subnets" "a" {\n tags = {\n Tier = "private"\n }\n}\n${open}${host({ subnet: 'data.aws_subnets.a.ids[0]' })}`,
      [],
    ],
    [
      'with a table that is not here',
      `${variables('t')}${open}resource "aws_subnet" "s" {\n vpc_id = aws_vpc.main.id\n}\nresource "aws_route_table_association" "s" {\n subnet_id = aws_subnet.s.id\n route_table_id = var.t\n}\n${host({ subnet: 'aws_subnet.s.id', more: ADDRESS })}`,
      [GATEWAY('aws_subnet.s')],
    ],
    [
      'beside one that is public',
      `${variables('s')}${open}resource "aws_launch_template" "t" {\n vpc_security_group_ids = [aws_security_group.web.id]\n network_interfaces {\n associate_public_ip_address = true\n }\n}\nresource "aws_autoscaling_group" "g" {\n vpc_zone_identifier = [var.s, aws_subnet.public.id]\n launch_template {\n id = aws_launch_template.t.id\n }\n}`,
      ['certain', GATEWAY('var.s')],
    ],
    [
      'one of several',
      `${variables('a', 'b')}${open}resource "aws_launch_template" "t" {\n vpc_security_group_ids = [aws_security_group.web.id]\n network_interfaces {\n associate_public_ip_address = true\n }\n}\nresource "aws_autoscaling_group" "g" {\n vpc_zone_identifier = [var.a, var.b]\n launch_template {\n id = aws_launch_template.t.id\n }\n}`,
      [GATEWAY('var.a or var.b')],
    ],
  ])('%s', (_, source, expected) => {
    const { network, hosts } = estateOf(source);
    expect(hosts.flatMap(({ position }) => ways(network.fromInternet(position)))).toEqual(expected);
  });
});

describe('rules that are not known', () => {
  const web = host({ more: ADDRESS });
  test.each<[string, string, string[]]>([
    [
      'an allow-list without value',
      variables('allowed') + VPC + admitting('var.allowed') + web,
      ['var.allowed covers the internet'],
    ],
    [
      'an allow-list of a module that is not here',
      MODULE + VPC + admitting('module.network.offices') + web,
      ['module.network.offices covers the internet'],
    ],
    [
      'several',
      variables('a', 'b') + VPC + admitting('concat(var.a, var.b)') + web,
      ['var.a or var.b covers the internet'],
    ],
    ['beside the world', variables('a') + VPC + admitting('concat(["0.0.0.0/0"], var.a)') + web, ['certain']],
    [
      'what a condition decides',
      variables('on') + VPC + admitting('var.on ? ["0.0.0.0/0"] : ["10.0.0.0/8"]') + web,
      ['what var.on decides covers the internet'],
    ],
    ['the block of a VPC', variables('vpc_cidr') + VPC + admitting('[var.vpc_cidr]') + web, []],
    ['a single address', variables('ip') + VPC + admitting('["${var.ip}/32"]') + web, []],
    ['a default', `variable "a" {\n default = ["192.0.2.0/24"]\n}\n${VPC}${admitting('var.a')}${web}`, []],
    [
      'IPv6 only',
      variables('a') + VPC + group(OPEN.replace('cidr_blocks = ["0.0.0.0/0"]', 'ipv6_cidr_blocks = var.a')) + web,
      [],
    ],
    [
      'a port',
      variables('port') + VPC + group(OPEN.replaceAll('_port = 80', '_port = var.port')) + web,
      ['aws_security_group.web:ingress[0] covers the port (var.port)'],
    ],
    [
      'a protocol',
      variables('protocol') + VPC + group(OPEN.replace('"tcp"', 'var.protocol')) + web,
      ['aws_security_group.web:ingress[0] covers the protocol (var.protocol)'],
    ],
    [
      'a rule that may not exist',
      `${variables('on')}${VPC}${group('')}resource "aws_security_group_rule" "r" {\n count = var.on\n type = "ingress"\n security_group_id = aws_security_group.web.id\n from_port = 80\n to_port = 80\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n}\n${web}`,
      ['the rule aws_security_group_rule.r["?"] exists'],
    ],
  ])('%s', (_, source, expected) => {
    expect(toHost(source)).toEqual(expected);
  });

  test('what would settle it', () => {
    const { network, hosts } = estateOf(variables('allowed') + VPC + admitting('var.allowed') + web);
    const [opening] = network.fromInternet(at(hosts, 'aws_instance.web').position);
    expect(opening?.premises.at(-1)?.assumes?.supply).toBe('Give var.allowed a value (--var or --var-file).');
  });

  test('a default that is a placeholder names its variable', () => {
    const source = `variable "allowed" {\n default = "../whitelist.txt"\n}\n${VPC}${admitting('var.allowed')}${web}`;
    const { network, hosts } = estateOf(source);
    const [opening] = network.fromInternet(at(hosts, 'aws_instance.web').position);
    expect(opening?.premises.at(-1)?.assumes).toMatchObject({
      what: 'var.allowed covers the internet',
      supply: 'Give var.allowed a value (--var or --var-file).',
    });
  });
});

describe('security groups of another root module', () => {
  const STATE = 'data "terraform_remote_state" "net" {\n backend = "s3"\n}\n';
  const elsewhere = 'data.terraform_remote_state.net.outputs.web_group';
  const rule = (source: string) =>
    `resource "aws_security_group_rule" "r" {\n type = "ingress"\n security_group_id = ${elsewhere}\n from_port = 80\n to_port = 80\n protocol = "tcp"\n ${source}\n}\n`;
  const web = host({ groups: `[${elsewhere}]`, more: ADDRESS });
  test.each<[string, string, string[]]>([
    [
      'no rule, public address and route',
      STATE + VPC + web,
      [`${elsewhere} allows the internet to reach aws_instance.web`],
    ],
    [
      'no rule, no certain address',
      STATE + VPC + host({ groups: `[${elsewhere}]`, more: 'associate_public_ip_address = var.p' }) + variables('p'),
      [],
    ],
    [
      'no rule, no certain route',
      STATE + variables('s') + host({ subnet: 'var.s', groups: `[${elsewhere}]`, more: ADDRESS }),
      [],
    ],
    ['nothing is known', STATE + variables('s') + host({ subnet: 'var.s', groups: `[${elsewhere}]` }), []],
    [
      'a rule that is added here',
      STATE + VPC + web + rule('cidr_blocks = ["0.0.0.0/0"]'),
      ['certain', `${elsewhere} allows the internet to reach aws_instance.web`],
    ],
    [
      'a rule that is added here to a group that is looked up',
      `data "aws_security_group" "g" {\n name = "web"\n}\n${VPC}${host({ groups: '[data.aws_security_group.g.id]', more: ADDRESS })}${rule('cidr_blocks = ["0.0.0.0/0"]').replace(elsewhere, 'data.aws_security_group.g.id')}`,
      ['certain', 'data.aws_security_group.g.id allows the internet to reach aws_instance.web'],
    ],
  ])('%s', (_, source, expected) => {
    expect(toHost(source)).toEqual(expected);
  });
});

describe('a way in needs something certain', () => {
  test.each<[string, string, string[]]>([
    [
      'nothing',
      variables('s', 'p', 'c') +
        admitting('var.c') +
        VPC +
        host({ subnet: 'var.s', more: 'associate_public_ip_address = var.p' }),
      [],
    ],
    [
      'an open rule',
      variables('s') + VPC + group(OPEN) + host({ subnet: 'var.s' }),
      [`var.s gives aws_instance.web a public address; ${GATEWAY('var.s')}`],
    ],
    [
      'a public address',
      variables('s', 'c') + VPC + admitting('var.c') + host({ subnet: 'var.s', more: ADDRESS }),
      [`${GATEWAY('var.s')}; var.c covers the internet`],
    ],
    [
      'a route',
      variables('p', 'c') + VPC + admitting('var.c') + host({ more: 'associate_public_ip_address = var.p' }),
      ['aws_instance.web has a public address (var.p); var.c covers the internet'],
    ],
  ])('%s', (_, source, expected) => {
    expect(toHost(source)).toEqual(expected);
  });
});

describe('routes that are not known', () => {
  const routed = (route: string, more = '') => `
resource "aws_vpc" "main" {\n cidr_block = "10.0.0.0/16"\n}
resource "aws_internet_gateway" "main" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_subnet" "public" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_route_table" "t" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_route_table_association" "a" {\n subnet_id = aws_subnet.public.id\n route_table_id = aws_route_table.t.id\n}
resource "aws_route" "r" {\n route_table_id = aws_route_table.t.id\n ${route}\n}
${group(OPEN)}${host({ more: ADDRESS })}${more}`;
  test.each<[string, string, string[]]>([
    [
      'to the gateway',
      routed('destination_cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id'),
      ['certain'],
    ],
    [
      'to a gateway that is not known',
      routed('destination_cidr_block = "0.0.0.0/0"\n gateway_id = var.g', variables('g')),
      ['var.g is an internet gateway'],
    ],
    [
      'from a destination that is not known',
      routed('destination_cidr_block = var.d\n gateway_id = aws_internet_gateway.main.id', variables('d')),
      ['var.d covers the internet'],
    ],
    [
      'a route that may not exist',
      routed(
        'count = var.on\n destination_cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id',
        variables('on'),
      ),
      ['the route aws_route.r["?"] exists'],
    ],
  ])('%s', (_, source, expected) => {
    expect(toHost(source)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    [
      'an elastic address that may not exist',
      `${variables('on')}resource "aws_eip" "a" {\n count = var.on\n instance = aws_instance.web.id\n}\n`,
      ['aws_eip.a["?"] exists'],
    ],
    ['one that does', 'resource "aws_eip" "a" {\n instance = aws_instance.web.id\n}\n', ['certain']],
  ])('%s', (_, more, expected) => {
    expect(toHost(VPC + group(OPEN) + host() + more)).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
describe('the default VPC', () => {
  const plain = (body = '') => `resource "aws_instance" "web" {\n ${body}\n}\n`;
  const IN_GROUP = 'vpc_security_group_ids = [aws_security_group.web.id]';
  const DEFAULTS = 'resource "aws_default_vpc" "d" {}\n';
  const open = group(OPEN, '');
  test.each<[string, string, string[]]>([
    ['its default group admits nobody from outside', plain(), []],
    ['its subnets are public', open + plain(IN_GROUP), ['certain']],
    ['an address is refused', open + plain(`${IN_GROUP}\n associate_public_ip_address = false`), []],
    [
      'a default subnet that gives no addresses',
      `resource "aws_default_subnet" "s" {\n availability_zone = "eu-west-1a"\n map_public_ip_on_launch = false\n}\n${open}${plain(`${IN_GROUP}\n subnet_id = aws_default_subnet.s.id`)}`,
      [],
    ],
    [
      'its subnets, looked up',
      `data "aws_vpc" "d" {\n default = true\n}\ndata "aws_subnets" "s" {\n filter {\n name = "vpc-id"\n values = [data.aws_vpc.d.id]\n }\n}\n${open}${plain(`${IN_GROUP}\n subnet_id = data.aws_subnets.s.ids[0]`)}`,
      ['certain'],
    ],
    [
      'some of its subnets',
      `data "aws_vpc" "d" {\n default = true\n}\ndata "aws_subnets" "s" {\n filter {\n name = "vpc-id"\n values = [data.aws_vpc.d.id]\n }\n tags = {\n Name = "x"\n }\n}\n${open}${plain(`${IN_GROUP}\n subnet_id = data.aws_subnets.s.ids[0]`)}`,
      [`data.aws_subnets.s gives aws_instance.web a public address; ${GATEWAY('data.aws_subnets.s')}`],
    ],
    [
      'its main table is adopted, which empties it',
      `${DEFAULTS}resource "aws_default_route_table" "t" {\n default_route_table_id = aws_default_vpc.d.default_route_table_id\n}\n${open}${plain(IN_GROUP)}`,
      [],
    ],
    [
      'a subnet with a table of its own',
      `${DEFAULTS}resource "aws_subnet" "s" {\n vpc_id = aws_default_vpc.d.id\n}\nresource "aws_route_table" "t" {\n vpc_id = aws_default_vpc.d.id\n}\nresource "aws_route_table_association" "a" {\n subnet_id = aws_subnet.s.id\n route_table_id = aws_route_table.t.id\n}\n${open}${plain(`${IN_GROUP}\n ${ADDRESS}\n subnet_id = aws_subnet.s.id`)}`,
      [],
    ],
    [
      'a subnet without',
      `${DEFAULTS}resource "aws_subnet" "s" {\n vpc_id = aws_default_vpc.d.id\n}\n${open}${plain(`${IN_GROUP}\n ${ADDRESS}\n subnet_id = aws_subnet.s.id`)}`,
      ['certain'],
    ],
    [
      'a launch template that is not here may place it elsewhere',
      `${variables('t')}${plain('launch_template {\n id = var.t\n }')}`,
      [],
    ],
    [
      'a launch template that is not here may place it elsewhere, behind an open group',
      `${variables('t')}${open}${plain(`${IN_GROUP}\n launch_template {\n id = var.t\n }`)}`,
      [`var.t gives aws_instance.web a public address; ${GATEWAY('var.t')}`],
    ],
  ])('%s', (_, source, expected) => {
    expect(toHost(source)).toEqual(expected);
  });
});

describe('load balancers', () => {
  const balancer = (body: string) => `resource "aws_lb" "web" {\n ${body}\n}\n`;
  const toBalancer = (source: string) => {
    const { network, balancers } = estateOf(source);
    return ways(network.fromInternet(at(balancers, 'aws_lb.web').position));
  };
  const IN = 'security_groups = [aws_security_group.web.id]';
  test.each<[string, string, string[]]>([
    [
      'of which the scheme is not known',
      variables('internal') +
        VPC +
        group(OPEN) +
        balancer(`internal = var.internal\n subnets = [aws_subnet.public.id]\n ${IN}`),
      ['aws_lb.web is internet-facing (var.internal)'],
    ],
    [
      'internal by default',
      `variable "internal" {\n default = true\n}\n${VPC}${group(OPEN)}${balancer(`internal = var.internal\n subnets = [aws_subnet.public.id]\n ${IN}`)}`,
      [],
    ],
    [
      'internal by name only',
      VPC + group(OPEN) + balancer(`name = "internal-web"\n subnets = [aws_subnet.public.id]\n ${IN}`),
      ['certain'],
    ],
    [
      'internet-facing, in groups and subnets that are not here',
      variables('s', 'g') + balancer('subnets = var.s\n security_groups = var.g'),
      [`${GATEWAY('var.s')}; var.g allows the internet to reach aws_lb.web`],
    ],
    [
      'in two subnets that are looked up, and one that is not here',
      `data "aws_subnet" "a" {\n id = "subnet-1"\n}\ndata "aws_subnet" "b" {\n id = "subnet-2"\n}\n${variables('s')}${VPC}${group(OPEN)}${balancer(`subnets = [data.aws_subnet.a.id, data.aws_subnet.b.id, var.s]\n ${IN}`)}`,
      [GATEWAY('data.aws_subnet.a, data.aws_subnet.b or var.s')],
    ],
    [
      'of which nothing is known',
      variables('s', 'g', 'internal') + balancer('internal = var.internal\n subnets = var.s\n security_groups = var.g'),
      [],
    ],
    [
      'of which nothing is known, and nothing filters',
      variables('s', 'internal') +
        balancer('load_balancer_type = "network"\n internal = var.internal\n subnets = var.s'),
      [],
    ],
  ])('%s', (_, source, expected) => {
    expect(toBalancer(source)).toEqual(expected);
  });
});
