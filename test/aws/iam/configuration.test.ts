import { expect, test } from 'vitest';
import { arnsOf } from '#aws/arn.js';
import { buildIam } from '#aws/iam/build.js';
import type { Request } from '#aws/iam/decision.js';
import { symbolic } from '#aws/symbolic.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';

/** The grants of `aws_iam_role.r`, each as its evidence: the place, and the words that stand there. */
function evidence(
  files: Readonly<Record<string, string>>,
  request: Pick<Request, 'action'> & { on?: string },
): string[][] {
  const configuration = loadConfiguration(
    { root: '/scanned', rootModule: '.' },
    { files: memoryFileSystem(new Map(Object.entries(files))) },
  );
  const arns = arnsOf(configuration);
  const iam = buildIam(configuration, arns);
  expect(iam.diagnostics).toEqual([]);
  const principal = iam.principal('aws_iam_role.r');
  const resource = request.on === undefined ? undefined : configuration.resource(request.on);
  if (!principal) throw new Error('no role');
  const arn = resource ? arns.arnOf(resource) : request.on === undefined ? undefined : symbolic(request.on);
  const grants = iam.grants({ principal, action: request.action, target: { arn, ...(resource ? { resource } : {}) } });
  return grants.map((grant) =>
    grant.premise.evidence.map(({ address, attribute, origin }) => {
      const words = origin?.file.text.slice(origin.start, origin.end) ?? '-';
      return `${address}.${attribute} = ${words} (${origin?.file.path})`;
    }),
  );
}

const ROLE =
  'resource "aws_iam_role" "r" {\n  name = "web"\n  assume_role_policy = jsonencode({ Statement = [] })\n}\n';
const BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "data"\n}\n';
const inline = (policy: string) =>
  `resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.id\n  policy = ${policy}\n}\n`;
const request = { action: 's3:GetObject', on: 'arn:aws:s3:::data/*' };

/** The inline role policy's action, and where its words stand. */
const at = (path: string, words: string, file = 'main.tf') => [
  [`aws_iam_role_policy.p.policy.${path} = ${words} (${file})`],
];

test.each<[string, Record<string, string>, string[][]]>([
  [
    'jsonencode',
    {
      'main.tf': inline(
        'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:Put*", "s3:Get*"], Resource = "${aws_s3_bucket.b.arn}/*" }] })',
      ),
    },
    at('Statement[0].Action[1]', '"s3:Get*"'),
  ],
  [
    'a heredoc',
    {
      'main.tf': inline(
        '<<-EOT\n    {\n      "Statement": [\n        { "Effect": "Allow", "Action": "s3:Get*", "Resource": "${aws_s3_bucket.b.arn}/*" }\n      ]\n    }\n  EOT',
      ),
    },
    at('Statement[0].Action', '"s3:Get*"'),
  ],
  [
    'a policy document',
    {
      'main.tf': `${inline('data.aws_iam_policy_document.d.json')}data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:ListBucket", "s3:GetObject"]\n    resources = ["\${aws_s3_bucket.b.arn}/*"]\n  }\n}\n`,
    },
    at('Statement[0].Action[1]', '"s3:GetObject"'),
  ],
  [
    'a file',
    {
      'main.tf': inline('file("${path.module}/policy.json")'),
      'policy.json': '{"Statement": {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}}',
    },
    at('Statement.Action[0]', '"s3:GetObject"', 'policy.json'),
  ],
  [
    'a template file',
    {
      'main.tf': inline('templatefile("policy.tftpl", { arn = aws_s3_bucket.b.arn })'),
      'policy.tftpl': '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "${arn}/*"}]}',
    },
    at('Statement[0].Action', '"s3:*"', 'policy.tftpl'),
  ],
  [
    'a local list',
    {
      'main.tf': `locals {\n  actions = ["s3:GetObject"]\n}\n${inline('jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = "*" }] })')}`,
    },
    at('Statement[0].Action[0]', '"s3:GetObject"'),
  ],
  [
    'a variable without a value in the resource',
    {
      'main.tf': `variable "bucket" {}\n${inline('jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:Get*", Resource = "arn:aws:s3:::${var.bucket}/*" }] })')}`,
    },
    at('Statement[0].Action', '"s3:Get*"'),
  ],
  [
    'another bucket',
    {
      'main.tf': inline(
        'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:Get*", Resource = "arn:aws:s3:::logs/*" }] })',
      ),
    },
    [],
  ],
])('%s', (_, files, expected) => {
  expect(evidence({ ...files, 'role.tf': ROLE + BUCKET }, request)).toEqual(expected);
});

test('attachments for each policy', () => {
  const files = {
    'main.tf': `${ROLE}
resource "aws_iam_role_policy_attachment" "a" {
  for_each   = toset(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/\${each.key}"
}
`,
  };
  expect(evidence(files, { action: 'ecs:Poll' })).toEqual([
    [
      'aws_iam_role_policy_attachment.a["service-role/AmazonEC2ContainerServiceforEC2Role"].policy_arn = "arn:aws:iam::aws:policy/${each.key}" (main.tf)',
    ],
  ]);
});

test('a role in a module by its output', () => {
  const files = {
    'main.tf': `module "web" {\n  source = "./web"\n}\n${ROLE}${inline('jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = module.web.role }] })')}`,
    'web/main.tf': `resource "aws_iam_role" "w" {\n  name_prefix = "web-"\n  assume_role_policy = jsonencode({ Statement = [] })\n}\noutput "role" {\n  value = aws_iam_role.w.arn\n}\n`,
  };
  const asked = { action: 'iam:PassRole', on: 'module.web.aws_iam_role.w' };
  expect(evidence(files, asked)).toEqual(at('Statement[0].Action', '"iam:PassRole"'));
});
