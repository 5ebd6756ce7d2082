import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '#analysis/run.js';
import { boundsReached } from '#analysis/session.js';

test.each([
  { truncated: true, waysShown: undefined, codes: ['too-many-steps'] },
  { truncated: false, waysShown: 3, codes: ['paths-not-all-shown'] },
  { truncated: false, waysShown: undefined, codes: [] },
])('what is left out is said: $codes', ({ truncated, waysShown, codes }) => {
  const graph = { truncated, rules: [], facts: [], factNumber: new Map<string, number>() };

  expect(boundsReached({ rootModule: '.', graph, goals: [], waysShown }).map(({ code }) => code)).toEqual(codes);
});

test('root modules that read one file are edited on top of each other', async () => {
  const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const policy = ['iam:AttachUserPolicy', 'iam:GetUser', 'iam:ListUsers']
    .map((action) => `        "${action}"`)
    .join(',\n');
  const files = {
    'a/main.tf': 'module "m" {\n  source = "../m"\n}\n',
    'b/main.tf': 'module "m" {\n  source = "../m"\n}\n',
    'm/main.tf': `resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u.name
}
resource "aws_iam_user_policy" "p" {
  user   = aws_iam_user.u.name
  policy = file("\${path.module}/policy.json")
}
`,
    'm/policy.json': `{
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
${policy}
      ],
      "Resource": "*"
    }
  ]
}
`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  const { result } = await harden({ root });

  expect(result.plan?.edits.map(({ rootModule, files: edited }) => [rootModule, edited])).toEqual([
    ['a', ['m/policy.json']],
  ]);
  expect(result.proof?.pathsAfter).toBe(0);
});
