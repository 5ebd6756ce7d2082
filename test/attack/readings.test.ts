import { describe, expect, test } from 'vitest';
import { policyOf, readers, user } from './readers.js';

const R = 'read-data-store';

const allow = (action: string, resource: string) => `{ Effect = "Allow", Action = ${action}, Resource = ${resource} }`;

describe('reads are reads of the data', () => {
  const bucket = 'resource "aws_s3_bucket" "b" {\n bucket = "orders"\n}';
  const table = (more: string) => `resource "aws_dynamodb_table" "t" {\n name = "t"\n hash_key = "k"\n ${more}\n}`;
  const index =
    'global_secondary_index {\n name = "by-date"\n hash_key = "d"\n projection_type = "ALL"\n }\n stream_enabled = true';
  const u = 'aws_iam_user.u';
  test.each<[string, string, readonly string[]]>([
    ['*', 'all', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::*', 'all', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::ord*', 'by the name', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::orders/*', 'the bucket', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::orders/in/*', 'a part', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::orders/keystore.pfx', 'one object', [`${u} -> aws_s3_bucket.b by ${R}`]],
    ['arn:aws:s3:::orders', 'the bucket, not its objects', []],
    ['arn:aws:s3:::order', 'another bucket', []],
    ['arn:aws:s3::*:report-*', 'other buckets, written in full', []],
    [
      'arn:aws:s3:::*report*',
      'keys, since the name does not match',
      [`${u} -> aws_s3_bucket.b by ${R}, only if an object of aws_s3_bucket.b has a key that matches \`*report*\``],
    ],
    [
      'arn:aws:s3:::*/in/*',
      'keys of any bucket',
      [`${u} -> aws_s3_bucket.b by ${R}, only if an object of aws_s3_bucket.b has a key that matches \`*/in/*\``],
    ],
  ])('GetObject on %s: %s', (resource, _, expected) => {
    expect(readers(bucket + user('u', allow('"s3:GetObject"', `"${resource}"`)))).toEqual(expected);
  });

  const remote = 'data "terraform_remote_state" "net" {\n backend = "s3"\n}\n';
  const ofState = (name: string) => `"arn:aws:s3:::\${data.terraform_remote_state.net.outputs.${name}}/*"`;
  const unnamed = bucket.replace('"orders"', 'var.orders');
  test.each<[string, string, string, readonly string[]]>([
    [
      'a name that is not known',
      bucket,
      '"arn:aws:s3:::${var.archive}/*"',
      [`${u} -> aws_s3_bucket.b by ${R}, only if \`{var.archive}\` is the name of aws_s3_bucket.b`],
    ],
    [
      'the beginning of a name, not known',
      bucket.replace('"orders"', '"acme-orders"'),
      '"arn:aws:s3:::${var.prefix}-*"',
      [`${u} -> aws_s3_bucket.b by ${R}, only if \`{var.prefix}-*\` covers the name of aws_s3_bucket.b`],
    ],
    [
      'the name of the bucket is not known, and it is another',
      unnamed,
      '"arn:aws:s3:::cold-*"',
      [`${u} -> aws_s3_bucket.b by ${R}, only if \`cold-*\` covers the name of aws_s3_bucket.b`],
    ],
    [
      'a variable that is declared nowhere is itself',
      unnamed,
      '"arn:aws:s3:::${var.orders}/*"',
      [`${u} -> aws_s3_bucket.b by ${R}`],
    ],
    ['a name from the state of another root module is that of a bucket there', remote + bucket, ofState('bucket'), []],
    ['also where the name of this one is not known', remote + unnamed, ofState('bucket'), []],
    [
      'a piece of a name from another state tells nothing',
      remote + bucket.replace('"orders"', '"acme-orders"'),
      '"arn:aws:s3:::${data.terraform_remote_state.net.outputs.prefix}-orders/*"',
      [
        `${u} -> aws_s3_bucket.b by ${R}, only if \`{data.terraform_remote_state.net.outputs.prefix}-orders\` is the name of aws_s3_bucket.b`,
      ],
    ],
  ])('GetObject, %s', (_, stores, resource, expected) => {
    expect(readers(stores + user('u', allow('"s3:GetObject"', resource)))).toEqual(expected);
  });

  test.each<[string, string, string, boolean]>([
    ['an index is data of the table', '["dynamodb:Query"]', '"${aws_dynamodb_table.t.arn}/index/*"', true],
    ['one index', '["dynamodb:Scan"]', '"${aws_dynamodb_table.t.arn}/index/by-date"', true],
    ['an item is not asked for in an index', '["dynamodb:GetItem"]', '"${aws_dynamodb_table.t.arn}/index/*"', false],
    [
      'a stream takes three actions',
      '["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"]',
      '"${aws_dynamodb_table.t.arn}/stream/*"',
      true,
    ],
    [
      'two of them are not enough',
      '["dynamodb:GetRecords", "dynamodb:GetShardIterator"]',
      '"${aws_dynamodb_table.t.arn}/stream/*"',
      false,
    ],
  ])('%s', (_, actions, resource, reads) => {
    const found = readers(table(index) + user('u', allow(actions, resource)));
    expect(found).toEqual(reads ? [`${u} -> aws_dynamodb_table.t by ${R}`] : []);
    expect(readers(table('') + user('u', allow(actions, resource)))).toEqual([]);
  });

  test('a stream of records takes an iterator', () => {
    const stream = 'resource "aws_kinesis_stream" "s" {\n name = "s"\n shard_count = 1\n}';
    const both = user('u', allow('["kinesis:GetRecords", "kinesis:GetShardIterator"]', 'aws_kinesis_stream.s.arn'));
    expect(readers(stream + both)).toEqual([`${u} -> aws_kinesis_stream.s by ${R}`]);
    expect(readers(stream + user('u', allow('"kinesis:GetRecords"', 'aws_kinesis_stream.s.arn')))).toEqual([]);
  });
});

describe('the policy of a secret', () => {
  const secret = (...statements: readonly string[]) => `
resource "aws_secretsmanager_secret" "s" {\n name = "s"\n}
resource "aws_secretsmanager_secret_policy" "s" {
  secret_arn = aws_secretsmanager_secret.s.arn
  policy     = ${policyOf(...statements)}
}\n`;
  const statement = (effect: string, who: string, more = '') =>
    `{ Effect = "${effect}", ${who}, Action = "secretsmanager:GetSecretValue", Resource = "*"${more} }`;
  const own = allow('"secretsmanager:GetSecretValue"', '"*"');
  const s = 'aws_secretsmanager_secret.s';
  const everybody = 'Principal = "*"';
  const account = 'Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.c.account_id}:root" }';
  const itself = 'Principal = { AWS = aws_iam_user.u.arn }';
  const caller = 'data "aws_caller_identity" "c" {}\n';
  test.each<[string, string, readonly string[]]>([
    [
      'everybody is let in without a grant',
      secret(statement('Allow', everybody)) + user('u'),
      [`aws_iam_user.u -> ${s} by ${R}`],
    ],
    [
      'who is named is let in without a grant',
      secret(statement('Allow', itself)) + user('u') + user('v'),
      [`aws_iam_user.u -> ${s} by ${R}`],
    ],
    ['the account leaves it to grants: none', caller + secret(statement('Allow', account)) + user('u'), []],
    [
      'the account leaves it to grants: one',
      caller + secret(statement('Allow', account)) + user('u', own),
      [`aws_iam_user.u -> ${s} by ${R}`],
    ],
    [
      'a Deny closes',
      secret(statement('Deny', itself)) + user('u', own) + user('v', own),
      [`aws_iam_user.v -> ${s} by ${R}`],
    ],
    ['a Deny of everybody closes', secret(statement('Deny', everybody)) + user('u', own), []],
    [
      'a Deny of all but one',
      secret(statement('Deny', 'NotPrincipal = { AWS = aws_iam_user.u.arn }')) + user('u', own) + user('v', own),
      [`aws_iam_user.u -> ${s} by ${R}`],
    ],
    [
      'the account among those excepted excepts no user',
      caller + secret(statement('Deny', account.replace('Principal', 'NotPrincipal'))) + user('u', own),
      [],
    ],
    [
      'a Deny in the policy of the principal outweighs',
      secret(statement('Allow', everybody)) +
        user('u', allow('"secretsmanager:GetSecretValue"', '"*"').replace('Allow', 'Deny')),
      [],
    ],
    [
      'a Deny that may apply leaves an assumption',
      secret(statement('Deny', everybody, ', Condition = { StringNotEquals = { "aws:SourceVpce" = "vpce-1" } }')) +
        user('u', own),
      [
        `aws_iam_user.u -> ${s} by ${R}, only if a Deny of aws_secretsmanager_secret_policy.s does not apply to aws_iam_user.u (StringNotEquals aws:SourceVpce = vpce-1)`,
      ],
    ],
    [
      'a Deny of what nobody has to do',
      secret(statement('Deny', everybody, ', Condition = { Bool = { "aws:SecureTransport" = "false" } }')) +
        user('u', own),
      [`aws_iam_user.u -> ${s} by ${R}`],
    ],
    [
      'a condition that can’t be decided',
      secret(statement('Allow', everybody, ', Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }')) +
        user('u'),
      [
        `aws_iam_user.u -> ${s} by ${R}, only if StringEquals aws:PrincipalOrgID = o-1 holds for aws_iam_user.u, as aws_secretsmanager_secret_policy.s requires`,
      ],
    ],
    [
      'whoever is somewhere is no matter of who somebody is',
      secret(statement('Allow', everybody, ', Condition = { IpAddress = { "aws:SourceIp" = "10.0.0.0/8" } }')) +
        user('u'),
      [],
    ],
    [
      'calls of a service are not those of a principal',
      secret(statement('Allow', everybody, ', Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:sns:*" } }')) +
        user('u'),
      [],
    ],
  ])('%s', (_, source, expected) => {
    expect(readers(source)).toEqual(expected);
  });

  test('one that is refused for everybody counts for nobody', () => {
    const blocked = secret(statement('Allow', everybody)).replace(
      'secret_arn ',
      'block_public_policy = true\n secret_arn ',
    );
    expect(readers(blocked + user('u'))).toEqual([]);
  });

  test('one that is not known may deny', () => {
    const unknown = 'variable "p" {}\n' + secret().replace(/policy +=.*/, 'policy = var.p');
    expect(readers(unknown + user('u', own))).toEqual([
      `aws_iam_user.u -> ${s} by ${R}, only if the policy of ${s} allows aws_iam_user.u secretsmanager:GetSecretValue`,
    ]);
  });

  test('a boundary limits a role that is named by everybody, not a user', () => {
    const boundary = `resource "aws_iam_policy" "b" {\n name = "b"\n policy = ${policyOf(allow('"s3:*"', '"*"'))}\n}\n`;
    const bound = user('u').replace('name = "u"', 'name = "u"\n permissions_boundary = aws_iam_policy.b.arn');
    const role = `resource "aws_iam_role" "r" {
  name = "r"
  permissions_boundary = aws_iam_policy.b.arn
  assume_role_policy = ${policyOf('{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }')}
}\n`;
    expect(readers(secret(statement('Allow', everybody)) + boundary + bound + role)).toEqual([
      `aws_iam_user.u -> ${s} by ${R}`,
    ]);
  });

  const get = '"secretsmanager:GetSecretValue"';
  const denies = allow(get, '"*"').replace('Allow', 'Deny');
  const perhaps = denies.replace(/ }$/, ', Condition = { IpAddress = { "aws:SourceIp" = "203.0.113.0/24" } } }');
  const without = (name: string) =>
    `aws_iam_user.u -> ${s} by ${R}, only if the Deny Statement[0] of ${name}.policy does not apply`;
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['which leaves it out', allow('"s3:*"', '"*"'), [], [`aws_iam_user.u -> ${s} by ${R}`]],
    ['which denies it', denies, [], []],
    ['which may deny it', perhaps, [], [without('aws_iam_policy.b')]],
    ['and denials of its own', allow('"*"', '"*"'), [denies], []],
    ['and denials of its own that may apply', allow('"*"', '"*"'), [perhaps], [without('aws_iam_user_policy.u')]],
    ['which denies it, and denials that may apply', denies, [perhaps], []],
    ['which may deny it, and denials of its own', perhaps, [denies], []],
    ['which may deny it, as may its own policies', perhaps, [perhaps], [without('aws_iam_user_policy.u')]],
  ])('a user who is named, with a boundary %s', (_, boundary, denials, expected) => {
    const limits = `resource "aws_iam_policy" "b" {\n name = "b"\n policy = ${policyOf(boundary)}\n}\n`;
    const bound = user('u', ...denials).replace(
      'name = "u"',
      'name = "u"\n permissions_boundary = aws_iam_policy.b.arn',
    );
    expect(readers(secret(statement('Allow', itself)) + limits + bound)).toEqual(expected);
  });
});
