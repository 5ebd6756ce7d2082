import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfiguration } from '#terraform/configuration.js';
import { findRootModules } from '#terraform/load/discover.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import { configure, output, plain, problems } from './support.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'load-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('which files count', () => {
  const one = (value: number): string => `output "o" { value = ${value} }`;
  test.each([
    { rule: '.tofu beats .tf of the same name', files: { 'a.tf': one(1), 'a.tofu': one(2) }, expected: 2 },
    {
      rule: '.tofu.json beats .tf.json',
      files: { 'a.tf.json': '{"output":{"o":{"value":1}}}', 'a.tofu.json': '{"output":{"o":{"value":2}}}' },
      expected: 2,
    },
    { rule: 'override.tf is laid over', files: { 'main.tf': one(1), 'override.tf': one(2) }, expected: 2 },
    {
      rule: '_override.tf is laid over, in order',
      files: { 'main.tf': one(1), 'a_override.tf': one(2), 'b_override.tf': one(3) },
      expected: 3,
    },
    {
      rule: 'hidden and backup files do not count',
      files: { 'main.tf': one(1), '.main.tf': one(2), 'x.tf~': one(3), '#y.tf#': one(4) },
      expected: 1,
    },
    { rule: 'a byte-order mark is no error', files: { 'main.tf': `\uFEFF${one(1)}` }, expected: 1 },
  ])('$rule', ({ files, expected }) => {
    const configuration = configure(files);
    expect(problems(configuration)).toEqual([]);
    expect(plain(output(configuration, 'o'))).toBe(expected);
  });

  test('an override of a block replaces attributes, and blocks of one type as a whole', () => {
    const configuration = configure({
      'main.tf':
        'resource "aws_security_group" "g" {\n  name = "a"\n  ingress {\n    from_port = 1\n    to_port = 1\n    protocol = "tcp"\n  }\n}',
      'override.tf':
        'resource "aws_security_group" "g" {\n  name = "b"\n  dynamic "ingress" {\n    for_each = [2, 3]\n    content {\n      from_port = ingress.value\n      to_port = 9\n      protocol = "tcp"\n    }\n  }\n}',
    });
    const group = configuration.resource('aws_security_group.g');
    expect(plain(group?.attribute('name'))).toBe('b');
    expect(group?.blocks('ingress').map((block) => plain(block.attribute('from_port')))).toEqual([2, 3]);
    expect(problems(configuration)).toEqual([]);
  });
});

describe('broken input: the rest is still there', () => {
  const good = 'resource "aws_sqs_queue" "q" {}\n';
  test.each([
    {
      what: 'a syntax error',
      files: { 'a.tf': good, 'b.tf': 'locals {\n  a = [1, 2\n}\n' },
      problem: 'Missing item separator',
    },
    {
      what: 'a file that is not UTF-8',
      files: { 'a.tf': good, 'b.tf': new Uint8Array([0x61, 0xff, 0xfe]) },
      problem: 'Invalid character encoding',
    },
    { what: 'broken JSON', files: { 'a.tf': good, 'b.tf.json': '{"locals": ' }, problem: 'Invalid JSON' },
    {
      what: 'a broken type constraint',
      files: { 'a.tf': `${good}variable "v" { type = list(nope) }` },
      problem: 'Invalid type specification',
    },
    { what: 'an unknown block', files: { 'a.tf': `${good}bogus {}` }, problem: 'Unsupported block type' },
    {
      what: 'a duplicate',
      files: { 'a.tf': good, 'b.tf': good },
      problem: 'Duplicate resource "aws_sqs_queue" configuration',
    },
    {
      what: 'a missing module',
      files: { 'a.tf': `${good}module "m" { source = "./m" }` },
      problem: 'Unreadable module directory',
    },
    {
      what: 'a module that is not installed',
      files: { 'a.tf': `${good}module "m" { source = "acme/vpc/aws" }` },
      problem: 'Module not installed',
    },
    {
      what: 'a module outside',
      files: { 'a.tf': `${good}module "m" { source = "../../m" }` },
      problem: 'Module outside the scanned folder',
    },
    {
      what: 'a cycle',
      files: { 'a.tf': `${good}locals {\n  a = local.b\n  b = local.a\n}` },
      problem: 'Cycle: local.a (expand), local.b (expand)',
    },
    {
      what: 'a module that calls itself',
      files: { 'a.tf': `${good}module "m" { source = "./." }` },
      problem: 'Too many modules',
    },
  ])('$what', ({ files, problem }) => {
    const configuration = configure(files);
    expect(problems(configuration)).toContain(problem);
    expect(configuration.resource('aws_sqs_queue.q')).toBeDefined();
  });

  test('problems say where, and show the line', () => {
    const configuration = configure('locals {\n  a = local.nope\n}');
    configuration.evaluateAll();
    expect(configuration.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'error',
        summary: 'Reference to undeclared local value',
        source: { file: 'main.tf', startLine: 2, startColumn: 7, endLine: 2, endColumn: 17 },
        excerpt: '  a = local.nope',
      }),
    ]);
  });

  test('a missing module is called by the command that gets it, its arguments stay', () => {
    const configuration = configure('module "m" { source = "a/b/aws" }\noutput "o" { value = module.m.id }');
    configuration.evaluateAll();
    expect(configuration.diagnostics.map((one) => one.detail)).toEqual([expect.stringContaining('terraform init')]);
    expect(plain(output(configuration, 'o'))).toBe('<module.m.id>');
  });
});

describe('values of variables', () => {
  const main = 'variable "v" {\n  type    = string\n  default = "default"\n}\noutput "o" { value = var.v }';
  test.each([
    { from: 'the default', files: {}, options: {}, expected: 'default' },
    { from: 'the environment', files: {}, options: { env: { TF_VAR_v: 'env' } }, expected: 'env' },
    {
      from: 'terraform.tfvars',
      files: { 'terraform.tfvars': 'v = "t"' },
      options: { env: { TF_VAR_v: 'env' } },
      expected: 't',
    },
    {
      from: 'terraform.tfvars.json',
      files: { 'terraform.tfvars': 'v = "t"', 'terraform.tfvars.json': '{"v": "j"}' },
      options: {},
      expected: 'j',
    },
    {
      from: 'auto files in order',
      files: { 'terraform.tfvars': 'v = "t"', 'b.auto.tfvars': 'v = "b"', 'a.auto.tfvars': 'v = "a"' },
      options: {},
      expected: 'b',
    },
    {
      from: '--var-file',
      files: { 'a.auto.tfvars': 'v = "a"', 'x.tfvars': 'v = "x"' },
      options: { variables: ['x.tfvars'] },
      expected: 'x',
    },
    {
      from: '--var-file, read by the caller',
      files: { 'x.tfvars': 'v = "x"' },
      options: { variables: ['x.tfvars', { name: '../y.tfvars', text: 'v = "y"' }] },
      expected: 'y',
    },
    {
      from: '--var-file in JSON, read by the caller',
      files: {},
      options: { variables: [{ name: '../y.tfvars.json', text: '{"v": "y"}' }] },
      expected: 'y',
    },
    {
      from: '--var',
      files: { 'x.tfvars': 'v = "x"' },
      options: { variables: ['x.tfvars', { variable: 'v', value: 'c' }] },
      expected: 'c',
    },
    {
      from: '--var-file behind --var',
      files: { 'x.tfvars': 'v = "x"' },
      options: { variables: [{ variable: 'v', value: 'c' }, 'x.tfvars'] },
      expected: 'x',
    },
  ])('from $from', ({ files, options, expected }) => {
    expect(plain(output(configure({ 'main.tf': main, ...files }, options), 'o'))).toBe(expected);
  });

  test('a variable without a value is an unknown of its type, not a problem', () => {
    const configuration = configure('variable "v" { type = list(string) }\noutput "o" { value = var.v }');
    expect(problems(configuration)).toEqual([]);
    expect(output(configuration, 'o')).toMatchObject({
      kind: 'unknown',
      dependsOn: [{ address: 'var.v', path: [] }],
      reason: 'variable "v" has no value',
    });
  });

  test('a file of values that is not there is a problem', () => {
    expect(problems(configure(main, { variables: ['no.tfvars'] }))).toEqual(['Failed to read file']);
  });

  test('a value from a file that the caller has read is not to be edited', () => {
    const options = { variables: [{ name: '../y.tfvars', text: 'v = "y"' }] };
    const configuration = configure({ 'main.tf': main, 'terraform.tfvars': 'v = "t"' }, options);
    expect(output(configuration, 'o').origin).toMatchObject({ file: { path: '../y.tfvars' }, readOnly: true });
    expect([...configuration.files.keys()]).not.toContain('../y.tfvars');
    const own = configure({ 'main.tf': main, 'terraform.tfvars': 'v = "t"' });
    expect(output(own, 'o').origin?.readOnly).toBeUndefined();
  });

  test('what is wrong in such a file is reported with its place', () => {
    const configuration = configure(main, { variables: [{ name: '../y.tfvars', text: 'v = \n' }] });
    expect(problems(configuration, true)).toEqual(['Invalid expression @ ../y.tfvars:1:5']);
  });

  test('names of the object prototype are names like others', () => {
    const text =
      'variable "__proto__" { default = "x" }\nlocals { constructor = var.__proto__ }\noutput "toString" { value = { __proto__ = local.constructor } }';
    const configuration = configure(text);
    expect(problems(configuration)).toEqual([]);
    expect(output(configuration, 'toString')).toMatchObject({ kind: 'object' });
  });
});

describe('nothing outside the root is read', () => {
  test.each([
    'file("../secret.txt")',
    'file("${path.module}/../secret.txt")',
    'file("/etc/hostname")',
    'file("link.txt")',
    'file("linked/secret.txt")',
    'templatefile("../secret.txt", {})',
    'filebase64("../secret.txt")',
    'fileset("..", "*")',
  ])('%s', (expression) => {
    const outside = folder({ 'secret.txt': 'secret', 'root/main.tf': `output "o" { value = ${expression} }` });
    const root = join(outside, 'root');
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(outside, join(root, 'linked'));
    const configuration = loadConfiguration({ root, rootModule: '.' });
    expect(problems(configuration)).toHaveLength(1);
    expect(output(configuration, 'o').kind).toBe('unknown');
  });

  test('a Terraform file that links out is refused', () => {
    const outside = folder({ 'x.tf': 'output "o" { value = 1 }', 'root/main.tf': 'locals { a = 1 }' });
    symlinkSync(join(outside, 'x.tf'), join(outside, 'root/x.tf'));
    const configuration = loadConfiguration({ root: join(outside, 'root'), rootModule: '.' });
    expect(problems(configuration)).toEqual(['File outside the scanned folder']);
    expect(configuration.outputs.size).toBe(0);
  });

  test('but a module may read beside itself, inside the root', () => {
    const root = folder({
      'shared/p.json': '{}',
      'live/main.tf': 'output "o" { value = file("${path.module}/../shared/p.json") }',
    });
    expect(plain(output(loadConfiguration({ root, rootModule: 'live' }), 'o'))).toBe('{}');
  });
});

describe('root modules', () => {
  test('are folders with Terraform files that no other calls', () => {
    const root = folder({
      'live/a/main.tf': 'module "m" { source = "../../modules/m" }',
      'live/b/main.tf': 'locals {}',
      'modules/m/main.tf': 'module "n" { source = "../n" }',
      'modules/n/main.tf': 'locals {}',
      'live/a/.terraform/modules/x/main.tf': 'locals {}',
      'node_modules/y/main.tf': 'locals {}',
      'docs/readme.md': '',
    });
    expect(findRootModules(root).rootModules).toEqual(['live/a', 'live/b']);
  });

  test('a link out of the root is refused, a link inside is not followed twice', () => {
    const outside = folder({ 'other/main.tf': 'locals {}', 'root/a/main.tf': 'locals {}' });
    symlinkSync(join(outside, 'other'), join(outside, 'root/out'));
    symlinkSync(join(outside, 'root/a'), join(outside, 'root/b'));
    const found = findRootModules(join(outside, 'root'));
    expect(found.rootModules).toEqual(['a']);
    expect(found.diagnostics).toEqual([]);
  });

  test.each([
    ['main.tf', ['File outside the scanned folder']],
    ['.envrc', []],
    ['LICENSE', []],
  ])('a link out of the root is said where Terraform would read it: %s', (name, said) => {
    const outside = folder({ 'other.txt': '', 'root/a/main.tf': 'locals {}' });
    symlinkSync(join(outside, 'other.txt'), join(outside, 'root', name));
    const found = findRootModules(join(outside, 'root'));
    expect(found.diagnostics.map((one) => one.summary)).toEqual(said);
  });

  test.each([
    [60, []],
    [61, ['folder-too-deep']],
  ])('folders %d deep', (depth, said) => {
    const way = Array.from({ length: depth }, () => 'd').join('/');
    const found = findRootModules(folder({ [`${way}/main.tf`]: 'locals {}' }));
    expect(found.rootModules).toEqual(said.length === 0 ? [way] : []);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(said);
  });

  test('a folder that is not there', () => {
    expect(findRootModules('/nowhere/at/all').diagnostics.map((one) => one.summary)).toEqual(['Failed to read file']);
  });

  test('an edit in memory takes the place of the file', () => {
    const files = memoryFileSystem(new Map([['main.tf', 'output "o" { value = 1 }']]));
    const cache = new Map();
    const before = loadConfiguration({ root: '/r', rootModule: '.', cache }, { files });
    const overlay = new Map([['main.tf', 'output "o" { value = 2 }']]);
    const after = loadConfiguration({ root: '/r', rootModule: '.', cache, overlay }, { files });
    expect([plain(output(before, 'o')), plain(output(after, 'o'))]).toEqual([1, 2]);
  });
});
