import { describe, expect, test } from 'vitest';
import { analyseText, takenTechniques } from './technique-folder.js';
import { from, FARGATE, host, NETWORK, NODE_ROLE, role, service, user } from './written.js';

const BUCKET = `
resource "aws_s3_bucket" "own" {
  bucket = "own"
}
resource "aws_s3_bucket" "other" {
  bucket = "other"
}
`;

/** The buckets that a service with this permission reaches: by intent, or as an attack. */
function reached(resource: string, ...pieces: readonly string[]): Record<string, string> {
  const text = [
    ...(pieces.length > 0 ? pieces : [from('aws_ecs_service.web'), NETWORK]),
    BUCKET,
    role('web', 'ecs-tasks.amazonaws.com', `Action = "s3:GetObject", Resource = ${resource}`),
    service({ ...FARGATE, task: `${FARGATE.task}\ntask_role_arn = aws_iam_role.web.arn` }),
  ].join('');
  const paths = analyseText(text).paths.filter(({ target }) => target.kind === 'data');
  return Object.fromEntries(
    paths.map(({ target, intended }) => [
      target.address.replace('aws_s3_bucket.', ''),
      intended ? 'intended' : 'attack',
    ]),
  );
}

describe('a service reads with its own role', () => {
  test.each([
    ['a bucket that the grant names', '"${aws_s3_bucket.own.arn}/*"', { own: 'intended' }],
    ['whatever the wildcard covers', '"*"', { own: 'attack', other: 'attack' }],
    ['what begins alike', '"arn:aws:s3:::o*"', { own: 'attack', other: 'attack' }],
  ])('%s', (_, resource, expected) => {
    expect(reached(resource)).toEqual(expected);
  });

  test('and whoever may open a shell in it, which nobody intends', () => {
    const shell = user('Action = ["ecs:ExecuteCommand", "ecs:UpdateService"], Resource = "*"');
    expect(reached('"${aws_s3_bucket.own.arn}/*"', shell, NETWORK)).toEqual({});
    const exec = 'Action = "ssmmessages:*", Resource = "*"';
    const channel = `
resource "aws_iam_role_policy" "exec" {
  role   = aws_iam_role.web.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", ${exec} }] })
}
`;
    expect(reached('"${aws_s3_bucket.own.arn}/*"', shell, NETWORK, channel)).toEqual({ own: 'attack' });
  });
});

const TAGGED = 'tags = { Access = "closed" }';
const MANAGED = `
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
`;
const START = 'Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*"';
const condition = (key: string, value: string) => `, Condition = { StringEquals = { "${key}" = "${value}" } }`;
const SESSION = START + condition('aws:ResourceTag/Access', 'open');

describe('a session on a managed instance', () => {
  test.each([
    ['for whoever may start one', [START], true],
    ['where the tag is as it should be', [START + condition('aws:ResourceTag/Access', 'closed')], true],
    ['not where the tag is another', [SESSION], false],
    ['with that tag written first', [SESSION, 'Action = "ec2:CreateTags", Resource = "*"'], true],
    [
      'with that one tag written',
      [SESSION, `Action = "ec2:CreateTags", Resource = "*"${condition('aws:TagKeys', 'Access')}`],
      true,
    ],
    [
      'not where only other tags may be written',
      [SESSION, `Action = "ec2:CreateTags", Resource = "*"${condition('aws:TagKeys', 'Name')}`],
      false,
    ],
    [
      'not where only what is new may be tagged',
      [SESSION, `Action = "ec2:CreateTags", Resource = "*"${condition('ec2:CreateAction', 'RunInstances')}`],
      false,
    ],
    [
      'not where only volumes may be tagged',
      [SESSION, 'Action = "ec2:CreateTags", Resource = "arn:aws:ec2:*:*:volume/*"'],
      false,
    ],
  ])('%s', (_, allowed, expected) => {
    const text = [NETWORK, NODE_ROLE, MANAGED, host({ extra: TAGGED }), user(...allowed)].join('');
    expect(takenTechniques(analyseText(text)).has('start-ssm-session')).toBe(expected);
  });

  test('not on one that Systems Manager does not manage', () => {
    const text = [NETWORK, NODE_ROLE, host({ extra: TAGGED }), user(START)].join('');
    expect(takenTechniques(analyseText(text))).not.toContain('start-ssm-session');
  });
});

describe('a role in hand by ECS', () => {
  const PASS = 'Action = "iam:PassRole", Resource = "*"';
  const ecs = (...actions: readonly string[]) => `Action = ${JSON.stringify(actions)}, Resource = "*"`;
  const OWN_FAMILY = 'Action = "ecs:RegisterTaskDefinition", Resource = "arn:aws:ecs:*:*:task-definition/web:*"';
  test.each([
    [[ecs('ecs:RegisterTaskDefinition', 'ecs:UpdateService'), PASS], true],
    [[ecs('ecs:RegisterTaskDefinition', 'ecs:UpdateService')], false],
    [[ecs('ecs:RegisterTaskDefinition'), PASS], false],
    [[ecs('ecs:RegisterTaskDefinition', 'ecs:RunTask'), PASS], true],
    [[ecs('ecs:RegisterTaskDefinition', 'ecs:CreateService'), PASS], true],
    [[ecs('ecs:RunTask'), PASS], true],
    [[ecs('ecs:RunTask')], false],
    [[OWN_FAMILY, ecs('ecs:UpdateService'), PASS], true],
    [
      [
        ecs('ecs:RegisterTaskDefinition', 'ecs:UpdateService'),
        PASS + condition('iam:PassedToService', 'lambda.amazonaws.com'),
      ],
      false,
    ],
    [
      [
        ecs('ecs:RegisterTaskDefinition', 'ecs:UpdateService'),
        'Action = "iam:PassRole", Resource = aws_iam_role.web.arn',
      ],
      false,
    ],
  ])('%j', (allowed, expected) => {
    const admin = role('admin', 'ecs-tasks.amazonaws.com', 'Action = "*", Resource = "*"');
    const text = [
      NETWORK,
      admin,
      role('web', 'ecs-tasks.amazonaws.com'),
      service({ ...FARGATE }),
      user(...allowed),
    ].join('');
    expect(takenTechniques(analyseText(text)).has('use-administrator-access')).toBe(expected);
  });
});

describe('actions that do the same', () => {
  const bucket = 'resource "aws_s3_bucket" "b" {\n bucket = "acme-reports"\n}\n';
  test.each([
    ['together', ['Action = "s3:*", Resource = "*"'], ['s3:GetObject']],
    ['one by name', ['Action = "s3:GetObjectVersion", Resource = "*"'], ['s3:GetObjectVersion']],
    [
      'the sure one',
      [
        'Action = "s3:GetObject", Resource = "*", Condition = { StringEquals = { "aws:SourceVpc" = "vpc-1" } }',
        'Action = "s3:GetObjectVersion", Resource = "*"',
      ],
      ['s3:GetObjectVersion'],
    ],
  ])('are one route: %s', (_, allowed, actions) => {
    const { paths } = analyseText(bucket + user(...allowed));
    const reading = paths.filter(({ target }) => target.address === 'aws_s3_bucket.b');
    expect(reading.map(({ steps }) => steps.at(-1)?.actions)).toEqual([actions]);
  });

  test('an administrator need not make itself one', () => {
    const everything = 'Action = "*", Resource = "*"';
    const routes = (...allowed: readonly string[]) =>
      analyseText(user(...allowed))
        .paths.filter(({ target }) => target.kind === 'admin')
        .map(({ steps }) => steps.at(-1)?.technique.id)
        .toSorted();
    expect(routes(everything)).toEqual(['use-administrator-access']);
    expect(routes(everything, 'Action = "iam:PutUserPolicy", Resource = "*"')).toEqual([
      'escalate-by-attaching-policy',
      'use-administrator-access',
    ]);
  });
});

describe('ways to become an administrator', () => {
  const MIGHTY = `${role('mighty', 'ec2.amazonaws.com', 'Action = "*", Resource = "*"')}
${role('meek', 'ec2.amazonaws.com')}
resource "aws_iam_instance_profile" "meek" {
  role = aws_iam_role.meek.name
}
resource "aws_iam_policy" "limit" {
  name   = "limit"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
resource "aws_iam_user_policy_attachment" "limit" {
  user       = aws_iam_user.deployer.name
  policy_arn = aws_iam_policy.limit.arn
}
`;
  const all = (...actions: readonly string[]) => `Action = ${JSON.stringify(actions)}, Resource = "*"`;
  const launch = ['iam:PassRole', 'ec2:RunInstances', 'iam:AddRoleToInstanceProfile'];
  const bounded = 'Condition = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.limit.arn } }';
  test.each([
    [
      'a new user',
      all('iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateLoginProfile'),
      ['create-administrator', 'escalate-by-attaching-policy'],
    ],
    ['a new role', all('iam:CreateRole', 'iam:AttachRolePolicy'), ['create-administrator']],
    ['a new user without a policy', all('iam:CreateUser', 'iam:CreateAccessKey'), []],
    ['a new role with a boundary', `${all('iam:CreateRole', 'iam:AttachRolePolicy')}, ${bounded}`, []],
    ['an emptied profile', all(...launch, 'iam:RemoveRoleFromInstanceProfile'), ['pass-role-to-new-instance']],
    ['a new profile', all(...launch, 'iam:CreateInstanceProfile'), ['pass-role-to-new-instance']],
    ['a profile that is full', all(...launch), []],
    ['an older version', all('iam:SetDefaultPolicyVersion'), ['escalate-by-policy-version']],
    ['a new group', all('iam:CreateGroup', 'iam:AttachGroupPolicy', 'iam:AddUserToGroup'), ['create-administrator']],
    ['a new group that nobody is in', all('iam:CreateGroup', 'iam:PutGroupPolicy'), []],
    [
      'a user of their own in a new group',
      all('iam:CreateGroup', 'iam:PutGroupPolicy', 'iam:AddUserToGroup', 'iam:CreateUser', 'iam:CreateAccessKey'),
      ['create-administrator'],
    ],
    [
      'a policy for another user, whose key is made',
      all('iam:PutUserPolicy', 'iam:CreateAccessKey'),
      ['escalate-by-attaching-policy'],
    ],
    [
      'a policy for a role that is made to trust them',
      'Action = ["iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"], Resource = aws_iam_role.meek.arn',
      ['escalate-by-attaching-policy', 'rewrite-trust-policy'],
    ],
    [
      'a policy for a role that trusts others',
      'Action = ["iam:AttachRolePolicy"], Resource = aws_iam_role.meek.arn',
      [],
    ],
  ])('%s', (_, allowed, expected) => {
    const { paths } = analyseText(MIGHTY + user(allowed));
    const found = paths.filter(({ target }) => target.kind === 'admin');
    const ids = found.flatMap(({ steps }) => steps.map(({ technique }) => technique.id));
    const other = new Set(['use-leaked-access-key', 'use-administrator-access']);
    expect([...new Set(ids.filter((id) => !other.has(id)))].toSorted()).toEqual(expected);
  });
});

describe('groups', () => {
  const groups = `
resource "aws_iam_group" "admins" {
  name = "admins"
}
resource "aws_iam_group_policy_attachment" "admins" {
  group      = aws_iam_group.admins.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_iam_group" "readers" {
  name = "readers"
}
resource "aws_iam_group_policy" "readers" {
  group  = aws_iam_group.readers.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
resource "aws_iam_user" "other" {
  name = "other"
}
${BUCKET}`;
  const on = (group: string, ...actions: readonly string[]) =>
    `Action = ${JSON.stringify(actions)}, Resource = ["arn:aws:iam::*:group/${group}", "arn:aws:iam::*:user/*"]`;
  test.each([
    ['joined', [on('admins', 'iam:AddUserToGroup')], ['admin']],
    ['joined for what they read', [on('readers', 'iam:AddUserToGroup')], ['aws_s3_bucket.other', 'aws_s3_bucket.own']],
    ['not joined', [on('none', 'iam:AddUserToGroup')], []],
    [
      'given more and joined',
      [on('readers', 'iam:AddUserToGroup', 'iam:PutGroupPolicy')],
      ['admin', 'aws_s3_bucket.other', 'aws_s3_bucket.own'],
    ],
    ['given more only', [on('readers', 'iam:PutGroupPolicy')], []],
  ])('%s', (_, allowed, expected) => {
    const { paths } = analyseText(groups + user(...allowed));
    expect([...new Set(paths.map(({ target }) => target.address))].toSorted()).toEqual(expected);
  });

  test.each([
    ['by a user whom a role has', 'iam:CreateAccessKey', true],
    ['by a user whom a role makes', 'iam:CreateUser", "iam:CreateLoginProfile', true],
    ['not by a role', 'iam:GetUser', false],
  ])('joined %s', (_, action, expected) => {
    const allowed = `Action = ["iam:AddUserToGroup", "${action}"], Resource = "*"`;
    const text = [from('aws_iam_role.web'), role('web', 'ec2.amazonaws.com', allowed), groups].join('');
    expect(takenTechniques(analyseText(text)).has('join-administrator-group')).toBe(expected);
  });
});

describe('what limits a user', () => {
  const policy = (name: string, statements: string) =>
    `resource "aws_iam_policy" "${name}" {\n  name   = "${name}"\n  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements}] })\n}\n`;
  const limited = (boundary: string, limits: string) => `
${policy('limit', `{ Effect = "Allow", Action = ${boundary}, Resource = "*" }`)}
resource "aws_iam_user" "ci" {
  name                 = "ci"
  ${boundary === '""' ? '' : 'permissions_boundary = aws_iam_policy.limit.arn'}
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_iam_user_policy" "all" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
${limits}`;
  const NO_ESCALATION =
    '"iam:Attach*", "iam:Put*", "iam:Create*", "iam:PassRole", "iam:Update*", "iam:Add*", "iam:SetDefaultPolicyVersion"';
  const denied = (actions: string) => `{ Effect = "Deny", Action = [${actions}], Resource = "*" }`;
  const inline = (actions: string) =>
    `resource "aws_iam_user_policy" "no" {\n  user   = aws_iam_user.ci.name\n  policy = jsonencode({ Version = "2012-10-17", Statement = [${denied(actions)}] })\n}\n`;
  const attached = (actions: string) =>
    `${policy('no', denied(actions))}resource "aws_iam_user_policy_attachment" "no" {\n  user       = aws_iam_user.ci.name\n  policy_arn = aws_iam_policy.no.arn\n}\n`;
  const grouped = (actions: string) =>
    `${policy('no', denied(actions))}resource "aws_iam_group" "no" {\n  name = "no"\n}\nresource "aws_iam_group_policy_attachment" "no" {\n  group      = aws_iam_group.no.name\n  policy_arn = aws_iam_policy.no.arn\n}\nresource "aws_iam_user_group_membership" "no" {\n  user   = aws_iam_user.ci.name\n  groups = [aws_iam_group.no.name]\n}\n`;

  test.each([
    ['a boundary that may be removed', '["s3:*", "iam:DeleteUserPermissionsBoundary"]', '', true],
    ['a boundary that may be replaced', '["s3:*", "iam:PutUserPermissionsBoundary"]', '', true],
    ['a boundary that may be rewritten', '["s3:*", "iam:CreatePolicyVersion"]', '', true],
    ['a boundary that stays', '["s3:*", "iam:Get*"]', '', false],
    ['an inline policy that may be deleted', '""', inline(NO_ESCALATION), true],
    ['an inline policy that may not', '""', inline(`${NO_ESCALATION}, "iam:Delete*"`), false],
    ['a policy that may be detached', '""', attached(`${NO_ESCALATION}, "iam:Delete*"`), true],
    ['a policy that may not', '""', attached(`${NO_ESCALATION}, "iam:Detach*"`), false],
    ['a group that may be left', '""', grouped(`${NO_ESCALATION}, "iam:Detach*"`), true],
    ['a group that holds', '""', grouped(`${NO_ESCALATION}, "iam:Detach*", "iam:Remove*"`), false],
  ])('%s', (_, boundary, limits, expected) => {
    const { paths } = analyseText(limited(boundary, limits));
    const found = paths.filter(({ target }) => target.kind === 'admin');
    expect(found.length > 0).toBe(expected);
    for (const { steps } of found)
      expect(steps.map(({ technique }) => technique.id)).toContain('lift-permission-limits');
  });

  test('a boundary that may be replaced by one other alone stays', () => {
    const boundary =
      '["s3:*", "iam:PutUserPermissionsBoundary"], Condition = { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::aws:policy/ReadOnlyAccess" } }';
    expect(analyseText(limited(boundary, '')).paths.filter(({ target }) => target.kind === 'admin')).toEqual([]);
  });
});

describe('a workload in hand', () => {
  const functions = `
${role('web', 'lambda.amazonaws.com')}
${role('ledger', 'lambda.amazonaws.com', 'Action = "*", Resource = "*"')}
resource "aws_lambda_function" "web" {
  function_name = "web"
  role          = aws_iam_role.web.arn
}
`;
  test.each([
    ['gets a role that may be passed', ['lambda:UpdateFunctionConfiguration', 'iam:PassRole'], true],
    ['runs other code with its own role', ['lambda:UpdateFunctionConfiguration'], false],
    ['keeps its role where only code may change', ['lambda:UpdateFunctionCode', 'iam:PassRole'], false],
  ])('%s', (_, actions, expected) => {
    const analysis = analyseText(functions + user(`Action = ${JSON.stringify(actions)}, Resource = "*"`));
    expect(takenTechniques(analysis).has('use-administrator-access')).toBe(expected);
    expect(takenTechniques(analysis).has('overwrite-function-code')).toBe(true);
  });
});

test('only groups are joined', () => {
  const join = 'Action = "iam:AddUserToGroup", Resource = "*"';
  const text = user(join) + role('mighty', 'ec2.amazonaws.com', 'Action = "*", Resource = "*"');
  expect(takenTechniques(analyseText(text))).not.toContain('join-administrator-group');
});
