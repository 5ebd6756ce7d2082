import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { harden, scan } from '#analysis/run.js';
import type { Result } from '#analysis/result/result.js';
import * as attack from '#attack/analyse.js';

vi.mock('#attack/analyse.js', { spy: true });

beforeEach(() => void vi.mocked(attack.analyse).mockClear());

/** A leaked key of somebody who may attach any policy. */
const OPEN = `resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u.name
}
resource "aws_iam_user_policy" "p" {
  user = aws_iam_user.u.name
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["iam:AttachUserPolicy", "iam:GetUser"], Resource = "*" }]
  })
}
`;
const CLOSED = 'resource "aws_iam_user" "u" {\n  name = "u"\n}\n';
const CALL = 'module "m" {\n  source = "../m"\n}\n';

const SWITCHED = `variable "open" {}
${OPEN.replace('"aws_iam_user_policy" "p" {', '"aws_iam_user_policy" "p" {\n  count = var.open ? 1 : 0')}`;

const FOLDERS = [
  { name: 'one root module', files: { 'a/main.tf': OPEN }, first: 1, all: 2 },
  { name: 'one without a path', files: { 'a/main.tf': CLOSED }, first: 1, all: 1 },
  {
    name: 'three that share nothing',
    files: { 'a/main.tf': OPEN, 'b/main.tf': OPEN, 'c/main.tf': OPEN },
    first: 3,
    all: 6,
  },
  {
    name: 'two that share a module, and one by itself',
    files: { 'a/main.tf': CALL, 'b/main.tf': CALL, 'm/main.tf': OPEN, 'c/main.tf': OPEN },
    first: 3,
    // Three at first; the edits of a are proved for a, and b is analysed with them; c is edited by itself.
    all: 6,
  },
  {
    name: 'one that calls what the one after it edits',
    files: { 'a/main.tf': called(false), 'b/main.tf': called(true), 'm/main.tf': SWITCHED },
    first: 2,
    // The edits are proved for b, and then for a.
    all: 4,
  },
];

describe.each(FOLDERS)('$name', ({ files, first, all }) => {
  test('is analysed no more often than needed, and not again once it is written', async () => {
    const root = folderOf(files);
    const outcome = await harden({ root });
    outcome.after();

    expect(vi.mocked(attack.analyse)).toHaveBeenCalledTimes(all);
  });

  test('a scan analyses each once', async () => {
    await scan({ root: folderOf(files) });

    expect(vi.mocked(attack.analyse)).toHaveBeenCalledTimes(first);
  });

  test('what is said to be left is what a scan finds', async () => {
    const root = folderOf(files);
    const outcome = await harden({ root });
    const after = outcome.after();
    await outcome.write();

    expect(timeless(after)).toEqual(timeless(await scan({ root })));
    expect(after.paths.filter(({ counts }) => counts)).toEqual([]);
  });
});

function called(open: boolean): string {
  return `module "m" {\n  source = "../m"\n  open = ${open}\n}\n`;
}

function timeless(result: Result): Result {
  return { ...result, summary: { ...result.summary, durationMs: 0 } };
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
