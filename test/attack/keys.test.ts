import { describe, expect, test } from 'vitest';
import { policyOf, readers, user } from './readers.js';

const R = 'read-data-store';

const allow = (action: string, resource: string) => `{ Effect = "Allow", Action = ${action}, Resource = ${resource} }`;

describe('a key is a door', () => {
  const secret = (key: string) => `resource "aws_secretsmanager_secret" "s" {\n name = "s"\n kms_key_id = ${key}\n}\n`;
  const key = (policy = '') => `resource "aws_kms_key" "k" {\n ${policy}\n}\n`;
  const statement = (who: string, action = 'kms:*', more = '') =>
    `{ Effect = "Allow", Principal = ${who}, Action = "${action}", Resource = "*"${more} }`;
  const read = allow('"secretsmanager:GetSecretValue"', '"*"');
  const decrypt = allow('"kms:Decrypt"', '"*"');
  const root = '{ AWS = "arn:aws:iam::${data.aws_caller_identity.c.account_id}:root" }';
  const caller = 'data "aws_caller_identity" "c" {}\n';
  const s = 'aws_secretsmanager_secret.s';
  const yes = [`aws_iam_user.u -> ${s} by ${R}`];
  const through =
    ', Condition = { StringEquals = { "kms:CallerAccount" = data.aws_caller_identity.c.account_id, "kms:ViaService" = "secretsmanager.eu-west-2.amazonaws.com" } }';
  test.each<[string, string, readonly string[]]>([
    ['the key of the service is open in the account', secret('null') + user('u', read), yes],
    ['so it is by its alias', secret('"alias/aws/secretsmanager"') + user('u', read), yes],
    ['a key without a policy leaves it to grants: none', key() + secret('aws_kms_key.k.arn') + user('u', read), []],
    [
      'a key without a policy leaves it to grants: one',
      key() + secret('aws_kms_key.k.arn') + user('u', read, decrypt),
      yes,
    ],
    [
      'of another key',
      key() +
        secret('aws_kms_key.k.arn') +
        'resource "aws_kms_key" "other" {}\n' +
        user('u', read, allow('"kms:Decrypt"', 'aws_kms_key.other.arn')),
      [],
    ],
    [
      'the policy comes first',
      key(`policy = ${policyOf(statement('{ AWS = aws_iam_user.v.arn }'))}`) +
        secret('aws_kms_key.k.arn') +
        user('v') +
        user('u', read, decrypt),
      [],
    ],
    [
      'it may leave it to the account',
      caller + key(`policy = ${policyOf(statement(root))}`) + secret('aws_kms_key.k.arn') + user('u', read, decrypt),
      yes,
    ],
    [
      'which does not let in by itself',
      caller + key(`policy = ${policyOf(statement(root))}`) + secret('aws_kms_key.k.arn') + user('u', read),
      [],
    ],
    [
      'it may name the user',
      key(`policy = ${policyOf(statement('{ AWS = aws_iam_user.u.arn }', 'kms:Decrypt'))}`) +
        secret('aws_kms_key.k.arn') +
        user('u', read),
      yes,
    ],
    [
      'it may let everybody through the service',
      caller +
        key(`policy = ${policyOf(statement('{ AWS = "*" }', 'kms:Decrypt', through))}`) +
        secret('aws_kms_key.k.arn') +
        user('u', read),
      yes,
    ],
    [
      'of another service',
      caller +
        key(
          `policy = ${policyOf(statement('{ AWS = "*" }', 'kms:Decrypt', through.replace('secretsmanager.', 's3.')))}`,
        ) +
        secret('aws_kms_key.k.arn') +
        user('u', read),
      [],
    ],
    [
      'a policy of its own',
      caller +
        key() +
        `resource "aws_kms_key_policy" "k" {\n key_id = aws_kms_key.k.id\n policy = ${policyOf(statement('{ AWS = aws_iam_user.v.arn }'))}\n}\n` +
        secret('aws_kms_key.k.arn') +
        user('v') +
        user('u', read, decrypt),
      [],
    ],
    [
      'by an alias',
      key() +
        'resource "aws_kms_alias" "a" {\n name = "alias/a"\n target_key_id = aws_kms_key.k.id\n}\n' +
        secret('aws_kms_alias.a.arn') +
        user('u', read),
      [],
    ],
    [
      'a grant of the key',
      key() +
        secret('aws_kms_key.k.arn') +
        user('u', read) +
        'resource "aws_kms_grant" "g" {\n key_id = aws_kms_key.k.id\n grantee_principal = aws_iam_user.u.arn\n operations = ["Decrypt"]\n}\n',
      yes,
    ],
    [
      'a grant of something else',
      key() +
        secret('aws_kms_key.k.arn') +
        user('u', read) +
        'resource "aws_kms_grant" "g" {\n key_id = aws_kms_key.k.id\n grantee_principal = aws_iam_user.u.arn\n operations = ["Encrypt"]\n}\n',
      [],
    ],
    [
      'a key of which nothing is known',
      'variable "k" {}\n' + secret('var.k') + user('u', read),
      [`aws_iam_user.u -> ${s} by ${R}, only if the policy of the key \${var.k} allows aws_iam_user.u kms:Decrypt`],
    ],
  ])('%s', (_, source, expected) => {
    expect(readers(source)).toEqual(expected);
  });

  test.each<[string, string, string, string]>([
    [
      'bucket',
      'resource "aws_s3_bucket" "x" {\n bucket = "x"\n}\nresource "aws_s3_bucket_server_side_encryption_configuration" "x" {\n bucket = aws_s3_bucket.x.id\n rule {\n apply_server_side_encryption_by_default {\n sse_algorithm = "aws:kms"\n kms_master_key_id = aws_kms_key.k.arn\n }\n }\n}\n',
      's3:GetObject',
      'aws_s3_bucket.x',
    ],
    [
      'table',
      'resource "aws_dynamodb_table" "x" {\n name = "x"\n server_side_encryption {\n enabled = true\n kms_key_arn = aws_kms_key.k.arn\n }\n}\n',
      'dynamodb:GetItem',
      'aws_dynamodb_table.x',
    ],
    [
      'parameter',
      'resource "aws_ssm_parameter" "x" {\n name = "x"\n type = "SecureString"\n value = "v"\n key_id = aws_kms_key.k.id\n}\n',
      'ssm:GetParameter',
      'aws_ssm_parameter.x',
    ],
    [
      'queue',
      'resource "aws_sqs_queue" "x" {\n name = "x"\n kms_master_key_id = aws_kms_key.k.id\n}\n',
      'sqs:ReceiveMessage',
      'aws_sqs_queue.x',
    ],
  ])('the reader of a %s decrypts', (_, store, action, address) => {
    const reads = allow(`"${action}"`, '"*"');
    expect(readers(key() + store + user('u', reads))).toEqual([]);
    expect(readers(key() + store + user('u', reads, decrypt))).toEqual([`aws_iam_user.u -> ${address} by ${R}`]);
  });
});
