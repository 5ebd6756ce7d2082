import { describe, expect, test } from 'vitest';
import { readJson } from '#model/json/read.js';
import type { Member, Value } from '#model/value.js';
import { configure, output, plain, problems, written } from '../terraform/support.js';

/** What is known of a value: `a | b` for one of a few, `[a, b?, c…]` for members, `?` behind those that may be missing. */
function told(value: Value | undefined): string {
  if (value?.kind === 'unknown' && value.oneOf) return value.oneOf.map(told).join(' | ');
  if (value?.kind === 'unknown' && value.members) {
    const { entries, rest } = value.members;
    return `[${[...entries.map(memberText), ...(rest ? [`${memberText(rest)}…`] : [])].join(', ')}]`;
  }
  if (value && 'elements' in value) return `[${value.elements.map(told).join(', ')}]`;
  return JSON.stringify(plain(value))?.replace(/["\\]/g, '') ?? '-';
}

function memberText({ key, value, maybe }: Member): string {
  return `${key ? `${told(key)}=` : ''}${told(value)}${maybe ? '?' : ''}`;
}

const SOURCE = `
variable "x" {}
variable "flag" { type = bool }
variable "list" { type = list(string) }
resource "aws_sqs_queue" "a" { name = "a" }
resource "aws_sqs_queue" "b" { name = "b" }
resource "aws_sqs_queue" "many" {
  for_each = { one = 1, two = 2 }
  name     = each.key
}
resource "aws_sqs_queue" "any" {
  count = var.x
  name  = "any"
}
module "absent" { source = "example/absent/aws" }
`;

function valueOf(expression: string): Value {
  const configuration = configure(`${SOURCE}output "o" {\n  value = ${expression}\n}`);
  return output(configuration, 'o');
}

const A = 'aws_sqs_queue.a.arn';
const B = 'aws_sqs_queue.b.arn';

describe('what is known of an unknown', () => {
  test.each<[string, string]>([
    ['var.flag ? "a" : "b"', 'a | b'],
    ['var.flag ? (var.x ? "a" : "b") : "c"', 'a | b | c'],
    ['var.flag ? "a" : null', 'a | null'],
    ['upper(var.flag ? "a" : "b")', 'A | B'],
    ['replace(var.flag ? "a" : "b", "a", var.x ? "c" : "d")', 'c | d | b'],
    ['(var.flag ? { k = "a" } : { k = "b" }).k', 'a | b'],
    ['(var.flag ? ["a"] : ["b"])[0]', 'a | b'],
    [`{ p = ${A}, q = ${B} }[var.x]`, `<${A}> | <${B}>`],
    [`[${A}, ${B}][var.x]`, `<${A}> | <${B}>`],
    ['aws_sqs_queue.many[var.x].arn', '<aws_sqs_queue.many[one].arn> | <aws_sqs_queue.many[two].arn>'],
    [`lookup({ p = ${A} }, var.x, "none")`, `<${A}> | none`],
    [`coalesce(var.x, ${A}, "z")`, `<var.x> | <${A}>`],
    [`coalesce(var.x, null, "", "z")`, '<var.x> | z'],
    [`coalescelist(var.list, ["z"])`, '<var.list> | [z]'],
    [`try(var.x.arn, "z")`, '<var.x.arn> | z'],
    [`try(${A}, "z")`, `<${A}>`],
    [`try(module.absent.arn, "z")`, '<module.absent.arn> | z'],
    [`try({ p = 1, q = 2 }["p-\${var.x}"], "z")`, 'z'],
    [`try({ p = ${A}, q-a = ${B} }["q-\${var.x}"], "z")`, `<${B}> | z`],
    [`try({ p = 1 }["p-\${var.flag ? var.x : "a"}"], "z")`, 'z'],
    [`try(var.x.p, var.x.q)`, '<var.x.p> | <var.x.q>'],
    [`one(concat(var.flag ? ["a"] : [], []))`, 'a | null'],
    [`concat(["a"], var.list)`, '[a, <var.list>…]'],
    [`concat(["a"], var.flag ? ["b"] : [])`, '[a, b?]'],
    [`concat(["a"], var.flag ? ["b", "c"] : ["b"])`, '[a, b, c?]'],
    [`element(concat(["a"], var.list), 0)`, 'a'],
    [`flatten([["a"], var.flag ? [["b"]] : []])`, '[a, b?]'],
    [`flatten([["a"], var.list])`, '[a, <var.list>…]'],
    [`compact([${A}, "", "b"])`, `[<${A}>, , b]`],
    [`distinct([${A}, "b"])`, `[<${A}>, b]`],
    [`merge({ a = 1 }, var.flag ? { b = 2 } : {})`, '[a=1, b=2?]'],
    [`values(merge({ a = 1 }, var.flag ? { b = 2 } : {}))`, '[1, 2?]'],
    [`keys(merge({ a = 1 }, var.flag ? { b = 2 } : {}))`, '[a, b?]'],
    [`formatlist("%s/*", concat([${A}], var.list))`, `[<${A}>/*, <var.list>/*…]`],
    [`join("", aws_sqs_queue.any[*].arn)`, '<aws_sqs_queue.any[?].arn> | '],
    [`[for name in var.list : "p-\${name}"]`, '[p-<var.list>…]'],
    [`[for name in ["a", "b"] : name if name == var.x]`, '[a?, b?]'],
    [`[for name in ["a", "b"] : name if name != "a" || var.flag]`, '[a?, b]'],
    [`{ for name in ["a"] : "\${name}-\${var.x}" => 1 }`, '[a-<var.x>=1]'],
    [`{ "\${var.x}:sub" = "a", b = "c" }`, '[<var.x>:sub=a, b=c]'],
    [`{ "\${var.x}:sub" = "a", b = "c" }.b`, 'a | c'],
    [`aws_sqs_queue.any[*].arn`, '[<aws_sqs_queue.any[?].arn>…]'],
    [`setproduct(var.list, ["a"])`, '<var.list>'],
  ])('%s', (expression, expected) => {
    expect(told(valueOf(expression))).toBe(expected);
  });

  test('more than a few alternatives are not told', () => {
    const many = Array.from({ length: 70 }, (_, at) => `k${at} = "v${at}"`).join(', ');
    expect(told(valueOf(`{ ${many} }[var.x]`))).toBe('<var.x>');
  });
});

describe('JSON text with unknown pieces', () => {
  const json = (body: string) => readJson(valueOf(`<<-EOT\n${body}\nEOT`));
  test.each<[string, string, string]>([
    ['a value', '{"a": ${var.x}}', '{a:<var.x>}'],
    ['a value that encodes', `{"a": \${jsonencode([${A}])}}`, `{a:[<${A}>]}`],
    ['a piece of a string', '{"a": "x-${var.x}"}', '{a:x-<var.x>}'],
    ['a piece of a key', '{"${var.x}:sub": 1}', '[<var.x>:sub=1]'],
    ['one of two values', '[%{ if var.flag }1%{ else }"b"%{ endif }]', '[1 | b]'],
    ['a value or none', '[%{ if var.flag }1%{ endif }]', '[1 | null]'],
    ['an element behind a comma', '[1%{ if var.flag }, 2%{ endif }]', '[1, 2?]'],
    ['an element before a comma', '[%{ if var.flag }2, %{ endif }1]', '[2?, 1]'],
    ['elements of both', '[1%{ if var.flag }, 2%{ else }, 3%{ endif }]', '[1, 2?, 3?]'],
    ['an entry', '{"a": 1%{ if var.flag }, "b": 2%{ endif }}', '[a=1, b=2?]'],
    ['a loop', '[%{ for name in var.list }"${name}", %{ endfor }"z"]', '[<var.list>?, z]'],
    ['a loop of values', '[%{ for name in var.list }"${name}"%{ endfor }]', '[<var.list>…]'],
    ['a directive in a directive', '[1%{ if var.flag }, 2%{ if var.x }, 3%{ endif }%{ endif }]', '[1, 2?, 3?]'],
    ['a directive in a string', '["%{ if var.flag }a%{ else }b%{ endif }c"]', '[<var.flag>c]'],
    ['one of two texts', '${var.flag ? "[1]" : "[2]"}', '[1] | [2]'],
  ])('%s', (_, body, expected) => {
    const { value, problem } = json(body);
    expect(problem).toBeUndefined();
    expect(told(value)).toBe(expected);
  });

  test.each<[string, string, boolean | undefined]>([
    ['sound', '{"a": 1}', undefined],
    ['wrong', '{"a": 1', false],
    ['perhaps sound', '{"a": 1, ${var.x}}', true],
  ])('a problem may be the unknown: %s', (_, body, expected) => {
    expect(json(body).problem?.unknown).toBe(expected);
  });

  test('directives in directives are read in little time', () => {
    const depth = 60;
    const body = `[1${'%{ if var.flag }, 2'.repeat(depth)}${'%{ endif }'.repeat(depth)}]`;
    const started = performance.now();
    expect(json(body).value?.kind).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('template_file', () => {
  const files = (template: string, vars: string, more = '') => ({
    'main.tf': `${SOURCE}data "template_file" "t" {\n  template = ${template}\n  ${vars}\n}\noutput "o" { value = data.template_file.t.rendered }\n`,
    'p.json': `{"arn": "\${arn}"${more}}`,
  });
  test.each<[string, Record<string, string>, unknown, string]>([
    ['from a file', files('file("p.json")', `vars = { arn = ${A} }`), `{"arn": "<${A}>"}`, 'p.json: {"arn": "${arn}"}'],
    [
      'with known variables',
      files('file("p.json")', 'vars = { arn = 7 }'),
      '{"arn": "7"}',
      'p.json: {"arn": "${arn}"}',
    ],
    ['inline', files('"x $${arn}"', `vars = { arn = ${A} }`), `x <${A}>`, 'main.tf: "x $${arn}"'],
    ['with variables as a block', files('"$${arn}"', 'vars {\n    arn = "b"\n  }'), 'b', 'main.tf: "$${arn}"'],
    [
      'without a variable',
      files('file("p.json")', 'vars = {}'),
      '<data.template_file.t.rendered>',
      'main.tf: data.template_file.t.rendered',
    ],
    [
      'of an unknown template',
      files('var.x', 'vars = {}'),
      '<data.template_file.t.rendered>',
      'main.tf: data.template_file.t.rendered',
    ],
  ])('%s', (_, source, expected, origin) => {
    const configuration = configure(source);
    expect(problems(configuration).filter((one) => !one.startsWith('Module'))).toEqual([]);
    const rendered = output(configuration, 'o');
    expect(plain(rendered)).toBe(expected);
    expect(written(rendered.origin && { ...rendered.origin })).toBe(origin);
  });
});
