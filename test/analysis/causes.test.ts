import { describe, expect, test } from 'vitest';
import { byCause } from '#analysis/causes.js';
import { scan } from '#analysis/run.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { folderWith } from '../support/built-cli.js';

const at = (file: string, startLine: number) => ({ file, startLine, startColumn: 1, endLine: startLine, endColumn: 9 });
const found = (detail: string, file: string, line: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  code: 'odd',
  summary: 'Odd',
  detail,
  source: at(file, line),
  ...more,
});
const ofFile = (about: string) => ({ key: 'k', summary: 'Odd things', detail: 'They are odd:', about });

describe('one cause is one diagnostic', () => {
  test.each([
    ['the same words at several places', [found('x', 'a.tf', 1), found('x', 'a.tf', 2)], ['Odd: x 2x a.tf:1 a.tf:2']],
    ['the same place, read by two root modules', [found('x', 'a.tf', 1), found('x', 'a.tf', 1)], ['Odd: x 1x a.tf:1']],
    [
      'the same fault of a module that is called twice',
      [
        found('not in module.a["x"].', 'm.tf', 1),
        found('not in module.b.', 'm.tf', 1),
        found('not in the root module.', 'm.tf', 1),
      ],
      ['Odd: not in module.a["x"]. 1x m.tf:1'],
    ],
    ['other words', [found('x', 'a.tf', 1), found('y', 'a.tf', 1)], ['Odd: x 1x a.tf:1', 'Odd: y 1x a.tf:1']],
    [
      'another severity',
      [found('x', 'a.tf', 1), found('x', 'b.tf', 1, { severity: 'warning' })],
      ['Odd: x 1x a.tf:1', 'Odd: x 1x b.tf:1'],
    ],
    [
      'several names of one cause',
      [
        found('n', 'a.tf', 1, { cause: ofFile('n') }),
        found('m', 'b.tf', 1, { cause: ofFile('m') }),
        found('n', 'b.tf', 2, { cause: ofFile('n') }),
      ],
      ['Odd things: They are odd: n and m. 3x a.tf:1 b.tf:1 b.tf:2'],
    ],
    [
      'one name of a cause keeps its words',
      [found('n', 'a.tf', 1, { cause: ofFile('n') }), found('n', 'b.tf', 1, { cause: ofFile('n') })],
      ['Odd: n 2x a.tf:1 b.tf:1'],
    ],
    [
      'diagnostics of several codes that have a cause in common',
      ['a', 'b'].map((code) => found(code, 'a.tf', 1, { code, cause: { ...ofFile(code), code: 'old' } })),
      ['Odd things: They are odd: a and b. 2x a.tf:1 a.tf:1'],
    ],
  ])('%s', (_, diagnostics, expected) => {
    const told = byCause(diagnostics).map(({ message, count = 1, source, places = [] }) =>
      [message, `${count}x`, ...[source, ...places].map((place) => `${place?.file}:${place?.startLine}`)].join(' '),
    );
    expect(told).toEqual(expected);
  });

  test('of many names some are told, and of many places some are listed', () => {
    const many = Array.from({ length: 60 }, (_, line) => found('x', 'a.tf', line + 1, { cause: ofFile(`n${line}`) }));
    const [only] = byCause(many);
    expect(only?.message).toMatch(/: n0, n1, .*, n11 and 48 more\.$/);
    expect(only).toMatchObject({ count: 60, places: { length: 50 } });
  });
});

describe('values for variables that no root module declares', () => {
  const files = {
    'a/main.tf': 'variable "x" {}\n',
    'b/main.tf': 'variable "y" {}\n',
    'all.tfvars': 'x = 1\ny = 2\n',
    'more.tfvars': 'x = 1\nz = 3\n',
  };
  const told = async (...variables: readonly (string | { variable: string; value: string })[]) =>
    (await scan({ root: folderWith(files), variables })).diagnostics.map(
      ({ severity, message }) => `${severity} ${message}`,
    );

  test('are told where they stand in a file that was named', async () => {
    expect(await told('all.tfvars')).toEqual([]);
    expect(await told('more.tfvars')).toEqual([expect.stringMatching(/^warning Value for undeclared variable: .*"z"/)]);
  });

  test('are wrong use where they were given by name', async () => {
    expect(await told({ variable: 'y', value: '1' })).toEqual([]);
    await expect(told({ variable: 'yy', value: '1' })).rejects.toThrow('No root module declares a variable yy.');
  });
});

describe('what one place lacks is told once', () => {
  test.each([
    [
      'arguments of a module',
      { 'main.tf': 'module "m" { source = "./m" }\n', 'm/main.tf': 'variable "size" {}\nvariable "name" {}\n' },
      'Missing required arguments: The module in m requires them, and no definition was found: size and name.',
    ],
    [
      'arguments that a module does not have',
      { 'main.tf': 'module "m" {\n  source = "./m"\n  size = 1\n  colour = 2\n}\n', 'm/main.tf': '' },
      'Unsupported arguments: The module in m does not declare them: size and colour.',
    ],
    [
      'names that nobody declares',
      { 'main.tf': 'locals {\n  a = var.region\n  b = var.zone\n}\n' },
      /^References to undeclared input variables: .*: region and zone\.$/,
    ],
    [
      'overrides of nothing',
      { 'main.tf': '', 'x_override.tf': 'variable "a" {}\nvariable "b" {}\n' },
      'Nothing to override: The override file x_override.tf has what no primary file declares: variable "a" and variable "b".',
    ],
    [
      'modules that are not there',
      { 'main.tf': 'module "a" { source = "acme/a/aws" }\nmodule "b" { source = "acme/b/aws" }\n' },
      /^Modules not installed: .* Missing: acme\/a\/aws and acme\/b\/aws\.$/,
    ],
    [
      'arguments of another version of the provider',
      { 'main.tf': 'resource "aws_sqs_queue" "q" { region = "x" }\nresource "aws_sns_topic" "t" { region = "x" }\n' },
      /: aws_sqs_queue and aws_sns_topic\.$/,
    ],
  ])('%s', async (_, files, message) => {
    const { diagnostics } = await scan({ root: folderWith(files) });
    expect(diagnostics).toMatchObject([{ message: expect.stringMatching(message), count: 2 }]);
  });
});
