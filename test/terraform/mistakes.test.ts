/** What is a mistake, and what only looks like one as long as something is not known. */
import { describe, expect, test } from 'vitest';
import { configure, output, plain } from './support.js';

type Files = Readonly<Record<string, string>>;

const told = (files: Files | string, options: object = {}): readonly string[] => {
  const configuration = configure(files, options);
  configuration.evaluateAll();
  return configuration.diagnostics.map(({ severity, code }) => `${severity} ${code}`);
};
const requires = (version: string): string => `terraform {\n  required_version = "${version}"\n}\n`;
const valueOf = (text: string): unknown => plain(output(configure(text), 'o'));

describe('&& and || leave out the operand that does not matter', () => {
  const NULL = 'variable "v" {\n  type = object({ on = bool })\n  default = null\n}\n';

  test.each([
    { expression: 'var.v != null && var.v.on', is: false },
    { expression: 'var.v == null || var.v.on', is: true },
    { expression: 'var.v.on && var.v != null', is: false },
    { expression: 'false && null', is: false },
    { expression: 'true || null', is: true },
  ])('$expression is $is', ({ expression, is }) => {
    const text = `${NULL}output "o" { value = ${expression} }`;
    expect(told(text)).toEqual([]);
    expect(valueOf(text)).toBe(is);
  });

  test('an operand that is not known leaves out the next', () => {
    expect(
      told('variable "u" {}\nvariable "n" { default = null }\noutput "o" { value = var.u == 1 && var.n.on }'),
    ).toEqual([]);
  });

  test.each([
    { expression: 'true && var.v.on' },
    { expression: 'false || var.v.on' },
    { expression: 'true && null' },
    { expression: 'var.v.on && true' },
  ])('$expression needs both', ({ expression }) => {
    expect(told(`${NULL}output "o" { value = ${expression} }`)).toHaveLength(1);
  });

  test.each([
    { version: '>= 1.0', early: true },
    { version: '~> 1.5', early: true },
    { version: '1.12.3', early: true },
    { version: '>= 1.5, < 2.0', early: true },
    { version: '> 1.12', early: true },
    { version: '~> 1.11.0', early: false },
    { version: '< 1.12', early: false },
    { version: '1.9.8', early: false },
    { version: '>= 1.0, != 1.12.0, < 1.12.1', early: true },
    { version: 'what', early: true },
  ])('where Terraform $version is required: $early', ({ version, early }) => {
    const text = `${requires(version)}${NULL}output "o" { value = var.v != null && var.v.on }`;
    expect(told(text)).toEqual(early ? [] : ['error attempt-to-get-attribute-from-null-value']);
  });
});

describe('what the source leaves out of a resource', () => {
  test.each([
    ['aws_docdb_cluster.c.port', 'resource "aws_docdb_cluster" "c" {}'],
    ['aws_instance.i.root_block_device[0].volume_size', 'resource "aws_instance" "i" {}'],
    ['data.aws_instance.i.root_block_device[0].volume_id', 'data "aws_instance" "i" {}'],
    [
      'aws_sesv2_email_identity.i.dkim_signing_attributes[0].tokens[0]',
      'resource "aws_sesv2_email_identity" "i" {\n  email_identity = "x"\n}',
    ],
    ['aws_db_instance.d.port', 'resource "aws_db_instance" "d" {\n  instance_class = "x"\n  port = null\n}'],
  ])('%s is not known, and no mistake in a text', (expression, resource) => {
    const text = `${resource}\noutput "o" { value = "at \${${expression}}" }`;
    expect(told(text).filter((each) => each.startsWith('error'))).toEqual([]);
    expect(valueOf(text)).toBe(`at <${expression.replaceAll(/\[(\d)\]/g, '.$1')}>`);
  });

  test('a block that holds only what is written is not there where none is', () => {
    expect(
      valueOf('resource "aws_s3_bucket_versioning" "v" {}\noutput "o" { value = aws_s3_bucket_versioning.v.timeouts }'),
    ).toBeDefined();
    expect(
      valueOf('resource "aws_eks_cluster" "c" {}\noutput "o" { value = length(aws_eks_cluster.c.encryption_config) }'),
    ).toBe(0);
  });
});

describe('values that nobody gave', () => {
  const SHORT = 'variable "list" { default = [] }\noutput "o" { value = var.list[0] }\n';

  test.each([
    { what: 'all variables have one', files: SHORT, severity: 'error' },
    { what: 'one has none', files: `${SHORT}variable "env" {}\n`, severity: 'warning' },
    {
      what: 'a file gives it',
      files: { 'main.tf': `${SHORT}variable "env" {}\n`, 'x.auto.tfvars': 'env = 1\n' },
      severity: 'error',
    },
  ])('a value that does not fit is of severity $severity where $what', ({ files, severity }) => {
    expect(told(files)).toEqual([`${severity} invalid-index`]);
  });

  test.each([
    ['of what is not declared', 'locals { a = local.b }\n', 'error invalid-reference'],
    [
      'of an argument that a module does not have',
      'module "m" {\n  source = "./m"\n  b = 1\n}\n',
      'error unsupported-argument',
    ],
  ])('mistakes %s need no values', (_, text, expected) => {
    expect(told({ 'main.tf': `variable "env" {}\n${text}`, 'm/main.tf': '' })).toEqual([expected]);
  });

  const REFUSED =
    'variable "image" {\n  default = ""\n  validation {\n    condition = var.image != ""\n    error_message = "Give one."\n  }\n}\n';

  test('a default that its own variable refuses asks for a value', () => {
    expect(told(REFUSED)).toEqual(['warning invalid-variable-value']);
    expect(told({ 'main.tf': REFUSED, 'x.auto.tfvars': 'image = ""\n' })).toEqual(['error invalid-variable-value']);
    expect(told({ 'main.tf': 'module "m" { source = "./m" }\n', 'm/main.tf': REFUSED })).toEqual([
      'error invalid-variable-value',
    ]);
  });
});

describe('a configuration for an older Terraform', () => {
  const OLD = 'locals {\n  tags = "${map("a", "b")}"\n}\noutput "o" { value = local.tags }\n';

  test('is read as it was meant, and what this language does not accept is no error', () => {
    expect(told(`${requires('~> 0.11')}${OLD}`)).toEqual(['warning error-in-function-call']);
    expect(told(`${requires('>= 0.11')}${OLD}`)).toEqual(['error error-in-function-call']);
    expect(valueOf(OLD)).toEqual({ a: 'b' });
    expect(valueOf('output "o" { value = list(1, 2) }')).toEqual([1, 2]);
  });

  test('lists in lists are one', () => {
    const text =
      'resource "aws_elb" "e" {\n  subnets = ["${list("a", "b")}", "c"]\n}\noutput "o" { value = aws_elb.e.subnets }';
    expect(valueOf(text)).toEqual(['a', 'b', 'c']);
  });
});

describe('files that are not read', () => {
  const GIT_CRYPT = Uint8Array.from([0, ...Buffer.from('GITCRYPT'), 0, 0xff, 0xfe]);

  test('what git-crypt encrypts is told, and no mistake', () => {
    const configuration = configure({ 'main.tf': 'variable "v" {}', 'terraform.tfvars': GIT_CRYPT });
    configuration.evaluateAll();
    expect(configuration.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning file-encrypted',
    ]);
  });

  test.each([
    ['a folder', 'module "m" { source = "./none" }', 'warning module-not-found'],
    ['a registry', 'module "m" { source = "acme/none/aws" }', 'warning module-not-installed'],
  ])('a module of %s that is not there is no mistake', (_, text, expected) => {
    expect(told(text)).toEqual([expected]);
  });
});

describe('what terraform takes', () => {
  test.each([
    [
      'a count that something sensitive decides',
      'variable "key" {\n  default = "x"\n  sensitive = true\n}\nresource "terraform_data" "x" { count = var.key != null ? 1 : 0 }\n',
      [],
    ],
    [
      'but no for_each that something sensitive decides',
      'variable "key" {\n  default = "x"\n  sensitive = true\n}\nresource "terraform_data" "x" { for_each = var.key != null ? { a = 1 } : {} }\n',
      ['error invalid-for-each-argument'],
    ],
    [
      'the product of what is not known',
      'data "aws_ssm_parameters_by_path" "p" { path = "/x" }\noutput "o" { value = setproduct([for k, v in zipmap(data.aws_ssm_parameters_by_path.p.arns, ["a"]) : v], ["b"]) }\n',
      [],
    ],
    [
      'the blocks of a resource without schema as a list, be there one or more',
      'resource "fastly_x" "x" {\n  dictionary {\n    name = "d"\n  }\n}\nresource "fastly_y" "y" {\n  for_each = { for d in fastly_x.x.dictionary : d.name => d }\n  id = each.value.dictionary_id\n}\n',
      [],
    ],
    [
      'count as an argument of a block',
      'resource "google_x" "x" {\n  for_each = { a = 1 }\n  gpu { count = each.value }\n}\n',
      [],
    ],
    [
      'but no for_each that asks which instance it is',
      'resource "google_x" "x" {\n  for_each = { a = each.key }\n}\n',
      ['error invalid-reference'],
    ],
    [
      'a condition in a template that is not known',
      'variable "v" {}\noutput "o" { value = "a%{ if var.v }b%{ endif }" }\n',
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});

describe('what a summary stands in for may be of another version', () => {
  test('so an argument of another type is no mistake', () => {
    const text =
      'module "g" {\n  source = "terraform-aws-modules/security-group/aws"\n  ingress_rules = { a = { from_port = 1 } }\n}\n';
    expect(told(text)).toEqual([]);
  });
});

describe('templates', () => {
  test.each([
    ['x is ${v}', 'error'],
    ['${v}', 'error'],
    ['%{ if v == null }none%{ endif }', 'none'],
  ])('templatefile of %j where v is null: %s', (template, expected) => {
    const files = { 'main.tf': 'output "o" { value = templatefile("t.tmpl", { v = null }) }', 't.tmpl': template };
    expect(told(files)).toEqual(expected === 'error' ? ['error error-in-function-call'] : []);
    if (expected !== 'error') expect(plain(output(configure(files), 'o'))).toBe(expected);
  });

  test.each([
    ['local.t', []],
    ['(local.t)', ['error invalid-function-argument']],
  ])('templatestring takes %s: %j', (argument, expected) => {
    expect(told(`locals { t = "x" }\noutput "o" { value = templatestring(${argument}, {}) }`)).toEqual(expected);
  });
});
