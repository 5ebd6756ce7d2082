import { describe, expect, test } from 'vitest';
import { cidrsOf, closeToWorld } from '#harden/propose/network/ingress.js';
import { controls } from '#harden/registry.generated.js';
import type { Proposal } from '#harden/control.js';
import { edited, editsOf, estateOf, proposalsOf, type Sources } from './control-folder.js';

/** Where values come from elsewhere, or can't be edited: what the goldens do not show. */
type Replacements = readonly (readonly [file: string, from: string, to: string])[];

const INSTANCE = (options: string) =>
  `resource "aws_instance" "i" {\n  ami           = "ami-1"\n  instance_type = "t3.micro"\n\n${options}}\n`;
const OPTIONS = (tokens: string) => INSTANCE(`  metadata_options {\n    http_tokens = ${tokens}\n  }\n`);
const OTHERS = '\n    http_endpoint               = "enabled"\n    http_put_response_hop_limit = 1';
const REQUIRED = `    http_tokens                 = "required"${OTHERS}`;

const TASK = (containers: string, rest = '') =>
  `resource "aws_ecs_task_definition" "t" {\n  family                = "t"\n  container_definitions = ${containers}\n${rest}}\n`;
const RULE = (extra: string) =>
  `resource "aws_security_group" "g" {\n  name = "g"\n}\n\nresource "aws_security_group_rule" "r" {\n${extra}  type              = "ingress"\n  security_group_id = aws_security_group.g.id\n  from_port         = 80\n  to_port           = 80\n  protocol          = "tcp"\n  cidr_blocks       = ["0.0.0.0/0"]\n}\n`;

const SECRET = (policy: string) =>
  `resource "aws_secretsmanager_secret" "s" {\n  name = "s"\n}\n\nresource "aws_secretsmanager_secret_policy" "p" {\n  secret_arn = aws_secretsmanager_secret.s.arn\n  policy     = ${policy}\n}\n`;
const STATEMENT = (who: string) =>
  `jsonencode({ Statement = [{ Effect = "Allow", ${who}, Action = "secretsmanager:GetSecretValue", Resource = "*" }] })`;

const EDITED: readonly (readonly [when: string, control: string, before: Sources, changes: Replacements])[] = [
  [
    'a variable without a value is not waited for',
    'require-imdsv2',
    { 'main.tf': `variable "t" {}\n\n${OPTIONS('var.t')}` },
    [['main.tf', '    http_tokens = var.t', REQUIRED]],
  ],
  [
    'what an operator computes is written anew',
    'require-imdsv2',
    { 'main.tf': OPTIONS('true ? "optional" : "required"') },
    [['main.tf', '    http_tokens = true ? "optional" : "required"', REQUIRED]],
  ],
  [
    'a variable is changed where its value is written',
    'require-imdsv2',
    { 'main.tf': OPTIONS('var.t'), 'v.tf': 'variable "t" {}\n', 'terraform.tfvars': 't = "optional"\n' },
    [
      ['main.tf', '    http_tokens = var.t', `    http_tokens                 = var.t${OTHERS}`],
      ['terraform.tfvars', '"optional"', '"required"'],
    ],
  ],
  [
    'an argument of one module and the default of another',
    'require-imdsv2',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  tokens = "optional"\n}\n\nmodule "n" {\n  source = "./m"\n}\n',
      'm/main.tf': `variable "tokens" {\n  default = "optional"\n}\n\n${OPTIONS('var.tokens')}`,
    },
    [
      ['main.tf', '"optional"', '"required"'],
      ['m/main.tf', '"optional"', '"required"'],
      ['m/main.tf', '    http_tokens = var.tokens', `    http_tokens                 = var.tokens${OTHERS}`],
    ],
  ],
  [
    'a dynamic block has its content edited',
    'require-imdsv2',
    {
      'main.tf': INSTANCE(
        '  dynamic "metadata_options" {\n    for_each = ["optional"]\n    content {\n      http_tokens = metadata_options.value\n    }\n  }\n',
      ),
    },
    [
      ['main.tf', '["optional"]', '["required"]'],
      [
        'main.tf',
        '      http_tokens = metadata_options.value',
        '      http_tokens                 = metadata_options.value\n      http_endpoint               = "enabled"\n      http_put_response_hop_limit = 1',
      ],
    ],
  ],
  [
    'the instance, not the launch template that it was made from',
    'require-imdsv2',
    {
      'main.tf':
        'resource "aws_launch_template" "t" {\n  image_id = "ami-1"\n}\n\nresource "aws_instance" "i" {\n  launch_template {\n    id = aws_launch_template.t.id\n  }\n}\n',
    },
    [
      [
        'main.tf',
        '    id = aws_launch_template.t.id\n  }\n',
        '    id = aws_launch_template.t.id\n  }\n\n  metadata_options {\n    http_endpoint               = "enabled"\n    http_tokens                 = "required"\n    http_put_response_hop_limit = 1\n  }\n',
      ],
    ],
  ],
  [
    'a template file keeps its holes',
    'disable-privileged',
    {
      'main.tf': TASK('templatefile("c.json", { image = "x" })'),
      'c.json': '[\n  {"name": "c", "image": "${image}", "privileged": true}\n]\n',
    },
    [['c.json', 'true', 'false']],
  ],
  [
    'the default of a variable in a container',
    'disable-privileged',
    {
      'main.tf': TASK('jsonencode([{ name = "c", privileged = var.p }])'),
      'v.tf': 'variable "p" {\n  default = true\n}\n',
    },
    [['v.tf', 'true', 'false']],
  ],
  [
    'containers that a for expression makes',
    'disable-privileged',
    { 'main.tf': TASK('jsonencode([for n in ["a", "b"] : { name = n, privileged = true }])') },
    [['main.tf', 'true', 'false']],
  ],
  [
    'a file of containers, and the volume in the resource',
    'remove-docker-socket',
    {
      'main.tf': TASK(
        'file("c.json")',
        '\n  volume {\n    name      = "s"\n    host_path = "/var/run/docker.sock"\n  }\n',
      ),
      'c.json': '[{"name": "c", "mountPoints": [{"sourceVolume": "s", "containerPath": "/s"}]}]\n',
    },
    [
      ['main.tf', '\n  volume {\n    name      = "s"\n    host_path = "/var/run/docker.sock"\n  }\n', ''],
      ['c.json', ', "mountPoints": [{"sourceVolume": "s", "containerPath": "/s"}]', ''],
    ],
  ],
  [
    'a volume that a dynamic block makes is left, without its mount',
    'remove-docker-socket',
    {
      'main.tf': TASK(
        'jsonencode([{ name = "c", mountPoints = [{ sourceVolume = "s", containerPath = "/s" }] }])',
        '\n  dynamic "volume" {\n    for_each = { s = "/var/run/docker.sock" }\n    content {\n      name      = volume.key\n      host_path = volume.value\n    }\n  }\n',
      ),
    },
    [['main.tf', ', mountPoints = [{ sourceVolume = "s", containerPath = "/s" }]', '']],
  ],
  [
    'a rule whose addresses come from a variable goes as a whole',
    'close-http-ingress',
    {
      'main.tf':
        'variable "c" {\n  default = ["0.0.0.0/0"]\n}\n\nresource "aws_security_group" "g" {\n  ingress {\n    from_port   = 80\n    to_port     = 80\n    protocol    = "tcp"\n    cidr_blocks = var.c\n  }\n}\n',
    },
    [
      [
        'main.tf',
        '  ingress {\n    from_port   = 80\n    to_port     = 80\n    protocol    = "tcp"\n    cidr_blocks = var.c\n  }\n',
        '  ingress = []\n',
      ],
    ],
  ],
  [
    'rules that are made of a list lose what they are made of',
    'close-http-ingress',
    {
      'main.tf':
        'variable "trusted" {\n  default = ["10.1.0.0/16", "0.0.0.0/0"]\n}\n\n' +
        RULE('  for_each          = toset(var.trusted)\n').replace('["0.0.0.0/0"]', '[each.value]'),
    },
    [['main.tf', '["10.1.0.0/16", "0.0.0.0/0"]', '["10.1.0.0/16"]']],
  ],
  [
    'the block of a network stays, though it is not known',
    'close-http-ingress',
    { 'main.tf': `variable "vpc_cidr" {}\n\n${RULE('').replace('["0.0.0.0/0"]', '["0.0.0.0/0", var.vpc_cidr]')}` },
    [['main.tf', '["0.0.0.0/0", var.vpc_cidr]', '[var.vpc_cidr]']],
  ],
  [
    'so do the blocks of a dynamic one',
    'close-http-ingress',
    {
      'main.tf':
        'resource "aws_security_group" "g" {\n  dynamic "ingress" {\n    for_each = ["10.1.0.0/16", "0.0.0.0/0"]\n    content {\n      from_port   = 80\n      to_port     = 80\n      protocol    = "tcp"\n      cidr_blocks = [ingress.value]\n    }\n  }\n}\n',
    },
    [['main.tf', '["10.1.0.0/16", "0.0.0.0/0"]', '["10.1.0.0/16"]']],
  ],
  [
    'an existing key that rotates is used again',
    'encrypt-efs-at-rest',
    {
      'main.tf':
        'resource "aws_efs_file_system" "a" {\n  encrypted  = true\n  kms_key_id = aws_kms_key.k.arn\n}\n\nresource "aws_efs_file_system" "b" {\n  encrypted = false\n}\n\nresource "aws_kms_key" "k" {\n  enable_key_rotation = true\n}\n',
    },
    [['main.tf', '  encrypted = false\n', '  encrypted  = true\n  kms_key_id = aws_kms_key.k.arn\n']],
  ],
];

const BY_HAND: readonly (readonly [when: string, control: string, before: Sources, reason: RegExp])[] = [
  [
    'the JSON syntax of Terraform',
    'require-imdsv2',
    { 'main.tf.json': '{"resource": {"aws_instance": {"i": {"ami": "ami-1", "instance_type": "t3.micro"}}}}\n' },
    /JSON syntax/,
  ],
  [
    'a string that holds all containers',
    'disable-privileged',
    { 'main.tf': TASK(String.raw`"[{\"name\":\"c\",\"privileged\":true}]"`) },
    /can't be edited safely/,
  ],
  [
    'one iteration of a dynamic block',
    'close-http-ingress',
    {
      'main.tf':
        'resource "aws_security_group" "g" {\n  dynamic "ingress" {\n    for_each = [80, 443]\n    content {\n      from_port   = ingress.value\n      to_port     = ingress.value\n      protocol    = "tcp"\n      cidr_blocks = ["0.0.0.0/0"]\n    }\n  }\n}\n',
    },
    /can't be edited safely/,
  ],
  [
    'the last rule within a group that has others beside it',
    'close-http-ingress',
    {
      'main.tf': RULE('')
        .replace(
          '  name = "g"\n',
          '  ingress {\n    from_port   = 80\n    to_port     = 80\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n',
        )
        .replace('cidr_blocks       = ["0.0.0.0/0"]', 'self              = true'),
    },
    /at every second apply/,
  ],
  [
    'a rule that is counted',
    'close-http-ingress',
    { 'main.tf': RULE('  count             = 1\n') },
    /can't be edited safely/,
  ],
  [
    'a rule that something else refers to',
    'close-http-ingress',
    { 'main.tf': `${RULE('')}\nresource "aws_s3_bucket" "b" {\n  depends_on = [aws_security_group_rule.r]\n}\n` },
    /can't be edited safely/,
  ],
  [
    'everybody but some, of whom none is named',
    'remove-public-resource-policy',
    { 'main.tf': SECRET(STATEMENT('NotPrincipal = { AWS = "arn:aws:iam::123456789012:user/u" }')) },
    /account cannot be named/,
  ],
  [
    'everybody, in a string that holds the whole policy',
    'remove-public-resource-policy',
    {
      'main.tf': SECRET(
        String.raw`"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}"`,
      ),
    },
    /account cannot be named/,
  ],
  [
    'everybody, in a policy of a resource that is written in JSON',
    'remove-public-resource-policy',
    {
      'main.tf': `${SECRET('"{}"').replace(/resource "aws_secretsmanager_secret_policy"[^]*/, '')}data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
`,
      'p.tf.json':
        '{"resource": {"aws_secretsmanager_secret_policy": {"p": {"secret_arn": "${aws_secretsmanager_secret.s.arn}", "policy": "${data.aws_iam_policy_document.p.json}"}}}}\n',
    },
    /JSON syntax/,
  ],
  [
    'a service in the JSON syntax of Terraform',
    'pin-task-definition-revision',
    {
      'main.tf': TASK('jsonencode([{ name = "c" }])'),
      's.tf.json':
        '{"resource": {"aws_ecs_service": {"s": {"name": "s", "task_definition": "${aws_ecs_task_definition.t.family}"}}}}\n',
    },
    /JSON syntax/,
  ],
  [
    'a task definition that the module of the service does not see',
    'pin-task-definition-revision',
    {
      'main.tf':
        'module "m" {\n  source = "./m"\n}\n\nresource "aws_ecs_service" "s" {\n  name            = "s"\n  task_definition = module.m.family\n}\n',
      'm/main.tf': `${TASK('jsonencode([{ name = "c" }])')}\noutput "family" {\n  value = aws_ecs_task_definition.t.family\n}\n`,
    },
    /can't be edited safely/,
  ],
  [
    'a role that the module of the file system does not see',
    'require-efs-file-system-policy',
    {
      'main.tf':
        'module "m" {\n  source = "./m"\n}\n\nresource "aws_lambda_function" "f" {\n  function_name = "f"\n  role          = aws_iam_role.r.arn\n\n  file_system_config {\n    arn              = module.m.ap\n    local_mount_path = "/mnt/x"\n  }\n}\n\nresource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}\n',
      'm/main.tf':
        'resource "aws_efs_file_system" "f" {}\n\nresource "aws_efs_access_point" "p" {\n  file_system_id = aws_efs_file_system.f.id\n}\n\noutput "ap" {\n  value = aws_efs_access_point.p.arn\n}\n',
    },
    /from another module/,
  ],
];

function proposed(id: string, sources: Sources): readonly Proposal[] {
  const control = controls.find((each) => each.id === id);
  if (!control) throw new Error(`there is no control ${id}`);
  return proposalsOf(control, estateOf(sources));
}

describe('what is edited', () => {
  test.each(EDITED)('%s (%s)', (_, id, before, changes) => {
    const expected: Record<string, string> = { ...before };
    for (const [file, from, to] of changes) expected[file] = (expected[file] ?? '').replace(from, () => to);
    const after = edited(before, editsOf(proposed(id, before)));

    expect(after).toEqual(expected);
    expect(proposed(id, after)).toEqual([]);
  });
});

describe('what is left to a person', () => {
  test.each(BY_HAND)('%s (%s)', (_, id, before, reason) => {
    const proposals = proposed(id, before);
    expect(proposals.map(({ kind }) => kind)).toEqual(['manual']);
    for (const proposal of proposals) expect(proposal.reason).toMatch(reason);
  });
});

test.each<[string, string, boolean]>([
  ['only what may be the world', 'var.offices', true],
  ['a network too', 'concat(var.offices, [var.vpc_cidr])', false],
])('a list that holds %s goes as a whole: %s', (_, list, expected) => {
  const text = `variable "offices" {}\nvariable "vpc_cidr" {}\n\n${RULE('').replace('["0.0.0.0/0"]', list)}`;
  const { configuration, network } = estateOf({ 'main.tf': text });
  const [rule] = network.groups.flatMap((group) => group.rules);
  expect(rule && closeToWorld(rule, configuration) !== undefined).toBe(expected);
});

test('a list that holds a network too keeps the whole rule, whatever else is open', () => {
  const list = 'concat(var.offices, [var.vpc_cidr])\n  ipv6_cidr_blocks  = ["::/0"]';
  const text = `variable "offices" {}\nvariable "vpc_cidr" {}\n\n${RULE('').replace('["0.0.0.0/0"]', list)}`;
  const { configuration, network } = estateOf({ 'main.tf': text });
  const [rule] = network.groups.flatMap((group) => group.rules);
  expect(rule && cidrsOf(rule).map(({ name }) => name)).toEqual(['cidr_blocks', 'ipv6_cidr_blocks']);
  expect(rule && closeToWorld(rule, configuration)).toBeUndefined();
});

test('addresses that are not known are no finding', () => {
  const text = `variable "c" {}\n\n${RULE('').replace('["0.0.0.0/0"]', 'var.c')}`;
  expect(proposed('close-http-ingress', { 'main.tf': text })).toEqual([]);
});

test('instances of one block are served by one edit', () => {
  const sources = {
    'main.tf': `resource "aws_instance" "i" {\n  count         = 2\n  ami           = "ami-1"\n  instance_type = "t3.micro"\n}\n`,
  };
  const proposals = proposed('require-imdsv2', sources);
  expect(proposals.map(({ kind }) => kind)).toEqual(['edit']);
});

test('the site that goes dark weighs the most, and the plan says what to add', () => {
  const site = `resource "aws_ecs_cluster" "c" {
  name = "c"
}

resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.g.id]
  }
}

resource "aws_ecs_task_definition" "t" {
  family                = "t"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "c", portMappings = [{ containerPort = PORT }] }])
}

resource "aws_security_group" "g" {
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
  const [dark] = editsOf(proposed('close-http-ingress', { 'main.tf': site.replace('PORT', '80') }));
  const [served] = editsOf(proposed('close-http-ingress', { 'main.tf': site.replace('PORT', '443') }));
  expect(dark?.width).toBe(10);
  expect(dark?.mayBreak.join(' ')).toMatch(/goes down.*HTTPS listener/);
  expect(served?.width).toBeLessThan(5);
});

test.each<[service: string, action: string]>([
  ['ecs-tasks', 'ecs:RegisterTaskDefinition'],
  ['lambda', 'lambda:CreateFunction'],
  ['ec2', 'ec2:RunInstances'],
  ['cloudformation', 'cloudformation:CreateStackSet'],
  ['codebuild', 'codebuild:CreateProject'],
  ['glue', 'glue:CreateJob'],
  ['glue', 'glue:CreateSession'],
  ['sagemaker', 'sagemaker:CreateTrainingJob'],
  ['states', 'states:CreateStateMachine'],
  ['scheduler', 'scheduler:CreateSchedule'],
  ['ssm', 'ssm:CreateDocument'],
  ['tasks.apprunner', 'apprunner:CreateService'],
  ['ecs-tasks', 'batch:RegisterJobDefinition'],
  ['emr-serverless', 'emr-serverless:StartJobRun'],
])('whoever hands roles to %s, by %s, keeps it', (service, action) => {
  const host = `resource "aws_instance" "i" {
  ami                  = "ami-1"
  iam_instance_profile = aws_iam_instance_profile.p.name
}

resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.r.name
}
`;
  const job = `resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
}
`;
  // Whoever makes what is here already is for its role, which is named instead.
  const text = `${service === 'lambda' ? host : job}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "states:CreateStateMachine", "${action}", "logs:*"], Resource = "*" }] })
}
`;
  const services = [...new Set(['states.amazonaws.com', `${service}.amazonaws.com`])];
  const [edit] = editsOf(proposed('require-iam-conditions', { 'main.tf': text }));
  for (const each of services) expect(edit?.summary).toContain(each);
  expect(edit?.summary.split(', ')).toHaveLength(services.length);
});
