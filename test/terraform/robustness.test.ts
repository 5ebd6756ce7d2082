import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPlan } from '#terraform/plan/plan.js';
import { configure, output, plain } from './support.js';

/** Far above what any of these should take, far below a hang. */
const TIME_LIMIT_MS = 20_000;

function repeat(count: number, text: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => text(at)).join('\n');
}

function evaluated(files: Readonly<Record<string, string>> | string): readonly string[] {
  const start = performance.now();
  const configuration = configure(files);
  configuration.evaluateAll();
  for (const resource of configuration.resources) resource.read([]);
  expect(performance.now() - start).toBeLessThan(TIME_LIMIT_MS);
  return configuration.diagnostics.map((one) => one.summary);
}

describe('work is bounded, and said so', () => {
  test.each([
    {
      what: 'a string that doubles',
      text: `locals {\n  a0 = "0123456789"\n${repeat(60, (at) => `  a${at + 1} = "\${local.a${at}}\${local.a${at}}"`)}\n}`,
      problem: 'String too long',
    },
    {
      what: 'a tuple that doubles',
      text: `locals {\n  a0 = [1, 2, 3]\n${repeat(60, (at) => `  a${at + 1} = [local.a${at}, local.a${at}]`)}\n}\noutput "o" { value = jsonencode(local.a60) }`,
      problem: 'Value too large',
    },
    {
      what: 'an object that doubles',
      text: `locals {\n  a0 = {}\n${repeat(60, (at) => `  a${at + 1} = { x = local.a${at}, y = local.a${at} }`)}\n}`,
      problem: 'Value too large',
    },
    {
      what: 'loops in loops',
      text: 'locals {\n  r = range(1000)\n  a = [for a in local.r : [for b in local.r : [for c in local.r : a + b + c]]]\n}',
      problem: 'Expression too large',
    },
    {
      what: 'a template of loops',
      text: 'locals {\n  r = range(1000)\n  a = "%{ for a in local.r }%{ for b in local.r }%{ for c in local.r }xxxxxxxxxx%{ endfor }%{ endfor }%{ endfor }"\n}',
      problem: 'String too long',
    },
    {
      what: 'a product',
      text: 'locals {\n  r = range(1000)\n  a = setproduct(local.r, local.r, local.r)\n}',
      problem: undefined,
    },
    { what: 'a huge count', text: 'resource "aws_sqs_queue" "q" { count = 1e9 }', problem: 'Invalid count argument' },
  ])('$what', ({ text, problem }) => {
    const found = evaluated(text);
    expect(found.length).toBeGreaterThan(0);
    if (problem !== undefined) expect(found).toContain(problem);
  });

  test('modules that call two others, forty levels deep', () => {
    const files: Record<string, string> = { 'main.tf': 'module "a" { source = "./m0" }' };
    for (let at = 0; at < 40; at += 1)
      files[`m${at}/main.tf`] = `module "a" { source = "../m${at + 1}" }\nmodule "b" { source = "../m${at + 1}" }`;
    files['m40/main.tf'] = 'resource "aws_sqs_queue" "q" {}';
    expect(evaluated(files)).toContain('Too many modules');
  });

  test.each([
    {
      what: 'a chain of locals',
      text: `locals {\n  a0 = 1\n${repeat(3000, (at) => `  a${at + 1} = local.a${at}`)}\n}\noutput "o" { value = local.a3000 }`,
    },
    {
      what: 'a chain of locals, the last first',
      text: `locals {\n${repeat(3000, (at) => `  a${3000 - at} = local.a${2999 - at}`)}\n  a0 = 1\n}`,
    },
    { what: 'deep parentheses', text: `locals { a = ${'('.repeat(5000)}1${')'.repeat(5000)} }` },
    { what: 'deep tuples', text: `locals { a = ${'['.repeat(5000)}${']'.repeat(5000)} }` },
    { what: 'deep templates', text: `locals { a = ${'"${'.repeat(2000)}1${'}"'.repeat(2000)} }` },
    { what: 'deep negation', text: `locals { a = ${'!'.repeat(20000)}true }` },
    { what: 'a long sum', text: `locals { a = ${Array(20000).fill('1').join(' + ')} }` },
    { what: 'a long chain of attributes', text: `locals { a = local.b${'.c'.repeat(20000)} }` },
    { what: 'deep conditionals', text: `locals { a = ${'true ? '.repeat(3000)}1${' : 2'.repeat(3000)} }` },
    { what: 'deep blocks', text: `resource "aws_instance" "i" {\n${'a {\n'.repeat(3000)}${'}\n'.repeat(3000)}}` },
    { what: 'deep types', text: `variable "v" { type = ${'list('.repeat(3000)}string${')'.repeat(3000)} }` },
    {
      what: 'a nested value through many locals',
      text: `locals {\n  a0 = 1\n${repeat(400, (at) => `  a${at + 1} = [local.a${at}]`)}\n}\noutput "o" { value = jsonencode(local.a400) }`,
    },
  ])('$what does not break the stack', ({ text }) => {
    evaluated(text);
  });

  test('a long chain of locals is evaluated, whatever the order', () => {
    const text = `locals {\n${repeat(3000, (at) => `  a${3000 - at} = local.a${2999 - at}`)}\n  a0 = 1\n}\noutput "o" { value = local.a3000 }`;
    expect(plain(output(configure(text), 'o'))).toBe(1);
  });

  test('deep JSON', () => {
    evaluated({ 'main.tf.json': `{"locals": {"a": ${'['.repeat(20000)}${']'.repeat(20000)}}}` });
    loadPlan(
      `{"planned_values": {"root_module": {"resources": [{"address": "a.b", "mode": "managed", "type": "a", "name": "b", "values": {"x": ${'['.repeat(5000)}${']'.repeat(5000)}}}]}}}`,
    );
  });
});

describe('no input stops the analysis', () => {
  const corpus = texts(fileURLToPath(new URL('../data/terraform/oracle/modules', import.meta.url)));

  test('mutated configurations', () => {
    fc.assert(
      fc.property(
        fc.nat(corpus.length - 1),
        fc.array(mutation(), { minLength: 1, maxLength: 6 }),
        (index, mutations) => {
          const source = corpus[index] ?? '';
          evaluated({ [source.startsWith('{') ? 'main.tf.json' : 'main.tf']: mutations.reduce(mutate, source) });
        },
      ),
      { numRuns: 1500, seed: 7 },
    );
  });

  test('anything as a plan', () => {
    const name = fc.constantFrom(
      'planned_values',
      'root_module',
      'resources',
      'child_modules',
      'values',
      'address',
      'mode',
      'type',
      'name',
      'configuration',
      'module_calls',
      'expressions',
      'references',
      'outputs',
      '__proto__',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('managed', 'aws_iam_role', 'a.b', 1, true, null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const configuration = loadPlan(JSON.stringify(value) ?? '');
        configuration.evaluateAll();
        for (const resource of configuration.resources) for (const each of resource.names()) resource.attribute(each);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

interface Mutation {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

function mutation(): fc.Arbitrary<Mutation> {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    '${',
    '%{ if ',
    '%{ for x in ',
    '~}',
    '<<EOT\n',
    '\nEOT\n',
    '=',
    '==',
    '...',
    '.',
    '*',
    '[*]',
    '?',
    ':',
    ',',
    '\n',
    'null',
    'true',
    '-1',
    '1e99',
    'local.a',
    'var.n',
    'each.value',
    'count.index',
    'self',
    'module.c',
    'for_each = ',
    'count = ',
    'dynamic "x" {',
    '__proto__',
    '\u0000',
    '\uFEFF',
    '\uD800',
    'toset(',
    'jsonencode(',
    'templatefile("x", {',
    'range(1e6)',
    '/*',
    '#',
  );
  return fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(12),
    text: fc.oneof(piece, fc.string({ maxLength: 8, unit: 'binary' })),
  });
}

function mutate(text: string, { at, length, text: inserted }: Mutation): string {
  const from = Math.floor(at * text.length);
  return text.slice(0, from) + inserted + text.slice(from + length);
}

function texts(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tf(\.json)?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
