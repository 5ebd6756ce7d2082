import { describe, expect, test } from 'vitest';
import { Links } from '#aws/link.js';
import { arnsOf } from '#aws/arn.js';
import { leaningOfSubnet, leaningOfSubnets, namesNetwork } from '#aws/network/naming.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import { configurationOf } from '../estate/support.js';

/** The value of an expression that can't be known. */
function valueOf(expression: string, more: string): { readonly value: Value; readonly links: Links } {
  const configuration = configurationOf(`${more}\nresource "test" "it" {\n value = ${expression}\n}`);
  const value = configuration.ofType('test')[0]?.attribute('value');
  if (!value) throw new Error(`no value: ${expression}`);
  return { value, links: linksOf(configuration) };
}

function linksOf(configuration: Configuration): Links {
  return new Links(configuration, arnsOf(configuration));
}

const STATE = 'data "terraform_remote_state" "net" {\n backend = "s3"\n}';
const MODULE = 'module "network" {\n source = "example/network/aws"\n}';

describe('subnets', () => {
  test.each<[string, string, 'private' | 'public' | undefined]>([
    ['var.private_subnet_ids', 'variable "private_subnet_ids" {}', 'private'],
    ['var.privateSubnetIds', 'variable "privateSubnetIds" {}', 'private'],
    ['var.private-subnets', 'variable "private-subnets" {}', 'private'],
    ['var.internal_subnets', 'variable "internal_subnets" {}', 'private'],
    ['var.database_subnets', 'variable "database_subnets" {}', 'private'],
    ['var.isolated', 'variable "isolated" {}', 'private'],
    ['var.data_subnet_ids', 'variable "data_subnet_ids" {}', 'private'],
    ['var.metadata_subnets', 'variable "metadata_subnets" {}', undefined],
    ['var.subnets', 'variable "subnets" {}', undefined],
    ['var.public_subnets', 'variable "public_subnets" {}', 'public'],
    ['var.dmz', 'variable "dmz" {}', 'public'],
    ['var.public_and_private', 'variable "public_and_private" {}', 'public'],
    ['module.network.private_subnets', MODULE, 'private'],
    ['module.network.intra_subnets[0]', MODULE, 'private'],
    ['module.network.subnet_ids', MODULE, undefined],
    ['data.terraform_remote_state.net.outputs.private_subnets', STATE, 'private'],
    ['data.terraform_remote_state.net.outputs["private"].ids', STATE, 'private'],
    ['data.terraform_remote_state.net.outputs.subnets', STATE, undefined],
    ['local.private', `${STATE}\nlocals {\n private = data.terraform_remote_state.net.outputs.subnets\n}`, 'private'],
    ['var.net.private', 'variable "net" {\n type = object({ private = list(string) })\n}', 'private'],
    ['concat(var.private, var.public)', 'variable "private" {}\nvariable "public" {}', 'public'],
    ['concat(var.private, var.other)', 'variable "private" {}\nvariable "other" {}', undefined],
    [
      'var.on ? var.private : var.internal',
      'variable "on" {}\nvariable "private" {}\nvariable "internal" {}',
      'private',
    ],
    ['var.private ? var.a : var.b', 'variable "private" {}\nvariable "a" {}\nvariable "b" {}', undefined],
    ['data.aws_ssm_parameter.a.value', 'data "aws_ssm_parameter" "a" {\n name = "/network/private/a"\n}', 'private'],
  ])('%s', (expression, more, expected) => {
    const { value, links } = valueOf(expression, more);
    expect(leaningOfSubnets(value, links)).toBe(expected);
  });

  const filter = (name: string, value: string) => `filter {\n name = "${name}"\n values = ["${value}"]\n}`;
  test.each<[string, string, string, 'private' | 'public' | undefined]>([
    ['its name', 'private_a', '', 'private'],
    ['a filter', 'a', filter('tag:Name', '*-private-*'), 'private'],
    ['a tier', 'a', filter('tag:Tier', 'Data'), 'private'],
    ['a public filter over its name', 'private', filter('tag:Name', '*public*'), 'public'],
    ['a tag', 'a', 'tags = {\n Tier = "Private"\n}', 'private'],
    ['a tag that is switched off', 'a', 'tags = {\n public = "false"\n}', 'private'],
    ['a tag of something else', 'a', 'tags = {\n Team = "data"\n Owner = "database-team"\n}', undefined],
    ["Amazon EKS's tag", 'a', 'tags = {\n "kubernetes.io/role/internal-elb" = "1"\n}', 'private'],
    ["Amazon EKS's other tag", 'a', 'tags = {\n "kubernetes.io/role/elb" = "1"\n}', 'public'],
    ['nothing', 'a', filter('vpc-id', 'vpc-1'), undefined],
  ])('looked up by %s', (_, name, body, expected) => {
    const configuration = configurationOf(`data "aws_subnets" "${name}" {\n ${body}\n}`);
    const [resource] = configuration.ofType('data.aws_subnets');
    expect(resource && leaningOfSubnet(resource)).toBe(expected);
  });
});

describe('addresses of a network', () => {
  test.each<[string, string, boolean]>([
    ['var.vpc_cidr', 'variable "vpc_cidr" {}', true],
    ['var.vpcCidrBlock', 'variable "vpcCidrBlock" {}', true],
    ['var.public_subnet_cidrs', 'variable "public_subnet_cidrs" {}', true],
    ['var.internal_cidr', 'variable "internal_cidr" {}', true],
    ['var.cidrs', 'variable "cidrs" {}', false],
    ['var.allowed_vpc_cidrs', 'variable "allowed_vpc_cidrs" {}', false],
    ['var.internal_access_cidrs', 'variable "internal_access_cidrs" {}', false],
    ['var.public_cidrs', 'variable "public_cidrs" {}', false],
    ['module.network.vpc_cidr_block', MODULE, true],
    ['cidrsubnet(var.vpc_cidr, 4, 1)', 'variable "vpc_cidr" {}', true],
  ])('%s: %s', (expression, more, expected) => {
    const { value, links } = valueOf(expression, more);
    expect(namesNetwork(value, links)).toBe(expected);
  });
});
