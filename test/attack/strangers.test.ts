import { describe, expect, test } from 'vitest';
import { policyOf, readers, user } from './readers.js';

const R = 'read-data-store';
const P = 'read-public-store';

describe('strangers', () => {
  const bucket = (policy: string, block: string, more = '') => `
resource "aws_s3_bucket" "b" {\n bucket = "b-1"\n}
resource "aws_s3_bucket_policy" "b" {\n bucket = aws_s3_bucket.b.id\n policy = ${policy}\n}
${block === '' ? '' : `resource "aws_s3_bucket_public_access_block" "b" {\n bucket = aws_s3_bucket.b.id\n ${block}\n}\n`}${more}\n`;
  const statement = (more = '', resource = '/*') =>
    policyOf(
      `{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "\${aws_s3_bucket.b.arn}${resource}"${more} }`,
    );
  const TAGGED =
    '{ Effect = "Deny", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/*", Condition = { StringEquals = { "s3:ExistingObjectTag/embargoed" = "true" } } }';
  const READS = '{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }';
  const PUBLIC =
    '{ Sid = "PublicRead", Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/*" }';
  const OPEN = 'block_public_policy = false';
  const yes = [`anonymous -> aws_s3_bucket.b by ${P}`];
  const meant = [`anonymous -> aws_s3_bucket.b by ${P}, by design`];
  const older = [
    `anonymous -> aws_s3_bucket.b by ${P}, only if aws_s3_bucket.b was created before April 2023, when AWS began to block public access to new buckets`,
  ];
  test.each<[string, string, readonly string[]]>([
    ['a policy for everybody, nothing blocked', bucket(statement(), OPEN), yes],
    ['by default new buckets are blocked', bucket(statement(), ''), older],
    ['the policy is refused', bucket(statement(), 'block_public_policy = true'), []],
    ['the policy is restricted', bucket(statement(), 'restrict_public_buckets = true'), []],
    [
      'the whole account is blocked',
      bucket(statement(), OPEN, 'resource "aws_s3_account_public_access_block" "a" {\n block_public_policy = true\n}'),
      [],
    ],
    [
      'of an organisation',
      bucket(statement(', Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }'), OPEN),
      [],
    ],
    [
      'through an endpoint',
      bucket(statement(', Condition = { StringEquals = { "aws:SourceVpce" = "vpce-1" } }'), OPEN),
      [],
    ],
    [
      'from known addresses',
      bucket(statement(', Condition = { IpAddress = { "aws:SourceIp" = ["192.0.2.0/24"] } }'), OPEN),
      [],
    ],
    [
      'from the addresses of a content network',
      bucket(
        statement(', Condition = { IpAddress = { "aws:SourceIp" = data.fastly_ip_ranges.f.cidr_blocks } }'),
        OPEN,
        'data "fastly_ip_ranges" "f" {}',
      ),
      [],
    ],
    [
      'from one address, whichever it is',
      bucket(
        statement(', Condition = { IpAddress = { "aws:SourceIp" = ["${aws_eip.nat.public_ip}/32"] } }'),
        OPEN,
        'resource "aws_eip" "nat" {}',
      ),
      [],
    ],
    [
      'from addresses that are not known',
      bucket(
        statement(', Condition = { IpAddress = { "aws:SourceIp" = ["${var.range}"] } }'),
        OPEN,
        'variable "range" {}',
      ),
      [
        `${yes[0]}, only if IpAddress aws:SourceIp = {var.range} holds for an anonymous caller, as aws_s3_bucket_policy.b requires`,
      ],
    ],
    [
      'from the addresses of AWS, of which anybody can have one',
      bucket(
        statement(', Condition = { IpAddress = { "aws:SourceIp" = data.aws_ip_ranges.a.cidr_blocks } }'),
        OPEN,
        'data "aws_ip_ranges" "a" {\n services = ["ec2"]\n}',
      ),
      [
        `${yes[0]}, only if IpAddress aws:SourceIp = {data.aws_ip_ranges.a.cidr_blocks} holds for an anonymous caller, as aws_s3_bucket_policy.b requires`,
      ],
    ],
    [
      'a policy that may not be there: that is all that is assumed',
      `variable "open" {}\n${bucket(statement(), OPEN).replace('"aws_s3_bucket_policy" "b" {', '"aws_s3_bucket_policy" "b" {\n count = var.open ? 1 : 0')}`,
      [`${yes[0]}, only if aws_s3_bucket_policy.b[0] exists, which depends on var.open`],
    ],
    [
      'its list as well, about whose objects nothing is known',
      bucket(
        statement(),
        '',
        'resource "aws_s3_bucket_ownership_controls" "b" {\n bucket = aws_s3_bucket.b.id\n rule {\n object_ownership = "BucketOwnerPreferred"\n }\n}\nresource "aws_s3_bucket_acl" "b" {\n bucket = aws_s3_bucket.b.id\n acl = "public-read"\n}',
      ),
      older,
    ],
    [
      'from any address',
      bucket(statement(', Condition = { IpAddress = { "aws:SourceIp" = ["0.0.0.0/0"] } }'), OPEN),
      yes,
    ],
    [
      'with a header that anybody may send',
      bucket(statement(', Condition = { StringLike = { "aws:Referer" = "https://example.org/*" } }', '/one.txt'), OPEN),
      [
        `anonymous -> aws_s3_bucket.b by ${P}, only if StringLike aws:Referer = https://example.org/* holds for an anonymous caller, as aws_s3_bucket_policy.b requires`,
      ],
    ],
    [
      'where certificates are proved',
      bucket(statement(), OPEN).replace('"b-1"', '"${var.env}-domains-challenge"'),
      meant,
    ],
    ['of somebody who is called as a protocol is', bucket(statement(), OPEN).replace('"b-1"', '"acme-backups"'), yes],
    ['of a contest', bucket(statement(), OPEN).replace('"b-1"', '"coding-challenge-entries"'), yes],
    ['a part that is picked', bucket(statement('', '/downloads/*'), OPEN), meant],
    [
      'a part of whatever bucket has it, which is not picked for this one',
      bucket(statement('', '').replace('${aws_s3_bucket.b.arn}', 'arn:aws:s3:::*report*'), OPEN),
      [`${yes[0]}, only if an object of aws_s3_bucket.b has a key that matches \`*report*\``],
    ],
    [
      'a website',
      bucket(
        statement(),
        OPEN,
        'resource "aws_s3_bucket_website_configuration" "b" {\n bucket = aws_s3_bucket.b.id\n index_document {\n suffix = "index.html"\n }\n}',
      ),
      meant,
    ],
    ['a statement that says so', bucket(statement(', Sid = "PublicReadGetObject"'), OPEN), meant],
    [
      'for the pages of any site',
      bucket(
        statement(),
        OPEN,
        'resource "aws_s3_bucket_cors_configuration" "b" {\n bucket = aws_s3_bucket.b.id\n cors_rule {\n allowed_methods = ["GET"]\n allowed_origins = ["*"]\n }\n}',
      ),
      meant,
    ],
    ['a Deny of objects with a tag leaves the others', bucket(policyOf(PUBLIC, TAGGED), OPEN), meant],
    ['who reads what is there for the public wins nothing', bucket(policyOf(PUBLIC), OPEN, user('u', READS)), meant],
    [
      'unless some of it is not',
      bucket(policyOf(PUBLIC, TAGGED), OPEN, user('u', READS)),
      [...meant, `aws_iam_user.u -> aws_s3_bucket.b by ${R}`],
    ],
    [
      'an origin access identity is not everybody',
      bucket(
        policyOf(
          '{ Effect = "Allow", Principal = { AWS = aws_cloudfront_origin_access_identity.o.iam_arn }, Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/*" }',
        ),
        OPEN,
        'resource "aws_cloudfront_origin_access_identity" "o" {}\n' + user('u'),
      ),
      [],
    ],
    [
      'what a key of KMS protects takes a signature',
      bucket(
        statement(),
        OPEN,
        'resource "aws_s3_bucket_server_side_encryption_configuration" "b" {\n bucket = aws_s3_bucket.b.id\n rule {\n apply_server_side_encryption_by_default {\n sse_algorithm = "aws:kms"\n }\n }\n}',
      ),
      [],
    ],
    ['who is there reads it as strangers do', bucket(statement(), OPEN, user('u')), yes],
    [
      'where only strangers are kept out, who is there reads it',
      bucket(statement(), 'restrict_public_buckets = true', user('u')),
      [`aws_iam_user.u -> aws_s3_bucket.b by ${R}`],
    ],
  ])('%s', (_, source, expected) => {
    expect(readers(source)).toEqual(expected);
  });

  const listed = (more: string) => `resource "aws_s3_bucket" "b" {\n bucket = "b-1"\n}\n${more}`;
  const owned = (ownership: string) =>
    `resource "aws_s3_bucket_ownership_controls" "b" {\n bucket = aws_s3_bucket.b.id\n rule {\n object_ownership = "${ownership}"\n }\n}\n`;
  const open = 'resource "aws_s3_bucket_public_access_block" "b" {\n bucket = aws_s3_bucket.b.id\n}\n';
  const acl = 'resource "aws_s3_bucket_acl" "b" {\n bucket = aws_s3_bucket.b.id\n acl = "public-read"\n}\n';
  const object = 'resource "aws_s3_object" "o" {\n bucket = aws_s3_bucket.b.id\n key = "k"\n acl = "public-read"\n}\n';
  const grant =
    'resource "aws_s3_bucket_acl" "b" {\n bucket = aws_s3_bucket.b.id\n access_control_policy {\n grant {\n permission = "READ"\n grantee {\n type = "Group"\n uri = "http://acs.amazonaws.com/groups/global/AllUsers"\n }\n }\n owner {\n id = "x"\n }\n }\n}\n';
  const objects =
    'only if access control lists of objects in aws_s3_bucket.b allow everyone to read them, as that of the bucket allows everyone to list them';
  test.each<[string, string, readonly string[]]>([
    [
      'a list of the bucket is about its keys',
      acl + open + owned('ObjectWriter'),
      [`anonymous -> aws_s3_bucket.b by ${P}, ${objects}`],
    ],
    ['as a grant', grant + open + owned('ObjectWriter'), [`anonymous -> aws_s3_bucket.b by ${P}, ${objects}`]],
    ['a list of an object is about the object', object + open + owned('BucketOwnerPreferred'), meant],
    ['lists are off', object + open + owned('BucketOwnerEnforced'), []],
    [
      'lists are ignored',
      object + open.replace('bucket =', 'ignore_public_acls = true\n bucket =') + owned('ObjectWriter'),
      [],
    ],
    [
      'what a key of KMS protects takes a signature',
      object +
        open +
        owned('ObjectWriter') +
        'resource "aws_s3_bucket_server_side_encryption_configuration" "b" {\n bucket = aws_s3_bucket.b.id\n rule {\n apply_server_side_encryption_by_default {\n sse_algorithm = "aws:kms"\n }\n }\n}',
      [],
    ],
    ['new buckets have none', object + open, [`${meant[0]}, ${older[0]?.slice(older[0].indexOf('only'))}`]],
    ['a private one', acl.replace('public-read', 'private') + open + owned('ObjectWriter'), []],
  ])('access control lists: %s', (_, source, expected) => {
    expect(readers(listed(source))).toEqual(expected);
  });

  const queue = (more = '') =>
    `resource "aws_sns_topic" "t" {\n name = "t"\n}\nresource "aws_sqs_queue" "q" {\n name = "q"\n policy = ${policyOf(`{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*"${more} }`)}\n}\n`;
  const domain = (more: string) =>
    `resource "aws_opensearch_domain" "d" {\n domain_name = "d"\n access_policies = ${policyOf('{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:*", Resource = "*" }')}\n ${more}\n}\n`;
  test.each<[string, string, readonly string[]]>([
    ['a queue', queue(), [`anonymous -> aws_sqs_queue.q by ${P}`]],
    ['what a topic sends to', queue(', Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.t.arn } }'), []],
    ['a domain', domain(''), [`anonymous -> aws_opensearch_domain.d by ${P}`]],
    ['a domain in a VPC', domain('vpc_options {\n subnet_ids = ["subnet-1"]\n }'), []],
    ['a domain with users of its own', domain('advanced_security_options {\n enabled = true\n }'), []],
    [
      'a table refuses a policy for everybody',
      `resource "aws_dynamodb_table" "t" {\n name = "t"\n}\nresource "aws_dynamodb_resource_policy" "t" {\n resource_arn = aws_dynamodb_table.t.arn\n policy = ${policyOf('{ Effect = "Allow", Principal = "*", Action = "dynamodb:GetItem", Resource = "*" }')}\n}\n${user('u')}`,
      [],
    ],
    [
      'a secret with the key of the service',
      `resource "aws_secretsmanager_secret" "s" {\n name = "s"\n policy = ${policyOf('{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }')}\n}\n`,
      [],
    ],
    [
      'a secret with a key for everybody',
      `resource "aws_kms_key" "k" {\n policy = ${policyOf('{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }')}\n}\nresource "aws_secretsmanager_secret" "s" {\n name = "s"\n kms_key_id = aws_kms_key.k.arn\n policy = ${policyOf('{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }')}\n}\n`,
      [`anonymous -> aws_secretsmanager_secret.s by ${P}`],
    ],
  ])('%s', (_, source, expected) => {
    expect(readers(source)).toEqual(expected);
  });
});
