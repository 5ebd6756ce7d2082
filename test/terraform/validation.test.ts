import { expect, test } from 'vitest';
import type { Value } from '#model/value.js';
import { configurationOf } from '../aws/estate/support.js';

const text = (value: string): Value => ({ kind: 'string', value });
const validated = (condition: string) =>
  `variable "v" {\n type = string\n validation {\n condition = ${condition}\n error_message = "no"\n }\n}\n`;

test.each<[string, string, string, boolean | undefined]>([
  ['holds', 'var.v != "a"', 'b', true],
  ['does not hold', 'var.v != "a"', 'a', false],
  ['depends on what is not known', 'var.v != var.other', 'a', undefined],
  ['fails', 'regex("^b", var.v) == "b"', 'a', undefined],
])('a validation that %s', (_, condition, given, expected) => {
  const configuration = configurationOf(`${validated(condition)}variable "other" {}\n`);
  expect(configuration.accepts?.('var.v', text(given))).toBe(expected);
  expect(configuration.diagnostics).toEqual([]);
});

test.each<[string, string, boolean | undefined]>([
  ['without validations', 'variable "v" {}', true],
  ['of another type', 'variable "v" {\n type = list(string)\n}', undefined],
  ['that is not there', '', undefined],
  [
    'with several, all of which have to hold',
    `${validated('var.v != "b"').slice(0, -2)} validation {\n condition = var.v != "a"\n error_message = "no"\n }\n}`,
    false,
  ],
])('a variable %s', (_, source, expected) => {
  expect(configurationOf(source).accepts?.('var.v', text('a'))).toBe(expected);
});

test('a variable of a module', () => {
  const files = {
    'main.tf': 'module "m" {\n for_each = toset(["x"])\n source = "./m"\n}',
    'm/main.tf': 'module "n" {\n source = "./n"\n}',
    'm/n/main.tf': validated('var.v != "a"'),
  };
  const configuration = configurationOf(files);
  expect(configuration.accepts?.('module.m["x"].module.n.var.v', text('a'))).toBe(false);
  expect(configuration.accepts?.('module.m["y"].module.n.var.v', text('a'))).toBeUndefined();
});
