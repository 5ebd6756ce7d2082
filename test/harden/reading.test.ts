import { describe, expect, test } from 'vitest';
import type { Control } from '#harden/control.js';
import { narrowIamResources } from '#harden/controls/iam/narrow-iam-resources/control.js';
import { removeDangerousActions } from '#harden/controls/iam/remove-dangerous-actions/control.js';
import { edited, editsOf, estateOf, type Sources } from './control-folder.js';

const WORLD = `
resource "aws_s3_bucket" "reports" {
  bucket = "reports"
}

resource "aws_dynamodb_table" "rows" {
  name     = "rows"
  hash_key = "id"
}

resource "aws_iam_role" "r" {
  name               = "worker"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}

resource "aws_ecs_task_definition" "t" {
  family                = "t"
  task_role_arn         = aws_iam_role.r.arn
  container_definitions = jsonencode([{ name = "t", image = "t:1", environment = [{ name = "BUCKET", value = aws_s3_bucket.reports.id }] }])
}
`;

const OTHER = '\nresource "aws_s3_bucket" "others" {\n  bucket = "others"\n}\n';
const OTHER_TABLE = '\nresource "aws_dynamodb_table" "others" {\n  name     = "others"\n  hash_key = "id"\n}\n';
/** The workload is told about the table, which has an index. */
const INDEXED = (text: string): string =>
  text
    .replace('value = aws_s3_bucket.reports.id', 'value = aws_dynamodb_table.rows.name')
    .replace(
      'hash_key = "id"\n',
      'hash_key = "id"\n\n  global_secondary_index {\n    name     = "by"\n    hash_key = "id"\n    projection_type = "ALL"\n  }\n',
    );
const ADMIN = '\nresource "aws_iam_role" "admin" {\n  name               = "admin"\n  assume_role_policy = "{}"\n}\n';

function policy(text: string): string {
  return `resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.name\n  policy = ${text}\n}\n${WORLD}`;
}

const statements = (...texts: readonly string[]): string =>
  policy(`jsonencode({\n    Statement = [\n${texts.map((text) => `      ${text},\n`).join('')}    ]\n  })`);

/** What the control makes of the grants of these actions on each store, or on the role. */
function after(control: Control, sources: Sources, actions: readonly string[]) {
  const estate = estateOf(sources);
  const targets = (action: string) =>
    action.startsWith('iam:')
      ? estate.iam.principals
      : estate.stores.filter(({ readActions }) => readActions.includes(action));
  const proposals = estate.iam.principals.flatMap((principal) =>
    actions.flatMap((action) =>
      targets(action).flatMap(({ arn, resource }) =>
        estate.iam
          .grants({ principal, action, target: { arn, resource } })
          // Where a wildcard can be taken apart too, the narrower edit comes last.
          .flatMap((grant) => [...control.cut(grant.premise, estate)].slice(-1)),
      ),
    ),
  );
  const edits = editsOf([...new Map(proposals.map((each) => [each.id, each])).values()]);
  return { edits: edits.length, sources: edited(sources, edits) };
}

const READS = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const DENIED =
  '"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan"';
const WHOLE = '[aws_dynamodb_table.rows.arn, "${aws_dynamodb_table.rows.arn}/*"]';

const ROWS: readonly (readonly [
  when: string,
  control: Control,
  actions: readonly string[],
  before: Sources,
  after: Sources,
])[] = [
  [
    'a wildcard is denied on the table and all its parts',
    removeDangerousActions,
    READS,
    { 'main.tf': statements('{ Effect = "Allow", Action = "dynamodb:*", Resource = "*" }') },
    {
      'main.tf': statements(
        '{ Effect = "Allow", Action = "dynamodb:*", Resource = "*" }',
        `{\n        Effect   = "Deny"\n        Action   = "dynamodb:*"\n        Resource = ${WHOLE}\n      }`,
      ),
    },
  ],
  [
    'actions that are named go together, and the rest stays',
    removeDangerousActions,
    READS,
    {
      'main.tf': statements(
        '{ Effect = "Allow", Action = ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:Scan"], Resource = "*" }',
      ),
    },
    { 'main.tf': statements('{ Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = "*" }') },
  ],
  [
    'an AWS-managed policy is met by a policy of its own for the table',
    removeDangerousActions,
    READS,
    {
      'main.tf': `resource "aws_iam_role_policy_attachment" "a" {\n  role       = aws_iam_role.r.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"\n}\n${WORLD}`,
    },
    {
      'main.tf': `resource "aws_iam_role_policy_attachment" "a" {\n  role       = aws_iam_role.r.name\n  policy_arn = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"\n}\n${WORLD}
resource "aws_iam_role_policy" "r_deny_access_to_rows" {
  name = "deny-access-to-rows"
  role = aws_iam_role.r.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Deny"
        Action   = [${DENIED}]
        Resource = ${WHOLE}
      },
    ]
  })
}
`,
    },
  ],
  [
    'in a file of its own the ARN is written out',
    removeDangerousActions,
    READS,
    {
      'main.tf': policy('file("p.json")'),
      'p.json': '{\n  "Statement": [\n    { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*" }\n  ]\n}\n',
    },
    {
      'main.tf': policy('file("p.json")'),
      'p.json': `{\n  "Statement": [\n    { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*" },\n    {\n      "Effect": "Deny",\n      "Action": "dynamodb:*",\n      "Resource": ["arn:aws:dynamodb:*:*:table/rows", "arn:aws:dynamodb:*:*:table/rows/*"]\n    }\n  ]\n}\n`,
    },
  ],
  [
    'a wildcard is narrowed to the bucket that the workload is told about',
    narrowIamResources,
    ['s3:GetObject'],
    { 'main.tf': statements('{ Effect = "Allow", Action = "s3:*", Resource = "*" }') + OTHER },
    {
      'main.tf':
        statements(
          '{ Effect = "Allow", Action = "s3:*", Resource = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*"] }',
        ) + OTHER,
    },
  ],
  [
    'a table with its indexes',
    narrowIamResources,
    ['dynamodb:Query'],
    {
      'main.tf': INDEXED(statements('{ Effect = "Allow", Action = ["dynamodb:Query"], Resource = "*" }')) + OTHER_TABLE,
    },
    {
      'main.tf':
        INDEXED(
          statements(
            '{ Effect = "Allow", Action = ["dynamodb:Query"], Resource = [aws_dynamodb_table.rows.arn, "${aws_dynamodb_table.rows.arn}/index/*"] }',
          ),
        ) + OTHER_TABLE,
    },
  ],
  [
    'roles to pass, in a file of its own',
    narrowIamResources,
    ['iam:PassRole'],
    {
      'main.tf': policy('file("p.json")') + ADMIN,
      'p.json':
        '{ "Statement": [{ "Effect": "Allow", "Action": ["iam:PassRole", "ecs:RunTask"], "Resource": "*" }] }\n',
    },
    {
      'main.tf': policy('file("p.json")') + ADMIN,
      'p.json':
        '{ "Statement": [{ "Effect": "Allow", "Action": ["ecs:RunTask"], "Resource": "*" }, {\n  "Effect": "Allow",\n  "Action": ["iam:PassRole"],\n  "Resource": "arn:aws:iam::*:role/worker"\n}] }\n',
    },
  ],
  [
    'roles to pass, in a heredoc',
    narrowIamResources,
    ['iam:PassRole'],
    {
      'main.tf':
        policy(
          '<<-JSON\n    { "Statement": [\n      { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" },\n      { "Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*" }\n    ] }\n  JSON',
        ) + ADMIN,
    },
    {
      'main.tf':
        policy(
          '<<-JSON\n    { "Statement": [\n      { "Effect": "Allow", "Action": "iam:PassRole", "Resource": ["${aws_iam_role.r.arn}"] },\n      { "Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*" }\n    ] }\n  JSON',
        ) + ADMIN,
    },
  ],
];

describe('what is read and passed', () => {
  test.each(ROWS)('%s', (_, control, actions, before, expected) => {
    expect(after(control, before, actions)).toEqual({ edits: 1, sources: expected });
  });
});

test('an ARN that JSON text has no room for is denied in a policy of its own', () => {
  const many = (text: string) =>
    text
      .replace(
        'resource "aws_dynamodb_table" "rows" {\n',
        'resource "aws_dynamodb_table" "rows" {\n  for_each = toset(["a"])\n',
      )
      .replace('"rows"\n  hash', 'each.key\n  hash');
  const heredoc =
    '<<-JSON\n    { "Statement": [\n      { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*" }\n    ] }\n  JSON';
  const text = many(policy(heredoc));
  const { sources } = after(removeDangerousActions, { 'main.tf': text }, READS);
  expect(sources['main.tf']?.slice(0, text.length)).toBe(text);
  expect(sources['main.tf']).toContain(
    'Resource = [aws_dynamodb_table.rows["a"].arn, "${aws_dynamodb_table.rows["a"].arn}/*"]',
  );
});
