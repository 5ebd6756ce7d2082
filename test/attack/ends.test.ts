import { describe, expect, test } from 'vitest';
import { analyse, type AttackOptions } from '#attack/analyse.js';
import { analyseMain } from '../harden/support.js';

const SOURCE = `
resource "aws_iam_user" "dev" { name = "dev" }
resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.dev.arn } }] })
}
resource "aws_s3_bucket" "b" { bucket = "acme-ledger" }
resource "aws_iam_role_policy" "ops" {
  role   = aws_iam_role.ops.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
`;

const ends = (options: Pick<AttackOptions, 'entries' | 'targets' | 'leaveOut'>) => {
  const { estate } = analyseMain(SOURCE);
  const { entries, targets, paths } = analyse(estate, { rootModule: '.', assumption: 'code-execution', ...options });
  return {
    entries: entries.map(({ id }) => id),
    targets: targets.map(({ id }) => id),
    paths: paths.map((path) => `${path.entry.address} to ${path.target.address}`),
  };
};

describe('named entry points and targets', () => {
  test.each([
    {
      when: 'nothing leaks but what Terraform does not manage',
      options: {},
      entries: ['leaked-credentials:aws_iam_user.dev'],
      targets: ['admin', 'data:aws_s3_bucket.b'],
      paths: ['aws_iam_user.dev to aws_s3_bucket.b'],
    },
    {
      when: 'nothing leaks',
      options: { leaveOut: ['leaks'] as const },
      entries: [],
      targets: ['admin', 'data:aws_s3_bucket.b'],
      paths: [],
    },
    {
      when: 'a user is assumed',
      options: { entries: ['aws_iam_user.dev'] },
      entries: ['assumed:aws_iam_user.dev'],
      targets: ['admin', 'data:aws_s3_bucket.b'],
      paths: ['aws_iam_user.dev to aws_s3_bucket.b'],
    },
    {
      when: 'a role is the target',
      options: { entries: ['aws_iam_user.dev'], targets: ['aws_iam_role.ops'] },
      entries: ['assumed:aws_iam_user.dev'],
      targets: ['secret:aws_iam_role.ops'],
      paths: ['aws_iam_user.dev to aws_iam_role.ops'],
    },
    {
      when: 'administration alone is the target',
      options: { entries: ['aws_iam_user.dev'], targets: ['admin'] },
      entries: ['assumed:aws_iam_user.dev'],
      targets: ['admin'],
      paths: [],
    },
    {
      when: 'the address is of nothing',
      options: { entries: ['aws_vpc.none'], targets: ['x'] },
      entries: [],
      targets: [],
      paths: [],
    },
  ])('$when', ({ options, entries, targets, paths }) => {
    expect(ends(options)).toEqual({ entries, targets, paths });
  });
});
