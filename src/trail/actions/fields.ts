/**
 * Where the parameters of a call say what it is on, as data. CloudTrail records parameters under the names of the service's API in
 * camel case: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { JsonPath } from '../sql/dialect.js';

export interface ResourceField {
  readonly path: JsonPath;
  /** Before the name, as in the resource's ARN behind the account: `table/`. */
  readonly prefix: string;
}

function field(prefix: string, ...path: JsonPath): ResourceField {
  return { prefix, path };
}

/** By `eventSource`; the first that is there counts. Without one of these, the resource that the record itself lists. */
export const RESOURCE_FIELDS: Readonly<Record<string, readonly ResourceField[]>> = {
  's3.amazonaws.com': [field('', 'bucketName')],
  'dynamodb.amazonaws.com': [field('table/', 'tableName')],
  'secretsmanager.amazonaws.com': [field('secret:', 'secretId')],
  'ssm.amazonaws.com': [
    field('parameter/', 'name'),
    field('parameter/', 'path'),
    field('instance/', 'target'),
    field('document/', 'documentName'),
  ],
  'sts.amazonaws.com': [field('', 'roleArn')],
  'iam.amazonaws.com': [
    field('role/', 'roleName'),
    field('user/', 'userName'),
    field('group/', 'groupName'),
    field('', 'policyArn'),
    field('policy/', 'policyName'),
    field('instance-profile/', 'instanceProfileName'),
  ],
  'lambda.amazonaws.com': [field('function:', 'functionName')],
  'ecs.amazonaws.com': [
    field('service/', 'service'),
    field('task-definition/', 'family'),
    field('task-definition/', 'taskDefinition'),
    field('task/', 'task'),
    field('container-instance/', 'containerInstance'),
    field('cluster/', 'cluster'),
  ],
  'ecr.amazonaws.com': [field('repository/', 'repositoryName')],
  'ec2.amazonaws.com': [field('instance/', 'instanceId')],
  'elasticfilesystem.amazonaws.com': [field('file-system/', 'fileSystemId')],
  'sqs.amazonaws.com': [field('', 'queueUrl')],
  'sns.amazonaws.com': [field('', 'topicArn')],
  'kinesis.amazonaws.com': [field('stream/', 'streamName'), field('', 'streamARN')],
  'states.amazonaws.com': [field('', 'stateMachineArn')],
  'logs.amazonaws.com': [field('log-group:', 'logGroupName')],
  'rds.amazonaws.com': [field('db:', 'dBInstanceIdentifier'), field('cluster:', 'dBClusterIdentifier')],
  'codebuild.amazonaws.com': [field('project/', 'projectName'), field('project/', 'name')],
  'cloudformation.amazonaws.com': [field('stack/', 'stackName')],
};

/**
 * Calls that hand a role to a service, which takes `iam:PassRole` on it. That leaves no event of its own: "There is no CloudTrail
 * log entry for PassRole", https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const PASSED_ROLES: readonly JsonPath[] = [
  ['taskRoleArn'],
  ['executionRoleArn'],
  ['overrides', 'taskRoleArn'],
  ['overrides', 'executionRoleArn'],
  ['role'],
  ['roleArn'],
  ['roleARN'],
  ['serviceRole'],
  ['iamInstanceProfile', 'arn'],
  ['iamInstanceProfile', 'name'],
  ['roleName'],
];

/** The events among which those roles are looked for, with what older versions of an API append to their names. */
export const PASSING_EVENTS: readonly string[] = [
  'RegisterTaskDefinition',
  'RunTask',
  'StartTask',
  'CreateService',
  'CreateFunction20150331',
  'CreateFunction',
  'UpdateFunctionConfiguration20150331v2',
  'UpdateFunctionConfiguration',
  'RunInstances',
  'AddRoleToInstanceProfile',
  'AssociateIamInstanceProfile',
  'ReplaceIamInstanceProfileAssociation',
  'CreateLaunchConfiguration',
  'CreateStack',
  'UpdateStack',
  'CreateChangeSet',
  'CreateProject',
  'UpdateProject',
  'CreateDevEndpoint',
  'UpdateDevEndpoint',
  'CreateJob',
  'UpdateJob',
  'CreateCrawler',
  'CreateNotebookInstance',
  'CreateTrainingJob',
  'CreateProcessingJob',
  'CreateModel',
  'CreateStateMachine',
  'UpdateStateMachine',
  'CreateSchedule',
  'UpdateSchedule',
  'CreatePipe',
  'PutRule',
];
