import { describe, expect, test } from 'vitest';
import type { Opening } from '#aws/network/network.js';
import { VPC, at, estateOf } from '../estate/support.js';

/** `tcp 80-80 rule certain`: which ports, through which ingress rules, how sure. */
function lines(openings: readonly Opening[]): string[] {
  return openings.map(({ protocol, fromPort, toPort, premises }) => {
    const rules = premises.filter((premise) => premise.property === 'network.ingress-rule');
    const names = rules.map((premise) => premise.key.replace('network.ingress-rule:', ''));
    const sure = premises.every((premise) => premise.certainty === 'certain') ? 'certain' : 'assumed';
    return `${protocol} ${fromPort}-${toPort} ${names.join(' + ')} ${sure}`;
  });
}

function fromInternet(source: string, address = 'aws_instance.web'): string[] {
  const { network, hosts } = estateOf(source);
  return lines(network.fromInternet(at(hosts, address).position));
}

const group = (rules: string) => `
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
${rules}
}`;

const instance = (more = '') => `
resource "aws_instance" "web" {
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.web.id]
  associate_public_ip_address = true
  ${more}
}`;

const rule = (cidrs: string, port = 80) =>
  `ingress {\n from_port = ${port}\n to_port = ${port}\n protocol = "tcp"\n cidr_blocks = ${cidrs}\n}`;

describe('ingress rules', () => {
  test.each<[string, string, string[]]>([
    ['open', rule('["0.0.0.0/0"]'), ['tcp 80-80 aws_security_group.web:ingress[0] certain']],
    ['one address', rule('["203.0.113.7/32"]'), []],
    ['private', rule('["10.0.0.0/8"]'), []],
    [
      'half of it is still the internet',
      rule('["0.0.0.0/1"]'),
      ['tcp 80-80 aws_security_group.web:ingress[0] certain'],
    ],
    ['nothing', '', []],
    [
      'protocol -1',
      'ingress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n}',
      ['all 0-65535 aws_security_group.web:ingress[0] certain'],
    ],
    ['ping only', 'ingress {\n from_port = -1\n to_port = -1\n protocol = "icmp"\n cidr_blocks = ["0.0.0.0/0"]\n}', []],
    [
      'IPv6 only, of an instance that has none',
      'ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n ipv6_cidr_blocks = ["::/0"]\n}',
      [],
    ],
    [
      'attribute syntax',
      'ingress = [{\n description = "", from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [], prefix_list_ids = [], security_groups = [], self = false\n}]',
      ['tcp 22-22 aws_security_group.web:ingress[0] certain'],
    ],
    ['emptied', 'ingress = []', []],
    [
      'a prefix list of AWS',
      'ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n prefix_list_ids = ["pl-3b927c52"]\n}',
      [],
    ],
    ['by group', 'ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n self = true\n}', []],
  ])('%s', (_, rules, expected) => {
    expect(fromInternet(VPC + group(rules) + instance())).toEqual(expected);
  });

  const halves = (protocol: string) => `
resource "aws_security_group_rule" "low" {
  type = "ingress"
  security_group_id = aws_security_group.web.id
  from_port = 80
  to_port = 90
  protocol = "${protocol}"
  cidr_blocks = ["3.0.0.0/9"]
}
resource "aws_vpc_security_group_ingress_rule" "high" {
  security_group_id = aws_security_group.more.id
  from_port = 85
  to_port = 443
  ip_protocol = "tcp"
  cidr_ipv4 = "3.128.0.0/9"
}
resource "aws_security_group" "more" {
  vpc_id = aws_vpc.main.id
}
resource "aws_network_interface_sg_attachment" "more" {
  security_group_id    = aws_security_group.more.id
  network_interface_id = aws_instance.web.primary_network_interface_id
}`;

  test.each([
    ['tcp', ['tcp 85-90 aws_security_group_rule.low + aws_vpc_security_group_ingress_rule.high certain']],
    ['udp', []],
  ])('cut up over groups and rule forms, where ports and protocol meet (%s)', (protocol, expected) => {
    expect(fromInternet(VPC + group('') + halves(protocol) + instance())).toEqual(expected);
  });

  test('of three parts, any two of which suffice, every pair is a way', () => {
    const rules = ['3.0.0.0/9', '4.0.0.0/9', '5.0.0.0/9'].map((cidr) => rule(`["${cidr}"]`)).join('\n');
    expect(fromInternet(VPC + group(rules) + instance())).toHaveLength(3);
  });

  test.each<[string, string]>([
    ['a variable without value', 'variable "v" {}'],
    ['a typed variable without value', 'variable "v" {\n type = list(string)\n}'],
    ['a file name where a list belongs', 'variable "v" {\n default = "../whitelist.txt"\n}'],
    ['a list of no CIDRs', 'variable "v" {\n default = ["office"]\n}'],
  ])('%s counts as open, and says so', (_, variable) => {
    const source = `${variable}${VPC}${group(rule('var.v'))}${instance()}`;
    expect(fromInternet(source)).toEqual(['tcp 80-80 aws_security_group.web:ingress[0] assumed']);
  });

  test('a variable with a value is that value', () => {
    const source = `variable "v" {\n default = ["192.0.2.0/24"]\n}${VPC}${group(rule('var.v'))}${instance()}`;
    expect(fromInternet(source)).toEqual([]);
  });

  test('groups that are not declared here may admit everything', () => {
    const source = `variable "groups" {\n type = list(string)\n}${VPC}
resource "aws_instance" "web" {
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = var.groups
  associate_public_ip_address = true
}`;
    expect(fromInternet(source)).toEqual(['all 0-65535 aws_instance.web:security_groups assumed']);
  });

  test('evidence points at the CIDRs', () => {
    const { network, hosts } = estateOf(VPC + group(rule('["0.0.0.0/0"]')) + instance());
    const [opening] = network.fromInternet(at(hosts, 'aws_instance.web').position);
    const evidence = opening?.premises.flatMap((premise) => premise.evidence) ?? [];
    expect(evidence.map(({ address, attribute, value }) => `${address} ${attribute} ${value}`)).toEqual([
      'aws_instance.web associate_public_ip_address true',
      'aws_route_table.public route[0].gateway_id ${aws_internet_gateway.main.id}',
      'aws_security_group.web ingress[0].cidr_blocks [0.0.0.0/0]',
    ]);
    expect(evidence.map(({ origin }) => origin?.file.text.slice(origin.start, origin.end))).toEqual([
      'true',
      'aws_internet_gateway.main.id',
      '["0.0.0.0/0"]',
    ]);
  });
});

describe('addresses and routes', () => {
  const open = group(rule('["0.0.0.0/0"]'));
  const plain = (body: string, more = '') => `${VPC}${open}
resource "aws_instance" "web" {
  vpc_security_group_ids = [aws_security_group.web.id]
  ${body}
}${more}`;
  const mapping = (value: string) =>
    VPC.replace('cidr_block = "10.0.1.0/24"', `cidr_block = "10.0.1.0/24"\n  map_public_ip_on_launch = ${value}`);

  test.each<[string, string, string[]]>([
    ['no public address', plain('subnet_id = aws_subnet.public.id'), []],
    ['refused', plain('subnet_id = aws_subnet.public.id\n associate_public_ip_address = false'), []],
    ['a private subnet', plain('subnet_id = aws_subnet.private.id\n associate_public_ip_address = true'), []],
    ['given by the subnet', mapping('true') + plain('subnet_id = aws_subnet.public.id').replace(VPC, ''), ['certain']],
    ['not given by the subnet', mapping('false') + plain('subnet_id = aws_subnet.public.id').replace(VPC, ''), []],
    [
      'an elastic address',
      plain('subnet_id = aws_subnet.public.id', '\nresource "aws_eip" "a" {\n instance = aws_instance.web.id\n}'),
      ['certain'],
    ],
    [
      'an associated elastic address',
      plain(
        'subnet_id = aws_subnet.public.id',
        '\nresource "aws_eip_association" "a" {\n instance_id = aws_instance.web.id\n allocation_id = "eipalloc-1"\n}',
      ),
      ['certain'],
    ],
    [
      'an unknown flag',
      plain('subnet_id = aws_subnet.public.id\n associate_public_ip_address = var.p', '\nvariable "p" {}'),
      ['assumed'],
    ],
    [
      'an unknown subnet',
      plain('subnet_id = var.s\n associate_public_ip_address = true', '\nvariable "s" {}'),
      ['assumed'],
    ],
    [
      'the default VPC',
      'resource "aws_security_group" "web" {\n' +
        rule('["0.0.0.0/0"]') +
        '\n}\nresource "aws_instance" "web" {\n vpc_security_group_ids = [aws_security_group.web.id]\n}',
      ['certain'],
    ],
    [
      'an interface of its own',
      plain(
        'network_interface {\n device_index = 0\n network_interface_id = aws_network_interface.a.id\n}',
        '\nresource "aws_network_interface" "a" {\n subnet_id = aws_subnet.public.id\n}\nresource "aws_eip" "a" {\n network_interface = aws_network_interface.a.id\n}',
      ),
      ['certain'],
    ],
  ])('%s', (_, source, expected) => {
    expect(fromInternet(source).map((line) => line.split(' ').at(-1))).toEqual(expected);
  });

  const routed = (routes: string) => `
resource "aws_vpc" "main" {\n cidr_block = "10.0.0.0/16"\n}
resource "aws_internet_gateway" "main" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_nat_gateway" "main" {\n subnet_id = aws_subnet.public.id\n}
resource "aws_subnet" "public" {\n vpc_id = aws_vpc.main.id\n cidr_block = "10.0.1.0/24"\n}
${routes}`;

  test.each<[string, string, boolean | undefined]>([
    ['no route', '', false],
    [
      'aws_route',
      'resource "aws_route_table" "t" {\n vpc_id = aws_vpc.main.id\n}\nresource "aws_route" "r" {\n route_table_id = aws_route_table.t.id\n destination_cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id\n}\nresource "aws_route_table_association" "a" {\n subnet_id = aws_subnet.public.id\n route_table_id = aws_route_table.t.id\n}',
      true,
    ],
    [
      'the main table',
      'resource "aws_route" "r" {\n route_table_id = aws_vpc.main.main_route_table_id\n destination_cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id\n}',
      true,
    ],
    [
      'the default table',
      'resource "aws_default_route_table" "t" {\n default_route_table_id = aws_vpc.main.default_route_table_id\n route {\n cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id\n }\n}',
      true,
    ],
    [
      'a table made main',
      'resource "aws_route_table" "t" {\n vpc_id = aws_vpc.main.id\n route {\n cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id\n }\n}\nresource "aws_main_route_table_association" "a" {\n vpc_id = aws_vpc.main.id\n route_table_id = aws_route_table.t.id\n}',
      true,
    ],
    [
      'a table of nobody',
      'resource "aws_route_table" "t" {\n vpc_id = aws_vpc.main.id\n route {\n cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.main.id\n }\n}',
      false,
    ],
    [
      'only a NAT gateway',
      'resource "aws_route" "r" {\n route_table_id = aws_vpc.main.main_route_table_id\n destination_cidr_block = "0.0.0.0/0"\n nat_gateway_id = aws_nat_gateway.main.id\n}',
      false,
    ],
    [
      'an unknown gateway',
      'variable "g" {}\nresource "aws_route" "r" {\n route_table_id = aws_vpc.main.main_route_table_id\n destination_cidr_block = "0.0.0.0/0"\n gateway_id = var.g\n}',
      undefined,
    ],
    [
      'a narrow route',
      'resource "aws_route" "r" {\n route_table_id = aws_vpc.main.main_route_table_id\n destination_cidr_block = "198.51.100.0/24"\n gateway_id = aws_internet_gateway.main.id\n}',
      false,
    ],
    [
      'a table that is not declared here',
      'variable "t" {}\nresource "aws_route_table_association" "a" {\n subnet_id = aws_subnet.public.id\n route_table_id = var.t\n}',
      undefined,
    ],
  ])('%s', (_, routes, expected) => {
    expect(estateOf(routed(routes)).network.subnet('aws_subnet.public')?.public).toBe(expected);
  });

  test('counted subnets and associations', () => {
    const { network } = estateOf(`${VPC}
resource "aws_subnet" "many" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index + 10)
}
resource "aws_route_table_association" "many" {
  count          = length(aws_subnet.many)
  subnet_id      = element(aws_subnet.many[*].id, count.index)
  route_table_id = aws_route_table.public.id
}`);
    const many = network.subnets.filter((subnet) => subnet.address.startsWith('aws_subnet.many'));
    expect(many.map((subnet) => `${subnet.address} ${subnet.cidr} ${subnet.public}`)).toEqual([
      'aws_subnet.many[0] 10.0.10.0/24 true',
      'aws_subnet.many[1] 10.0.11.0/24 true',
    ]);
  });
});

describe('toInternet', () => {
  const out = 'egress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n}';
  test.each<[string, string, 'yes' | 'no' | 'unknown']>([
    ['public', VPC + group(out) + instance(), 'yes'],
    ['no egress rule', VPC + group('') + instance(), 'no'],
    ['no gateway', VPC + group(out) + instance().replace('.public.', '.private.'), 'no'],
    ['no address', VPC + group(out) + instance().replace('= true', '= false'), 'no'],
    [
      'by NAT',
      `${VPC}${group(out)}${instance().replace('.public.', '.private.')}
resource "aws_nat_gateway" "n" {\n subnet_id = aws_subnet.public.id\n}
resource "aws_route" "n" {\n route_table_id = aws_vpc.main.main_route_table_id\n destination_cidr_block = "0.0.0.0/0"\n nat_gateway_id = aws_nat_gateway.n.id\n}`,
      'yes',
    ],
  ])('%s', (_, source, expected) => {
    const { network, hosts } = estateOf(source);
    expect(network.toInternet(at(hosts, 'aws_instance.web').position)).toBe(expected);
  });
});

describe('IPv6', () => {
  const rule6 = 'ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n ipv6_cidr_blocks = ["::/0"]\n}';
  const route6 = (gateway: string) =>
    `resource "aws_route" "six" {\n route_table_id = aws_route_table.public.id\n destination_ipv6_cidr_block = "::/0"\n ${gateway}\n}`;
  const toInternet = route6('gateway_id = aws_internet_gateway.main.id');
  const assigning = (value: boolean) =>
    VPC.replace('"10.0.1.0/24"', `"10.0.1.0/24"\n assign_ipv6_address_on_creation = ${value}`);
  const web = (body: string) =>
    `${group(rule6)}\nresource "aws_instance" "web" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.web.id]\n ${body}\n}`;
  const balancer = (stack: string, internal: boolean) =>
    `${group(rule6)}\nresource "aws_lb" "web" {\n internal = ${internal}\n ip_address_type = "${stack}"\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.web.id]\n}`;
  const found = 'tcp 80-80 aws_security_group.web:ingress[0] certain';

  test.each<[string, string, string[]]>([
    ['given by the subnet', assigning(true) + toInternet + web(''), [found]],
    ['not given by the subnet', assigning(false) + toInternet + web(''), []],
    ['asked for', VPC + toInternet + web('ipv6_address_count = 1'), [found]],
    ['not asked for', VPC + toInternet + web('ipv6_address_count = 0'), []],
    ['chosen', VPC + toInternet + web('ipv6_addresses = ["2600:1f18::7"]'), [found]],
    ['without a route of its own', VPC + web('ipv6_address_count = 1'), []],
    [
      'with a way out only',
      VPC + route6('egress_only_gateway_id = aws_egress_only_internet_gateway.e.id') + web('ipv6_address_count = 1'),
      [],
    ],
  ])('%s', (_, source, expected) => {
    expect(fromInternet(source)).toEqual(expected);
  });

  test.each<[string, boolean, string[]]>([
    ['dualstack', false, [found]],
    ['dualstack', true, []],
    ['ipv4', false, []],
  ])('a balancer that is %s (internal: %s)', (stack, internal, expected) => {
    const { network, balancers } = estateOf(VPC + toInternet + balancer(stack, internal));
    expect(lines(network.fromInternet(at(balancers, 'aws_lb.web').position))).toEqual(expected);
  });
});
