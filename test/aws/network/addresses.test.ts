import { describe, expect, test } from 'vitest';
import type { SecurityRule } from '#aws/network/network.js';
import { VPC, at, estateOf } from '../estate/support.js';

/** What a rule is about: the CIDRs that are known, and what the others can be. */
function said({ cidrs, unknown }: SecurityRule): string {
  return [...cidrs, ...unknown.map(({ extent, of }) => [extent, ...of].join(' '))].join(', ');
}

function addressesOf(attribute: string, more: string): string {
  const rule = `resource "aws_security_group" "g" {\n vpc_id = aws_vpc.main.id\n ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n ${attribute}\n }\n}`;
  const { network } = estateOf(`${VPC}\n${rule}\n${more}`);
  const [only] = at(network.groups, 'aws_security_group.g').rules;
  return only ? said(only) : '';
}

const MODULE = 'module "network" {\n source = "example/network/aws"\n}';
const EIP = 'resource "aws_eip" "a" {\n count = 2\n}';
const LOOKED_UP =
  'data "aws_subnet" "a" {\n count = 2\n id = var.id\n}\nvariable "id" {}\ndata "aws_vpc" "v" {\n id = var.id\n}';

describe('CIDRs that are not known', () => {
  test.each<[string, string, string]>([
    ['["10.0.0.0/8"]', '', '10.0.0.0/8'],
    ['[]', '', ''],
    ['[[]]', '', ''],
    ['var.c', 'variable "c" {}', 'any'],
    ['var.c', 'variable "c" {\n default = "../whitelist.txt"\n}', 'any'],
    ['module.network.offices', MODULE, 'any'],
    ['concat(["10.0.0.0/8"], var.c, ["192.0.2.1/32"])', 'variable "c" {}', '10.0.0.0/8, 192.0.2.1/32, any'],
    ['toset(concat(var.c, ["0.0.0.0/0"]))', 'variable "c" {}', '0.0.0.0/0, any'],
    // Single addresses.
    ['["${aws_eip.a[0].public_ip}/32"]', EIP, 'hosts aws_eip.a[0]'],
    ['formatlist("%s/32", aws_eip.a[*].public_ip)', EIP, 'hosts aws_eip.a[0], hosts aws_eip.a[1]'],
    ['["${var.ip}/32"]', 'variable "ip" {}', 'bounded'],
    ['["${var.ip}/32"]', 'variable "ip" {\n default = ""\n}', 'bounded'],
    ['[for ip in var.ips : "${ip}/32"]', 'variable "ips" {}', 'bounded'],
    ['formatlist("%s/24", var.ips)', 'variable "ips" {}', 'bounded'],
    ['["${var.net}/8"]', 'variable "net" {}', 'any'],
    ['["${var.net}/0"]', 'variable "net" {}', 'any'],
    // The block of a VPC or subnet.
    ['[aws_vpc.main.cidr_block]', '', '10.0.0.0/16'],
    ['data.aws_subnet.a[*].cidr_block', LOOKED_UP, 'network data.aws_subnet.a[0], network data.aws_subnet.a[1]'],
    [
      '[for s in data.aws_subnet.a : s.cidr_block]',
      LOOKED_UP,
      'network data.aws_subnet.a[0], network data.aws_subnet.a[1]',
    ],
    ['[data.aws_vpc.v.cidr_block]', LOOKED_UP, 'network data.aws_vpc.v'],
    ['data.aws_vpc.v.cidr_block_associations[*].cidr_block', LOOKED_UP, 'network data.aws_vpc.v'],
    ['[var.vpc_cidr]', 'variable "vpc_cidr" {}', 'network'],
    ['[var.c]', 'variable "c" {}\nresource "aws_vpc" "o" {\n cidr_block = var.c\n}', 'network aws_vpc.o'],
    ['[module.network.vpc_cidr_block]', MODULE, 'network'],
    ['[cidrsubnet(var.vpc_cidr, 4, 1)]', 'variable "vpc_cidr" {}', 'network'],
    // What others publish.
    [
      'data.aws_ip_ranges.r.cidr_blocks',
      'data "aws_ip_ranges" "r" {\n services = ["route53_healthchecks"]\n}',
      'service',
    ],
    ['data.aws_ip_ranges.r.cidr_blocks', 'data "aws_ip_ranges" "r" {\n services = ["ec2"]\n}', 'any'],
    ['data.aws_ip_ranges.r.cidr_blocks', 'data "aws_ip_ranges" "r" {}', 'any'],
    ['data.github_ip_ranges.r.hooks', 'data "github_ip_ranges" "r" {}', 'service'],
    // Whichever branch is taken.
    ['var.on ? ["10.0.0.0/8"] : ["192.0.2.0/24"]', 'variable "on" {}', 'bounded'],
    ['var.on ? ["10.0.0.0/8"] : ["0.0.0.0/0"]', 'variable "on" {}', 'any'],
    ['var.on ? [] : var.c', 'variable "on" {}\nvariable "c" {}', 'any'],
    ['var.on ? [] : [var.vpc_cidr]', 'variable "on" {}\nvariable "vpc_cidr" {}', 'bounded'],
  ])('%s (%#)', (expression, more, expected) => {
    expect(addressesOf(`cidr_blocks = ${expression}`, more)).toBe(expected);
  });

  const validated = (type: string, condition: string) =>
    `variable "c" {\n type = ${type}\n validation {\n condition = ${condition}\n error_message = "no"\n }\n}`;
  test.each<[string, string, string]>([
    ['list(string)', '!contains(var.c, "0.0.0.0/0")', 'bounded'],
    ['list(string)', 'alltrue([for c in var.c : c != "0.0.0.0/0"])', 'bounded'],
    ['list(string)', 'alltrue([for c in var.c : tonumber(split("/", c)[1]) >= 16])', 'bounded'],
    ['list(string)', 'alltrue([for c in var.c : can(cidrhost(c, 0))])', 'any'],
    ['list(string)', 'length(var.c) > 3', 'any'],
    ['list(string)', 'var.c[0] != "0.0.0.0/0"', 'any'],
    ['list(string)', 'length(var.c) < 9 && !contains(var.c, var.other)', 'any'],
    ['any', '!contains(var.c, "0.0.0.0/0")', 'bounded'],
  ])('a variable of type %s with the validation %s', (type, condition, expected) => {
    expect(addressesOf('cidr_blocks = var.c', `${validated(type, condition)}\nvariable "other" {}`)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['string', 'var.c != "0.0.0.0/0"', 'bounded'],
    ['string', 'can(cidrhost(var.c, 0))', 'any'],
    ['string', 'startswith(var.c, "10.")', 'bounded'],
  ])('a single one of type %s with the validation %s', (type, condition, expected) => {
    expect(addressesOf('cidr_blocks = [var.c]', validated(type, condition))).toBe(expected);
  });

  test('a validation inside a module counts too', () => {
    const files = {
      'main.tf':
        'variable "given" {}\nmodule "m" {\n source = "./m"\n c = var.given\n}\nmodule "n" {\n source = "./m"\n}',
      'm/main.tf': `${validated('list(string)', '!contains(var.c, "0.0.0.0/0")')}\n${VPC}
resource "aws_security_group" "g" {\n vpc_id = aws_vpc.main.id\n ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n cidr_blocks = var.c\n }\n}`,
    };
    const { network } = estateOf(files);
    for (const name of ['m', 'n']) {
      expect(at(network.groups, `module.${name}.aws_security_group.g`).rules.map(said)).toEqual(['bounded']);
    }
  });
});

describe('prefix lists', () => {
  const LIST = (entries: string) =>
    `resource "aws_ec2_managed_prefix_list" "l" {\n name = "l"\n address_family = "IPv4"\n max_entries = 5\n ${entries}\n}`;
  test.each<[string, string, string]>([
    ['[aws_ec2_managed_prefix_list.l.id]', LIST('entry {\n cidr = "10.0.0.0/8"\n }'), '10.0.0.0/8'],
    [
      '[aws_ec2_managed_prefix_list.l.id]',
      `${LIST('')}\nresource "aws_ec2_managed_prefix_list_entry" "e" {\n prefix_list_id = aws_ec2_managed_prefix_list.l.id\n cidr = "0.0.0.0/0"\n}`,
      '0.0.0.0/0',
    ],
    ['[aws_ec2_managed_prefix_list.l.id]', `${LIST('entry {\n cidr = var.c\n }')}\nvariable "c" {}`, 'any'],
    [
      '[data.aws_ec2_managed_prefix_list.p.id]',
      'data "aws_region" "r" {}\ndata "aws_ec2_managed_prefix_list" "p" {\n name = "com.amazonaws.${data.aws_region.r.name}.s3"\n}',
      'service',
    ],
    [
      '[data.aws_ec2_managed_prefix_list.p.id]',
      'data "aws_ec2_managed_prefix_list" "p" {\n name = "offices"\n}',
      'any',
    ],
    ['[aws_vpc_endpoint.e.prefix_list_id]', 'resource "aws_vpc_endpoint" "e" {\n service_name = "s3"\n}', 'service'],
    ['["pl-3b927c52"]', '', 'service'],
    ['[var.list]', 'variable "list" {}', 'any'],
  ])('%s (%#)', (expression, more, expected) => {
    expect(addressesOf(`prefix_list_ids = ${expression}`, more)).toBe(expected);
  });
});
