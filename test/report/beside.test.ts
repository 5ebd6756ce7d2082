/** What the terminal says beside the evidence, and says once. */
import { describe, expect, test } from 'vitest';
import { renderPretty } from '#report/formats/pretty/pretty.js';
import type { ReportContext } from '#report/format.js';
import type { Result } from '#analysis/result/result.js';
import { SAMPLE, sampleLine } from '../support/sample-result.js';

const { plan: _plan, proof: _proof, ...SCAN } = SAMPLE;

function print(result: Result, context: Partial<ReportContext> = {}): string {
  return renderPretty(result, {
    readLine: sampleLine,
    width: 80,
    color: false,
    flags: { analysis: '', plan: '' },
    written: false,
    ...context,
  });
}

test.each([
  { differ: 'in a name', messages: ['Not installed: The module "a/b/aws" is', 'Not installed: The module "c/d" is'] },
  {
    differ: 'in an address',
    messages: ['Part of module.a.aws_iam_policy.x is', 'Part of module.b[0].aws_iam_policy.y is'],
  },
  { differ: 'in a number', messages: ['1 of 12 is', '2 of 30 is'] },
])('diagnostics that differ $differ are said once, with every place', ({ messages }) => {
  const [diagnostic] = SAMPLE.diagnostics;
  const diagnostics = messages.map((message, at) => ({
    ...diagnostic!,
    message,
    source: { file: `${at}.tf`, startLine: 7, startColumn: 1, endLine: 7, endColumn: 2 },
  }));
  const text = print({ ...SCAN, diagnostics });

  expect(text).toContain('Diagnostics (2, of 1 kind)');
  expect(text).toContain('  1 more like it, at 1.tf:7');
  expect(
    print({ ...SCAN, diagnostics: [diagnostics[0]!, { ...diagnostic!, message: 'Another thing' }] }),
  ).not.toContain('more like it');
});

test('what a loop or a variable puts into a line is said beside it', () => {
  const [sample] = SCAN.paths;
  const source = { file: 'a.tf', startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
  const shown = {
    address: 'aws_iam_role_policy_attachment.a["x"]',
    attribute: 'policy_arn',
    value: 'AdministratorAccess',
    source,
    assumed: false,
  };
  const paths = Array.from({ length: 8 }, (_, at) => ({
    ...sample!,
    id: `path-${at}`,
    steps: [{ ...sample!.steps[0]!, evidence: [shown] }],
  }));
  const print1 = (line: string): string => print({ ...SCAN, paths }, { readLine: () => line });
  const indirect = print1('  policy_arn = "arn:aws:iam::aws:policy/${each.key}"');

  expect(indirect).toMatch(/8 of 8 paths {2}a\.tf:1 {2}policy_arn = .*\n +AdministratorAccess\n/);
  expect(indirect).toContain('│   policy_arn: AdministratorAccess');
  expect(print1('  policy_arn = aws_iam_policy.x.arn')).not.toContain('AdministratorAccess');
});

describe('what closes a path', () => {
  const [path] = SAMPLE.paths;
  const [edit] = SAMPLE.plan!.edits;
  const closing = (more: object): Result => ({
    ...SAMPLE,
    paths: [{ ...path!, closedBy: [{ kind: 'edit', summary: 'Do it', control: 'do', edit: edit!.id, ...more }] }],
  });

  test.each([
    { is: 'an edit of the plan, by its number', result: closing({}), says: 'closed by edit 1, Do it (do)' },
    {
      is: 'left to a person',
      result: closing({ kind: 'by-hand', edit: null, control: null }),
      says: 'closed by a person, by hand: Do it',
    },
    {
      is: 'nothing',
      result: { ...SAMPLE, paths: [{ ...path!, closedBy: [] }] },
      says: 'closed by nothing in this plan',
    },
  ])('is $is', ({ result, says }) => {
    expect(print(result)).toContain(says);
  });
});

test('line ends of Windows show nowhere', () => {
  const [edit, ...others] = SAMPLE.plan!.edits;
  const diff = edit!.diff.replaceAll('\n', '\r\n');
  const [diagnostic] = SAMPLE.diagnostics;
  const diagnostics = [{ ...diagnostic!, excerpt: '  broken = = "value"\r' }];
  const text = print({ ...SAMPLE, diagnostics, plan: { ...SAMPLE.plan!, edits: [{ ...edit!, diff }, ...others] } });

  expect(text).toContain('    mountPoints = []\n');
  expect(text).not.toContain('\\x0d');
});
