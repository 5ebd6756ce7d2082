import { describe, expect, test } from 'vitest';
import { requireEfsFileSystemPolicy } from '#harden/controls/data/require-efs-file-system-policy/control.js';
import { harden } from './control-folder.js';

const CLIENT = `
resource "aws_iam_role" "up" {
  name               = "up"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "up" {
  function_name = "up"
  role          = aws_iam_role.up.arn

  file_system_config {
    arn              = aws_efs_access_point.up.arn
    local_mount_path = "/mnt/up"
  }
}

resource "aws_efs_access_point" "up" {
  file_system_id = aws_efs_file_system.f.id
}
`;

function world(policy: string, client = CLIENT): string {
  return `resource "aws_efs_file_system" "f" {\n  encrypted = true\n}

resource "aws_efs_file_system_policy" "f" {
  file_system_id = aws_efs_file_system.f.id
  policy         = ${policy}
}
${client}`;
}

const hcl = (principal: string, more = '') =>
  `jsonencode({\n    Statement = [{\n      Effect    = "Allow"\n      Principal = ${principal}\n      Action    = "elasticfilesystem:ClientMount"\n      Resource  = aws_efs_file_system.f.arn\n${more}    }]\n  })`;

const SIGNED = '      Condition = {\n        Null = {\n          "aws:PrincipalArn" = "false"\n        }\n      }\n';
const document = (more = '') => `
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["elasticfilesystem:ClientMount"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
${more}  }
}
`;
const DATA = 'data.aws_iam_policy_document.d.json';

const ROWS: readonly (readonly [when: string, before: string, after: string])[] = [
  [
    'the roles of the clients take the place of everybody',
    world(hcl('{ AWS = "*" }')),
    world(hcl('{ AWS = [aws_iam_role.up.arn] }')),
  ],
  ['a principal that is no object stays, and has to have credentials', world(hcl('"*"')), world(hcl('"*"', SIGNED))],
  ['no client is known', world(hcl('{ AWS = "*" }'), ''), world(hcl('{ AWS = "*" }', SIGNED), '')],
  [
    'a policy document',
    world(DATA) + document(),
    world(DATA) +
      document(
        '\n    condition {\n      test     = "Null"\n      variable = "aws:PrincipalArn"\n      values   = ["false"]\n    }\n',
      ),
  ],
  [
    'whoever has to be somebody is let alone',
    world(hcl('{ AWS = aws_iam_role.up.arn }')),
    world(hcl('{ AWS = aws_iam_role.up.arn }')),
  ],
];

describe('a file-system policy that admits everybody', () => {
  test.each(ROWS)('%s', (_, before, after) => {
    expect(harden(requireEfsFileSystemPolicy, { 'main.tf': before })).toEqual({ 'main.tf': after });
    expect(harden(requireEfsFileSystemPolicy, { 'main.tf': after })).toEqual({ 'main.tf': after });
  });
});
