/** Which accounts and regions provider configurations are, and how they lie to the default one. */
import { describe, expect, test } from 'vitest';
import { type Account, borderBetween } from '#aws/accounts/account.js';
import { type Accounts, accountsOf, type GivenAccounts } from '#aws/accounts/accounts.js';
import { loadPlan } from '#terraform/plan/plan.js';
import type { Configuration } from '#model/configuration.js';
import { configure } from '../../terraform/support.js';

const queue = (provider: string) => `
resource "aws_sqs_queue" "${provider.replace('.', '_')}" {
  provider = ${provider}
}
`;
const OTHER = queue('aws.x') + queue('aws');
const provider = (inside: string, alias = '') => `provider "aws" {\n${alias}\n${inside}\n}\n`;
const aliased = (inside: string) => provider(inside, 'alias = "x"');
const role = (arn: string) => `assume_role {\n role_arn = ${arn}\n}`;

function accountAt(configuration: Configuration, accounts: Accounts, address: string): Account {
  const resource = configuration.resource(address);
  if (!resource) throw new Error(`no ${address}`);
  return accounts.of(resource).account;
}

function border(text: string, given?: GivenAccounts): string {
  const configuration = configure(text + OTHER);
  const accounts = accountsOf(configuration, given);
  return borderBetween(accounts.own, accountAt(configuration, accounts, 'aws_sqs_queue.aws_x'));
}

const A = '"arn:aws:iam::111111111111:role/deploy"';
const B = '"arn:aws:iam::222222222222:role/deploy"';
const CALLER = 'data "aws_caller_identity" "c" {}\n';
const given = (ids: Record<string, string>) => new Map(Object.entries(ids));

describe('an alias and the default provider', () => {
  test.each<[string, string, string, string]>([
    ['neither says anything', '', '', 'none'],
    ['another region', 'region = "eu-west-1"', 'region = "us-east-1"', 'none'],
    ['other tags', '', 'default_tags {\n tags = { a = "b" }\n}', 'none'],
    ['the same profile', 'profile = "p"', 'profile = "p"', 'none'],
    ['the same profile, unknown', 'profile = var.p', 'profile = var.p', 'none'],
    ['an empty profile is none', '', 'profile = ""', 'none'],
    ['another profile', 'profile = "p"', 'profile = "q"', 'unknown'],
    ['an unknown profile', 'profile = "p"', 'profile = var.p', 'unknown'],
    ['other keys', '', 'access_key = "AKIA"', 'unknown'],
    ['the same credentials file', 'shared_credentials_files = ["f"]', 'shared_credentials_files = ["f"]', 'none'],
    ['another credentials file', 'shared_credentials_files = ["f"]', 'shared_credentials_files = ["g"]', 'unknown'],
    ['the same account by two roles', role(A), role('"arn:aws:iam::111111111111:role/other"'), 'none'],
    ['two accounts', role(A), role(B), 'other'],
    ['a role out of the environment', '', role(B), 'unknown'],
    ['no role', '', role('null'), 'none'],
    ['an empty role', '', role('""'), 'none'],
    ['the last of two roles', role(A), `${role(B)}\n${role(A)}`, 'none'],
    ['a role by web identity', role(A), `assume_role_with_web_identity {\n role_arn = ${B}\n}`, 'other'],
    ['an unknown role', role(A), role('var.role'), 'unknown'],
    ['the same unknown role', role('var.role'), role('var.role'), 'none'],
    ['two unknown roles', role('var.role'), role('var.p'), 'unknown'],
    ['one unknown account', role('"arn:aws:iam::${var.p}:role/a"'), role('"arn:aws:iam::${var.p}:role/b"'), 'none'],
    [
      'two unknown accounts',
      role('"arn:aws:iam::${var.p}:role/a"'),
      role('"arn:aws:iam::${var.role}:role/a"'),
      'unknown',
    ],
    [
      'what can only be read, of one account',
      role('can(regex("a", var.p)) ? null : "arn:aws:iam::${lower(var.p)}:role/a"'),
      role('can(regex("a", var.p)) ? null : "arn:aws:iam::${lower(var.p)}:role/b"'),
      'none',
    ],
    [
      'what can only be read, of two',
      role('"arn:aws:iam::${lower(var.p)}:role/a"'),
      role('"arn:aws:iam::${upper(var.p)}:role/a"'),
      'unknown',
    ],
    ['a role of its own account', '', role('"arn:aws:iam::${data.aws_caller_identity.c.account_id}:role/a"'), 'none'],
    [
      'a role that may be there',
      role(B),
      `dynamic "assume_role" {\n for_each = var.p\n content {\n role_arn = ${B}\n}\n}`,
      'unknown',
    ],
    ['one account is allowed', 'profile = "p"\nallowed_account_ids = ["111111111111"]', role(A), 'none'],
    ['another is allowed', 'profile = "p"\nallowed_account_ids = [111111111111]', role(B), 'other'],
    [
      'several are allowed',
      'profile = "p"\nallowed_account_ids = ["111111111111", "222222222222"]',
      role(B),
      'unknown',
    ],
    ['an unknown one is allowed', 'allowed_account_ids = [var.p]', role('"arn:aws:iam::${var.p}:role/a"'), 'none'],
    ['endpoints of AWS', '', 'endpoints {\n sts = "https://sts.eu-west-1.amazonaws.com"\n}', 'none'],
    ['endpoints of something else', '', 'endpoints {\n s3 = "http://localhost:4566"\n}', 'unknown'],
  ])('%s', (_, first, second, expected) => {
    expect(border(`variable "p" {}\nvariable "role" {}\n${CALLER}${provider(first)}${aliased(second)}`)).toBe(expected);
  });

  test.each<[string, Record<string, string>, string]>([
    ['two ids', { aws: '111111111111', x: '222222222222' }, 'other'],
    ['one id for both', { default: '111111111111', 'aws.x': '111111111111' }, 'none'],
    ['one is not enough', { x: '222222222222' }, 'unknown'],
  ])('given: %s', (_, ids, expected) => {
    expect(border(provider('profile = "p"') + aliased('profile = "q"'), given(ids))).toBe(expected);
  });

  test('an alias that is not declared may be another account', () => {
    expect(border(provider(''))).toBe('unknown');
  });
});

describe('the own account', () => {
  test.each<[string, string, string | undefined]>([
    [
      'a role that a function runs with',
      'resource "aws_lambda_function" "f" {\n role = "arn:aws:iam::333333333333:role/f"\n}',
      '333333333333',
    ],
    [
      'two that do not agree',
      'resource "aws_lambda_function" "f" {\n for_each = toset(["333333333333", "444444444444"])\n role = "arn:aws:iam::${each.key}:role/f"\n}',
      undefined,
    ],
    [
      'a policy of AWS is in no account',
      'resource "aws_iam_role_policy_attachment" "a" {\n role = "r"\n policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}',
      undefined,
    ],
    [
      'a role elsewhere',
      `${aliased(role(B))}resource "aws_lambda_function" "f" {\n provider = aws.x\n role = ${B}\n}`,
      undefined,
    ],
  ])('%s', (_, text, id) => {
    expect(accountsOf(configure(text + queue('aws'))).own.id).toBe(id);
  });

  test('is that of most resources where none uses the default provider', () => {
    const configuration = configure(provider(role(A), 'alias = "y"') + aliased(role(B)) + queue('aws.x'));
    const { own } = accountsOf(configuration);
    expect([own.id, own.label]).toEqual(['222222222222', 'x']);
  });
});

describe('modules', () => {
  const accountOf = (files: Record<string, string>, address: string): string | undefined => {
    const configuration = configure(files);
    return accountAt(configuration, accountsOf(configuration), address).id;
  };
  const main = provider(role(A)) + aliased(role(B));
  const call = (providers: string) => `module "m" {\n source = "./m"\n ${providers}\n}\n`;
  test.each<[string, string, string, string]>([
    ['the default provider comes of itself', call(''), queue('aws'), '111111111111'],
    ['another in its place', call('providers = { aws = aws.x }'), queue('aws'), '222222222222'],
    ['an alias of the module', call('providers = { aws.y = aws.x }'), queue('aws.y'), '222222222222'],
    ['the default as an alias', call('providers = { aws.y = aws }'), queue('aws.y'), '111111111111'],
    [
      'a module with its own',
      call(''),
      `${provider(role('"arn:aws:iam::333333333333:role/m"'))}${queue('aws')}`,
      '333333333333',
    ],
    [
      'a block that only stands for one',
      call('providers = { aws.y = aws.x }'),
      `provider "aws" {\n alias = "y"\n}\n${queue('aws.y')}`,
      '222222222222',
    ],
  ])('%s', (_, caller, module, id) => {
    const name = module.includes('aws_y') ? 'aws_y' : 'aws';
    expect(accountOf({ 'main.tf': main + caller, 'm/main.tf': module }, `module.m.aws_sqs_queue.${name}`)).toBe(id);
  });

  test('a module in a module', () => {
    const files = {
      'main.tf': main + call('providers = { aws.y = aws.x }'),
      'm/main.tf': 'module "n" {\n source = "./n"\n providers = { aws.z = aws.y }\n}\n',
      'm/n/main.tf': queue('aws.z'),
    };
    expect(accountOf(files, 'module.m.module.n.aws_sqs_queue.aws_z')).toBe('222222222222');
  });

  test('each instance of a module has what was passed to its call', () => {
    const files = {
      'main.tf': `${main}module "m" {\n source = "./m"\n for_each = toset(["a"])\n providers = { aws = aws.x }\n}\n`,
      'm/main.tf': queue('aws'),
    };
    expect(accountOf(files, 'module.m["a"].aws_sqs_queue.aws')).toBe('222222222222');
  });
});

describe('regions', () => {
  const regionOf = (text: string, address: string): string => {
    const configuration = configure(text);
    const resource = configuration.resource(address);
    if (!resource) throw new Error(`no ${address}`);
    const { region } = accountsOf(configuration).of(resource);
    return typeof region === 'string' ? region : region.id;
  };
  test.each<[string, string, string]>([
    ['of the provider', provider('region = "eu-west-1"') + queue('aws'), 'eu-west-1'],
    ['of the environment', provider('') + queue('aws'), '<region>'],
    ['of a variable', `variable "r" {}\n${provider('region = var.r')}${queue('aws')}`, '<region>'],
    [
      'of a resource',
      `${provider('region = "eu-west-1"')}resource "aws_sqs_queue" "aws" {\n region = "eu-west-2"\n}`,
      'eu-west-2',
    ],
  ])('%s', (_, text, region) => {
    expect(regionOf(text, 'aws_sqs_queue.aws')).toBe(region);
  });

  test('an alias in another unknown region', () => {
    const text = `variable "r" {}\nvariable "s" {}\n${provider('region = var.r')}${aliased('region = var.s')}${OTHER}`;
    expect(regionOf(text, 'aws_sqs_queue.aws_x')).toBe('<region:x>');
  });

  test('a table with replicas is in several', () => {
    const table = 'resource "aws_dynamodb_table" "t" {\n replica {\n region_name = "eu-west-2"\n }\n}\n';
    expect(regionOf(provider('region = "eu-west-1"') + table, 'aws_dynamodb_table.t')).toBe('<region>');
  });
});

test('a plan holds ids as they are', () => {
  const queueOf = (name: string, arn: string) => ({
    address: `aws_sqs_queue.${name}`,
    mode: 'managed',
    type: 'aws_sqs_queue',
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    values: { arn },
  });
  const plan = {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          queueOf('a', 'arn:aws:sqs:eu-west-1:111111111111:a'),
          queueOf('b', 'arn:aws:sqs:eu-west-1:222222222222:b'),
        ],
      },
    },
    configuration: {
      provider_config: { aws: { expressions: {} }, 'aws.x': { alias: 'x', expressions: {} } },
      root_module: { resources: [{ address: 'aws_sqs_queue.b', provider_config_key: 'aws.x' }] },
    },
  };
  const configuration = loadPlan(JSON.stringify(plan));
  const accounts = accountsOf(configuration);
  const idOf = (name: string) => accountAt(configuration, accounts, `aws_sqs_queue.${name}`).id;
  expect([idOf('a'), idOf('b')]).toEqual(['111111111111', '222222222222']);
});

test.each([
  ['aws', true],
  ['default', true],
  ['x', true],
  ['aws.x', true],
  ['y', false],
])('knows %s: %s', (name, expected) => {
  expect(accountsOf(configure(OTHER)).knows(name)).toBe(expected);
});
