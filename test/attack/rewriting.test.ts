import { describe, expect, test } from 'vitest';
import { policyOf, readers, user } from './readers.js';

const R = 'read-data-store';
const W = 'rewrite-resource-policy';

const allow = (action: string, resource: string) => `{ Effect = "Allow", Action = ${action}, Resource = ${resource} }`;

describe('whoever writes a policy', () => {
  const secret = 'resource "aws_secretsmanager_secret" "s" {\n name = "s"\n}\n';
  const denied = secret.replace(
    'name = "s"',
    `name = "s"\n policy = ${policyOf('{ Effect = "Deny", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }')}`,
  );
  const locked = denied.replace('GetSecretValue', '*');
  const key = `data "aws_caller_identity" "c" {}\nresource "aws_kms_key" "k" {\n policy = ${policyOf('{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.c.account_id }, Action = ["kms:PutKeyPolicy", "kms:CreateGrant"], Resource = "*" }')}\n}\n`;
  const keyed = secret.replace('name = "s"', 'name = "s"\n kms_key_id = aws_kms_key.k.arn');
  const put = allow('"secretsmanager:PutResourcePolicy"', '"*"');
  const read = allow('"secretsmanager:GetSecretValue"', '"*"');
  const own = allow(
    '["secretsmanager:GetSecretValue", "secretsmanager:PutResourcePolicy"]',
    'aws_secretsmanager_secret.s.arn',
  );
  const s = 'aws_secretsmanager_secret.s';
  test.each<[string, string, readonly string[]]>([
    ['reads what it is of', secret + user('u', put), [`aws_iam_user.u -> ${s} by ${W}`]],
    ['whatever it denies', denied + user('u', put), [`aws_iam_user.u -> ${s} by ${W}`]],
    ['unless that is denied too', locked + user('u', put), []],
    ['is not shown where it reads anyway', secret + user('u', put, read), [`aws_iam_user.u -> ${s} by ${R}`]],
    ['wins nothing where it reads by design', secret + user('u', own), [`aws_iam_user.u -> ${s} by ${R}`]],
    ['needs the key as well', key + keyed + user('u', put), []],
    [
      'of a key opens the key',
      key + keyed + user('u', put, allow('"kms:CreateGrant"', '"*"')),
      [`aws_iam_user.u -> ${s} by ${W} > ${W}`],
    ],
    [
      'of a key reads what it may call',
      key + keyed + user('u', read, allow('"kms:PutKeyPolicy"', '"*"')),
      [`aws_iam_user.u -> ${s} by ${W} > ${R}`],
    ],
  ])('%s', (_, source, expected) => {
    expect(readers(source)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ['aws_s3_bucket', 's3:PutBucketPolicy', 'bucket = "b-1"'],
    ['aws_sqs_queue', 'sqs:SetQueueAttributes', 'name = "q"'],
    ['aws_sqs_queue', 'sqs:AddPermission', 'name = "q"'],
    ['aws_dynamodb_table', 'dynamodb:PutResourcePolicy', 'name = "t"'],
    ['aws_kinesis_stream', 'kinesis:PutResourcePolicy', 'name = "t"'],
    ['aws_opensearch_domain', 'es:UpdateDomainConfig', 'domain_name = "d"'],
  ])('of %s by %s', (type, action, body) => {
    const store = `resource "${type}" "x" {\n ${body}\n}\n`;
    expect(readers(store + user('u', allow(`"${action}"`, `${type}.x.arn`)))).toEqual([
      `aws_iam_user.u -> ${type}.x by ${W}`,
    ]);
  });

  test('a workload that reads its own bucket wins nothing by writing its policy', () => {
    const bucket = 'resource "aws_s3_bucket" "b" {\n bucket = "orders"\n}\n';
    const runs = policyOf(
      '{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }',
    );
    const function_ = (action: string, resources: string) => `
resource "aws_iam_role" "f" {\n name = "f"\n assume_role_policy = ${runs}\n}
resource "aws_iam_role_policy" "f" {\n role = aws_iam_role.f.name\n policy = ${policyOf(allow(action, resources))}\n}
resource "aws_lambda_function" "f" {\n function_name = "f"\n role = aws_iam_role.f.arn\n}\n`;
    const f = 'aws_lambda_function.f';
    const own = function_('"s3:*"', '[aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]');
    expect(readers(bucket + own, f)).toEqual([`${f} -> aws_s3_bucket.b by use-function-credentials > ${R}, by design`]);
    const puts = function_(
      '["s3:PutObject", "s3:PutBucketPolicy"]',
      '[aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]',
    );
    expect(readers(bucket + puts, f)).toEqual([`${f} -> aws_s3_bucket.b by use-function-credentials > ${W}`]);
  });
});
