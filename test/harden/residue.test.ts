import { describe, expect, test } from 'vitest';
import { residueOf } from '#harden/residue.js';
import { analyseMain } from './support.js';

const statement = (actions: readonly string[], resource = '"*"', effect = 'Allow'): string =>
  `{ Effect = "${effect}", Action = ${JSON.stringify(actions)}, Resource = ${resource} }`;

/** A leaked key, a function on the internet and its role, and what they might reach. */
function world({ user = '', role = '' }: { readonly user?: string; readonly role?: string }): string {
  const policy = (kind: 'user' | 'role', name: string, statements: string) =>
    statements === ''
      ? ''
      : `resource "aws_iam_${kind}_policy" "${name}" {\n  ${kind}   = aws_iam_${kind}.${name}.name\n  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements}] })\n}\n`;
  return `
resource "aws_iam_user" "ci" {
  name = "ci"
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_iam_user" "other" {
  name = "other"
}
resource "aws_iam_user_policy" "other" {
  user   = aws_iam_user.other.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
resource "aws_iam_role" "web" {
  name               = "web"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_lambda_function" "web" {
  function_name = "web"
  role          = aws_iam_role.web.arn
}
resource "aws_lambda_function_url" "web" {
  function_name      = aws_lambda_function.web.function_name
  authorization_type = "NONE"
}
resource "aws_dynamodb_table" "orders" {
  name = "orders"
  global_secondary_index {
    name            = "customer"
    hash_key        = "customer"
    projection_type = "ALL"
  }
}
resource "aws_s3_bucket" "reports" {
  bucket = "reports"
}
resource "aws_instance" "node" {
  ami                  = "ami-1"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name
}
resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
${policy('user', 'ci', user)}${policy('role', 'web', role)}`;
}

/** Whose permissions stay that reach the target, were it claimed closed. */
function stays(text: string, address: string): readonly string[] {
  const analysis = analyseMain(text);
  const target = analysis.targets.find((each) => each.address === address);
  if (!target) throw new Error(address);
  const residue = residueOf(analysis, [target]);
  for (const { why } of residue) expect(why).toMatch(/^\S.{20,}\.$/);
  return residue.map(({ principal, action, resource }) => `${principal.split('.')[1]} ${action} on ${resource}`);
}

const TABLE = 'aws_dynamodb_table.orders';

describe('what a proof does not cover', () => {
  test.each([
    [
      'a write that hands back the item',
      { user: statement(['dynamodb:UpdateItem']) },
      TABLE,
      ['ci dynamodb:UpdateItem on *'],
    ],
    [
      'not where it is denied',
      {
        user: `${statement(['dynamodb:*'])}, ${statement(['dynamodb:*'], '"arn:aws:dynamodb:*:*:table/orders*"', 'Deny')}`,
      },
      TABLE,
      [],
    ],
    ['not on another table', { user: statement(['dynamodb:UpdateItem'], '"arn:aws:dynamodb:*:*:table/x"') }, TABLE, []],
    [
      'not what a workload is there for',
      { role: statement(['dynamodb:UpdateItem'], 'aws_dynamodb_table.orders.arn') },
      TABLE,
      [],
    ],
    [
      'nor a further way to what it reads by design',
      {
        role: `${statement(['dynamodb:GetItem'], 'aws_dynamodb_table.orders.arn')}, ${statement(['dynamodb:UpdateItem'])}`,
      },
      TABLE,
      [],
    ],
    [
      'but what it happens to have',
      { role: statement(['dynamodb:UpdateItem']) },
      TABLE,
      ['web dynamodb:UpdateItem on *'],
    ],
    [
      'objects opened one by one',
      { user: statement(['s3:PutObjectAcl'], '"${aws_s3_bucket.reports.arn}/*"') },
      'aws_s3_bucket.reports',
      ['ci s3:PutObjectAcl on arn:{partition}:s3:::reports/*'],
    ],
    [
      'a policy of a function',
      { user: statement(['lambda:AddPermission']) },
      'aws_lambda_function.web',
      ['ci lambda:AddPermission on *'],
    ],
    [
      'trust in an identity provider',
      { user: statement(['iam:UpdateSAMLProvider']) },
      'admin',
      ['ci iam:UpdateSAMLProvider on *'],
    ],
    [
      'which leads everywhere',
      { user: statement(['iam:UpdateSAMLProvider']) },
      TABLE,
      ['ci iam:UpdateSAMLProvider on *'],
    ],
    [
      'more in the account for people',
      { user: statement(['sso:*']) },
      'admin',
      [
        'AttachCustomerManagedPolicyReferenceToPermissionSet',
        'AttachManagedPolicyToPermissionSet',
        'CreateAccountAssignment',
        'PutInlinePolicyToPermissionSet',
      ].map((action) => `ci sso:${action} on *`),
    ],
    [
      'not what a technique follows',
      { user: statement(['iam:AttachGroupPolicy', 'iam:CreateGroup', 'iam:PassRole']) },
      'admin',
      [],
    ],
    [
      'not what does nothing alone',
      { user: statement(['iam:CreatePolicy', 's3:CreateAccessPoint']) },
      'aws_s3_bucket.reports',
      [],
    ],
    [
      'commands that come by way of an association',
      { user: statement(['ssm:CreateAssociation', 'ssm:UpdateDocument', 'ssm:SendCommand']) },
      'aws_instance.node',
      ['ci ssm:CreateAssociation on *'],
    ],
    [
      'another disk to boot from',
      { user: statement(['ec2:CreateReplaceRootVolumeTask', 'ec2:ModifyInstanceAttribute']) },
      'aws_instance.node',
      ['ci ec2:CreateReplaceRootVolumeTask on *'],
    ],
    [
      'an administrator',
      { user: `${statement(['*'])}, ${statement(['dynamodb:*'], '"*"', 'Deny')}` },
      TABLE,
      ['ci * on *', 'other * on *'],
    ],
    ['not an administrator whom nobody has', {}, TABLE, []],
  ] as const)('%s', (_, pieces, target, expected) => {
    expect(stays(world(pieces), target)).toEqual(expected);
  });
});
