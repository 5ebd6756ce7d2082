/** What accounts do to policies: ids in ARNs, borders, trust. */
import { describe, expect, test } from 'vitest';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import { configure } from '../../terraform/support.js';

const A = '111111111111';
const B = '222222222222';
const inAccount = (id: string, alias = '') =>
  `provider "aws" {\n${alias}\nregion = "eu-west-1"\nassume_role {\n role_arn = "arn:aws:iam::${id}:role/deploy"\n}\n}\n`;
const TWO = inAccount(A) + inAccount(B, 'alias = "x"');
const MAYBE = 'provider "aws" {\n profile = "p"\n}\nprovider "aws" {\n alias = "x"\n profile = "q"\n}\n';
const ONE = 'provider "aws" {\n region = "eu-west-1"\n}\n';

const user = (allow: string) => `
resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_user_policy" "u" {
  user   = aws_iam_user.u.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", ${allow} }] })
}
`;
const table = (provider = 'aws') => `
resource "aws_dynamodb_table" "t" {
  provider = ${provider}
  name     = "t"
}
`;
const role = (trust: string, provider = 'aws', name = 'r') => `
resource "aws_iam_role" "${name}" {
  provider = ${provider}
  name     = "${name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", ${trust} }] })
}
`;
const read = (resource: string) => user(`Action = "dynamodb:GetItem", Resource = ${resource}`);
const assume = (resource = '"*"') => user(`Action = "sts:AssumeRole", Resource = ${resource}`);
const arn = (account: string, name = 't', region = '*') => `"arn:aws:dynamodb:${region}:${account}:table/${name}"`;
const caller = (name: string, provider: string) =>
  `data "aws_caller_identity" "${name}" {\n provider = ${provider}\n}\n`;

function estateOf(text: string): Estate {
  return buildEstate(configure(text)).estate;
}

/** Certainty of what the user may do, with what it assumes. */
function readsTable(text: string): string {
  const { iam, configuration } = estateOf(text);
  const resource = configuration.resource('aws_dynamodb_table.t');
  const principal = iam.principal('aws_iam_user.u');
  if (!resource || !principal) throw new Error('not there');
  const [grant] = iam.grants({ principal, action: 'dynamodb:GetItem', target: { arn: undefined, resource } });
  // Whatever it came to rest on besides, what its premise is about is the grant.
  expect(grant?.premise.subject).toBe(grant);
  return grant ? [grant.premise.certainty, grant.premise.assumes?.what].filter(Boolean).join(': ') : 'no';
}

describe('the table of', () => {
  test.each<[string, string, string]>([
    ['the own account, by a star', TWO + table() + read('"*"'), 'certain'],
    ['another, by a star', TWO + table('aws.x') + read('"*"'), 'no'],
    ['another, by its name', TWO + table('aws.x') + read('aws_dynamodb_table.t.arn'), 'no'],
    [
      'maybe another, by a star',
      MAYBE + table('aws.x') + read('"*"'),
      'assumed: aws.x and aws act in the same account',
    ],
    ['the own account, by its id', TWO + table() + read(arn(A)), 'certain'],
    ['the own account, by the id of another', TWO + table() + read(arn(B)), 'no'],
    ['the own account, by the id of nobody', TWO + table() + read(arn('999999999999')), 'no'],
    [
      'the own account, by its caller',
      TWO + caller('c', 'aws') + table() + read(arn('${data.aws_caller_identity.c.account_id}')),
      'certain',
    ],
    [
      'the own account, by the caller of another',
      TWO + caller('c', 'aws.x') + table() + read(arn('${data.aws_caller_identity.c.account_id}')),
      'no',
    ],
    ['an account of unknown id, in full', ONE + table() + read(arn(A)), 'certain'],
    [
      'an account of unknown id, by a pattern',
      ONE + table() + read(arn(A, 't*')),
      `assumed: ${A} is the account of the provider aws`,
    ],
    [
      'an account of unknown id, in full, with what AWS adds',
      ONE + table() + read(`[${arn(A, 't/*')}, ${arn(A, 't*')}]`),
      'certain',
    ],
    [
      'an account of unknown id, by several',
      ONE + table() + read(`[${arn(A)}, ${arn(B)}]`),
      `assumed: ${A} is the account of the provider aws`,
    ],
    [
      'an account that a pattern in full gives away',
      ONE + table() + role('Principal = "*"') + read(`["arn:aws:iam::${A}:role/r", ${arn(A, 't*')}]`),
      'certain',
    ],
    [
      'an account that a role in use gives away',
      `${ONE}resource "aws_lambda_function" "f" {\n role = "arn:aws:iam::${A}:role/f"\n}\n${table()}${read(arn(A, 't*'))}`,
      'certain',
    ],
    [
      'another than a role in use gives away',
      `${ONE}resource "aws_lambda_function" "f" {\n role = "arn:aws:iam::${A}:role/f"\n}\n${table()}${read(arn(B, 't*'))}`,
      'no',
    ],
    [
      'an account in a variable',
      `variable "id" {}\n${ONE}${table()}${read(arn('${var.id}', 't*'))}`,
      'assumed: arn:aws:dynamodb:*:{var.id}:table/t* is the ARN of aws_dynamodb_table.t',
    ],
    [
      'an account in a variable that is allowed',
      `variable "id" {}\nprovider "aws" {\n allowed_account_ids = [var.id]\n}\n${table()}${read(arn('${var.id}', 't*'))}`,
      'certain',
    ],
    [
      'an account in a variable that an ARN in full gives away',
      `variable "id" {}\n${ONE}${table()}${read(`[${arn('${var.id}', 't/*')}, ${arn('${var.id}', 't*')}]`)}`,
      'certain',
    ],
    [
      'a region in a variable',
      `variable "r" {}\nprovider "aws" {\n region = var.r\n}\n${table()}${read(arn('*', 't', '${var.r}'))}`,
      'certain',
    ],
    ['its region', TWO + table() + read(arn(A, 't', 'eu-west-1')), 'certain'],
    ['another region', TWO + table() + read(arn(A, 't', 'us-east-1')), 'no'],
    ['a region of the environment', `${table()}${read(arn('*', 't', 'us-east-1'))}`, 'certain'],
    [
      'a resource with a region of its own',
      `${ONE}${table().replace('name ', 'region = "us-east-1"\n  name ')}${read(arn('*', 't', 'eu-west-1'))}`,
      'no',
    ],
    [
      'the region that is asked for',
      TWO +
        table() +
        user(
          'Action = "dynamodb:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "us-east-1" } }',
        ),
      'no',
    ],
    [
      'the account that it has to be in',
      TWO +
        table() +
        user(
          `Action = "dynamodb:*", Resource = "*", Condition = { StringEquals = { "aws:ResourceAccount" = "${B}" } }`,
        ),
      'no',
    ],
    [
      'the account that the caller has to be in',
      TWO +
        table() +
        user(
          `Action = "dynamodb:*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalAccount" = "${A}" } }`,
        ),
      'certain',
    ],
  ])('%s', (_, text, expected) => {
    expect(readsTable(text)).toBe(expected);
  });
});

/** Certainty of the trust, whether a grant is needed too, and what is assumed. */
function assumes(text: string): string {
  const { iam } = estateOf(text);
  const [target, by] = [iam.principal('aws_iam_role.r'), iam.principal('aws_iam_user.u')];
  const found = target && by && iam.assumable(target, by);
  if (!found) return 'no';
  const grant = found.needsGrant ? ` with a grant that is ${found.grants[0]?.premise.certainty}` : '';
  const what = found.trust.assumes?.what;
  return `${found.trust.certainty}${grant}${what === undefined ? '' : `: ${what}`}`;
}

describe('a role', () => {
  const itself = 'Principal = { AWS = aws_iam_user.u.arn }';
  const account = (id: string) => `Principal = { AWS = "arn:aws:iam::${id}:root" }`;
  const nothing = user('Action = "s3:GetObject", Resource = "*"');
  test.each<[string, string, string]>([
    ['of the own account that trusts the user', TWO + role(itself) + nothing, 'certain'],
    ['of the own account that trusts it', TWO + role(account(A)) + assume(), 'certain with a grant that is certain'],
    ['of the own account that trusts another', TWO + role(account(B)) + assume(), 'no'],
    [
      'of another that trusts the user, who may',
      TWO + role(itself, 'aws.x') + assume(),
      'certain with a grant that is certain',
    ],
    ['of another that trusts the user, who may not', TWO + role(itself, 'aws.x') + nothing, 'no'],
    [
      'of another that trusts the own account',
      TWO + role(account(A), 'aws.x') + assume(),
      'certain with a grant that is certain',
    ],
    ['of another that trusts itself', TWO + role(account(B), 'aws.x') + assume(), 'no'],
    [
      'of another that trusts everybody',
      TWO + role('Principal = "*"', 'aws.x') + assume(),
      'certain with a grant that is certain',
    ],
    [
      'of another, which the user may not assume',
      TWO + role(account(A), 'aws.x') + assume(`"arn:aws:iam::${A}:role/*"`),
      'no',
    ],
    [
      'of another, by its id',
      TWO + role(account(A), 'aws.x') + assume(`"arn:aws:iam::${B}:role/*"`),
      'certain with a grant that is certain',
    ],
    [
      'of maybe another that trusts the user, who may',
      MAYBE + role(itself, 'aws.x') + assume(),
      'certain with a grant that is certain',
    ],
    [
      'of maybe another that trusts the user, who may not',
      MAYBE + role(itself, 'aws.x') + nothing,
      'assumed: aws.x and aws act in the same account',
    ],
    [
      'of an account of unknown id that trusts one',
      ONE + role(account(A)) + assume(),
      `assumed with a grant that is certain: ${A} is the account of the provider aws`,
    ],
    [
      'of an account that a service is trusted for',
      `${ONE}${role(account(A))}${role(`Principal = { Service = "lambda.amazonaws.com" }, Condition = { StringEquals = { "aws:SourceAccount" = "${A}" } }`, 'aws', 's')}${assume()}`,
      'certain with a grant that is certain',
    ],
    [
      'of an account whose id stands in full elsewhere, that trusts it by its number',
      ONE + role(`Principal = { AWS = "${A}" }`) + assume(`"arn:aws:iam::${A}:role/r"`),
      'certain with a grant that is certain',
    ],
    [
      'that is named by a namesake',
      `${ONE}${role(account(A))}${user(`Action = "sts:AssumeRole", Resource = ["*", "arn:aws:iam::${A}:user/u"]`)}`,
      `assumed with a grant that is certain: ${A} is the account of the provider aws`,
    ],
  ])('%s', (_, text, expected) => {
    expect(assumes(text)).toBe(expected);
  });
});

test('roles of one name in two accounts are two', () => {
  const attach = (provider: string) =>
    `resource "aws_iam_role_policy_attachment" "${provider.replace('.', '_')}" {\n provider = ${provider}\n role = "r"\n policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n`;
  const { iam } = estateOf(
    `${TWO}${role('Principal = "*"')}${role('Principal = "*"', 'aws.x').replace('"aws_iam_role" "r"', '"aws_iam_role" "other"')}${attach('aws.x')}`,
  );
  const administers = (address: string) =>
    iam.principals.filter((each) => each.address === address).map((each) => iam.administrator(each).length);
  expect([administers('aws_iam_role.r'), administers('aws_iam_role.other')]).toEqual([[0], [1]]);
});

test('a resource policy of another account leaves it to the policies of the principal', () => {
  const text = (provider: string) => `${TWO}${user('Action = "s3:GetObject", Resource = "*"')}
resource "aws_efs_file_system" "f" {
  provider = ${provider}
}
resource "aws_efs_file_system_policy" "f" {
  provider       = ${provider}
  file_system_id = aws_efs_file_system.f.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "elasticfilesystem:ClientMount", Principal = { AWS = aws_iam_user.u.arn } }] })
}
`;
  const viaAccount = (provider: string) => {
    const { iam, configuration } = estateOf(text(provider));
    const resource = configuration.resource('aws_efs_file_system.f');
    const policy = configuration.resource('aws_efs_file_system_policy.f');
    const document = policy && iam.documentOf(policy, 'policy');
    if (!resource || !document) throw new Error('not there');
    const principal = iam.principal('aws_iam_user.u');
    const request = { principal, action: 'elasticfilesystem:ClientMount', target: { arn: undefined, resource } };
    return iam.evaluateResourcePolicy(document, request).allows.map((allow) => allow.viaAccount);
  };
  expect([viaAccount('aws'), viaAccount('aws.x')]).toEqual([[false], [true]]);
});

test('what a resource is given by its ARN is in its account, whatever the id', () => {
  const attached = (id: string, name: string) =>
    `resource "aws_iam_role_policy_attachment" "${name}" {\n role = aws_iam_role.r.name\n policy_arn = "arn:aws:iam::${id}:policy/p"\n}\n`;
  const policy =
    'resource "aws_iam_policy" "p" {\n name = "p"\n policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n';
  // Two ids, so that neither is known.
  const { iam, accounts } = estateOf(ONE + role('Principal = "*"') + policy + attached(A, 'a') + attached(B, 'b'));
  expect(accounts.own.id).toBeUndefined();
  expect(iam.principal('aws_iam_role.r')?.policies.map(({ document }) => document.id)).toEqual([
    'aws_iam_policy.p:policy',
    'aws_iam_policy.p:policy',
  ]);
});

test('a name that stands for something in two accounts gives no id away', () => {
  const other = table('aws.x').replace('"aws_dynamodb_table" "t"', '"aws_dynamodb_table" "other"');
  expect(readsTable(MAYBE + table() + other + read(arn(A)))).toBe(`assumed: ${A} is the account of the provider aws`);
});

describe('a bucket of another account', () => {
  const bucket = (principal: string) => `
resource "aws_s3_bucket" "b" {
  provider = aws.x
  bucket   = "b"
}
${
  principal === ''
    ? ''
    : `resource "aws_s3_bucket_policy" "b" {
  provider = aws.x
  bucket   = aws_s3_bucket.b.id
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "\${aws_s3_bucket.b.arn}/*", Principal = ${principal} }] })
}`
}
`;
  const may = user('Action = "s3:GetObject", Resource = "*"');
  const mayNot = user('Action = "s3:PutObject", Resource = "*"');
  const itself = '{ AWS = aws_iam_user.u.arn }';

  const block = (restrict: string) => `
resource "aws_s3_bucket_public_access_block" "b" {
  provider                = aws.x
  bucket                  = aws_s3_bucket.b.id
  restrict_public_buckets = ${restrict}
}
`;

  function access(text: string): string[] {
    const { iam, stores } = estateOf(text);
    const store = stores.find(({ address }) => address === 'aws_s3_bucket.b');
    const principal = iam.principal('aws_iam_user.u');
    if (!store || !principal) throw new Error('not there');
    const target = { arn: store.arn, resource: store.resource, policy: store.policy };
    const ways = iam.access({ principal, action: 's3:GetObject', target });
    return ways.map(({ premises }) =>
      premises.every(({ certainty }) => certainty === 'certain') ? 'certain' : 'assumed',
    );
  }

  test.each<[string, string, string[]]>([
    ['without a policy', TWO + bucket('') + may, []],
    ['that admits the user, who may', TWO + bucket(itself) + may, ['certain']],
    ['that admits the user, who may not', TWO + bucket(itself) + mayNot, []],
    [
      'that admits the account of the user, who may',
      TWO + bucket(`{ AWS = "arn:aws:iam::${A}:root" }`) + may,
      ['certain'],
    ],
    ['that admits its own account', TWO + bucket(`{ AWS = "arn:aws:iam::${B}:root" }`) + may, []],
    ['that admits everybody', TWO + bucket('"*"') + block('false') + may, ['certain']],
    ['that admits everybody, but is kept from the public', TWO + bucket('"*"') + block('true') + may, []],
    ['of maybe another, without a policy', MAYBE + bucket('') + may, ['assumed']],
    ['of maybe another, that admits the user, who may not', MAYBE + bucket(itself) + mayNot, ['assumed']],
    [
      'of maybe another, that admits the user, who may',
      MAYBE + bucket(itself) + may,
      ['certain', 'assumed', 'assumed'],
    ],
  ])('%s', (_, text, expected) => {
    expect(access(text)).toEqual(expected);
  });
});
