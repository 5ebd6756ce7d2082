import { describe, expect, test } from 'vitest';
import { display } from '#aws/symbolic.js';
import { VPC, at, estateOf } from '../estate/support.js';

describe('file systems', () => {
  const source = `${VPC}
resource "aws_security_group" "nfs" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_efs_file_system" "f" {\n encrypted = true\n tags = {\n Team = "a"\n }\n}
resource "aws_efs_file_system" "g" {}
resource "aws_efs_mount_target" "one" {\n file_system_id = aws_efs_file_system.f.id\n subnet_id = aws_subnet.private.id\n security_groups = [aws_security_group.nfs.id]\n}
resource "aws_efs_mount_target" "two" {\n for_each = { public = aws_subnet.public.id }\n file_system_id = aws_efs_file_system.f.id\n subnet_id = each.value\n}
resource "aws_efs_access_point" "p" {
 file_system_id = aws_efs_file_system.f.id
 posix_user {\n uid = 1\n gid = 1\n }
 root_directory {\n path = "/data"\n creation_info {\n owner_gid = 1\n owner_uid = 1\n permissions = "750"\n }\n }
}
resource "aws_efs_file_system_policy" "f" {
 file_system_id = aws_efs_file_system.f.id
 policy = <<EOF
{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
EOF
}`;
  const { fileSystems } = estateOf(source);
  const f = at(fileSystems, 'aws_efs_file_system.f');

  test('mount targets lie in their groups, or in the default one', () => {
    expect(
      f.mountTargets.map(({ address, position }) => `${address} ${position.groups.map((each) => each.address).join()}`),
    ).toEqual([
      'aws_efs_mount_target.one aws_security_group.nfs',
      'aws_efs_mount_target.two["public"] aws_vpc.main#default-security-group',
    ]);
  });

  test('access points', () => {
    expect(f.accessPoints).toMatchObject([
      {
        address: 'aws_efs_access_point.p',
        rootDirectory: '/data',
        permissions: '750',
        posixUser: true,
        fileSystem: f.address,
      },
    ]);
  });

  test('policy', () => {
    expect(f.policy?.statements.map(({ effect }) => effect)).toEqual(['Deny']);
    expect(at(fileSystems, 'aws_efs_file_system.g').policy).toBeUndefined();
  });

  test('one that is only looked up has the mount targets that are declared for it', () => {
    const looked = `data "aws_efs_file_system" "d" {\n file_system_id = var.id\n}\nvariable "id" {}
data "aws_efs_file_system" "own" {\n file_system_id = aws_efs_file_system.f.id\n}
resource "aws_efs_file_system" "f" {}
resource "aws_efs_mount_target" "m" {\n file_system_id = data.aws_efs_file_system.d.id\n subnet_id = "s"\n}
resource "aws_efs_mount_target" "n" {\n file_system_id = data.aws_efs_file_system.own.id\n subnet_id = "s"\n}`;
    const all = estateOf(looked).fileSystems;
    expect(
      all.map(({ address, mountTargets }) => `${address} ${mountTargets.map((each) => each.address).join()}`),
    ).toEqual(['aws_efs_file_system.f aws_efs_mount_target.n', 'data.aws_efs_file_system.d aws_efs_mount_target.m']);
  });

  test('encryption and tags', () => {
    expect([f.encrypted, at(fileSystems, 'aws_efs_file_system.g').encrypted]).toEqual([true, undefined]);
    expect([...f.tags.keys()]).toEqual(['Team']);
  });
});

describe('stores', () => {
  test.each<[string, string, string[]]>([
    [
      'bucket',
      'resource "aws_s3_bucket" "x" {\n bucket = "b"\n}',
      ['data aws_s3_bucket.x arn:{partition}:s3:::b/* s3:GetObject'],
    ],
    [
      'table',
      'resource "aws_dynamodb_table" "x" {\n name = "t"\n}',
      ['data aws_dynamodb_table.x arn:{partition}:dynamodb:{region}:{account}:table/t dynamodb:GetItem'],
    ],
    [
      'secret parameter',
      'resource "aws_ssm_parameter" "x" {\n name = "/p"\n type = "SecureString"\n}',
      ['secret aws_ssm_parameter.x arn:{partition}:ssm:{region}:{account}:parameter/p ssm:GetParameter'],
    ],
    ['plain parameter', 'resource "aws_ssm_parameter" "x" {\n name = "/p"\n type = "String"\n}', []],
    ['looked up', 'data "aws_s3_bucket" "x" {\n bucket = "b"\n}', []],
  ])('%s', (_, source, expected) => {
    const { stores } = estateOf(source);
    expect(
      stores.map(({ kind, address, arn, readActions }) => `${kind} ${address} ${display(arn)} ${readActions[0]}`),
    ).toEqual(expected);
  });

  test.each<[string, string, boolean]>([
    ['a password', '"hunter2"', true],
    ['a variable', 'var.value', true],
    ['the address of a webhook', '"https://hooks.example.org/T01/B02/x9"', true],
    ['an address in a variable', '"https://${var.webhook_url}"', true],
    ['an address with a password', '"https://u:p@example.org"', true],
    ['the address of an API', '"https://api.example.org"', false],
    ['the address of an API under a domain', '"https://api.${var.domain}/"', false],
    ['a port', '8080', false],
    ['a switch', 'true', false],
    ['a number that is no port', '"123456"', true],
    ['what is marked as sensitive', 'sensitive("8080")', true],
  ])('a SecureString that holds %s', (_, value, isStore) => {
    const source = `variable "value" {}\nvariable "webhook_url" {}\nvariable "domain" {}
resource "aws_ssm_parameter" "x" {\n name = "/p"\n type = "SecureString"\n value = ${value}\n}`;
    expect(estateOf(source).stores.map(({ address }) => address)).toEqual(isStore ? ['aws_ssm_parameter.x'] : []);
  });

  test('secret', () => {
    const { stores } = estateOf('resource "aws_secretsmanager_secret" "x" {\n name = "s"\n}');
    expect(stores).toMatchObject([
      { kind: 'secret', address: 'aws_secretsmanager_secret.x', readActions: ['secretsmanager:GetSecretValue'] },
    ]);
  });
});
