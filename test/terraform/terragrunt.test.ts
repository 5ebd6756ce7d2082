/** What a unit of Terragrunt is made of: rows of configuration, and what its module then has. */
import { describe, expect, test } from 'vitest';
import { loadConfiguration } from '#terraform/configuration.js';
import type { OtherRoots } from '#terraform/joined/others.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import { Diagnostics } from '#terraform/load/report.js';
import type { Configuration } from '#model/configuration.js';
import { readUnit, type Unit } from '#terraform/terragrunt/unit.js';
import { string } from '#model/values/make.js';
import { output, plain, problems } from './support.js';

type Files = Readonly<Record<string, string>>;

interface Loaded {
  readonly configuration: Configuration;
  readonly unit: Unit;
  readonly warnings: readonly string[];
}

const ROOT = '/scan';
const NO_ENVIRONMENT: ReadonlyMap<string, string> = new Map();

/** The unit of `live/prod/app`, whose module has the output `it` of the variable `it`. */
function load(
  files: Files,
  more: { readonly others?: OtherRoots; readonly environment?: ReadonlyMap<string, string> } = {},
): Loaded {
  const all = { 'modules/app/main.tf': APP, ...files };
  const system = memoryFileSystem(new Map(Object.entries(all)));
  const absolute = {
    ...system,
    resolve: (...parts: readonly string[]) =>
      system.resolve(...parts.map((part) => (part.startsWith(ROOT) ? `.${part.slice(ROOT.length)}` : part))),
  };
  const diagnostics = new Diagnostics();
  const reading = {
    root: ROOT,
    files: absolute,
    repository: { root: ROOT, packages: new Set(['github.com/acme/shop']) },
    environment: more.environment ?? NO_ENVIRONMENT,
    diagnostics,
    cache: new Map(),
    textFiles: new Map(),
    others: more.others,
    configs: new Map(),
  };
  const unit = readUnit(reading, 'live/prod/app/terragrunt.hcl');
  if (!unit) throw new Error('there is no unit');
  const { repository } = reading;
  const configuration = loadConfiguration(
    { root: ROOT, rootModule: unit.folder, unit, repository },
    { files: absolute },
  );
  return { configuration, unit, warnings: diagnostics.list.map(({ summary }) => summary) };
}

const APP = 'variable "it" {}\noutput "it" {\n  value = var.it\n}\n';
const SOURCE = 'terraform {\n  source = "../../../modules//app"\n}\n';
const INCLUDE = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n';

const given = (files: Files, more: Parameters<typeof load>[1] = {}): unknown =>
  plain(output(load(files, more).configuration, 'it'));

/** The unit's own configuration with this as its input. */
function unitWith(input: string, more = ''): Files {
  return { 'live/prod/app/terragrunt.hcl': `${SOURCE}${more}\ninputs = {\n  it = ${input}\n}\n` };
}

describe('an input', () => {
  test.each<readonly [string, Files, unknown]>([
    ['a literal', unitWith('"x"'), 'x'],
    ['a local', unitWith('local.name', 'locals {\n  first = "a"\n  name = "${local.first}b"\n}'), 'ab'],
    ['a local that comes back to itself', unitWith('local.a', 'locals {\n  a = local.b\n  b = local.a\n}'), '<?>'],
    ['a function of Terraform', unitWith('upper("x")'), 'X'],
    [
      'of an included file',
      { 'live/root.hcl': 'inputs = {\n  it = "parent"\n}\n', 'live/prod/app/terragrunt.hcl': SOURCE + INCLUDE },
      'parent',
    ],
    [
      'laid over that of an included file',
      { 'live/root.hcl': 'inputs = {\n  it = "parent"\n}\n', ...unitWith('"child"', INCLUDE) },
      'child',
    ],
    [
      'a map, laid over one: shallow',
      { 'live/root.hcl': 'inputs = {\n  it = { a = 1 }\n}\n', ...unitWith('{ b = 2 }', INCLUDE) },
      { b: 2 },
    ],
    [
      'a map, laid over one: deep',
      {
        'live/root.hcl': 'inputs = {\n  it = { a = [1], c = 3 }\n}\n',
        ...unitWith('{ a = [2], b = 2 }', INCLUDE.replace('}\n', '  merge_strategy = "deep"\n}\n')),
      },
      { a: [1, 2], b: 2, c: 3 },
    ],
    [
      'not of a file that is only read',
      {
        'live/root.hcl': 'inputs = {\n  it = "parent"\n}\n',
        'live/prod/app/terragrunt.hcl': SOURCE + INCLUDE.replace('}\n', '  merge_strategy = "no_merge"\n}\n'),
      },
      '<var.it>',
    ],
    [
      'a local of an included file',
      {
        'live/root.hcl': 'locals {\n  x = "shown"\n}\n',
        ...unitWith('include.root.locals.x', INCLUDE.replace('}\n', '  expose = true\n}\n')),
      },
      'shown',
    ],
    [
      'a local of an included file without a label',
      {
        'live/terragrunt.hcl': 'locals {\n  x = "shown"\n}\n',
        ...unitWith('include.locals.x', 'include {\n  path = find_in_parent_folders()\n  expose = true\n}\n'),
      },
      'shown',
    ],
    [
      'merged over what is not known',
      {
        'live/prod/app/terragrunt.hcl': `${SOURCE}inputs = merge(jsondecode(run_cmd("secrets")), { it = "sure" })\n`,
      },
      'sure',
    ],
    [
      'merged under what is not known',
      {
        'live/prod/app/terragrunt.hcl': `${SOURCE}inputs = merge({ it = "perhaps" }, jsondecode(run_cmd("secrets")))\n`,
      },
      '<run_cmd>',
    ],
  ])('%s', (_, files, expected) => {
    expect(given(files)).toEqual(expected);
  });

  test.each<readonly [string, string, string, unknown]>([
    ['a list for a variable of text is JSON', 'string', '["a", 1]', '["a",1]'],
    ['a text for a variable of another type is an expression', 'list(string)', '"[\\"a\\"]"', ['a']],
    ['a number for a variable of text', 'string', '5', '5'],
  ])('%s', (_, type, value, expected) => {
    const files = { ...unitWith(value), 'modules/app/main.tf': APP.replace('{}', `{\n  type = ${type}\n}`) };
    expect(given(files)).toEqual(expected);
  });
});

describe('a function', () => {
  const files: Files = {
    'live/root.hcl':
      'locals {\n  env = read_terragrunt_config(find_in_parent_folders("env.hcl"))\n  to = path_relative_to_include()\n  from = path_relative_from_include()\n  parent = get_parent_terragrunt_dir()\n  own = get_terragrunt_dir()\n}\n',
    'live/prod/env.hcl':
      'locals {\n  name = "prod"\n  dir = get_terragrunt_dir()\n  original = get_original_terragrunt_dir()\n}\n',
    'live/prod/common.tfvars': 'region = "eu-west-1"\n',
    'live/prod/names.yml': 'a: b\n',
    'live/prod/secret.yml': 'a: b\n',
  };
  test.each<readonly [string, unknown]>([
    ['include.root.locals.env.locals.name', 'prod'],
    ['include.root.locals.to', 'prod/app'],
    ['include.root.locals.from', '../..'],
    ['include.root.locals.parent', '/scan/live'],
    ['include.root.locals.own', '/scan/live/prod/app'],
    ['include.root.locals.env.locals.dir', '/scan/live/prod'],
    ['include.root.locals.env.locals.original', '/scan/live/prod/app'],
    ['path_relative_to_include("root")', 'prod/app'],
    ['get_repo_root()', '/scan'],
    ['get_path_to_repo_root()', '../../..'],
    ['get_path_from_repo_root()', 'live/prod/app'],
    ['find_in_parent_folders("names.yml")', '/scan/live/prod/names.yml'],
    ['find_in_parent_folders("none.yml", "other")', 'other'],
    ['yamldecode(file(find_in_parent_folders("names.yml"))).a', 'b'],
    ['jsondecode(read_tfvars_file("../common.tfvars")).region', 'eu-west-1'],
    ['read_terragrunt_config("none.hcl", { a = 1 }).a', 1],
    ['try(read_terragrunt_config("none.hcl").locals.x, "fallback")', 'fallback'],
    ['get_env("STAGE", "dev")', 'dev'],
    ['get_env("GIVEN", "dev")', 'told'],
    ['get_env("STAGE", "")', '<get_env("STAGE")>'],
    ['get_env("HOME")', '<get_env("HOME")>'],
    ['run_cmd("date")', '<run_cmd>'],
    ['get_aws_account_id()', '<get_aws_account_id>'],
    ['sops_decrypt_file("../secret.yml")', '<sops_decrypt_file>'],
    ['deep_merge({ a = { b = 1 } }, { a = { c = 2 } })', { a: { b: 1, c: 2 } }],
  ])('%s', (expression, expected) => {
    const environment = new Map([['GIVEN', 'told']]);
    expect(given({ ...files, ...unitWith(expression, INCLUDE) }, { environment })).toEqual(expected);
  });

  test('what is decrypted is sensitive', () => {
    const { configuration } = load({ ...files, ...unitWith('sops_decrypt_file("../secret.yml")') });
    expect(output(configuration, 'it')?.sensitive).toBe(true);
  });
});

describe('a dependency', () => {
  const block = 'dependency "net" {\n  config_path = "../net"\n  mock_outputs = {\n    id = "mock"\n  }\n}\n';
  const others: OtherRoots = {
    outputs: (folder) => (folder === 'live/prod/net' ? new Map([['id', { value: string('vpc-1') }]]) : undefined),
    keeperOf: () => undefined,
    lookedUp: () => undefined,
  };
  test.each<readonly [string, Files, OtherRoots | undefined, unknown]>([
    ['gives its outputs', unitWith('dependency.net.outputs.id', block), others, 'vpc-1'],
    [
      'gives nothing that it has no output for',
      unitWith('dependency.net.outputs.name', block),
      others,
      '<dependency.net.outputs.name>',
    ],
    [
      'that is not there gives no mock',
      unitWith('dependency.net.outputs.id', block),
      undefined,
      '<dependency.net.outputs.id>',
    ],
    [
      'that is off gives nothing',
      unitWith('dependency.net.outputs.id', block.replace('\n', '\n  enabled = false\n')),
      others,
      '<?>',
    ],
    [
      'of an included file is relative to the unit',
      {
        'live/root.hcl': `${block}inputs = {\n  it = dependency.net.outputs.id\n}\n`,
        'live/prod/app/terragrunt.hcl': SOURCE + INCLUDE,
      },
      others,
      'vpc-1',
    ],
  ])('%s', (_, files, known, expected) => {
    expect(given(files, known ? { others: known } : {})).toEqual(expected);
  });
});

describe('generated text', () => {
  const generate = (contents: string, more = '') =>
    `generate "more" {\n  path = "more.tf"\n  if_exists = "overwrite"\n  ${more}\n  contents = <<EOF\n${contents}\nEOF\n}\n`;
  const names = ({ configuration }: Loaded) =>
    configuration.resources.map(({ address, readOnly }) => [address, readOnly]);
  const QUEUE = 'resource "aws_sqs_queue" "q" {}';

  test.each<readonly [string, Files, readonly unknown[]]>([
    ['is part of the unit, and nobody edits it', unitWith('1', generate(QUEUE)), [['aws_sqs_queue.q', true]]],
    ['is not there where it is off', unitWith('1', generate(QUEUE, 'disable = true')), []],
    [
      'takes the place of a file',
      { ...unitWith('1', generate(QUEUE)), 'modules/app/more.tf': 'resource "aws_sqs_queue" "old" {}' },
      [['aws_sqs_queue.q', true]],
    ],
    [
      'leaves a file that it must not overwrite',
      {
        ...unitWith('1', generate(QUEUE).replace('overwrite', 'skip')),
        'modules/app/more.tf': 'resource "aws_sqs_queue" "old" {}',
      },
      [['aws_sqs_queue.old', false]],
    ],
    [
      'of an included file',
      { 'live/root.hcl': generate(QUEUE), ...unitWith('1', INCLUDE) },
      [['aws_sqs_queue.q', true]],
    ],
    [
      'laid over that of an included file',
      { 'live/root.hcl': generate('resource "aws_sqs_queue" "old" {}'), ...unitWith('1', INCLUDE + generate(QUEUE)) },
      [['aws_sqs_queue.q', true]],
    ],
  ])('%s', (_, files, expected) => {
    const loaded = load(files);
    expect(problems(loaded.configuration)).toEqual([]);
    expect(names(loaded)).toEqual(expected);
  });

  test('has what is not known as values, in quotes and outside of them', () => {
    const text =
      'resource "aws_sqs_queue" "q" {\n  name = "a-${get_env("NAME")}"\n  delay_seconds = ${get_env("DELAY")}\n  policy = "${get_env("NAME")}"\n}';
    const { configuration } = load(unitWith('1', generate(text)));
    const queue = configuration.resource('aws_sqs_queue.q');
    expect(problems(configuration)).toEqual([]);
    expect(['name', 'delay_seconds', 'policy'].map((name) => plain(queue?.attribute(name)))).toEqual([
      'a-<get_env("NAME")>',
      '<get_env("DELAY")>',
      '<get_env("NAME")>',
    ]);
  });

  test('that is not known at all may declare anything', () => {
    const files = {
      ...unitWith(
        '1',
        'generate "more" {\n  path = "more.tf"\n  if_exists = "overwrite"\n  contents = run_cmd("write")\n}',
      ),
      'modules/app/main.tf': `${APP}output "other" {\n  value = var.region\n}\n`,
    };
    expect(problems(load(files).configuration)).toEqual([]);
  });
});

describe('the module of a unit', () => {
  const files = (source: string): Files => ({
    'live/prod/app/terragrunt.hcl': `terraform {\n  source = ${source}\n}\ninputs = {\n  it = "x"\n}\n`,
  });
  test.each<readonly [string, Files, readonly string[], boolean]>([
    ['relative', files('"../../../modules/app"'), ['modules/app/main.tf'], false],
    ['absolute', files('"${get_repo_root()}/modules//app"'), ['modules/app/main.tf'], false],
    [
      'of the scanned repository',
      files('"git::https://github.com/acme/shop.git//modules/app?ref=v1"'),
      ['modules/app/main.tf'],
      true,
    ],
    [
      'of the scanned repository, at a commit that is not known',
      files('"git::git@github.com:acme/shop.git//modules/app?ref=${get_env("VERSION")}"'),
      ['modules/app/main.tf'],
      true,
    ],
    [
      'one of two, and one is here',
      files('get_env("STAGE") == "prod" ? "git::https://example.com/x.git//app?ref=v1" : "../../../modules//app"'),
      ['modules/app/main.tf'],
      false,
    ],
    [
      'its own folder',
      { 'live/prod/app/terragrunt.hcl': 'inputs = {\n  it = "x"\n}\n', 'live/prod/app/main.tf': APP },
      ['live/prod/app/main.tf'],
      false,
    ],
    [
      'with its own files laid over',
      { ...files('"../../../modules//app"'), 'live/prod/app/extra.tf': '', 'live/prod/app/main.tf': APP },
      ['live/prod/app/extra.tf', 'live/prod/app/main.tf'],
      false,
    ],
  ])('%s', (_, all, expected, readOnly) => {
    const { configuration } = load(all);
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'it'))).toBe('x');
    expect([...configuration.files.keys()]).toEqual(expected);
    expect(configuration.rootModule).toBe('live/prod/app');
    expect(output(configuration, 'it')?.origin?.via?.[0]?.readOnly ?? false).toBe(readOnly);
  });

  test('that is not there is said once, at its source', () => {
    const { configuration } = load(files('"git::https://example.com/x.git//app?ref=v1"'));
    expect(problems(configuration, true)).toEqual(['Module not installed @ live/prod/app/terragrunt.hcl:2:12']);
    expect(configuration.sight.absentModules.map(({ address, source }) => [address, source])).toEqual([
      ['live/prod/app', 'git::https://example.com/x.git//app?ref=v1'],
    ]);
  });

  test('of a registry that a summary tells of', () => {
    const { configuration } = load(files('"tfr:///terraform-aws-modules/sqs/aws?version=4.0.0"'));
    expect(problems(configuration)).toEqual([]);
    expect(configuration.resources.map(({ address, summary }) => [address, summary?.call])).toContainEqual([
      'aws_sqs_queue.this[0]',
      'the module of live/prod/app',
    ]);
  });

  test('that is switched off is none', () => {
    expect(() => load({ 'live/prod/app/terragrunt.hcl': `skip = true\n${SOURCE}` })).toThrow('there is no unit');
  });
});

test('files of values that it hands on', () => {
  const files = {
    'live/prod/app/terragrunt.hcl': `terraform {
  source = "../../../modules//app"
  extra_arguments "values" {
    commands           = get_terraform_commands_that_need_vars()
    arguments          = ["-var-file=\${get_terragrunt_dir()}/../common.tfvars"]
    optional_var_files = ["\${get_terragrunt_dir()}/none.tfvars"]
  }
  extra_arguments "init" {
    commands  = ["init"]
    arguments = ["-var-file=\${get_terragrunt_dir()}/../init.tfvars"]
  }
}
`,
    'live/prod/common.tfvars': 'it = "common"\nother = "of another unit"\n',
    'live/prod/init.tfvars': 'it = "init"\n',
  };
  expect(given(files)).toBe('common');
  expect(problems(load(files).configuration)).toEqual([]);
});

test('where its state is', () => {
  const state =
    'remote_state {\n  backend = "s3"\n  config = {\n    bucket = "states"\n    key = "${path_relative_to_include()}/terraform.tfstate"\n  }\n}\n';
  const { unit } = load({ 'live/root.hcl': state, ...unitWith('1', INCLUDE) });
  expect([unit.state?.backend, plain(unit.state?.config.get('key'))]).toEqual(['s3', 'prod/app/terraform.tfstate']);
});
