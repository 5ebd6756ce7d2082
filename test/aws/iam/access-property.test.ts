import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, estateOf } from '../estate/support.js';

/** A Deny never lets anybody in, an Allow never keeps anybody out, whichever policy has it. */
const ACTION = 'secretsmanager:GetSecretValue';

const principals = fc.constantFrom(
  'Principal = "*"',
  'Principal = { AWS = aws_iam_user.u.arn }',
  'Principal = { AWS = [aws_iam_user.u.arn, aws_iam_user.v.arn] }',
  'Principal = { AWS = data.aws_caller_identity.c.account_id }',
  'NotPrincipal = { AWS = aws_iam_user.u.arn }',
  'NotPrincipal = { AWS = data.aws_caller_identity.c.account_id }',
);
const conditions = fc.constantFrom(
  '',
  ', Condition = { Bool = { "aws:SecureTransport" = "false" } }',
  ', Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }',
  ', Condition = { StringNotEquals = { "aws:SourceVpce" = "vpce-1" } }',
  ', Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-2:123456789012:t" } }',
);
const actions = fc.constantFrom(ACTION, 'secretsmanager:*', 'secretsmanager:DescribeSecret', '*');

interface Written {
  readonly effect: string;
  readonly action: string;
  readonly who: string;
  readonly condition: string;
}
const statement = fc.record({
  effect: fc.constantFrom('Allow', 'Deny'),
  action: actions,
  who: principals,
  condition: conditions,
});

function text({ effect, action, who, condition }: Written, ofResource: boolean): string {
  return `{ Effect = "${effect}", Action = "${action}", Resource = "*"${ofResource ? `, ${who}` : ''}${condition} }`;
}

const LEVELS = ['no', 'assumed', 'certain'] as const;

function levelOf(ofResource: readonly Written[], ofUser: readonly Written[], address: string | undefined): number {
  const policy = (list: readonly Written[], own: boolean): string =>
    `jsonencode({ Version = "2012-10-17", Statement = [${list.map((each) => text(each, own)).join(', ')}] })`;
  const { iam, stores } = estateOf(`
data "aws_caller_identity" "c" {}
resource "aws_iam_user" "u" {\n name = "u"\n}
resource "aws_iam_user" "v" {\n name = "v"\n}
resource "aws_iam_user_policy" "u" {\n user = aws_iam_user.u.name\n policy = ${policy(ofUser, false)}\n}
resource "aws_secretsmanager_secret" "s" {\n name = "s"\n policy = ${policy(ofResource, true)}\n}`);
  const [reading] = at(stores, 'aws_secretsmanager_secret.s').readings;
  if (!reading) throw new Error('a secret is read');
  const principal = address === undefined ? undefined : iam.principal(address);
  const ways = iam.access({ principal, action: ACTION, target: reading.target });
  const certain = ways.some(({ premises }) => premises.every(({ certainty }) => certainty === 'certain'));
  return LEVELS.indexOf(certain ? 'certain' : ways.length > 0 ? 'assumed' : 'no');
}

describe.each(['aws_iam_user.u', 'aws_iam_user.v', undefined])('for %s', (address) => {
  test.each([true, false])('in the policy of the secret: %s', (inResource) => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 3 }),
        fc.array(statement, { maxLength: 2 }),
        statement,
        (res, own, added) => {
          const before = levelOf(res, own, address);
          const after = inResource ? levelOf([...res, added], own, address) : levelOf(res, [...own, added], address);
          if (added.effect === 'Deny') expect(after).toBeLessThanOrEqual(before);
          else expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });
});
