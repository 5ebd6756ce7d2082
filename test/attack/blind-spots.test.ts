/** What an attacker might use and no technique follows, and what only looks like an entry point. */
import { describe, expect, test } from 'vitest';
import { analyse } from '#attack/analyse.js';
import { blindSpotsOf } from '#attack/blind-spots.js';
import { notEntries } from '#attack/not-entries.js';
import { actionInfo } from '#aws/iam/actions.js';
import { ROLE_TAKERS } from '#aws/iam/role-takers.generated.js';
import { VPC, estateOf } from '../aws/estate/support.js';
import { policyOf, user } from './readers.js';

const analysed = (text: string, more: object = {}) =>
  analyse(estateOf(text), { rootModule: '.', assumption: 'code-execution', ...more });
const allow = (actions: string, resource = '*', more = ''): string =>
  `{ Effect = "Allow", Action = ${actions}, Resource = "${resource}"${more} }`;
const key = (name: string, more = ''): string =>
  `resource "aws_iam_access_key" "${name}" {\n user = aws_iam_user.${name}.name\n ${more}\n}`;
const role = (name: string, principal: string, more = '', policies = ''): string => `
resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = ${policyOf(`{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${principal}${more} }`)}
  ${policies}
}`;
const DISTRIBUTION = 'resource "aws_cloudfront_distribution" "d" {\n enabled = true\n}';
const FUNCTION = `
resource "aws_lambda_function" "f" {\n function_name = "f"\n role = "r"\n}
resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "NONE"\n}`;
const OUTSIDE = 'what happens with it there is not modelled';

describe('blind spots', () => {
  const spots = (text: string): readonly string[] =>
    blindSpotsOf(analysed(text)).map(({ address, what }) => `${address} ${what}`);

  test.each<[string, string, readonly string[]]>([
    [
      'a front door that leads nowhere',
      DISTRIBUTION,
      ['aws_cloudfront_distribution.d a CloudFront distribution: what is behind it is not modelled'],
    ],
    ['a front door that an entry point is behind', FUNCTION, []],
    [
      'a key that passes any role to a service',
      user('u', allow('["iam:PassRole", "glue:CreateCrawler"]')) + key('u'),
      [`aws_iam_user.u can pass any role to glue: ${OUTSIDE}`],
    ],
    [
      'to several',
      user('u', allow('["iam:PassRole", "glue:*", "kendra:*"]')) + key('u'),
      [`aws_iam_user.u can pass any role to glue and kendra: ${OUTSIDE}`],
    ],
    [
      'a key that passes roles for which nothing takes one',
      user('u', allow('["iam:PassRole", "sqs:*"]')) + key('u'),
      [],
    ],
    ['a key that passes no role', user('u', allow('"glue:*"')) + key('u'), []],
    [
      'a key that passes one role',
      user('u', allow('"iam:PassRole"', 'arn:aws:iam::*:role/one'), allow('"glue:*"')) + key('u'),
      [],
    ],
    [
      'a key that passes any role to one service only',
      user(
        'u',
        allow(
          '"iam:PassRole"',
          '*',
          ', Condition = { StringEquals = { "iam:PassedToService" = "kendra.amazonaws.com" } }',
        ),
        allow('["glue:*", "kendra:*"]'),
      ) + key('u'),
      [`aws_iam_user.u can pass any role to kendra: ${OUTSIDE}`],
    ],
    [
      'a key that passes a role by a step',
      user('u', allow('["iam:PassRole", "glue:CreateJob", "glue:StartJobRun"]')) +
        key('u') +
        role('r', '{ Service = "glue.amazonaws.com" }'),
      [],
    ],
    ['an administrator', user('u', allow('"*"')) + key('u'), []],
    [
      'a way to administration that no technique follows',
      user('u', allow('"iam:UpdateSAMLProvider"')) + key('u'),
      [
        'aws_iam_user.u is allowed iam:UpdateSAMLProvider, which makes the roles that trust the identity provider accept what the caller signs: where that leads is not modelled',
      ],
    ],
    [
      'a role that nobody comes to',
      role(
        'r',
        '{ Service = "ec2.amazonaws.com" }',
        '',
        `inline_policy {\n name = "p"\n policy = ${policyOf(allow('["iam:PassRole", "glue:*"]'))}\n }`,
      ),
      [],
    ],
    [
      'a role that people from outside assume',
      role(
        'r',
        '{ Federated = "accounts.google.com" }',
        '',
        `inline_policy {\n name = "p"\n policy = ${policyOf(allow('["iam:PassRole", "glue:*"]'))}\n }`,
      ),
      [`aws_iam_role.r can pass any role to glue: ${OUTSIDE}`],
    ],
  ])('%s', (_, text, expected) => {
    expect(spots(text)).toEqual(expected);
  });

  test('the actions that hand over a role are documented, and write', () => {
    expect(ROLE_TAKERS).toEqual(
      expect.arrayContaining(['glue:CreateCrawler', 'lambda:CreateFunction', 'ecs:RegisterTaskDefinition']),
    );
    for (const action of ROLE_TAKERS) expect(actionInfo(action)?.accessLevel, action).toMatch(/Write/);
  });
});

describe('no entry points, although they look like it', () => {
  const rule = (cidr: string): string =>
    `resource "aws_security_group" "web" {\n vpc_id = aws_vpc.main.id\n ingress {\n from_port = 443\n to_port = 443\n protocol = "tcp"\n cidr_blocks = ["${cidr}"]\n }\n}`;
  const instance = (cidr: string, address: boolean, subnet = 'public'): string =>
    `${VPC}\n${rule(cidr)}\nresource "aws_instance" "web" {\n subnet_id = aws_subnet.${subnet}.id\n vpc_security_group_ids = [aws_security_group.web.id]\n associate_public_ip_address = ${address}\n}`;
  const OPEN = '0.0.0.0/0';
  const bucket = (blocked: boolean): string => `
resource "aws_s3_bucket" "b" {\n bucket = "b"\n}
resource "aws_s3_bucket_public_access_block" "b" {\n bucket = aws_s3_bucket.b.id\n block_public_policy = ${blocked}\n restrict_public_buckets = ${blocked}\n}
resource "aws_s3_bucket_policy" "b" {\n bucket = aws_s3_bucket.b.id\n policy = ${policyOf('{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }')}\n}`;
  const GUARDED = `
resource "aws_api_gateway_rest_api" "a" {\n name = "a"\n}
resource "aws_api_gateway_method" "m" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = "r"\n http_method = "GET"\n authorization = "AWS_IAM"\n}`;
  const looks = (text: string, more: object = {}): readonly string[] => {
    const { estate, entries } = analysed(text, more);
    return notEntries(estate, entries).map(({ address, reason }) => `${address}: ${reason}`);
  };

  test.each<[string, string, readonly string[]]>([
    [
      'a public address behind a closed group',
      instance('10.0.0.0/8', true),
      ['aws_instance.web: it has a public address, but no security group allows the internet'],
    ],
    [
      'an open group without a public address',
      instance(OPEN, false),
      ['aws_instance.web: a security group of it allows the internet, but it has no public address'],
    ],
    ['one that the internet reaches', instance(OPEN, true), []],
    ['one of which nothing looks so', instance('10.0.0.0/8', false), []],
    [
      'an inactive key',
      user('u') + key('u', 'status = "Inactive"'),
      ['aws_iam_user.u: its access key aws_iam_access_key.u is inactive'],
    ],
    ['an active key', user('u') + key('u'), []],
    [
      'an API that asks for authorisation',
      GUARDED,
      ['aws_api_gateway_rest_api.a: a REST API on the internet, but every way through it requires authorisation'],
    ],
    [
      'a public policy that is blocked',
      bucket(true),
      ['aws_s3_bucket.b: its policy allows everyone, but public access to it is blocked'],
    ],
    ['a public policy that is not', bucket(false), []],
    [
      'a role for people of an identity provider',
      role('r', '{ Federated = "accounts.google.com" }'),
      [
        'aws_iam_role.r: an identity of accounts.google.com can assume it; assumed: identities that are not in the configuration are trusted. Start there with --entry',
      ],
    ],
    [
      'a role for everybody',
      role('r', '"*"'),
      [
        'aws_iam_role.r: any AWS account can assume it; assumed: identities that are not in the configuration are trusted. Start there with --entry',
      ],
    ],
    ['a role for a service', role('r', '{ Service = "ec2.amazonaws.com" }'), []],
  ])('%s', (_, text, expected) => {
    expect(looks(text)).toEqual(expected);
  });

  test('what --assume leaves out is there, with its reason', () => {
    const text = `${FUNCTION}${user('u')}${key('u')}`;

    expect(looks(text, { leaveOut: ['leaks'] })).toEqual([
      'aws_iam_user.u: excluded by --assume: aws_iam_access_key.u is a long-lived access key; assumed: it leaks',
    ]);
    expect(looks(text, { leaveOut: ['internet'] })).toEqual([
      'aws_lambda_function.f: excluded by --assume: anyone can invoke it (aws_lambda_function_url.u)',
    ]);
  });

  test('none where the user named the start', () => {
    expect(looks(instance(OPEN, false), { entries: ['aws_instance.web'] })).toEqual([]);
  });
});
