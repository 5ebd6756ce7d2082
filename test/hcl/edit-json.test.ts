import { describe, expect, test } from 'vitest';
import { applyEdits, type EditResult, type Source } from '#hcl/edit/edit.js';
import {
  addJsonElement,
  escapeTemplate,
  removeJsonElement,
  removeJsonElements,
  replaceJsonValue,
  setJsonProperty,
} from '#hcl/edit/json.js';
import { parseFile } from '#hcl/parse/parse.js';
import type { Span } from '#hcl/syntax.js';

const POLICY = `resource "p" "q" {
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Action": ["s3:Get*", "iam:*", "ec2:*"],
      "Resource": "\${aws_s3_bucket.b["x"].arn}/$\${aws:username}"
    },
    {
      "Action": [
        "a",
        "b"
      ],
      "Condition": {},
      "Port": \${var.port}
    }
  ]
}
EOF
}
`;

type Maker = (source: Source, document: Span) => EditResult;

function run(text: string, make: Maker): string {
  const file = parseFile('main.tf', text);
  const document = {
    start: text.indexOf('{', text.indexOf('<<')),
    end: text.lastIndexOf('}', text.lastIndexOf('}') - 1) + 1,
  };
  return outcome(text, make(file, document));
}

function outcome(text: string, result: EditResult): string {
  if ('refused' in result) return `refused: ${result.refused}`;
  const applied = applyEdits(text, result);
  return 'refused' in applied ? `refused: ${applied.refused}` : applied.text;
}

function spanOf(text: string, part: string, within = 0): Span {
  const start = text.indexOf(part, within);
  if (start < 0) throw new Error(`${part} is not in the text`);
  return { start, end: start + part.length };
}

describe('JSON in a heredoc', () => {
  test.each<{ when: string; make: Maker; from: string; to: string }>([
    {
      when: 'an element of a list on one line goes',
      make: (source, document) => removeJsonElement(source, document, spanOf(source.text, '"iam:*"')),
      from: '["s3:Get*", "iam:*", "ec2:*"]',
      to: '["s3:Get*", "ec2:*"]',
    },
    {
      when: 'the last elements go',
      make: (source, document) =>
        removeJsonElements(source, document, [spanOf(source.text, '"ec2:*"'), spanOf(source.text, '"iam:*"')]),
      from: '["s3:Get*", "iam:*", "ec2:*"]',
      to: '["s3:Get*"]',
    },
    {
      when: 'the last element of a list on lines goes with the comma before it',
      make: (source, document) => removeJsonElement(source, document, spanOf(source.text, '"b"')),
      from: '"a",\n        "b"\n',
      to: '"a"\n',
    },
    {
      when: 'a property goes',
      make: (source, document) => removeJsonElement(source, document, spanOf(source.text, '{}')),
      from: '      "Condition": {},\n',
      to: '',
    },
    {
      when: 'an element is added',
      make: (source, document) =>
        addJsonElement(source, document, spanOf(source.text, '[\n        "a",\n        "b"\n      ]'), '"c"'),
      from: '"b"\n',
      to: '"b",\n        "c"\n',
    },
    {
      when: 'a value is replaced',
      make: (source, document) => replaceJsonValue(source, document, spanOf(source.text, '"iam:*"'), '"iam:Get*"'),
      from: '"iam:*"',
      to: '"iam:Get*"',
    },
    {
      when: 'an empty object is filled',
      make: (source, document) =>
        setJsonProperty(source, document, spanOf(source.text, '{}'), { key: 'Bool', value: '{\n  "x": true\n}' }),
      from: '{}',
      to: '{\n        "Bool": {\n          "x": true\n        }\n      }',
    },
    {
      when: 'a property is added behind an interpolation',
      make: (source, document) => {
        const start = source.text.indexOf('{\n      "Action": ["s3');
        const object = { start, end: source.text.indexOf('\n    },', start) + 6 };
        return setJsonProperty(source, document, object, { key: 'Effect', value: '"Deny"' });
      },
      from: 'username}"\n',
      to: 'username}",\n      "Effect": "Deny"\n',
    },
    {
      when: 'a property that is there is replaced',
      make: (source, document) => {
        const start = source.text.indexOf('{\n      "Action": ["s3');
        const object = { start, end: source.text.indexOf('\n    },', start) + 6 };
        return setJsonProperty(source, document, object, { key: 'Action', value: '"s3:Get*"' });
      },
      from: '["s3:Get*", "iam:*", "ec2:*"]',
      to: '"s3:Get*"',
    },
  ])('$when', ({ make, from, to }) => {
    expect(run(POLICY, make)).toBe(POLICY.replace(from, () => to));
  });

  test('indentation follows the heredoc', () => {
    const text = 'p = <<-EOF\n    {\n      "a": [],\n      "b": 1\n    }\n  EOF\n';
    const file = parseFile('main.tf', text);
    const document = spanOf(text, text.slice(text.indexOf('{'), text.indexOf('}') + 1));
    expect(outcome(text, setJsonProperty(file, document, document, { key: 'c', value: '2' }))).toBe(
      text.replace('"b": 1', '"b": 1,\n      "c": 2'),
    );
  });

  test.each([
    { when: 'directives decide', text: 'p = <<EOF\n{ "a": [%{ if x }1%{ endif }] }\nEOF\n' },
    { when: 'escapes stand between', text: 'p = "{ \\"a\\": [1] }"\n' },
    { when: 'it does not parse', text: 'p = <<EOF\n{ "a": [1 }\nEOF\n' },
    { when: 'it is nested too deep', text: `p = <<EOF\n{ "a": ${'['.repeat(9999)}1${']'.repeat(9999)} }\nEOF\n` },
  ])('is refused where $when', ({ text }) => {
    const document = { start: text.indexOf('{'), end: text.lastIndexOf('}') + 1 };
    const value = spanOf(text, '1');
    expect(outcome(text, removeJsonElement(parseFile('main.tf', text), document, value))).toMatch(
      /^refused: The JSON in main\.tf/,
    );
  });
});

describe('a JSON file', () => {
  const text = '{\n\t"a": [1, 2],\n\t"b": { "c": 3 }\n}\n';
  const source = { path: 'policy.json', text };
  const document = { start: 0, end: text.length };

  test.each<[string, EditResult, string]>([
    ['remove', removeJsonElement(source, document, spanOf(text, '[1, 2]')), '{\n\t"b": { "c": 3 }\n}\n'],
    ['remove all', removeJsonElement(source, document, spanOf(text, '3')), '{\n\t"a": [1, 2],\n\t"b": {}\n}\n'],
    [
      'add',
      setJsonProperty(source, document, { start: 0, end: text.length - 1 }, { key: 'd', value: '[]' }),
      '{\n\t"a": [1, 2],\n\t"b": { "c": 3 },\n\t"d": []\n}\n',
    ],
  ])('%s', (_, result, expected) => {
    expect(outcome(text, result)).toBe(expected);
  });

  test('values of different lists are refused', () => {
    const values = [spanOf(text, '1'), spanOf(text, '3')];
    expect(removeJsonElements(source, document, values)).toEqual({
      refused: expect.stringContaining('different lists'),
    });
  });
});

test('policy variables are made literal', () => {
  expect(escapeTemplate('"${aws:username} %{x} $$"')).toBe('"$${aws:username} %%{x} $$"');
});
