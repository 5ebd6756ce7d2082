import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { harden } from '#index.js';
import type { HardenOptions, Result } from '#index.js';
import { resultFaults } from '../support/validate-result.js';

const job = (name: string): string => `resource "aws_lambda_function" "${name}" {
  function_name = "${name}"
  role          = aws_iam_role.${name}.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${name}.zip"
}
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
`;

/** A tool that anybody may call, and whose policy names the function that it brings new code to. */
const TOOL = `resource "aws_lambda_function_url" "tool" {
  function_name      = aws_lambda_function.tool.function_name
  authorization_type = "NONE"
}
resource "aws_iam_role_policy" "tool" {
  role = aws_iam_role.tool.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["lambda:UpdateFunctionCode", "lambda:GetFunction"]
        Resource = aws_lambda_function.job.arn
      },
    ]
  })
}
${job('job')}${job('tool')}`;

const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function written(options: Partial<HardenOptions>): Promise<{ readonly result: Result; readonly text: string }> {
  writeFileSync(join(root, 'main.tf'), TOOL);
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
    expect(text).toBe(TOOL);
    expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 1 });
    const [path] = result.paths;
    expect(result.plan?.manual).toMatchObject([
      {
        address: 'aws_iam_role_policy.tool',
        closesPaths: [path?.id],
        needs: [
          {
            what: 'aws_iam_role.tool uses lambda:UpdateFunctionCode on aws_lambda_function.job: its own policy names it',
            evidence: [{ attribute: 'policy.Statement[0].Action[0]', source: { file: 'main.tf', startLine: 12 } }],
          },
        ],
        edit: {
          control: 'remove-dangerous-actions',
          closesPaths: [path?.id],
          changes: [
            {
              file: 'main.tf',
              startLine: 12,
              endLine: 12,
              before: '        Action   = ["lambda:UpdateFunctionCode", "lambda:GetFunction"]\n',
              after: '        Action   = ["lambda:GetFunction"]\n',
            },
          ],
          takes: [
            {
              principal: 'aws_iam_role.tool',
              action: 'lambda:UpdateFunctionCode',
              resource: 'aws_lambda_function.job',
            },
          ],
        },
      },
    ]);
    const [item] = result.plan?.manual ?? [];
    expect(item?.reason).toContain('in use');
    expect(item?.instruction).toMatch(
      /make the edit .* once nothing uses what it takes away, or keep it and accept the risk\.$/,
    );
  });

  test('is written where the user names its control, and says so', async () => {
    const { result, text } = await written({ controls: ['remove-dangerous-actions'] });
    expect(resultFaults(result)).toEqual([]);
    expect(text).toBe(TOOL.replace('"lambda:UpdateFunctionCode", ', ''));
    expect(result.plan?.edits[0]?.mayBreak[0]).toBe(
      'It takes away what is in use: aws_iam_role.tool uses lambda:UpdateFunctionCode on aws_lambda_function.job: its own policy names it.',
    );
    expect(result.proof).toMatchObject({ pathsBefore: 1, pathsAfter: 0 });
  });
});
