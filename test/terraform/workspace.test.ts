import { describe, expect, test } from 'vitest';
import type { LoadOptions } from '#terraform/load/options.js';
import { configure, output, plain, problems } from './support.js';

const cloud = (body: string): string => `terraform {\n  cloud {\n    workspaces {\n      ${body}\n    }\n  }\n}\n`;
const remote = (body: string): string =>
  `terraform {\n  backend "remote" {\n    workspaces {\n      ${body}\n    }\n  }\n}\n`;

describe('terraform.workspace', () => {
  const cases: readonly (readonly [when: string, text: string, options: Partial<LoadOptions>, expected: string])[] = [
    ['is not known unless told', '', {}, '<terraform.workspace>'],
    ['is told by the user', '', { workspace: 'prod' }, 'prod'],
    ['is told by the environment', '', { env: { TF_WORKSPACE: 'prod' } }, 'prod'],
    ['is not told by an empty variable', '', { env: { TF_WORKSPACE: '' } }, '<terraform.workspace>'],
    ['is named by a cloud block', cloud('name = "shop"'), {}, 'shop'],
    ['is named by the remote backend', remote('name = "shop"'), {}, 'shop'],
    ['is what the user says, whatever the backend names', cloud('name = "shop"'), { workspace: 'prod' }, 'prod'],
    ['is one of several by tags', cloud('tags = ["shop"]'), {}, '<terraform.workspace>'],
    ['is one of several by prefix', remote('prefix = "shop-"'), {}, '<terraform.workspace>'],
    ['is one of several in S3', 'terraform {\n  backend "s3" {}\n}\n', {}, '<terraform.workspace>'],
  ];
  test.each(cases)('%s', (_, text, options, expected) => {
    const configuration = configure(`${text}output "o" { value = terraform.workspace }`, options);
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toBe(expected);
  });
});

describe('what a workspace that is not known selects', () => {
  const text = (expression: string): string => `
locals {
  sizes = { dev = "small", prod = "large" }
  same  = { dev = "x", prod = "x" }
  lists = { dev = ["10.0.0.0/8"], prod = ["10.0.0.0/8"] }
  parts = {
    dev  = { region = "eu-west-1", zones = 1, open = ["10.0.0.0/8"] }
    prod = { region = "eu-west-1", zones = 3, open = ["10.0.0.0/8"] }
  }
  env = terraform.workspace
}
output "o" { value = ${expression} }`;
  test.each([
    ['local.sizes[terraform.workspace]', '<terraform.workspace>'],
    ['local.same[terraform.workspace]', 'x'],
    ['local.same[local.env]', 'x'],
    ['lookup(local.same, terraform.workspace, "x")', 'x'],
    ['lookup(local.same, terraform.workspace, "y")', '<terraform.workspace>'],
    ['local.lists[terraform.workspace]', ['10.0.0.0/8']],
    ['local.parts[terraform.workspace].region', 'eu-west-1'],
    ['local.parts[terraform.workspace].zones', '<terraform.workspace>'],
    ['local.parts[terraform.workspace].open[0]', '10.0.0.0/8'],
    ['terraform.workspace == "prod" ? "x" : "y"', '<terraform.workspace>'],
  ])('%s', (expression, expected) => {
    const configuration = configure(text(expression));
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toEqual(expected);
  });

  test('is what it is once the workspace is told', () => {
    expect(plain(output(configure(text('local.sizes[terraform.workspace]'), { workspace: 'dev' }), 'o'))).toBe('small');
    expect(problems(configure(text('local.sizes[terraform.workspace]'), { workspace: 'default' }))).toEqual([
      'Invalid index',
    ]);
  });
});

describe('resources of a workspace that is not known', () => {
  const maps = `
locals {
  counts = { dev = 1, prod = 3 }
  tables = {
    dev  = { orders = 1, drafts = 2 }
    prod = { orders = 3, invoices = 4 }
  }
}
`;
  test.each([
    ['count = terraform.workspace == "prod" ? 1 : 0', ['t[0] maybe']],
    ['count = local.counts[terraform.workspace]', ['t[0]', 't[1] maybe', 't[2] maybe']],
    ['count = lookup(local.counts, terraform.workspace, 2)', ['t[0]', 't[1] maybe', 't[2] maybe']],
    ['count = lookup({ dev = 1, prod = 1 }, terraform.workspace, 1)', ['t[0]']],
    ['for_each = local.tables[terraform.workspace]', ['t["drafts"] maybe', 't["orders"]', 't["invoices"] maybe']],
    ['for_each = terraform.workspace == "prod" ? toset(["a"]) : toset(["a", "b"])', ['t["a"]', 't["b"] maybe']],
    ['for_each = toset([terraform.workspace])', ['t["?"]']],
    ['for_each = toset([terraform.workspace, "a"])', ['t["a"]', 't["?"] maybe']],
    ['for_each = { "x-${terraform.workspace}" = 1 }', ['t["?"]']],
    ['for_each = { "x-${terraform.workspace}" = 1, y = 2 }', ['t["y"]', 't["?"] maybe']],
  ])('%s', (repetition, expected) => {
    const configuration = configure(`${maps}resource "aws_sqs_queue" "t" { ${repetition} }`);
    expect(problems(configuration)).toEqual([]);
    const found = configuration.resources.map(({ address, maybe }) => `${address.slice(14)}${maybe ? ' maybe' : ''}`);
    expect(found).toEqual(expected);
  });

  const queues = `${maps}
resource "aws_sqs_queue" "one" { count = terraform.workspace == "prod" ? 1 : 0 }
resource "aws_sqs_queue" "each" { for_each = local.tables[terraform.workspace] }
`;
  test.each([
    ['aws_sqs_queue.one[0].arn', '<aws_sqs_queue.one[0].arn>'],
    ['aws_sqs_queue.one.0.arn', '<aws_sqs_queue.one[0].arn>'],
    ['aws_sqs_queue.one[*].arn', '<aws_sqs_queue.one[0].arn>'],
    ['aws_sqs_queue.one.arn', '<aws_sqs_queue.one[0].arn>'],
    ['length(aws_sqs_queue.one)', '<aws_sqs_queue.one[0]>'],
    ['aws_sqs_queue.each["drafts"].arn', '<aws_sqs_queue.each["drafts"].arn>'],
  ])('%s', (expression, expected) => {
    const configuration = configure(`${queues}output "o" { value = ${expression} }`);
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toBe(expected);
  });

  test.each([
    ['try(aws_sqs_queue.one[0].arn, "none")', ['<aws_sqs_queue.one[0].arn>', 'none']],
    ['try(aws_sqs_queue.one[0].name, "none")', ['orders', 'none']],
    ['try(aws_sqs_queue.sure[0].arn, "none")', undefined],
    ['try(aws_sqs_queue.one[0].name, aws_sqs_queue.sure[0].name)', undefined],
  ])('%s may be either', (expression, expected) => {
    const configuration = configure(`
resource "aws_sqs_queue" "one" {
  count = terraform.workspace == "prod" ? 1 : 0
  name  = "orders"
}
resource "aws_sqs_queue" "sure" {
  count = 1
  name  = "orders"
}
output "o" { value = ${expression} }`);
    expect(problems(configuration)).toEqual([]);
    const value = output(configuration, 'o');
    expect(value.kind === 'unknown' ? value.oneOf?.map(plain) : undefined).toEqual(expected);
  });

  test('whether one that may exist can be read is not known', () => {
    const text = `${queues}output "o" { value = can(aws_sqs_queue.one[0].name) }`;
    expect(output(configure(text), 'o').kind).toBe('unknown');
  });

  test('an instance of unknown key has what its key and value are known to be', () => {
    const configuration = configure(`
resource "aws_sqs_queue" "t" {
  for_each         = { "x-\${terraform.workspace}" = 7 }
  name             = each.key
  max_message_size = each.value
}`);
    const [queue] = configuration.resources;
    expect(plain(queue?.attribute('name'))).toBe('x-<terraform.workspace>');
    expect(plain(queue?.attribute('max_message_size'))).toBe(7);
  });

  test('each has what the key has in every workspace', () => {
    const configuration = configure(`${maps}
resource "aws_sqs_queue" "t" {
  for_each    = { for name, wait in local.tables[terraform.workspace] : name => { wait = wait, fixed = 7 } }
  name        = each.key
  max_message_size = each.value.fixed
}`);
    const orders = configuration.resource('aws_sqs_queue.t["orders"]');
    expect([plain(orders?.attribute('name')), plain(orders?.attribute('max_message_size'))]).toEqual(['orders', 7]);
  });

  test('what decides is known', () => {
    const configuration = configure('resource "aws_sqs_queue" "t" { count = terraform.workspace == "prod" ? 1 : 0 }');
    expect(configuration.resources[0]?.decidedBy).toMatchObject({ dependsOn: [{ address: 'terraform.workspace' }] });
  });

  test('optional attributes have their defaults in each', () => {
    const configuration = configure({
      'main.tf': `${maps}
locals { all = { dev = { a = {} }, prod = { a = { size = 2 }, b = {} } } }
module "m" {
  source = "./m"
  each   = local.all[terraform.workspace]
}`,
      'm/main.tf': `
variable "each" { type = map(object({ size = optional(number, 1) })) }
resource "aws_sqs_queue" "t" {
  for_each         = var.each
  max_message_size = each.value.size
}`,
    });
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map(({ key, maybe }) => [key, maybe])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(plain(configuration.resources[1]?.attribute('max_message_size'))).toBe(1);
  });
});

describe('the workspaces that a configuration names', () => {
  test.each([
    ['{ dev = 1, prod = 2 }[terraform.workspace]', ['dev', 'prod']],
    ['lookup({ dev = 1, prod = 2 }, terraform.workspace, 0)', ['dev', 'prod']],
    ['terraform.workspace == "prod" ? 1 : 0', ['prod']],
    ['"prod" != terraform.workspace', ['prod']],
    ['{ dev = 1, prod = 2 }["dev"]', []],
    ['var.x == "a"', []],
  ])('%s', (expression, expected) => {
    const configuration = configure(`variable "x" {}\noutput "o" { value = ${expression} }`);
    configuration.evaluateAll();
    expect([...configuration.sight.workspace.mentioned].toSorted()).toEqual(expected);
  });
});
