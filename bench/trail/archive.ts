/** Everyday life of examples/ecs-efs-attack, as its trail would show it, and the attack that its paths describe. */
import type { Deed, Habit, Identity, Life } from './events.js';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const BASTION = 'i-0a1b2c3d4e5f60718';
const RESTORE = 'i-0f1e2d3c4b5a69788';

const SDK = 'aws-sdk-go-v2/1.30.4 os/linux lang/go#1.22.6';
const PYTHON = 'aws-cli/2.17.37 md/awscrt#0.21.2 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.11.9';

function role(name: string, session: string, address: string, agent = SDK): Identity {
  return { kind: 'role', name, session, address, agent };
}

const service = (host: string): Identity => ({ kind: 'service', name: host, address: host, agent: host });

const portal = role('archive-portal', 'task', '198.51.100.24');
const bastion = role('archive-bastion', BASTION, '198.51.100.25', PYTHON);
const nightly = role('archive-nightly', 'archive-nightly', '198.51.100.26');
const restore = role('archive-restore', RESTORE, '198.51.100.27', 'amazon-ssm-agent/3.3.859.0');
const pipeline = role('terraform', 'pipeline-20260114', '203.0.113.10', 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5');
const operator = role('AWSReservedSSO_Operations_0123456789abcdef', 'kim@example.com', '203.0.113.77', PYTHON);

const habit = (who: Identity, host: string, event: string, weight: number, more: Partial<Habit> = {}): Habit => ({
  who,
  source: `${host}.amazonaws.com`,
  event,
  weight,
  ...more,
});

const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const DEFINITION = {
  family: 'portal',
  executionRoleArn: roleArn('archive-portal'),
  taskRoleArn: roleArn('archive-portal'),
  networkMode: 'awsvpc',
};
const SERVICE = { cluster: 'archive', service: 'portal', taskDefinition: 'portal:41' };
const INSTANCES = {
  instancesSet: {},
  filterSet: { items: [{ name: 'tag:RemoteShell', valueSet: { items: [{ value: 'allowed' }] } }] },
};

export const ARCHIVE: Life = {
  account: ACCOUNT,
  region: REGION,
  habits: [
    habit(portal, 'ecr', 'GetAuthorizationToken', 20),
    habit(portal, 'ecr', 'BatchGetImage', 20, {
      parameters: { repositoryName: 'portal', imageIds: [{ imageTag: 'v41' }] },
    }),
    habit(portal, 'ecr', 'GetDownloadUrlForLayer', 60, {
      parameters: { repositoryName: 'portal', layerDigest: 'sha256:0' },
    }),
    habit(portal, 'logs', 'CreateLogStream', 20, {
      parameters: { logGroupName: '/archive/portal', logStreamName: 'portal/1' },
    }),
    habit(bastion, 'ecs', 'DescribeServices', 30, { parameters: { cluster: 'archive', services: ['portal'] } }),
    habit(bastion, 'ecs', 'RegisterTaskDefinition', 4, { parameters: DEFINITION }),
    habit(bastion, 'ecs', 'UpdateService', 4, { parameters: SERVICE }),
    habit(bastion, 'ec2', 'DescribeInstances', 10, { parameters: INSTANCES }),
    habit(bastion, 'ssm', 'UpdateInstanceInformation', 60, {
      parameters: { instanceId: BASTION, agentVersion: '3.3.859.0' },
    }),
    habit(nightly, 'logs', 'CreateLogStream', 10, {
      parameters: { logGroupName: '/aws/lambda/archive-nightly', logStreamName: '1' },
    }),
    habit(nightly, 'ec2', 'DescribeNetworkInterfaces', 10, { parameters: {} }),
    habit(restore, 'ssm', 'UpdateInstanceInformation', 60, {
      parameters: { instanceId: RESTORE, agentVersion: '3.3.859.0' },
    }),
    habit(restore, 'ssm', 'ListInstanceAssociations', 60, { parameters: { instanceId: RESTORE, maxResults: 20 } }),
    habit(pipeline, 'sts', 'GetCallerIdentity', 10),
    habit(pipeline, 'ec2', 'DescribeSecurityGroups', 60, { parameters: { securityGroupSet: {} } }),
    habit(pipeline, 'iam', 'GetRole', 60, { parameters: { roleName: 'archive-portal' } }),
    habit(pipeline, 'iam', 'ListRolePolicies', 40, { parameters: { roleName: 'archive-bastion' } }),
    habit(pipeline, 'elasticfilesystem', 'DescribeFileSystems', 40, { parameters: {} }),
    habit(pipeline, 'ecs', 'DescribeTaskDefinition', 40, { parameters: { taskDefinition: 'portal:41' } }),
    habit(operator, 'ssm', 'StartSession', 2, {
      parameters: { target: BASTION },
      response: { sessionId: 'kim@example.com-0a1b2c3d' },
    }),
    habit(operator, 'ec2', 'DescribeInstances', 20, { parameters: INSTANCES }),
    habit(operator, 'cloudwatch', 'DescribeAlarms', 20, { parameters: { maxRecords: 100 } }),
    habit(service('ecs-tasks.amazonaws.com'), 'sts', 'AssumeRole', 60, {
      parameters: { roleArn: roleArn('archive-portal'), roleSessionName: '0' },
      resource: roleArn('archive-portal'),
    }),
    habit(service('ec2.amazonaws.com'), 'sts', 'AssumeRole', 60, {
      parameters: { roleArn: roleArn('archive-bastion'), roleSessionName: BASTION },
      resource: roleArn('archive-bastion'),
    }),
    habit(service('lambda.amazonaws.com'), 'sts', 'AssumeRole', 20, {
      parameters: { roleArn: roleArn('archive-nightly'), roleSessionName: 'archive-nightly' },
      resource: roleArn('archive-nightly'),
    }),
    habit(service('elasticfilesystem.amazonaws.com'), 'kms', 'Decrypt', 60, {
      parameters: { encryptionContext: { 'aws:elasticfilesystem:filesystem:id': 'fs-01234567' } },
    }),
  ],
};

/** From the portal to the bastion, from there to the restore host, with the credentials that each step gives. */
export function archiveAttack(day: string): Deed[] {
  const stolen = (who: Identity): Identity => ({ ...who, address: '192.0.2.66', agent: PYTHON });
  const at = (time: string): string => `${day}T${time}Z`;
  return [
    { at: at('02:11:05'), who: stolen(portal), source: 'sts.amazonaws.com', event: 'GetCallerIdentity' },
    {
      at: at('02:13:40'),
      who: stolen(portal),
      source: 'ssm.amazonaws.com',
      event: 'StartSession',
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:sts::${ACCOUNT}:assumed-role/archive-portal/0 is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${RESTORE} because no identity-based policy allows the ssm:StartSession action`,
    },
    {
      at: at('02:14:10'),
      who: stolen(portal),
      source: 'ssm.amazonaws.com',
      event: 'StartSession',
      parameters: { target: BASTION },
      response: { sessionId: '0-0aa1bb2cc3dd4ee5f' },
    },
    {
      at: at('02:31:52'),
      who: stolen(bastion),
      source: 'ec2.amazonaws.com',
      event: 'CreateTags',
      parameters: {
        resourcesSet: { items: [{ resourceId: RESTORE }] },
        tagSet: { items: [{ key: 'RemoteShell', value: 'allowed' }] },
      },
    },
    {
      at: at('02:33:20'),
      who: stolen(portal),
      source: 'ssm.amazonaws.com',
      event: 'StartSession',
      parameters: { target: RESTORE },
      response: { sessionId: '0-0aa1bb2cc3dd4ee60' },
    },
  ];
}
