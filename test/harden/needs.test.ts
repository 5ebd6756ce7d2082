import { describe, expect, test } from 'vitest';
import { Needs } from '#harden/needs/needs.js';
import {
  allow,
  balanced,
  hardened,
  leaked,
  planOf,
  publicHost,
  publicNetwork,
  READS,
  role,
  TABLES,
} from './plan-of.js';
import { analyseMain } from './support.js';

const BUCKETS = `resource "aws_s3_bucket" "backups" { bucket = "acme-backups" }
resource "aws_s3_bucket" "reports" { bucket = "acme-reports" }
`;
const IN_BACKUPS = '"${aws_s3_bucket.backups.arn}/*"';
const SOMETHING: unknown = expect.any(Object);
const NO_OTHER_CREDENTIALS = { without: ['replace-access-keys'] };

function needsIn(text: string): string[] {
  return new Needs(analyseMain(text).estate).without(() => true).map(({ what }) => what);
}

const FUNCTION = `resource "aws_lambda_function" "site" {
  function_name = "site"
  role          = aws_iam_role.site.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "site.zip"
`;
describe('what the configuration shows to be in use', () => {
  test.each([
    {
      when: 'the environment of a function names a table',
      text: `${FUNCTION}  environment { variables = { TABLE = aws_dynamodb_table.orders.name } }\n}\n
        ${role('site', 'lambda', allow('dynamodb:GetItem', '"*"'))}
        resource "aws_dynamodb_table" "orders" { name = "orders" }
        resource "aws_dynamodb_table" "others" { name = "others" }`,
      needs: [
        'aws_iam_role.site uses dynamodb:GetItem on aws_dynamodb_table.orders: the configuration of aws_lambda_function.site names aws_dynamodb_table.orders',
      ],
    },
    {
      when: 'a setting is not known and is called like the bucket',
      text: `variable "backups_bucket_name" { type = string }
        ${FUNCTION}  environment { variables = { BUCKET = var.backups_bucket_name } }\n}\n
        ${role('site', 'lambda', allow('s3:*', '"*"'))}${BUCKETS}`,
      needs: [
        'aws_iam_role.site uses s3:GetObject on aws_s3_bucket.backups: aws_lambda_function.site is given var.backups_bucket_name, which may be that',
        'aws_iam_role.site uses s3:GetObjectVersion on aws_s3_bucket.backups: aws_lambda_function.site is given var.backups_bucket_name, which may be that',
      ],
    },
    {
      when: 'words that several roles have',
      text: `resource "aws_iam_policy" "common" {
          policy = jsonencode({ Version = "2012-10-17", Statement = [${allow('ssm:GetParameter', '"arn:aws:ssm:*:*:parameter/*"')}] })
        }
        ${['one', 'two']
          .map(
            (name) => `${role(name, 'lambda')}
        resource "aws_iam_role_policy_attachment" "${name}" {
          role       = aws_iam_role.${name}.name
          policy_arn = aws_iam_policy.common.arn
        }
        ${FUNCTION.replaceAll('site', name)}}`,
          )
          .join('\n')}
        resource "aws_ssm_parameter" "key" {
          name  = "/site/key"
          type  = "SecureString"
          value = "x"
        }`,
      needs: ['one', 'two'].map(
        (name) => `aws_iam_role.${name} uses ssm:GetParameter: the same text gives it to 1 other role`,
      ),
    },
    {
      when: 'a layer reads parameters',
      text: `${FUNCTION}  layers = ["arn:aws:lambda:eu-west-2:133256977650:layer:AWS-Parameters-and-Secrets-Lambda-Extension:12"]\n}\n
        ${role('site', 'lambda', allow('ssm:GetParameter', '"*"'))}`,
      needs: [
        'aws_iam_role.site uses ssm:GetParameter: aws_lambda_function.site has the layer that reads parameters and secrets for it',
      ],
    },
    {
      when: 'a parameter below the path that the policy names',
      text: `${role('site', 'lambda', allow('ssm:GetParameter', '"arn:aws:ssm:*:*:parameter/site/*"'))}
        resource "aws_ssm_parameter" "key" {
          name  = "/site/key"
          type  = "SecureString"
          value = "x"
        }`,
      needs: [
        'aws_iam_role.site uses ssm:GetParameter on arn:aws:ssm:*:*:parameter/site/*: its own policy names it',
        'aws_iam_role.site uses ssm:GetParameter on aws_ssm_parameter.key: its own policy names it',
      ],
    },
    {
      when: 'a name that a condition decides',
      text: `variable "env" {}
        ${role('site', 'lambda', allow('s3:GetObject', '"arn:aws:s3:::${var.env == "prod" ? "" : "test-"}orders/*"'))}`,
      needs: [expect.stringMatching(/^aws_iam_role.site uses s3:GetObject on .*: its own policy names it$/)],
    },
    {
      when: 'a whole service, in a policy of a role that is called after it',
      text: role('copies-to-s3', 'lambda', allow('s3:*', '"arn:aws:s3:::*"')),
      needs: [
        'aws_iam_role.copies-to-s3 uses some of s3:* on arn:aws:s3:::*: aws_iam_role_policy.copies-to-s3 is named after s3',
      ],
    },
    { when: 'a whole service, of a role that is not', text: role('site', 'lambda', allow('s3:*', '"*"')), needs: [] },
    {
      when: 'a type of thing, or what begins alike, is no name',
      text: role(
        'site',
        'lambda',
        allow(['ssm:GetParameter', 's3:GetObject'], '["arn:aws:ssm:*:*:parameter/*", "arn:aws:s3:::logs-*"]'),
      ),
      needs: [],
    },
    {
      when: 'an execution role, by what ECS does with it',
      text: `${role('run', 'ecs-tasks', allow('logs:*', '"*"'))}
        resource "aws_ecs_task_definition" "web" {
          family                = "web"
          execution_role_arn    = aws_iam_role.run.arn
          container_definitions = jsonencode([{ name = "web", image = "nginx", logConfiguration = { logDriver = "awslogs" } }])
        }`,
      needs: [
        'aws_iam_role.run uses logs:CreateLogStream: ECS writes the logs of aws_ecs_task_definition.web with it',
        'aws_iam_role.run uses logs:PutLogEvents: ECS writes the logs of aws_ecs_task_definition.web with it',
      ],
    },
    {
      when: 'a user who registers and deploys',
      text: `${leaked('release', allow(['ecs:RegisterTaskDefinition', 'ecs:UpdateService'], '"*"'))}
        resource "aws_ecs_cluster" "main" { name = "main" }
        resource "aws_ecs_service" "web" {
          name    = "web"
          cluster = aws_ecs_cluster.main.id
        }`,
      needs: ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'].map(
        (action) =>
          `aws_iam_user.release uses ${action}: ecs:RegisterTaskDefinition and ecs:UpdateService together deploy the ECS services`,
      ),
    },
    {
      when: 'the role of a workload that may deploy, by its name alone',
      text: `${FUNCTION}}\n${role('site', 'lambda', allow(['lambda:UpdateFunctionCode', 'lambda:PublishVersion'], '"*"'))}`,
      needs: [],
    },
    {
      when: 'sessions through a document that is named',
      text: leaked(
        'ops',
        allow('ssm:StartSession', '"arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"'),
        allow('ssm:StartSession', '"arn:aws:ec2:*:*:instance/*"'),
      ),
      needs: [
        'aws_iam_user.ops uses ssm:StartSession on arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell: its own policy names it',
        'aws_iam_user.ops uses ssm:StartSession on arn:aws:ec2:*:*:instance/*: its own policy names the document',
      ],
    },
    {
      when: 'the service that works with a role',
      text: `${role('train', 'sagemaker')}
        resource "aws_iam_role_policy_attachment" "train" {
          role       = aws_iam_role.train.name
          policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
        }`,
      needs: [
        expect.stringMatching(
          /^aws_iam_role.train uses some of sagemaker:\w+ on .*: AmazonSageMakerFullAccess is attached for that/,
        ),
      ],
    },
    {
      when: 'a policy of one service, on whatever it is attached to',
      text: `${FUNCTION}}\n${role('site', 'lambda')}
        resource "aws_iam_role_policy_attachment" "site" {
          role       = aws_iam_role.site.name
          policy_arn = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        }`,
      needs: [
        'aws_iam_role.site uses some of dynamodb:BatchGetItem on *: AmazonDynamoDBReadOnlyAccess is attached for that',
      ],
    },
    {
      when: 'a policy for all of IAM shows no use of it',
      text: `${FUNCTION}}\n${role('site', 'lambda')}
        resource "aws_iam_role_policy_attachment" "site" {
          role       = aws_iam_role.site.name
          policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
        }`,
      needs: [],
    },
    {
      when: 'a host that serves the web itself, and that people log in to',
      text: `${publicNetwork(443, 22)}${role('box', 'ec2')}${publicHost('box', '  key_name = "ops"\n')}`,
      needs: [
        'aws_instance.box serves port 443 to the internet',
        'people log in to aws_instance.box on port 22, and no other way in is shown',
      ],
    },
    {
      when: 'plain NFS in user data',
      text: `${publicNetwork()}${role('box', 'ec2')}
        ${publicHost('box', '  user_data = "mount -t nfs4 ${aws_efs_file_system.media.dns_name}:/ /mnt"\n')}
        resource "aws_efs_file_system" "media" {}`,
      needs: ['aws_instance.box mounts aws_efs_file_system.media as plain NFS, without credentials'],
    },
    {
      when: 'a mount with credentials needs its role only',
      text: `${publicNetwork()}${role('box', 'ec2')}
        ${publicHost('box', '  user_data = "mount -t efs -o tls,iam ${aws_efs_file_system.media.id}:/ /mnt"\n')}
        resource "aws_efs_file_system" "media" {}`,
      needs: ['aws_instance.box mounts aws_efs_file_system.media'],
    },
  ])('$when', ({ text, needs }) => {
    expect(needsIn(text)).toEqual(needs);
  });
});

const JOB = `${FUNCTION}}\n${role('site', 'lambda')}`;

describe('what a leaked key was for', () => {
  test.each([
    {
      when: 'its policy names the function: the edit is a choice',
      text: JOB + leaked('tool', allow('lambda:UpdateFunctionCode', 'aws_lambda_function.site.arn')),
      edits: [],
      choices: {
        'Remove lambda:UpdateFunctionCode from aws_iam_user_policy.tool': [
          'aws_iam_user.tool uses lambda:UpdateFunctionCode on aws_lambda_function.site: its own policy names it',
        ],
      },
      after: 1,
    },
    {
      when: 'its policy names the bucket: the edit is a choice',
      text: BUCKETS + leaked('backup', allow('s3:GetObject', IN_BACKUPS)),
      edits: [],
      choices: {
        'Remove s3:GetObject from aws_iam_user_policy.backup': [
          'aws_iam_user.backup uses s3:GetObject on aws_s3_bucket.backups: its own policy names it',
        ],
      },
      after: 1,
    },
    {
      when: 'a wildcard of actions names the bucket: reading it is what that is for',
      text: BUCKETS + leaked('backup', allow('s3:*', `[aws_s3_bucket.backups.arn, ${IN_BACKUPS}]`)),
      edits: [],
      choices: { 'Remove s3:* on aws_s3_bucket.backups from aws_iam_user_policy.backup': expect.anything() },
      after: 1,
    },
    {
      when: 'a wildcard that covers the bucket names nothing',
      text: BUCKETS + leaked('backup', allow('s3:GetObject', '"arn:aws:s3:::acme-*"')),
      edits: ['Remove s3:GetObject from aws_iam_user_policy.backup'],
      choices: {},
      after: 0,
    },
    {
      when: 'what names its own permissions raises them: no need',
      text: leaked('climber', allow('iam:PutUserPolicy', 'aws_iam_user.climber.arn')),
      edits: ['Remove iam:PutUserPolicy from aws_iam_user_policy.climber'],
      choices: {},
      after: 0,
    },
    {
      when: 'who makes and takes away manages; who only attaches does not',
      text: leaked(
        'tests',
        allow(
          ['iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:AttachUserPolicy'],
          '"*"',
        ),
      ),
      edits: ['Remove iam:AttachUserPolicy from aws_iam_user_policy.tests'],
      choices: SOMETHING,
      after: 1,
    },
    {
      when: 'who makes and takes away users attaches policies to them',
      text: leaked('tests', allow(['iam:CreateUser', 'iam:DeleteUser', 'iam:AttachUserPolicy'], '"*"')),
      edits: [],
      choices: {
        'Remove iam:AttachUserPolicy from aws_iam_user_policy.tests': [
          'aws_iam_user.tests uses iam:AttachUserPolicy on *: its policies name iam:CreateUser and iam:DeleteUser as well',
        ],
      },
      after: 1,
    },
    {
      when: 'who rotates keys does not manage users',
      text: leaked('rotation', allow(['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:AttachUserPolicy'], '"*"')),
      edits: ['Remove iam:AttachUserPolicy from aws_iam_user_policy.rotation'],
      choices: {},
      after: 0,
    },
  ])('$when', async ({ text, edits, choices, after }) => {
    expect(await planOf(text, NO_OTHER_CREDENTIALS)).toEqual({ edits, choices, byHand: [], after });
  });

  test('the wildcard beside the name goes; other credentials take nothing away', async () => {
    const other = JOB.replaceAll('aws_iam_role" "site"', 'aws_iam_role" "other"').replaceAll('"site"', '"other"');
    const text =
      JOB +
      other.replaceAll('aws_iam_role.site', 'aws_iam_role.other') +
      leaked(
        'tool',
        allow('lambda:UpdateFunctionCode', 'aws_lambda_function.site.arn'),
        allow('lambda:UpdateFunctionCode', '"*"'),
      );
    expect(await planOf(text)).toEqual({
      edits: ['Remove lambda:UpdateFunctionCode from aws_iam_user_policy.tool'],
      choices: {},
      byHand: ['aws_iam_access_key.tool'],
      after: 1,
    });
  });

  test('what the user asked for by name is made', async () => {
    const text = JOB + leaked('tool', allow('lambda:UpdateFunctionCode', 'aws_lambda_function.site.arn'));
    const only = ['remove-dangerous-actions'];
    expect(await planOf(text, { only })).toMatchObject({
      edits: ['Remove lambda:UpdateFunctionCode from aws_iam_user_policy.tool'],
      after: 0,
    });
  });
});

describe('a public site', () => {
  test('is not closed for a path that edits close', async () => {
    const { edits, manual, proof } = await hardened(balanced('aws_iam_role.site.name') + READS);
    expect(edits.map(({ proposal }) => proposal.address)).toEqual(['aws_iam_role_policy.site']);
    expect(manual).toEqual([]);
    expect(proof).toMatchObject({ pathsBefore: 1, pathsAfter: 0 });
  });

  test('is not closed for one that edits cannot close, nor told to stand behind a load balancer', async () => {
    const { edits, manual, proof } = await hardened({
      'main.tf': `${balanced('module.access.role')}module "access" { source = "registry.example.org/acme/access/aws" }\n`,
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [{ Key: 'access', Source: 'registry.example.org/acme/access/aws', Dir: '.terraform/modules/access' }],
      }),
      '.terraform/modules/access/main.tf': `${READS}output "role" { value = aws_iam_role.site.name }\n`,
    });
    expect(edits).toEqual([]);
    expect(manual.map(({ proposal, edit }) => [proposal.address, edit !== undefined])).toEqual([
      ['aws_instance.site', false],
    ]);
    expect(manual.map(({ proposal }) => proposal.instruction).join()).not.toContain('behind a load balancer');
    expect(proof).toMatchObject({ pathsBefore: 1, pathsAfter: 1 });
  });
});

describe('a policy that AWS writes for a service', () => {
  const box = (
    port: number,
    more = '',
  ): string => `${publicNetwork(port)}${role('box', 'ec2')}${publicHost('box', more)}
resource "aws_iam_role_policy_attachment" "box" {
  role       = aws_iam_role.box.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"
}
${TABLES}`;
  const KEYED = '  key_name = "ops"\n';

  test('is kept but for what the attack needs', async () => {
    expect(await planOf(box(443))).toMatchObject({
      edits: ['Remove permission to read aws_dynamodb_table.orders from aws_iam_role.box'],
      after: 0,
    });
    expect(await planOf(box(443, KEYED))).toMatchObject({ after: 0 });
  });

  test('is not denied many tables one by one', async () => {
    const tables = Array.from({ length: 5 }, (_, at) => `resource "aws_dynamodb_table" "t${at}" { name = "t${at}" }\n`);
    const byHand = ['aws_iam_role_policy_attachment.box'];
    expect(await planOf(box(443) + tables.join(''))).toEqual({ edits: [], choices: {}, byHand, after: 6 });
    expect(await planOf(box(443) + tables.slice(1).join(''))).toMatchObject({ byHand: [], after: 0 });
  });

  test('is kept whole where people log in to work', async () => {
    expect(await planOf(box(22, KEYED))).toEqual({ edits: [], choices: {}, byHand: ['aws_instance.box'], after: 1 });
  });
});

test('where a wildcard gives what is in use, a person is told to name it', async () => {
  const text = `${FUNCTION}  layers = ["arn:aws:lambda:eu-west-2:133256977650:layer:AWS-Parameters-and-Secrets-Lambda-Extension:12"]\n}\n
    ${role('site', 'lambda', allow('ssm:GetParameter', '"*"'))}
    resource "aws_lambda_function_url" "site" {
      function_name      = aws_lambda_function.site.function_name
      authorization_type = "NONE"
    }
    resource "aws_ssm_parameter" "key" {
      name  = "/other/key"
      type  = "SecureString"
      value = "x"
    }`;
  const { manual } = await hardened(text);
  expect(manual.map(({ proposal }) => proposal.instruction)).toEqual([
    expect.stringContaining('name what aws_iam_role.site uses in Resource instead of *, make the edit'),
  ]);
});

describe('a file system that a host mounts as plain NFS', () => {
  const worker = (mount: string): string => `resource "aws_security_group" "worker" { vpc_id = aws_vpc.net.id }
resource "aws_instance" "worker" {
  ami                    = "ami-0bbbbbbbbbbbbbbbb"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.other.id
  vpc_security_group_ids = [aws_security_group.worker.id]
  user_data              = "${mount}"
}
resource "aws_efs_file_system" "media" { encrypted = true }
resource "aws_efs_mount_target" "media" {
  file_system_id  = aws_efs_file_system.media.id
  subnet_id       = aws_subnet.other.id
  security_groups = [aws_security_group.nfs.id]
}
resource "aws_security_group" "nfs" {
  vpc_id = aws_vpc.net.id
  ingress {
    from_port   = 2049
    to_port     = 2049
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
`;
  const site = `${publicNetwork(443)}${role('site', 'ec2')}${publicHost('site')}`;

  test.each([
    {
      when: 'is given no policy that would shut the host out',
      text: site + worker('mount -t nfs4 ${aws_efs_file_system.media.dns_name}:/ /mnt'),
      policies: 0,
      after: 1,
    },
    { when: 'is given one where no such host is', text: site + worker('echo'), policies: 1, after: 0 },
  ])('$when', async ({ text, policies, after }) => {
    const { edits, proof } = await hardened(text);
    expect(edits.filter(({ control }) => control.id === 'require-efs-file-system-policy')).toHaveLength(policies);
    expect(proof.pathsAfter).toBe(after);
  });
});
