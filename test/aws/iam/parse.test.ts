import { describe, expect, test } from 'vitest';
import { parsePolicy, documentValue } from '#aws/iam/parse.js';
import type { PolicyDocument } from '#aws/iam/policy.js';
import { display } from '#aws/symbolic.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { HOLE, type Value } from '#model/value.js';
import { encoded, ref, text, variable } from './support.js';

function parse(value: Value): { document: PolicyDocument; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const document = parsePolicy(value, {
    id: 'aws_iam_policy.p:policy',
    resource: undefined,
    attribute: 'policy',
    canonical: (each) => each,
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  return { document, diagnostics };
}

/** Each statement as one line. */
function lines(document: PolicyDocument): string[] {
  return document.statements.map((statement) => {
    const list = (name: string, all: readonly { text: Parameters<typeof display>[0] }[] | undefined) =>
      all && all.length > 0 ? ` ${name}[${all.map((each) => display(each.text)).join(' ')}]` : '';
    const principals = statement.principals?.map((each) => ({ text: each.id.text }));
    const conditions = statement.conditions.map(
      (clause) => `${list(` ${clause.operator} ${clause.key}`, clause.values)}`,
    );
    const maybe = statement.maybe ? ' maybe' : '';
    return `${statement.effect}${list('A', statement.actions)}${list('NA', statement.notActions)}${list('R', statement.resources)}${list('NR', statement.notResources)}${list('P', principals)}${conditions.join('')}${maybe}`;
  });
}

const json = JSON.stringify;

describe('forms', () => {
  test.each<[string, Value, string[]]>([
    [
      'lists',
      encoded({ Statement: [{ Effect: 'Allow', Action: ['a:b', 'c:d'], Resource: ['*'] }] }),
      ['Allow A[a:b c:d] R[*]'],
    ],
    [
      'single values',
      encoded({ Statement: { Effect: 'Deny', NotAction: 'a:b', NotResource: 'x' } }),
      ['Deny NA[a:b] NR[x]'],
    ],
    ['text', text(json({ Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*' }] })), ['Allow A[a:b] R[*]']],
    [
      'a hole in a string',
      text(`{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:s3:::${HOLE}/*"}}`, variable('b')),
      ['Allow A[a:b] R[arn:aws:s3:::{var.b}/*]'],
    ],
    [
      'a hole outside of strings',
      text(`{"Statement":{"Effect":"Allow","Action":"a:b","Resource":${HOLE}}}`, variable('b')),
      ['Allow A[a:b] R[{var.b}]'],
    ],
    [
      'a reference',
      encoded({ Statement: { Effect: 'Allow', Action: 'a:b', Resource: ref('aws_x.y', 'arn') } }),
      ['Allow A[a:b] R[{aws_x.y.arn}]'],
    ],
    [
      'principals',
      encoded({ Statement: { Effect: 'Allow', Action: 'a:b', Principal: { Service: ['x', 'y'], AWS: '1' } } }),
      ['Allow A[a:b] P[1 x y]'],
    ],
    ['everybody', encoded({ Statement: { Effect: 'Allow', Action: 'a:b', Principal: '*' } }), ['Allow A[a:b] P[*]']],
    [
      'conditions',
      encoded({
        Statement: {
          Effect: 'Allow',
          Action: 'a:b',
          Condition: { Bool: { 'aws:x': true }, StringLike: { k: ['p', 'q'] } },
        },
      }),
      ['Allow A[a:b]  Bool aws:x[true]  StringLike k[p q]'],
    ],
    [
      'names like those of objects',
      text(
        '{"__proto__":1,"Statement":{"Effect":"Allow","Action":"a:b","Condition":{"__proto__":{"constructor":"x"}}}}',
      ),
      ['Allow A[a:b]  __proto__ constructor[x]'],
    ],
  ])('%s', (_, value, expected) => {
    const { document, diagnostics } = parse(value);
    expect(lines(document)).toEqual(expected);
    expect(diagnostics).toEqual([]);
    expect(document.incomplete).toBe(false);
  });
});

describe('what cannot be known', () => {
  test.each<[string, Value, string[]]>([
    ['the document', variable('policy'), []],
    [
      'the effect',
      encoded({ Statement: [{ Effect: variable('e'), Action: 'a:b', Resource: '*' }] }),
      ['Allow A[a:b] R[*] maybe', 'Deny A[a:b] R[*] maybe'],
    ],
    [
      'an action',
      encoded({ Statement: [{ Effect: 'Allow', Action: [variable('a'), 'a:b'], Resource: '*' }] }),
      ['Allow A[{var.a} a:b] R[*]'],
    ],
    [
      'the condition',
      encoded({ Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: variable('c') }] }),
      ['Allow A[a:b] R[*]  ? ?[{var.c}]'],
    ],
  ])('%s', (_, value, expected) => {
    const { document, diagnostics } = parse(value);
    expect(lines(document)).toEqual(expected);
    expect(document.incomplete).toBe(true);
    expect(diagnostics).toEqual([]);
  });
});

describe('malformed policies', () => {
  test.each<[string, string, string, number]>([
    ['no JSON', '{"Statement": [}', 'the JSON text does not parse: value expected', 16],
    ['no object', '[]', 'a policy is a JSON object', 1],
    ['no statement', '{"Version": "2012-10-17"}', 'the policy has no Statement', 1],
    ['wrong effect', '{"Statement": {"Effect": "allow"}}', 'the Effect of a statement is "Allow" or "Deny"', 26],
    [
      'wrong principal',
      '{"Statement": {"Effect": "Allow", "Principal": {"Aws": "1"}}}',
      'Statement.Principal has no type "Aws"',
      56,
    ],
    [
      'action that is no string',
      '{"Statement": {"Effect": "Allow", "Action": {}}}',
      'an element of Statement.Action is a string',
      45,
    ],
    ['too deep', '['.repeat(50_000), 'the JSON text is nested too deeply', 1],
  ])('%s', (_, source, message, column) => {
    const { document, diagnostics } = parse(text(source));
    expect(diagnostics.map((each) => [each.summary, each.source?.startColumn])).toEqual([
      [`Malformed policy document in aws_iam_policy.p.policy: ${message}`, column],
    ]);
    expect(document.incomplete).toBe(true);
  });
});

test('every element knows where it was written', () => {
  const source = '{\n  "Statement": [\n    { "Effect": "Allow", "Action": ["a:b", "c:d"], "Resource": "*" }\n  ]\n}\n';
  const { document } = parse(text(source));
  const [statement] = document.statements;
  const written = (origin: { start: number; end: number } | undefined) =>
    origin && source.slice(origin.start, origin.end);
  expect(statement?.actions.map((each) => [each.path, written(each.origin)])).toEqual([
    ['Statement[0].Action[0]', '"a:b"'],
    ['Statement[0].Action[1]', '"c:d"'],
  ]);
  expect(statement?.resources.map((each) => [each.path, written(each.origin)])).toEqual([
    ['Statement[0].Resource', '"*"'],
  ]);
  expect(written(statement?.origin)).toBe('{ "Effect": "Allow", "Action": ["a:b", "c:d"], "Resource": "*" }');
  expect(documentValue(document)?.kind).toBe('object');
});

test('text whose indentation was stripped keeps its places', () => {
  const file = { path: 'main.tf', text: '    {"Statement":\n      {"Effect":"Allow","Action":"a:b"}}\n' };
  const first = '{"Statement":\n';
  const second = '  {"Effect":"Allow","Action":"a:b"}}\n';
  const { document } = parse({
    kind: 'string',
    value: first + second,
    segments: [
      { at: 0, length: first.length, file, start: 4, end: 4 + first.length },
      { at: first.length, length: second.length, file, start: 4 + first.length + 4, end: file.text.length },
    ],
  });
  const origin = document.statements[0]?.actions[0]?.origin;
  expect(origin && file.text.slice(origin.start, origin.end)).toBe('"a:b"');
});
