import { expect, test } from 'vitest';
import { findRootModules } from '#terraform/load/discover.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import { unreadable } from '#analysis/faults.js';
import { configure, problems } from './support.js';

const NOTE = 'Templates of Terraform files';

test('templates that become Terraform are noted together', () => {
  const files = {
    'a/main.tf.j2': '{% if x %}',
    'a/vars.tfvars.jinja': '{{ x }}',
    'a/page.html.j2': '{{ x }}',
    'b/main.tf': '',
  };
  const found = findRootModules('/scan', undefined, memoryFileSystem(new Map(Object.entries(files))));
  expect(found.rootModules).toEqual(['b']);
  expect(found.diagnostics.map(({ severity, summary, source }) => [severity, summary, source?.file])).toEqual([
    ['warning', NOTE, 'a/main.tf.j2'],
  ]);
  expect(found.diagnostics[0]?.detail).toContain('a/main.tf.j2 and 1 more');
});

test.each<readonly [string, string, readonly string[]]>([
  [
    'a tag in a line of its own',
    'resource "aws_sqs_queue" "q" {\n  {% if x %}\n  name = "a"\n  {% endif %}\n}\n',
    [NOTE],
  ],
  ['an expression as a value', 'resource "aws_sqs_queue" "q" {\n  delay_seconds = {{ delay }}\n}\n', [NOTE]],
  ['braces in a text', 'resource "aws_sqs_queue" "q" {\n  name = "{{ name }}"\n}\n', []],
  [
    'directives of Terraform',
    'resource "aws_sqs_queue" "q" {\n  name = <<EOT\n%{ if true }\na\n%{ endif }\nEOT\n}\n',
    [],
  ],
])('%s', (_, text, expected) => {
  const configuration = configure(text);
  expect(problems(configuration)).toEqual(expected);
  expect(unreadable(configuration.diagnostics) !== undefined).toBe(expected.length > 0);
});
