import { describe, expect, test } from 'vitest';
import { actionInfo } from '#aws/iam/actions.js';
import { techniques } from '#attack/registry.generated.js';
import { SERVICES } from '#aws/services/registry.generated.js';
import { actionsOf } from '#trail/actions/events.js';
import { loggingOf } from '#trail/actions/logging.js';
import { namedActions } from '../support/named-actions.js';

describe('from an event to the actions that it took', () => {
  test.each([
    ['ecs.amazonaws.com', 'RunTask', ['ecs:RunTask']],
    ['monitoring.amazonaws.com', 'PutMetricAlarm', ['cloudwatch:PutMetricAlarm']],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode']],
    ['lambda.amazonaws.com', 'CreateFunction20150331', ['lambda:CreateFunction']],
    ['lambda.amazonaws.com', 'Invoke', ['lambda:InvokeFunction']],
    ['cloudfront.amazonaws.com', 'CreateDistribution2020_05_31', ['cloudfront:CreateDistribution']],
    ['s3.amazonaws.com', 'HeadObject', ['s3:GetObject']],
    ['s3.amazonaws.com', 'ListObjectsV2', ['s3:ListBucket']],
    ['s3.amazonaws.com', 'CopyObject', ['s3:PutObject', 's3:GetObject']],
    ['s3.amazonaws.com', 'GetBucketEncryption', ['s3:GetEncryptionConfiguration']],
    ['dynamodb.amazonaws.com', 'TransactGetItems', ['dynamodb:GetItem']],
    ['kms.amazonaws.com', 'ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['ec2.amazonaws.com', 'RunInstances', ['ec2:RunInstances', 'ec2:CreateTags']],
    ['s3.amazonaws.com', 'constructor', ['s3:constructor']],
    ['constructor', 'toString', ['constructor:toString']],
  ])('%s %s', (source, event, actions) => {
    expect(actionsOf(source, event)).toEqual(actions);
  });
});

describe('what CloudTrail records of an action', () => {
  test.each([
    ['ecs:RunTask', 'management'],
    ['iam:createaccesskey', 'management'],
    ['secretsmanager:GetSecretValue', 'management'],
    ['ssm:GetParameter', 'management'],
    ['kms:Decrypt', 'management'],
    ['s3:GetObject', 'data'],
    ['s3:PutBucketPolicy', 'management'],
    ['dynamodb:Query', 'data'],
    ['dynamodb:DescribeTable', 'management'],
    ['lambda:InvokeFunction', 'data'],
    ['sqs:ReceiveMessage', 'data'],
    ['ecs:Poll', 'data'],
    ['elasticfilesystem:ClientMount', 'data'],
    ['logs:PutLogEvents', 'none'],
    ['ec2messages:GetMessages', 'none'],
    ['es:ESHttpGet', 'none'],
    ['iam:PassRole', 'passed'],
    // Checked inside of other calls.
    ['ecs:TagResource', 'unknown'],
    ['ec2:CreateTags', 'unknown'],
    ['sts:TagSession', 'unknown'],
    ['lambda:PassNetworkConnector', 'unknown'],
    ['no-such-service:DoIt', 'unknown'],
    ['*', 'unknown'],
  ])('%s: %s', (action, kind) => {
    expect(loggingOf(action).kind).toBe(kind);
  });
});

/** Of these nothing says whether CloudTrail has them under their own name: they are never said to be unused. */
const NOT_KNOWN = new Set([
  // Tagging is asked for by calls that create, too.
  'ec2:CreateTags',
  // No operations of a public API.
  'dynamodb:AssociateTableReplica',
  'dynamodb:CreateTableReplica',
  'dynamodb:RestoreTableFromAwsBackup',
  'dynamodb:UpdateAbacStatus',
  'datazone:GetDomainExecutionRoleCredentials',
  'lambda:UpdateFunctionCodeSigningConfig',
  'quicksight:CreateUser',
  's3:PutAccessPointPublicAccessBlock',
]);

describe('every action that a technique, a control or a service names', () => {
  const actions = namedActions();

  test('is looked up', () => {
    expect(actions.length).toBeGreaterThan(250);
    expect(techniques.length).toBeGreaterThan(40);
    const ofStores = SERVICES.flatMap(({ stores = [] }) =>
      stores.flatMap(({ readings }) => readings.flatMap((each) => each.actions)),
    );
    expect(actions).toEqual(expect.arrayContaining(ofStores));
  });

  test.each(actions)('%s', (action) => {
    const { kind, source } = loggingOf(action);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(actionInfo(action)).toBeDefined();
    expect(kind === 'unknown', 'say in src/trail/actions/logging.ts what CloudTrail records of it').toBe(
      NOT_KNOWN.has(action),
    );
  });
});
