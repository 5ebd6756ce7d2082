/** Attack paths and the borders of accounts: what reaches which. */
import { describe, expect, test } from 'vitest';
import { certaintyOfEntry } from '#attack/certainty.js';
import { containerInstance } from '#attack/premises/ecs.js';
import { analyseText } from './technique-folder.js';

const A = '111111111111';
const B = '222222222222';
const provider = (id: string, alias = '') =>
  `provider "aws" {\n${alias}\nregion = "eu-west-1"\nassume_role {\n role_arn = "arn:aws:iam::${id}:role/deploy"\n}\n}\n`;
const TWO = `${provider(A)}${provider(B, 'alias = "x"')}resource "aws_sns_topic" "own" {}\n`;

/** A user with a key, in an account. */
const clerk = (allow: string, at = 'aws') => `
resource "aws_iam_user" "clerk" {
  provider = ${at}
  name     = "clerk"
}
resource "aws_iam_access_key" "clerk" {
  provider = ${at}
  user     = aws_iam_user.clerk.name
}
resource "aws_iam_user_policy" "clerk" {
  provider = ${at}
  user     = aws_iam_user.clerk.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", ${allow} }] })
}
`;
/** A role that is an administrator, in an account. */
const admin = (principal: string, at = 'aws') => `
resource "aws_iam_role" "admin" {
  provider = ${at}
  name     = "admin"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${principal} }] })
}
resource "aws_iam_role_policy_attachment" "admin" {
  provider   = ${at}
  role       = aws_iam_role.admin.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
`;
const service = (name: string) => `{ Service = "${name}.amazonaws.com" }`;
const cluster = (at: string) => `
resource "aws_ecs_cluster" "main" {
  provider = ${at}
  name     = "main"
}
`;
const LAMBDA = 'Action = ["lambda:*", "iam:PassRole"]';
const ECS = 'Action = ["ecs:*", "iam:PassRole"]';

/** The targets of certain attack paths, each with its techniques after the entry point. */
function reached(text: string): string[] {
  const paths = analyseText(text).paths.filter(({ intended, certainty }) => !intended && certainty === 'certain');
  return [
    ...new Set(
      paths.map(({ target, steps }) => `${target.id} by ${steps.at(-2)?.technique.id} ${steps.at(-1)?.technique.id}`),
    ),
  ].toSorted();
}

const BY_FUNCTION = 'by pass-role-to-new-function use-administrator-access';
const BY_TASK = 'by run-own-task use-administrator-access';

describe('what leads to administration', () => {
  test.each<[string, string, string[]]>([
    [
      'of the own account',
      clerk('Action = "*", Resource = "*"'),
      ['admin by use-leaked-access-key use-administrator-access'],
    ],
    [
      'of another',
      clerk('Action = "*", Resource = "*"', 'aws.x'),
      ['admin:x by use-leaked-access-key use-administrator-access'],
    ],
    [
      'everything in the own account, with a role in another',
      clerk('Action = "*", Resource = "*"') + admin(service('lambda'), 'aws.x'),
      ['admin by use-leaked-access-key use-administrator-access'],
    ],
    ['a role that is passed', clerk(`${LAMBDA}, Resource = "*"`) + admin(service('lambda')), [`admin ${BY_FUNCTION}`]],
    [
      'a role that is passed in another account',
      clerk(`${LAMBDA}, Resource = "*"`, 'aws.x') + admin(service('lambda'), 'aws.x'),
      [`admin:x ${BY_FUNCTION}`],
    ],
    ['a role that is passed across', clerk(`${LAMBDA}, Resource = "*"`) + admin(service('lambda'), 'aws.x'), []],
    [
      'a function in the account of its maker',
      clerk(`${LAMBDA}, Resource = ["arn:aws:lambda:*:${B}:function:*", "arn:aws:iam::${B}:role/*"]`, 'aws.x') +
        admin(service('lambda'), 'aws.x'),
      [`admin:x ${BY_FUNCTION}`],
    ],
    [
      'a function in another account than its maker',
      clerk(`${LAMBDA}, Resource = ["arn:aws:lambda:*:${A}:function:*", "arn:aws:iam::${B}:role/*"]`, 'aws.x') +
        admin(service('lambda'), 'aws.x'),
      [],
    ],
    [
      'a task in a cluster of the account',
      clerk(`${ECS}, Resource = "*"`) + admin(service('ecs-tasks')) + cluster('aws'),
      [`admin ${BY_TASK}`],
    ],
    [
      'a task in a cluster of another',
      clerk('Action = ["ecs:RegisterTaskDefinition", "ecs:CreateService", "iam:PassRole"], Resource = "*"') +
        admin(service('ecs-tasks')) +
        cluster('aws.x'),
      [],
    ],
    [
      'a trust policy that is rewritten',
      clerk('Action = "iam:UpdateAssumeRolePolicy", Resource = "*"') + admin(service('lambda')),
      ['admin by rewrite-trust-policy use-administrator-access'],
    ],
    [
      'a trust policy that is rewritten across',
      clerk('Action = "iam:UpdateAssumeRolePolicy", Resource = "*"') + admin(service('lambda'), 'aws.x'),
      [],
    ],
    [
      'a role that is assumed across',
      clerk('Action = "sts:AssumeRole", Resource = "*"') + admin('{ AWS = aws_iam_user.clerk.arn }', 'aws.x'),
      ['admin:x by assume-role use-administrator-access'],
    ],
    [
      'a role that is only trusted across',
      clerk('Action = "s3:*", Resource = "*"') + admin('{ AWS = aws_iam_user.clerk.arn }', 'aws.x'),
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(reached(TWO + text)).toEqual(expected);
  });
});

test('a key is that of the user of its own account', () => {
  const { entries } = analyseText(`${TWO}
resource "aws_iam_user" "here" {
  name = "clerk"
}
resource "aws_iam_user" "there" {
  provider = aws.x
  name     = "clerk"
}
resource "aws_iam_access_key" "there" {
  provider = aws.x
  user     = "clerk"
}
`);
  const keys = entries.filter((entry) => certaintyOfEntry(entry) === 'certain');
  expect(keys.map(({ address }) => address)).toEqual(['aws_iam_user.there']);
});

test('the target says which account it is', () => {
  const { targets } = analyseText(TWO + admin(service('lambda'), 'aws.x') + clerk('Action = "s3:*", Resource = "*"'));
  expect(targets.map(({ id, reason }) => [id, reason])).toEqual([
    ['admin', 'administration of the account'],
    ['admin:x', `administration of the account of the provider aws.x (${B})`],
  ]);
});

test.each([
  ['aws', 1],
  ['aws.x', 0],
])('a container instance is in the account of its cluster: %s', (at, count) => {
  const { estate } = analyseText(TWO + cluster(at) + clerk(`Action = "ecs:*", Resource = "arn:aws:ecs:*:${A}:*"`));
  const principal = estate.iam.principal('aws_iam_user.clerk');
  const [main] = estate.clusters;
  if (!principal || !main) throw new Error('not there');
  const request = { principal, action: 'ecs:StartTask', target: containerInstance(main) };
  expect(estate.iam.grants(request)).toHaveLength(count);
});
