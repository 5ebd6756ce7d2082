import { describe, expect, test } from 'vitest';
import { removeDangerousActions } from '#harden/controls/iam/remove-dangerous-actions/control.js';
import type { Proposal } from '#harden/control.js';
import type { Estate } from '#aws/estate.js';
import { edited, editsOf, estateOf, type Sources } from './control-folder.js';

const ROLE = `
resource "aws_iam_role" "r" {
  name = "r"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
`;

/** A role with an inline policy of that `Statement`. */
function inline(statement: string): string {
  return `resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.r.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = ${statement}
  })
}
${ROLE}`;
}

function policyOf(expression: string): string {
  return `resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.name\n  policy = ${expression}\n}\n${ROLE}`;
}

function managed(name: string): string {
  return `resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/${name}"
}
${ROLE}`;
}

const DENIED = (actions: string, role = 'aws_iam_role.r', name = 'r', type = 'role') => `
resource "aws_iam_${type}_policy" "${name}_deny_unneeded_actions" {
  name = "deny-unneeded-actions"
  ${type} = ${role}.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Deny"
        Action   = [${actions}]
        Resource = "*"
      },
    ]
  })
}
`;

function proposals(estate: Estate, actions: readonly string[]): readonly Proposal[] {
  const found = estate.iam.principals.flatMap((principal) =>
    actions.flatMap((action) =>
      estate.iam
        .grants({ principal, action, target: { arn: undefined } })
        .flatMap((grant) => [...removeDangerousActions.cut(grant.premise, estate)]),
    ),
  );
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

function grantsLeft(sources: Sources, actions: readonly string[]): number {
  const { iam } = estateOf(sources);
  return iam.principals.flatMap((principal) =>
    actions.flatMap((action) => iam.grants({ principal, action, target: { arn: undefined } })),
  ).length;
}

const NAMED = `
resource "aws_iam_role_policy" "own" {
  name   = "deny-unneeded-actions"
  role   = aws_iam_role.r.name
  policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "*", NotResource = "*" }] })
}
`;

const MERGED = (statements: string) => `data "aws_iam_policy_document" "base" {
  statement {
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
${statements}}

${policyOf('data.aws_iam_policy_document.d.json')}`;

/** A policy by itself, and its attachment. */
const ATTACHED = (statement: string) => `resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = ${statement}
  })
}

resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p.arn
}
${ROLE}`;

const UPDATE = 'ecs:UpdateService';

const NOT_ADMINISTRATION = JSON.stringify([
  'iam:Attach*',
  'iam:CreatePolicyVersion',
  'iam:PassRole',
  'iam:Put*',
  'iam:UpdateAssumeRolePolicy',
]);

const ROWS: readonly (readonly [when: string, actions: readonly string[], before: Sources, after: Sources])[] = [
  [
    'a short wildcard becomes the other actions',
    [UPDATE],
    { 'main.tf': inline('[{ Effect = "Allow", Action = ["ecs:UpdateS*"], Resource = "*" }]') },
    {
      'main.tf': inline('[{ Effect = "Allow", Action = ["ecs:UpdateServicePrimaryTaskSet"], Resource = "*" }]'),
    },
  ],
  [
    'a wildcard of IAM becomes what it reads',
    ['iam:UpdateLoginProfile'],
    { 'main.tf': inline('[{ Effect = "Allow", Action = ["iam:*LoginProfile"], Resource = "*" }]') },
    { 'main.tf': inline('[{ Effect = "Allow", Action = ["iam:GetLoginProfile"], Resource = "*" }]') },
  ],
  [
    'two actions of one wildcard that stands alone',
    ['iam:UpdateLoginProfile', 'iam:CreateLoginProfile'],
    { 'main.tf': inline('[{ Effect = "Allow", Action = "iam:*LoginProfile", Resource = "*" }]') },
    { 'main.tf': inline('[{ Effect = "Allow", Action = ["iam:GetLoginProfile"], Resource = "*" }]') },
  ],
  [
    'a wide wildcard is met by one deny for both actions',
    [UPDATE, 'ecs:RunTask'],
    {
      'main.tf': inline(
        '[\n      {\n        Effect   = "Allow"\n        Action   = "ecs:*"\n        Resource = "*"\n      },\n    ]',
      ),
    },
    {
      'main.tf': inline(
        '[\n      {\n        Effect   = "Allow"\n        Action   = "ecs:*"\n        Resource = "*"\n      },\n      {\n        Effect   = "Deny"\n        Action   = ["ecs:RunTask", "ecs:UpdateService"]\n        Resource = "*"\n      },\n    ]',
      ),
    },
  ],
  [
    'a statement that is no list leaves the deny to a policy of its own',
    [UPDATE],
    { 'main.tf': inline('{ Effect = "Allow", Action = "ecs:*", Resource = "*" }') },
    { 'main.tf': inline('{ Effect = "Allow", Action = "ecs:*", Resource = "*" }') + DENIED('"ecs:UpdateService"') },
  ],
  [
    'to an administrator nothing is denied action by action',
    [UPDATE],
    { 'main.tf': inline('{ Effect = "Allow", Action = "*", Resource = "*" }') },
    { 'main.tf': inline('{ Effect = "Allow", Action = "sts:GetCallerIdentity", Resource = "*" }') },
  ],
  [
    'a wildcard of IAM that goes altogether takes its statement along',
    ['iam:PutUserPolicy'],
    {
      'main.tf': inline(
        '[\n      { Effect = "Allow", Action = "iam:Put*", Resource = "*" },\n      { Effect = "Allow", Action = "logs:*", Resource = "*" },\n    ]',
      ),
    },
    { 'main.tf': inline('[\n      { Effect = "Allow", Action = "logs:*", Resource = "*" },\n    ]') },
  ],
  [
    'a name that a wildcard of IAM covers goes with it, and no other',
    ['iam:PutUserPolicy'],
    {
      'main.tf': inline(
        '[{ Effect = "Allow", Action = ["iam:PutUserPolicy", "iam:CreateUser", "iam:Put*", "iam:GetUser"], Resource = "*" }]',
      ).replace(
        '"iam:PutUserPolicy", "iam:CreateUser", "iam:Put*"',
        '"iam:Put*", "iam:PutUserPolicy", "iam:CreateUser"',
      ),
    },
    {
      'main.tf': inline('[{ Effect = "Allow", Action = ["iam:CreateUser", "iam:GetUser"], Resource = "*" }]'),
    },
  ],
  [
    'all of IAM is denied where what grants it is no wildcard of IAM',
    ['iam:CreateLoginProfile'],
    { 'main.tf': inline(`[\n      { Effect = "Allow", NotAction = ${NOT_ADMINISTRATION}, Resource = "*" },\n    ]`) },
    {
      'main.tf': inline(
        `[\n      { Effect = "Allow", NotAction = ${NOT_ADMINISTRATION}, Resource = "*" },\n      {\n        Effect   = "Deny"\n        Action   = ["iam:*"]\n        Resource = "*"\n      },\n    ]`,
      ),
    },
  ],
  [
    'in a policy of its own where the statement that grants it is no list',
    ['iam:CreateLoginProfile'],
    { 'main.tf': ATTACHED(`{ Effect = "Allow", NotAction = ${NOT_ADMINISTRATION}, Resource = "*" }`) },
    {
      'main.tf':
        ATTACHED(`{ Effect = "Allow", NotAction = ${NOT_ADMINISTRATION}, Resource = "*" }`) + DENIED('"iam:*"'),
    },
  ],
  [
    'an AWS-managed policy is met by an inline deny',
    ['ec2:CreateTags', UPDATE],
    { 'main.tf': managed('PowerUserAccess') },
    { 'main.tf': managed('PowerUserAccess') + DENIED('"ec2:CreateTags", "ecs:UpdateService"') },
  ],
  [
    'a string that holds the whole document is not edited',
    [UPDATE],
    {
      'main.tf': policyOf(
        String.raw`"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ecs:UpdateService\"],\"Resource\":\"*\"}]}"`,
      ),
    },
    {
      'main.tf':
        policyOf(
          String.raw`"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ecs:UpdateService\"],\"Resource\":\"*\"}]}"`,
        ) + DENIED('"ecs:UpdateService"'),
    },
  ],
  [
    'each of several roles gets its own deny',
    [UPDATE],
    {
      'main.tf': `resource "aws_iam_role" "r" {\n  for_each           = toset(["a"])\n  assume_role_policy = "{}"\n}\n\nresource "aws_iam_role_policy_attachment" "a" {\n  for_each   = aws_iam_role.r\n  role       = each.value.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"\n}\n`,
    },
    {
      'main.tf': `resource "aws_iam_role" "r" {\n  for_each           = toset(["a"])\n  assume_role_policy = "{}"\n}\n\nresource "aws_iam_role_policy_attachment" "a" {\n  for_each   = aws_iam_role.r\n  role       = each.value.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"\n}\n${DENIED('"ecs:UpdateService"', 'aws_iam_role.r["a"]', 'r_a')}`,
    },
  ],
  [
    'a user has it denied too',
    [UPDATE],
    {
      'main.tf': `resource "aws_iam_user" "u" {\n  name = "u"\n}\n\nresource "aws_iam_user_policy_attachment" "a" {\n  user       = aws_iam_user.u.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"\n}\n`,
    },
    {
      'main.tf': `resource "aws_iam_user" "u" {\n  name = "u"\n}\n\nresource "aws_iam_user_policy_attachment" "a" {\n  user       = aws_iam_user.u.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"\n}\n${DENIED('"ecs:UpdateService"', 'aws_iam_user.u', 'u', 'user')}`,
    },
  ],
  [
    'a policy in a file of its own',
    [UPDATE],
    {
      'main.tf': policyOf('file("p.json")'),
      'p.json':
        '{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": [\n        "ecs:RunTask",\n        "ecs:UpdateService"\n      ],\n      "Resource": "*"\n    }\n  ]\n}\n',
    },
    {
      'main.tf': policyOf('file("p.json")'),
      'p.json':
        '{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": [\n        "ecs:RunTask"\n      ],\n      "Resource": "*"\n    }\n  ]\n}\n',
    },
  ],
  [
    'the last action of a document that makes others',
    [UPDATE],
    {
      'main.tf': `data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = []
    content {
      actions   = [statement.value]
      resources = ["*"]
    }
  }

  statement {
    actions   = ["ecs:UpdateService"]
    resources = ["*"]
  }
}

${policyOf('data.aws_iam_policy_document.d.json')}`,
    },
    {
      'main.tf': `data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = []
    content {
      actions   = [statement.value]
      resources = ["*"]
    }
  }

  statement {
    actions   = ["sts:GetCallerIdentity"]
    resources = ["*"]
  }
}

${policyOf('data.aws_iam_policy_document.d.json')}`,
    },
  ],
  [
    'a wide wildcard in a file of its own',
    [UPDATE],
    {
      'main.tf': policyOf('file("p.json")'),
      'p.json':
        '{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "ecs:*",\n      "Resource": "*"\n    }\n  ]\n}\n',
    },
    {
      'main.tf': policyOf('file("p.json")'),
      'p.json':
        '{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "ecs:*",\n      "Resource": "*"\n    },\n    {\n      "Effect": "Deny",\n      "Action": ["ecs:UpdateService"],\n      "Resource": "*"\n    }\n  ]\n}\n',
    },
  ],
  [
    'a wide wildcard of a policy document',
    ['ssm:StartSession', 'ssm:SendCommand'],
    {
      'main.tf': policyOf('data.aws_iam_policy_document.d.json'),
      'd.tf':
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["ssm:*"]\n    resources = ["*"]\n  }\n}\n',
    },
    {
      'main.tf': policyOf('data.aws_iam_policy_document.d.json'),
      'd.tf':
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["ssm:*"]\n    resources = ["*"]\n  }\n\n  statement {\n    effect    = "Deny"\n    actions   = ["ssm:SendCommand", "ssm:StartSession"]\n    resources = ["*"]\n  }\n}\n',
    },
  ],
  [
    'a variable, where its value is written',
    [UPDATE],
    {
      'main.tf': inline('[{ Effect = "Allow", Action = var.actions, Resource = "*" }]'),
      'variables.tf': 'variable "actions" {\n  type = list(string)\n}\n',
      'terraform.tfvars': 'actions = ["ecs:RunTask", "ecs:UpdateService"]\n',
    },
    {
      'main.tf': inline('[{ Effect = "Allow", Action = var.actions, Resource = "*" }]'),
      'variables.tf': 'variable "actions" {\n  type = list(string)\n}\n',
      'terraform.tfvars': 'actions = ["ecs:RunTask"]\n',
    },
  ],
  [
    'a list that is only part of the actions may become empty',
    [UPDATE],
    {
      'main.tf': inline(
        '[{ Effect = "Allow", Action = concat(["ecs:RunTask"], ["ecs:UpdateService"]), Resource = "*" }]',
      ),
    },
    { 'main.tf': inline('[{ Effect = "Allow", Action = concat(["ecs:RunTask"], []), Resource = "*" }]') },
  ],
  [
    'the argument of a module',
    [UPDATE],
    {
      'main.tf': 'module "m" {\n  source  = "./m"\n  actions = ["ecs:UpdateService", "ecs:RunTask"]\n}\n',
      'm/main.tf': `${inline('[{ Effect = "Allow", Action = var.actions, Resource = "*" }]')}\nvariable "actions" {}\n`,
    },
    {
      'main.tf': 'module "m" {\n  source  = "./m"\n  actions = ["ecs:RunTask"]\n}\n',
      'm/main.tf': `${inline('[{ Effect = "Allow", Action = var.actions, Resource = "*" }]')}\nvariable "actions" {}\n`,
    },
  ],
  [
    'a deny of an earlier run takes further actions',
    ['ec2:CreateTags', UPDATE],
    { 'main.tf': managed('PowerUserAccess') + DENIED('"ecs:RunTask"') },
    { 'main.tf': managed('PowerUserAccess') + DENIED('"ecs:RunTask", "ec2:CreateTags", "ecs:UpdateService"') },
  ],
  [
    'two inline policies of one role have two names',
    [UPDATE],
    { 'main.tf': managed('PowerUserAccess') + NAMED },
    {
      'main.tf':
        managed('PowerUserAccess') +
        NAMED +
        DENIED('"ecs:UpdateService"').replace('"deny-unneeded-actions"', '"deny-unneeded-actions-2"'),
    },
  ],
  [
    'the only statement goes where others come from another document',
    [UPDATE],
    { 'main.tf': MERGED('\n  statement {\n    actions   = ["ecs:UpdateService"]\n    resources = ["*"]\n  }\n') },
    { 'main.tf': MERGED('') },
  ],
  [
    'a module used twice gets one deny',
    [UPDATE],
    {
      'main.tf': 'module "a" {\n  source = "./m"\n}\n\nmodule "b" {\n  source = "./m"\n}\n',
      'm/main.tf': managed('PowerUserAccess'),
    },
    {
      'main.tf': 'module "a" {\n  source = "./m"\n}\n\nmodule "b" {\n  source = "./m"\n}\n',
      'm/main.tf': managed('PowerUserAccess') + DENIED('"ecs:UpdateService"'),
    },
  ],
];

describe('remove-dangerous-actions', () => {
  test.each(ROWS)('%s', (_, actions, before, after) => {
    const edits = editsOf(proposals(estateOf(before), actions));

    expect(edited(before, edits)).toEqual(after);
    expect(grantsLeft(after, actions)).toBe(0);
  });

  test('a deny claims every grant of the action to whoever has the document, and no other', () => {
    const estate = estateOf({ 'main.tf': inline('[{ Effect = "Allow", Action = "ecs:*", Resource = "*" }]') });
    const [deny] = proposals(estate, [UPDATE]);
    const claims = (action: string) =>
      estate.iam.principals.flatMap((principal) =>
        estate.iam
          .grants({ principal, action, target: { arn: undefined } })
          .map((each) => deny?.falsifies(each.premise)),
      );
    expect(claims(UPDATE)).toEqual([true]);
    expect(claims('ecs:RunTask')).toEqual([false]);
  });

  test('whoever else loses by the edit is named', () => {
    const shared = `locals {\n  p = jsonencode({ Statement = [{ Effect = "Allow", Action = ["${UPDATE}"], Resource = "*" }] })\n}\n`;
    const other =
      ROLE.replaceAll('"r"', '"s"') + policyOf('local.p').replace('"p"', '"q"').replace('.r.', '.s.').replace(ROLE, '');
    const [edit] = editsOf(proposals(estateOf({ 'main.tf': shared + policyOf('local.p') + other }), [UPDATE]));
    expect(edit?.mayBreak.filter((note) => note.includes('aws_iam_role.s'))).toHaveLength(1);
  });

  test('what the agent of a node needs is left to a person', () => {
    const node = `resource "aws_ecs_cluster" "c" {\n  name = "c"\n}\n
resource "aws_instance" "n" {
  ami                  = "ami-1"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.p.name
  user_data            = "echo ECS_CLUSTER=c >> /etc/ecs/ecs.config"
}

resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.r.name
}
`;
    const sources = { 'main.tf': node + managed('service-role/AmazonEC2ContainerServiceforEC2Role') };
    const kinds = (action: string) => proposals(estateOf(sources), [action]).map(({ kind }) => kind);
    expect(kinds('ecs:Poll')).toEqual(['manual']);
    expect(kinds('ecs:UpdateContainerInstancesState')).toEqual(['edit']);
  });

  test.each([
    ['lambda:UpdateFunctionCode', 'aws_lambda_function.f', 'changes aws_lambda_function.f or who can change it'],
    ['dynamodb:GetItem', 'aws_dynamodb_table.t', 'reads aws_dynamodb_table.t or changes who can read it'],
  ])('a deny of all that comes to the same as %s says what is refused', (action, address, uses) => {
    const [service] = action.split(':');
    const estate = estateOf({
      'main.tf': `resource "aws_dynamodb_table" "t" {\n  name = "t"\n}
resource "aws_lambda_function" "f" {\n  function_name = "f"\n  role          = aws_iam_role.r.arn\n}
${inline(`[{ Effect = "Allow", Action = "${service}:*", Resource = "*" }]`)}`,
    });
    const principal = estate.iam.principal('aws_iam_role.r')!;
    const resource = estate.configuration.resource(address)!;
    const arn = estate.stores.find((each) => each.address === address)?.arn ?? estate.arnOf(resource);
    const offers = estate.iam
      .grants({ principal, action, target: { arn, resource } })
      .flatMap(({ premise }) => [...removeDangerousActions.cut(premise, estate)]);
    expect(editsOf(offers).flatMap(({ mayBreak }) => mayBreak[0])).toContain(
      `Anything that ${uses} as aws_iam_role.r is refused, including in existing sessions: look for it in CloudTrail first.`,
    );
  });
});
