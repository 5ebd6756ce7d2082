import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, folderWith, textsBelow } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

/** Nothing is written on what could not be read, nor anything that breaks a root module which uses the file. */

const LEAK = `
resource "aws_iam_user" "ci" {
  name = "ci"
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_iam_user_policy" "ci" {
  user = aws_iam_user.ci.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = "*" },
      { Effect = "Allow", Action = "dynamodb:Scan", Resource = "*" },
    ]
  })
}
`;
const TABLE = `
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
`;
const BROKEN = 'locals {\n  region = = "eu-west-1"\n}\n';

function hardenJson(folder: string, ...flags: readonly string[]): { status: number | null; result: Result } {
  const { status, stdout } = chokepoint(['harden', folder, '--write', '--format', 'json', ...flags]);
  const result = JSON.parse(stdout) as Result;
  validateResult(result);
  return { status, result };
}

describe('a root module with a file that does not parse', () => {
  const whole = { 'main.tf': LEAK + TABLE };
  const broken = { ...whole, 'broken.tf': BROKEN };

  test('the same without that file is written to', () => {
    const folder = folderWith(whole);
    const before = textsBelow(folder);
    const { result } = hardenJson(folder);

    expect(result.proof).toMatchObject({ pathsAfter: 0, reparsed: true });
    expect(textsBelow(folder)).not.toEqual(before);
  });

  test.each([[[]], [['--all']], [['--control', 'remove-dangerous-actions']], [['--assume-unknown', 'open']]])(
    'is not written to with the flags %j, and the plan says why',
    (flags) => {
      const folder = folderWith(broken);
      const before = textsBelow(folder);
      const { status, result } = hardenJson(folder, ...flags);

      expect(textsBelow(folder)).toEqual(before);
      expect(status).toBe(1);
      expect(result.plan?.edits).toEqual([]);
      expect(result.plan?.manual).toMatchObject([{ address: 'broken.tf:2' }]);
      expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 1, reparsed: false });
    },
  );

  test('does not keep another from being written to', () => {
    const folder = folderWith({
      'one/main.tf': LEAK + TABLE,
      'two/main.tf': LEAK + TABLE,
      'two/broken.tf': BROKEN,
    });
    const before = textsBelow(folder);
    const { result } = hardenJson(folder);
    const after = textsBelow(folder);

    expect(result.plan?.edits.map(({ rootModule }) => rootModule)).toEqual(['one']);
    expect([...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)).toEqual([
      'one/main.tf',
    ]);
  });

  test('keeps the files that it shares from being written to', () => {
    const call = (source: string): string => `module "store" {\n  source = "${source}"\n}\n`;
    const folder = folderWith({
      'one/main.tf': call('../modules/store'),
      'two/main.tf': call('../modules/store'),
      'two/broken.tf': BROKEN,
      'modules/store/main.tf': LEAK + TABLE,
    });
    const before = textsBelow(folder);
    hardenJson(folder);

    expect(textsBelow(folder)).toEqual(before);
  });
});
