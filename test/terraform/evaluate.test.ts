import { describe, expect, test } from 'vitest';
import type { BodyView } from '#model/resource.js';
import { configure, output, plain, problems } from './support.js';

function rules(body: BodyView | undefined, type: string, attribute: string): readonly unknown[] {
  return (body?.blocks(type) ?? []).map((block) =>
    block.maybe ? [plain(block.attribute(attribute)), 'maybe'] : plain(block.attribute(attribute)),
  );
}

describe('dynamic blocks', () => {
  const group = (body: string): BodyView | undefined =>
    configure(
      `variable "unknown" {}\nvariable "list" { default = ["a", "b"] }\nresource "aws_security_group" "g" {\n${body}\n}`,
    ).resource('aws_security_group.g');

  test.each([
    {
      form: 'over a list',
      body: 'dynamic "ingress" {\n for_each = var.list\n content { description = ingress.value }\n}',
      expected: ['a', 'b'],
    },
    {
      form: 'over a map, by key',
      body: 'dynamic "ingress" {\n for_each = { x = 1 }\n content { description = ingress.key }\n}',
      expected: ['x'],
    },
    {
      form: 'with an iterator',
      body: 'dynamic "ingress" {\n for_each = var.list\n iterator = it\n content { description = it.value }\n}',
      expected: ['a', 'b'],
    },
    {
      form: 'among written blocks, in order',
      body: 'ingress { description = "0" }\ndynamic "ingress" {\n for_each = ["1"]\n content { description = ingress.value }\n}\ningress { description = "2" }',
      expected: ['0', '1', '2'],
    },
    {
      form: 'over nothing',
      body: 'dynamic "ingress" {\n for_each = []\n content { description = "x" }\n}',
      expected: [],
    },
    {
      form: 'over something unknown',
      body: 'dynamic "ingress" {\n for_each = var.unknown\n content { description = "x" }\n}',
      expected: [['x', 'maybe']],
    },
    {
      form: 'in attribute syntax',
      body: 'ingress = [for d in var.list : { description = d, from_port = 1, to_port = 1, protocol = "tcp", cidr_blocks = null, ipv6_cidr_blocks = null, prefix_list_ids = null, security_groups = null, self = null }]',
      expected: ['a', 'b'],
    },
  ])('$form', ({ body, expected }) => {
    expect(rules(group(body), 'ingress', 'description')).toEqual(expected);
  });

  test('nested in each other', () => {
    const configuration = configure(`resource "aws_wafv2_web_acl" "w" {
  dynamic "rule" {
    for_each = { a = ["x", "y"] }
    content {
      name = rule.key
      dynamic "rule_label" {
        for_each = rule.value
        content { name = "\${rule.key}-\${rule_label.value}" }
      }
    }
  }
}`);
    const [rule] = configuration.resource('aws_wafv2_web_acl.w')?.blocks('rule') ?? [];
    expect(rules(rule, 'rule_label', 'name')).toEqual(['a-x', 'a-y']);
  });
});

describe('instances', () => {
  test.each([
    {
      of: 'count',
      text: 'resource "aws_sqs_queue" "q" { count = 2 }',
      expected: ['aws_sqs_queue.q[0]', 'aws_sqs_queue.q[1]'],
    },
    { of: 'count 0', text: 'resource "aws_sqs_queue" "q" { count = 0 }', expected: [] },
    {
      of: 'for_each of a set',
      text: 'resource "aws_sqs_queue" "q" { for_each = toset(["b", "a"]) }',
      expected: ['aws_sqs_queue.q["a"]', 'aws_sqs_queue.q["b"]'],
    },
    {
      of: 'an unknown count',
      text: 'variable "n" {}\nresource "aws_sqs_queue" "q" { count = var.n }',
      expected: ['aws_sqs_queue.q["?"] maybe'],
    },
    {
      of: 'an unknown for_each',
      text: 'variable "n" {}\nresource "aws_sqs_queue" "q" { for_each = var.n }',
      expected: ['aws_sqs_queue.q["?"] maybe'],
    },
    {
      of: 'a set known in part',
      text: 'variable "n" {}\nresource "aws_sqs_queue" "q" { for_each = toset(["a", var.n]) }',
      expected: ['aws_sqs_queue.q["a"]', 'aws_sqs_queue.q["?"] maybe'],
    },
    {
      of: 'a map with unknown values',
      text: 'variable "n" {}\nresource "aws_sqs_queue" "q" { for_each = { a = var.n } }',
      expected: ['aws_sqs_queue.q["a"]'],
    },
    {
      of: 'a module of unknown count',
      text: {
        'main.tf': 'variable "n" {}\nmodule "m" {\n  source = "./m"\n  count = var.n\n}',
        'm/main.tf': 'resource "aws_sqs_queue" "q" {}',
      },
      expected: ['module.m["?"].aws_sqs_queue.q maybe'],
    },
    {
      of: 'keys that need quoting',
      text: 'resource "aws_sqs_queue" "q" { for_each = { "a\\"b" = 1 } }',
      expected: ['aws_sqs_queue.q["a\\"b"]'],
    },
  ])('of $of', ({ text, expected }) => {
    const configuration = configure(text);
    expect(configuration.resources.map((one) => (one.maybe ? `${one.address} maybe` : one.address))).toEqual(expected);
    for (const resource of configuration.resources) expect(configuration.resource(resource.address)).toBe(resource);
  });

  test('provider aliases lead to the configuration of the root module', () => {
    const configuration = configure({
      'main.tf':
        'provider "aws" { region = "a" }\nprovider "aws" {\n  alias = "audit"\n}\nresource "aws_sqs_queue" "own" { provider = aws.audit }\nmodule "m" {\n  source = "./m"\n  providers = { aws = aws.audit, aws.peer = aws }\n}\nmodule "plain" { source = "./n" }',
      'm/main.tf':
        'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.peer]\n    }\n  }\n}\nresource "aws_sqs_queue" "q" {}\nresource "aws_sqs_queue" "p" { provider = aws.peer }\nmodule "n" { source = "../n" }',
      'n/main.tf': 'resource "aws_sqs_queue" "q" {}',
    });
    expect(Object.fromEntries(configuration.resources.map((one) => [one.address, one.provider]))).toEqual({
      'aws_sqs_queue.own': 'aws.audit',
      'module.m.aws_sqs_queue.q': 'aws.audit',
      'module.m.aws_sqs_queue.p': 'aws',
      'module.m.module.n.aws_sqs_queue.q': 'aws.audit',
      'module.plain.aws_sqs_queue.q': 'aws',
    });
  });

  test('installed modules are read where terraform init put them, and are not to be edited', () => {
    const configuration = configure({
      'main.tf': 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n  name = "n"\n}',
      '.terraform/modules/modules.json':
        '{"Modules":[{"Key":"","Dir":"."},{"Key":"vpc","Source":"x","Dir":".terraform/modules/vpc"},{"Key":"vpc.inner","Dir":".terraform/modules/inner"}]}',
      '.terraform/modules/vpc/main.tf':
        'variable "name" {}\nresource "aws_vpc" "v" { tags = { Name = var.name } }\nmodule "inner" { source = "a/b/c" }',
      '.terraform/modules/inner/main.tf': 'resource "aws_sqs_queue" "q" {}',
    });
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map((one) => [one.address, one.readOnly])).toEqual([
      ['module.vpc.aws_vpc.v', true],
      ['module.vpc.module.inner.aws_sqs_queue.q', true],
    ]);
  });
});

describe('attributes of resources', () => {
  const text = `resource "aws_instance" "i" {
  ami           = 12
  instance_type = null
  metadata_options { http_tokens = "required" }
}`;
  test.each([
    { read: 'set, in the type of the schema', expression: 'aws_instance.i.ami', expected: '12' },
    {
      read: 'null, and the provider decides',
      expression: 'aws_instance.i.instance_type',
      expected: '<aws_instance.i.instance_type>',
    },
    {
      read: 'not set, and the provider may have a default',
      expression: 'aws_instance.i.user_data_replace_on_change',
      expected: '<aws_instance.i.user_data_replace_on_change>',
    },
    { read: 'a nested block', expression: 'aws_instance.i.metadata_options[0].http_tokens', expected: 'required' },
    {
      read: 'what the provider sets in a nested block',
      expression: 'aws_instance.i.metadata_options[0].http_put_response_hop_limit',
      expected: '<aws_instance.i.metadata_options.0.http_put_response_hop_limit>',
    },
    { read: 'terraform_data holds what it is given', expression: 'terraform_data.d.output', expected: 'x' },
  ])('$read', ({ expression, expected }) => {
    const configuration = configure(
      `${text}\nresource "terraform_data" "d" { input = "x" }\noutput "o" { value = ${expression} }`,
    );
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toEqual(expected);
  });
});

describe('aws_iam_policy_document', () => {
  const json = (text: string): unknown => {
    const value = output(configure(`${text}\noutput "o" { value = data.aws_iam_policy_document.d.json }`), 'o');
    return value.kind === 'string'
      ? JSON.parse(value.value)
      : plain(value.kind === 'unknown' ? value.encodes : undefined);
  };

  test.each([
    {
      has: 'defaults',
      text: 'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["a:B"]\n    resources = ["*"]\n  }\n}',
      expected: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'a:B', Resource: '*' }] },
    },
    {
      has: 'principals, conditions, policy variables',
      text: 'data "aws_iam_policy_document" "d" {\n  statement {\n    sid = "S"\n    effect = "Deny"\n    not_actions = ["a:B", "c:D"]\n    not_resources = ["x/&{aws:username}"]\n    principals {\n      type = "AWS"\n      identifiers = ["1", "2"]\n    }\n    principals {\n      type = "Service"\n      identifiers = ["s"]\n    }\n    condition {\n      test = "StringEquals"\n      variable = "aws:x"\n      values = ["v", "w"]\n    }\n    condition {\n      test = "StringEquals"\n      variable = "aws:y"\n      values = ["z"]\n    }\n  }\n}',
      expected: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'S',
            Effect: 'Deny',
            NotAction: ['c:D', 'a:B'],
            NotResource: 'x/${aws:username}',
            Principal: { AWS: ['2', '1'], Service: 's' },
            Condition: { StringEquals: { 'aws:x': ['v', 'w'], 'aws:y': 'z' } },
          },
        ],
      },
    },
    {
      has: 'anyone',
      text: 'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["a:B"]\n    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n  }\n}',
      expected: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'a:B', Principal: '*' }] },
    },
    {
      has: 'sources and overrides',
      text: 'data "aws_iam_policy_document" "s" {\n  statement {\n    sid = "A"\n    actions = ["a:1"]\n  }\n}\ndata "aws_iam_policy_document" "d" {\n  source_policy_documents = [data.aws_iam_policy_document.s.json]\n  override_policy_documents = [jsonencode({ Statement = { Sid = "B", Effect = "Deny", Action = "b:2" } })]\n  statement {\n    sid = "B"\n    actions = ["b:1"]\n  }\n  statement {\n    actions = ["c:1"]\n  }\n}',
      expected: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'A', Effect: 'Allow', Action: 'a:1' },
          { Sid: 'B', Effect: 'Deny', Action: 'b:2' },
          { Effect: 'Allow', Action: 'c:1' },
        ],
      },
    },
    {
      has: 'unknown parts',
      text: 'resource "aws_s3_bucket" "b" {}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["s3:*"]\n    resources = ["${aws_s3_bucket.b.arn}/*"]\n  }\n}',
      expected: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '<aws_s3_bucket.b.arn>/*' }],
      },
    },
  ])('$has', ({ text, expected }) => {
    expect(json(text)).toEqual(expected);
  });
});

describe('blocks without effect are read and mean nothing', () => {
  test('moved, removed, import, check, terraform, backend', () => {
    const configuration = configure(`terraform {
  required_version = ">= 1.5"
  backend "s3" { bucket = "b" }
}
moved {
  from = aws_sqs_queue.a
  to   = aws_sqs_queue.q
}
removed {
  from = aws_sqs_queue.old
  lifecycle { destroy = false }
}
import {
  to = aws_sqs_queue.q
  id = "x"
}
check "c" {
  data "http" "h" { url = "https://example.com" }
  assert {
    condition     = data.http.h.status_code == 200
    error_message = "down"
  }
}
resource "aws_sqs_queue" "q" {}`);
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map((one) => one.address)).toEqual(['aws_sqs_queue.q']);
  });
});

describe('the order of asking changes nothing', () => {
  const text = `locals {
  a = local.b
  b = { x = local.c, y = 1 }
  c = [local.a]
  d = local.b.y
}
resource "terraform_data" "p" { input = terraform_data.q.output }
resource "terraform_data" "q" { input = [terraform_data.p.output, local.d] }
output "a" { value = local.a }
output "d" { value = local.d }
output "p" { value = terraform_data.p.output }`;

  test.each([[['a', 'd', 'p']], [['d', 'a', 'p']], [['p', 'd', 'a']]])('asked as %j', (names) => {
    const configuration = configure(text);
    for (const name of names) output(configuration, name);
    const before = configure(text);
    before.evaluateAll();
    expect(names.map((name) => plain(output(configuration, name)))).toEqual(
      names.map((name) => plain(output(before, name))),
    );
    expect([...problems(configuration)].sort()).toEqual([...problems(before)].sort());
  });
});
