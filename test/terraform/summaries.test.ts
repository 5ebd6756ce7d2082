/** Modules that are not there, and what stands in for them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFile } from '#hcl/parse/parse.js';
import { sourceRange } from '#model/diagnostic.js';
import { openArchive } from '#terraform/schema/archive.js';
import { pathInData } from '#model/data-folder.js';
import type { Summary } from '#terraform/summaries/summary.js';
import { writtenSummary } from '#terraform/summaries/written.js';
import { configure, output, plain, problems } from './support.js';

const archive = openArchive<Summary>(readFileSync(pathInData('module-summaries.bin')));

describe('every summary', () => {
  test.each(archive.names())('%s can be read', (name) => {
    const summary = archive.read(name);
    if (!summary) throw new Error('it is not there');
    expect(parseFile(name, writtenSummary(summary)).diagnostics).toEqual([]);
    expect(summary.license).toBe('Apache-2.0');
    const told = summary.resources.flatMap(({ attributes = {} }) => Object.keys(attributes));
    expect(told.filter((name) => ['description', 'tags', 'depends_on'].includes(name))).toEqual([]);
  });
});

const VPC = `
module "vpc" {
  source               = "terraform-aws-modules/vpc/aws"
  version              = "~> 5.0"
  cidr                 = "10.0.0.0/16"
  azs                  = ["eu-west-1a"]
  public_subnets       = ["10.0.1.0/24"]
  private_subnets      = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway   = false
  manage_default_network_acl    = false
  manage_default_route_table    = false
  manage_default_security_group = false
}
`;

describe('a module that is not there', () => {
  test.each([
    [
      'makes the resources that its inputs ask for',
      VPC,
      [
        'module.vpc.aws_internet_gateway.this[0]',
        'module.vpc.aws_route.public_internet_gateway[0]',
        'module.vpc.aws_route_table.private[0]',
        'module.vpc.aws_route_table.private[1]',
        'module.vpc.aws_route_table.public[0]',
        'module.vpc.aws_route_table_association.private[0]',
        'module.vpc.aws_route_table_association.private[1]',
        'module.vpc.aws_route_table_association.public[0]',
        'module.vpc.aws_subnet.private[0]',
        'module.vpc.aws_subnet.private[1]',
        'module.vpc.aws_subnet.public[0]',
        'module.vpc.aws_vpc.this[0]',
      ],
    ],
    [
      'that only makes names makes nothing',
      'module "label" {\n  source = "cloudposse/label/null"\n  name   = "x"\n}',
      [],
    ],
    [
      'has modules of its own',
      `module "db" {
  source     = "terraform-aws-modules/rds/aws"
  version    = "6.12.0"
  identifier = "orders"
  engine     = "postgres"
  family     = "postgres16"
  create_db_option_group    = false
  create_db_parameter_group = false
  create_monitoring_role    = false
}`,
      [
        'module.db.module.db_instance.aws_db_instance.this[0]',
        'module.db.module.db_instance.random_id.snapshot_identifier[0]',
      ],
    ],
    [
      'may come from git',
      'module "key" {\n  source = "git::https://github.com/terraform-aws-modules/terraform-aws-kms.git?ref=v2.1.0"\n}',
      ['module.key.aws_kms_key.this[0]'],
    ],
  ])('%s', (_, text, expected) => {
    const configuration = configure(text);
    expect(problems(configuration)).toEqual([]);
    const managed = configuration.resources.filter(({ mode }) => mode === 'managed');
    expect(managed.map(({ address }) => address).toSorted()).toEqual(expected);
    expect(managed.every(({ readOnly, summary }) => readOnly && summary)).toBe(true);
    expect(configuration.sight.absentModules).toEqual([]);
    expect(configuration.sight.summarisedModules.length).toBeGreaterThan(0);
  });

  test.each([
    ['module.vpc.vpc_id', '<module.vpc.aws_vpc.this[0].id>'],
    ['module.vpc.private_subnets', ['<module.vpc.aws_subnet.private[0].id>', '<module.vpc.aws_subnet.private[1].id>']],
    ['module.vpc.vpc_cidr_block', '10.0.0.0/16'],
    ['module.vpc.of_a_later_release', '<?>'],
  ])('gives %s', (expression, expected) => {
    const configuration = configure(`${VPC}output "o" { value = ${expression} }`);
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toEqual(expected);
  });

  test('what its summary leaves open is unknown, and different each time', () => {
    const configuration = configure(`
module "key" {
  source  = "terraform-aws-modules/kms/aws"
  version = "~> 3.0"
}
output "o" { value = module.key.key_policy }`);
    expect(output(configuration, 'o')).toMatchObject({ kind: 'unknown' });
  });

  test('stands at its call', () => {
    const configuration = configure(VPC);
    const vpc = configuration.resource('module.vpc.aws_vpc.this[0]');
    const range = vpc?.origin && sourceRange(vpc.origin.file, vpc.origin);
    expect(range).toMatchObject({ file: 'main.tf', startLine: 2, startColumn: 1 });
    expect([...configuration.files.keys()]).toEqual(['main.tf']);
    expect(vpc?.summary).toEqual({
      call: 'module.vpc',
      release: expect.stringMatching(/^terraform-aws-modules\/vpc\/aws 5\./),
    });
  });

  test.each([
    ['of another major version', 'source = "terraform-aws-modules/vpc/aws"\n  version = "1.2.3"'],
    [
      'of a tag of another one',
      'source = "git::https://github.com/terraform-aws-modules/terraform-aws-vpc?ref=v1.2.3"',
    ],
    ['that no summary is of', 'source = "acme/vpc/aws"'],
    ['of a folder that no summary is of', 'source = "terraform-aws-modules/vpc/aws//modules/none"'],
  ])('%s is not known', (_, source) => {
    const configuration = configure(`module "m" {\n  ${source}\n}`);
    expect(problems(configuration)).toEqual(['Module not installed']);
    expect(configuration.sight.absentModules.map(({ address }) => address)).toEqual(['module.m']);
  });

  test.each([
    ['policies = {}', /^terraform-aws-modules\/iam\/aws.* 6\./],
    ['role_policy_arns = {}', /^terraform-aws-modules\/iam\/aws.* 5\./],
  ])('without a version, of the last release that takes %s', (argument, release) => {
    const source = 'github.com/terraform-aws-modules/terraform-aws-iam//modules/iam-role-for-service-accounts-eks';
    const last = source.replace('-for-service-accounts-eks', '');
    const configuration = configure(
      `module "m" {\n  source = "${argument.startsWith('policies') ? last : source}?ref=0123456789abcdef"\n  ${argument}\n}`,
    );
    configuration.evaluateAll();
    expect(configuration.resources[0]?.summary?.release).toMatch(release);
  });

  test('is not known where terraform is asked', () => {
    expect(problems(configure(VPC, {}, { strict: true }))).toEqual(['Module not installed']);
  });
});
