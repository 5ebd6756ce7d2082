import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { harden } from '#index.js';
import type { HardenOptions, Result } from '#index.js';
import { resultFaults } from '../support/validate-result.js';

/** A backup tool: its key may leak, and its policy names what it is for. */
const BACKUP = `resource "aws_s3_bucket" "backups" { bucket = "acme-backups" }
resource "aws_iam_user" "backup" { name = "backup" }
resource "aws_iam_access_key" "backup" { user = aws_iam_user.backup.name }
resource "aws_iam_user_policy" "backup" {
  user = aws_iam_user.backup.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "\${aws_s3_bucket.backups.arn}/*"
      },
    ]
  })
}
`;

const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function written(options: Partial<HardenOptions>): Promise<{ readonly result: Result; readonly text: string }> {
  writeFileSync(join(root, 'main.tf'), BACKUP);
  const outcome = await harden({ root, env: {}, ...options });
  await outcome.write();
  return { result: outcome.result, text: readFileSync(join(root, 'main.tf'), 'utf8') };
}

describe('an edit that takes away what is in use', () => {
  test.each([
    ['the plan', {}],
    ['all hygiene', { all: true }],
  ])('is offered and not written, by %s', async (_, options) => {
    const { result, text } = await written(options);
    expect(resultFaults(result)).toEqual([]);
    expect(text).toBe(BACKUP);
    expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 1 });
    const [path] = result.paths;
    expect(result.plan?.manual).toMatchObject([
      {
        address: 'aws_iam_user_policy.backup',
        closesPaths: [path?.id],
        needs: [
          {
            what: 'aws_iam_user.backup does s3:GetObject on aws_s3_bucket.backups: a policy of its own names it',
            evidence: [{ attribute: 'policy.Statement[0].Action[0]', source: { file: 'main.tf', startLine: 11 } }],
          },
        ],
        edit: {
          control: 'remove-dangerous-actions',
          closesPaths: [path?.id],
          changes: [
            {
              file: 'main.tf',
              startLine: 11,
              endLine: 11,
              before: '        Action   = ["s3:GetObject", "s3:PutObject"]\n',
              after: '        Action   = ["s3:PutObject"]\n',
            },
          ],
          takes: [{ principal: 'aws_iam_user.backup', action: 's3:GetObject', resource: 'aws_s3_bucket.backups' }],
        },
      },
    ]);
    const [item] = result.plan?.manual ?? [];
    expect(item?.reason).toContain('in use');
    expect(item?.instruction).toMatch(/make the edit .*, replace the access key .*, or keep it and accept the risk\.$/);
  });

  test('is written where the user names its control, and says so', async () => {
    const { result, text } = await written({ controls: ['remove-dangerous-actions'] });
    expect(resultFaults(result)).toEqual([]);
    expect(text).toBe(BACKUP.replace('"s3:GetObject", ', ''));
    expect(result.plan?.edits[0]?.mayBreak[0]).toBe(
      'It takes away what is in use: aws_iam_user.backup does s3:GetObject on aws_s3_bucket.backups: a policy of its own names it.',
    );
    expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 0 });
  });
});
