import { expect, test } from 'vitest';
import { buildEstate } from '#aws/build.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';

/** How a user and the service of EC2 may assume the role `t`, whose trust policy is given. */
function admitted(trust: string): string {
  const source = `
variable "x" {}
variable "audit_account_id" {}
variable "account_ids" { type = map(string) }
variable "flag" {}
variable "list" { type = list(string) }
data "aws_caller_identity" "me" {}
resource "aws_eks_cluster" "c" { name = "c" }
resource "aws_iam_openid_connect_provider" "o" { url = aws_eks_cluster.c.identity[0].oidc[0].issuer }
resource "aws_iam_user" "u" { name = "u" }
resource "aws_iam_user" "other" { name = "other" }
resource "aws_iam_role" "t" {
  name               = "t"
  assume_role_policy = ${trust}
}
data "aws_iam_policy_document" "oidc" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.o.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${replace(aws_iam_openid_connect_provider.o.url, "https://", "")}:sub"
      values   = ["system:serviceaccount:x:y"]
    }
  }
}
data "aws_iam_policy_document" "typed" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = var.x
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
data "aws_iam_policy_document" "perhaps" {
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = var.list
      content {
        type        = "AWS"
        identifiers = [principals.value]
      }
    }
  }
}
`;
  const { estate } = buildEstate(
    loadConfiguration(
      { root: '/scanned', rootModule: '.' },
      { files: memoryFileSystem(new Map([['main.tf', source]])) },
    ),
  );
  const { iam } = estate;
  const role = iam.principal('aws_iam_role.t');
  const user = iam.principal('aws_iam_user.u');
  if (!role || !user) throw new Error('no principals');
  const found = [
    ['user', iam.assumable(role, user)?.trust],
    ['ec2', iam.trusts(role, 'ec2.amazonaws.com')],
  ] as const;
  return found.flatMap(([who, trust]) => (trust ? `${who} ${trust.certainty}` : [])).join(', ');
}

const SUB = '${replace(aws_iam_openid_connect_provider.o.url, "https://", "")}:sub';
const federated = (action: string) =>
  `{ Effect = "Allow", Action = ${action}, Principal = { Federated = aws_iam_openid_connect_provider.o.arn }, Condition = { StringEquals = { "${SUB}" = "system:serviceaccount:x:y" } } }`;
const policy = (...statements: string[]) =>
  `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
const allow = (principal: string, action = '"sts:AssumeRole"') =>
  `{ Effect = "Allow", Action = ${action}, Principal = ${principal} }`;
const EC2 = '{ Service = "ec2.amazonaws.com" }';
const USER = '{ AWS = aws_iam_user.u.arn }';

test.each<[string, string, string]>([
  ['an identity provider, with an unknown key', policy(federated('"sts:AssumeRoleWithWebIdentity"')), ''],
  ['an identity provider, with SAML', policy(federated('"sts:AssumeRoleWithSAML"')), ''],
  ['an identity provider, with an unknown action', policy(federated('var.x')), ''],
  [
    'an identity provider, in a heredoc',
    `<<EOT\n{ "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "\${aws_iam_openid_connect_provider.o.arn}" }, "Condition": { "StringEquals": { "${SUB}": "x" } } }] }\nEOT`,
    '',
  ],
  ['an identity provider, in a document', 'data.aws_iam_policy_document.oidc.json', ''],
  [
    'an identity provider and a service',
    policy(federated('"sts:AssumeRoleWithWebIdentity"'), allow(EC2)),
    'ec2 certain',
  ],
  ['an unknown ARN', policy(allow('{ AWS = var.x }')), 'user assumed'],
  ['the number of an account, as its name tells', policy(allow('{ AWS = var.audit_account_id }')), ''],
  ['one of the numbers of accounts', policy(allow('{ AWS = var.account_ids["audit"] }')), ''],
  ['unknown ARNs', policy(allow('{ AWS = var.list }')), 'user assumed'],
  ['an ARN of unknown name in the account', policy(allow('{ AWS = "arn:aws:iam::123456789012:role/${var.x}" }')), ''],
  ['an ARN that is exactly another user', policy(allow('{ AWS = "arn:aws:iam::123456789012:user/other" }')), ''],
  ['who applies the configuration', policy(allow('{ AWS = data.aws_caller_identity.me.arn }')), ''],
  ['a principal of which nothing is known', policy(allow('var.x')), 'user assumed, ec2 assumed'],
  ['a principal of unknown type', 'data.aws_iam_policy_document.typed.json', 'user assumed, ec2 assumed'],
  ['principals that may be there', 'data.aws_iam_policy_document.perhaps.json', 'user assumed'],
  ['an unknown service', policy(allow('{ Service = var.x }')), 'ec2 assumed'],
  ['one of two principals', policy(allow(`var.flag ? ${USER} : { AWS = aws_iam_user.other.arn }`)), 'user assumed'],
  ['an action of which nothing is known', policy(allow(USER, 'var.x')), 'user assumed'],
  ['an action that is another', policy(allow(USER, '"sts:TagSession"')), ''],
  ['a statement of which nothing is known beside one', policy(allow(EC2), 'var.x'), 'ec2 certain'],
  ['a document of which nothing is known', 'var.x', 'user assumed, ec2 assumed'],
  ['one of two documents', `var.flag ? ${policy(allow(EC2))} : ${policy(allow(USER))}`, 'user assumed, ec2 assumed'],
  ['an unknown effect', policy(`{ Effect = var.x, Action = "sts:AssumeRole", Principal = ${USER} }`), 'user assumed'],
  [
    'a condition with an unknown key',
    policy(
      `{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${USER}, Condition = { StringEquals = { (var.x) = "y" } } }`,
    ),
    'user assumed',
  ],
  [
    'a condition that fails, beside an unknown one',
    policy(
      `{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${USER}, Condition = { StringEquals = { (var.x) = "y", "aws:PrincipalType" = "Root" } } }`,
    ),
    '',
  ],
  ['text that does not parse', '"{ \\"Statement\\": [ }"', ''],
])('%s', (_, trust, expected) => {
  expect(admitted(trust)).toBe(expected);
});
