import { describe, expect, test } from 'vitest';
import { decodeJson } from '#model/json/read.js';
import { segmentsOf } from '#model/values/segments.js';
import type { Value } from '#model/value.js';
import { configure, output, plain, written } from './support.js';

/** Follows names and indices into a value, through what a string encodes. */
function at(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  let current = value;
  for (const step of path) {
    const inner =
      current && (current.kind === 'string' || current.kind === 'unknown')
        ? (current.encodes ?? decodeJson(current))
        : current;
    if (inner && 'elements' in inner) current = inner.elements[Number(step)];
    else if (inner && 'entries' in inner) current = inner.entries.get(String(step));
    else return undefined;
  }
  return current;
}

describe('a value knows the literal that wrote it', () => {
  test.each([
    { through: 'a literal', files: { 'main.tf': 'output "o" { value = "x" }' }, origin: 'main.tf: "x"' },
    {
      through: 'a local',
      files: { 'main.tf': 'locals { a = "x" }\noutput "o" { value = local.a }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'a default',
      files: { 'main.tf': 'variable "a" { default = "x" }\noutput "o" { value = var.a }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'tfvars',
      files: {
        'main.tf': 'variable "a" { type = string }\noutput "o" { value = var.a }',
        'terraform.tfvars': 'a = "x"',
      },
      origin: 'terraform.tfvars: "x"',
    },
    {
      through: 'a module argument and an output',
      files: {
        'main.tf':
          'locals { a = "x" }\nmodule "m" {\n  source = "./m"\n  a = local.a\n}\noutput "o" { value = module.m.a }',
        'm/main.tf': 'variable "a" {}\noutput "a" { value = var.a }',
      },
      origin: 'main.tf: "x"',
    },
    {
      through: 'a conditional',
      files: { 'main.tf': 'output "o" { value = true ? "x" : "y" }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'merge',
      files: { 'main.tf': 'output "o" { value = merge({ a = "y" }, { a = "x" }).a }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'concat',
      files: { 'main.tf': 'output "o" { value = concat(["y"], ["x"])[1] }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'lookup',
      files: { 'main.tf': 'locals { m = { k = "x" } }\noutput "o" { value = lookup(local.m, "k", "d") }' },
      origin: 'main.tf: "x"',
    },
    { through: 'for', files: { 'main.tf': 'output "o" { value = [for v in ["x"] : v][0] }' }, origin: 'main.tf: "x"' },
    { through: 'try', files: { 'main.tf': 'output "o" { value = try({}.a, "x") }' }, origin: 'main.tf: "x"' },
    { through: 'coalesce', files: { 'main.tf': 'output "o" { value = coalesce("", "x") }' }, origin: 'main.tf: "x"' },
    {
      through: 'a set',
      files: { 'main.tf': 'output "o" { value = tolist(toset(["x"]))[0] }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'flatten',
      files: { 'main.tf': 'output "o" { value = flatten([["y"], ["x"]])[1] }' },
      origin: 'main.tf: "x"',
    },
    {
      through: 'a resource attribute',
      files: {
        'main.tf':
          'resource "aws_iam_role" "r" {\n  name = "x"\n  assume_role_policy = "{}"\n}\noutput "o" { value = aws_iam_role.r.name }',
      },
      origin: 'main.tf: "x"',
    },
    {
      through: 'for_each',
      files: {
        'main.tf':
          'resource "aws_sqs_queue" "q" {\n  for_each = { a = "x" }\n  name = each.value\n}\noutput "o" { value = aws_sqs_queue.q["a"].name }',
      },
      origin: 'main.tf: "x"',
    },
    {
      through: 'an optional attribute of a type',
      files: {
        'main.tf':
          'variable "a" {\n  type = object({ b = optional(string, "x") })\n  default = {}\n}\noutput "o" { value = var.a.b }',
      },
      origin: 'main.tf: "x"',
    },
    {
      through: 'JSON syntax',
      files: { 'main.tf.json': '{"output": {"o": {"value": "x"}}}' },
      origin: 'main.tf.json: "x"',
    },
  ])('through $through', ({ files, origin }) => {
    const value = output(configure(files), 'o');
    expect(plain(value)).toBe('x');
    expect(written(value.origin)).toBe(origin);
  });

  test('the whole way: tfvars, variable, local, module, merge, for, jsonencode, policy', () => {
    const configuration = configure({
      'main.tf': `variable "actions" { type = map(list(string)) }
locals { grants = merge(var.actions, { other = ["sqs:SendMessage"] }) }
module "policy" {
  source  = "./policy"
  actions = concat(lookup(local.grants, "main", []), ["s3:ListBucket"])
}`,
      'terraform.tfvars': 'actions = { main = ["s3:*"] }',
      'policy/main.tf': `variable "actions" { type = list(string) }
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [{ Action = [for a in var.actions : a] }] })
}`,
    });
    const policy = configuration.resource('module.policy.aws_iam_policy.p')?.attribute('policy');
    expect(written(at(policy, 'Statement', 0, 'Action', 0)?.origin)).toBe('terraform.tfvars: "s3:*"');
    expect(written(at(policy, 'Statement', 0, 'Action', 1)?.origin)).toBe('main.tf: "s3:ListBucket"');
  });

  test('a policy document keeps the origin of every action, and the block of every statement', () => {
    const configuration = configure(`data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject", "s3:*"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "p" { policy = data.aws_iam_policy_document.d.json }`);
    const policy = configuration.resource('aws_iam_policy.p')?.attribute('policy');
    expect(written(at(policy, 'Statement', 0, 'Action', 1)?.origin)).toBe('main.tf: "s3:*"');
    expect(written(at(policy, 'Statement', 0, 'Resource')?.origin)).toBe('main.tf: "*"');
    expect(at(policy, 'Statement', 0)?.origin?.kind).toBe('block');
  });

  test('what a function makes is a call, its inputs kept', () => {
    const value = output(configure('locals { a = "x" }\noutput "o" { value = upper(local.a) }'), 'o');
    expect(value.origin?.kind).toBe('call');
    expect(written(value.origin)).toBe('main.tf: upper(local.a)');
    expect(written(value.origin?.inputs?.[0]?.origin)).toBe('main.tf: "x"');
  });
});

describe('the way a value travelled', () => {
  test('is listed, the last place first', () => {
    const configuration = configure({
      'main.tf': 'locals {\n  a = "x"\n  b = local.a\n}\nmodule "m" {\n  source = "./m"\n  v = local.b\n}',
      'm/main.tf': 'variable "v" {}\nresource "aws_sqs_queue" "q" { name = var.v }',
    });
    const value = configuration.resource('module.m.aws_sqs_queue.q')?.attribute('name');
    expect(value?.origin?.via?.map(written)).toEqual(['m/main.tf: var.v', 'main.tf: local.b', 'main.tf: local.a']);
  });

  test('is inherited by the elements of what travelled', () => {
    const value = output(configure('locals { a = ["x"] }\noutput "o" { value = [for v in local.a : v][0] }'), 'o');
    expect(value.origin?.via?.map(written)).toEqual(['main.tf: local.a']);
  });

  test('values from the command line and the environment can not be edited', () => {
    const main = 'variable "a" {}\nvariable "b" {}\noutput "a" { value = var.a }\noutput "b" { value = var.b }';
    const configuration = configure(main, { variables: [{ variable: 'a', value: 'x' }], env: { TF_VAR_b: 'y' } });
    expect(output(configuration, 'a').origin).toMatchObject({ readOnly: true, file: { path: '--var a' } });
    expect(output(configuration, 'b').origin).toMatchObject({ readOnly: true, file: { path: 'TF_VAR_b' } });
  });
});

describe('strings know which stretch was written where', () => {
  function stretches(value: Value): readonly string[] {
    const text = value.kind === 'string' ? value.value : '';
    return segmentsOf(value).map(
      ({ at: from, length, file, start, end }) =>
        `${JSON.stringify(text.slice(from, from + length))} = ${JSON.stringify(file.text.slice(start, end))}`,
    );
  }

  test.each([
    {
      form: 'a template',
      text: 'locals { a = "x" }\noutput "o" { value = "<${local.a}>" }',
      expected: ['"<" = "<"', '"x" = "x"', '">" = ">"'],
    },
    {
      form: 'an escape',
      text: 'output "o" { value = "a\\nb${""}" }',
      expected: ['"a" = "a"', '"\\n" = "\\\\n"', '"b" = "b"'],
    },
    { form: 'a heredoc', text: 'output "o" {\n  value = <<EOT\nabc\nEOT\n}', expected: ['"abc\\n" = "abc\\n"'] },
    {
      form: 'an indented heredoc',
      text: 'output "o" {\n  value = <<-EOT\n    ab\n      cd\n  EOT\n}',
      expected: ['"ab\\n" = "ab\\n"', '"  cd\\n" = "  cd\\n"'],
    },
  ])('$form', ({ text, expected }) => {
    expect(stretches(output(configure(text), 'o'))).toEqual(expected);
  });

  test('JSON in a heredoc', () => {
    const configuration = configure(
      'resource "aws_iam_policy" "p" {\n  policy = <<EOT\n{"Statement": [{"Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}/*"}]}\nEOT\n}\nresource "aws_s3_bucket" "b" {}',
    );
    const policy = configuration.resource('aws_iam_policy.p')?.attribute('policy');
    expect(at(policy, 'Statement', 0, 'Action')?.origin).toMatchObject({ kind: 'json' });
    expect(written(at(policy, 'Statement', 0, 'Action')?.origin)).toBe('main.tf: "s3:*"');
    expect(plain(at(policy, 'Statement', 0, 'Resource'))).toBe('<aws_s3_bucket.b.arn>/*');
  });

  test('JSON of a file', () => {
    const configuration = configure({
      'main.tf': 'output "o" { value = file("p.json") }',
      'p.json': '{"Action": "s3:*"}',
    });
    expect(written(at(output(configuration, 'o'), 'Action')?.origin)).toBe('p.json: "s3:*"');
  });
});

describe('unknowns remember what they refer to', () => {
  test.each([
    { what: 'a computed attribute', expression: 'aws_s3_bucket.b.arn', expected: '<aws_s3_bucket.b.arn>' },
    { what: 'a string known in part', expression: '"${aws_s3_bucket.b.arn}/*"', expected: '<aws_s3_bucket.b.arn>/*' },
    { what: 'a variable', expression: '"arn:aws:s3:::${var.name}"', expected: 'arn:aws:s3:::<var.name>' },
    {
      what: 'a data source',
      expression: 'data.aws_caller_identity.me.account_id',
      expected: '<data.aws_caller_identity.me.account_id>',
    },
    { what: 'an instance among several', expression: 'aws_sqs_queue.q[1].arn', expected: '<aws_sqs_queue.q[1].arn>' },
    {
      what: 'a splat',
      expression: 'aws_sqs_queue.q[*].arn',
      expected: ['<aws_sqs_queue.q[0].arn>', '<aws_sqs_queue.q[1].arn>'],
    },
    {
      what: 'values of for_each',
      expression: 'values(aws_sns_topic.t)[*].arn',
      expected: ['<aws_sns_topic.t["a"].arn>'],
    },
    {
      what: 'an instance of unknown number',
      expression: 'aws_sns_topic.u[0].arn',
      expected: '<aws_sns_topic.u[0].arn>',
    },
    {
      what: 'instances of unknown number',
      expression: 'aws_sns_topic.u[*].arn',
      expected: '<aws_sns_topic.u[0].arn>',
    },
  ])('$what', ({ expression, expected }) => {
    const configuration = configure(`variable "name" {}
resource "aws_s3_bucket" "b" {}
data "aws_caller_identity" "me" {}
resource "aws_sqs_queue" "q" { count = 2 }
resource "aws_sns_topic" "t" { for_each = toset(["a"]) }
resource "aws_sns_topic" "u" { count = var.name == "x" ? 1 : 0 }
output "o" { value = ${expression} }`);
    expect(plain(output(configuration, 'o'))).toEqual(expected);
  });

  test('a known attribute carries its reference too', () => {
    const value = output(
      configure('resource "aws_sqs_queue" "q" { name = "n" }\noutput "o" { value = aws_sqs_queue.q.name }'),
      'o',
    );
    expect(value).toMatchObject({ kind: 'string', value: 'n', ref: { address: 'aws_sqs_queue.q', path: ['name'] } });
  });
});
