/**
 * From events to the IAM actions that they took, as data. `eventSource` is the host of the service, and `eventName` the operation:
 * mostly the prefix of the action and its name.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */

/**
 * Hosts that are called otherwise than the prefix of their actions:
 * https://github.com/iann0036/iam-dataset (MIT), `cloudtrail_service_mappings`;
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const PREFIX_OF_HOST: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  tagging: 'tag',
  amazonmq: 'mq',
  pinpoint: 'mobiletargeting',
  migrationhub: 'mgh',
  rdsdata: 'rds-data',
  pricelist: 'pricing',
  opensearchservice: 'es',
  cloudcontrolapi: 'cloudformation',
  'application-insights': 'applicationinsights',
  'streams.dynamodb': 'dynamodb',
  'models.lex': 'lex',
  'runtime.lex': 'lex',
  'servicecatalog-appregistry': 'servicecatalog',
};

/** API dates that older operations end with: `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`. */
const DATED = /\d{4}_?\d{2}_?\d{2}(v\d+)?$/;

/** Operations whose actions are called otherwise, or which take several. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
  lambda: {
    Invoke: ['lambda:InvokeFunction'],
    InvokeAsync: ['lambda:InvokeFunction'],
    InvokeWithResponseStream: ['lambda:InvokeFunction'],
  },
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
  s3: {
    ListObjects: ['s3:ListBucket'],
    ListObjectsV2: ['s3:ListBucket'],
    HeadBucket: ['s3:ListBucket'],
    ListObjectVersions: ['s3:ListBucketVersions'],
    ListBuckets: ['s3:ListAllMyBuckets'],
    ListMultipartUploads: ['s3:ListBucketMultipartUploads'],
    ListParts: ['s3:ListMultipartUploadParts'],
    HeadObject: ['s3:GetObject'],
    SelectObjectContent: ['s3:GetObject'],
    GetObject: ['s3:GetObject', 's3:GetObjectVersion'],
    CopyObject: ['s3:PutObject', 's3:GetObject'],
    UploadPart: ['s3:PutObject'],
    UploadPartCopy: ['s3:PutObject', 's3:GetObject'],
    CreateMultipartUpload: ['s3:PutObject'],
    CompleteMultipartUpload: ['s3:PutObject'],
    DeleteObjects: ['s3:DeleteObject'],
    DeleteObject: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    GetBucketEncryption: ['s3:GetEncryptionConfiguration'],
    PutBucketEncryption: ['s3:PutEncryptionConfiguration'],
    DeleteBucketEncryption: ['s3:PutEncryptionConfiguration'],
    GetBucketReplication: ['s3:GetReplicationConfiguration'],
    PutBucketReplication: ['s3:PutReplicationConfiguration'],
    GetBucketLifecycle: ['s3:GetLifecycleConfiguration'],
    PutBucketLifecycle: ['s3:PutLifecycleConfiguration'],
    DeleteBucketLifecycle: ['s3:PutLifecycleConfiguration'],
    GetPublicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
    PutPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
    PutBucketPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
    PutAccountPublicAccessBlock: ['s3:PutAccountPublicAccessBlock'],
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
  dynamodb: {
    ExecuteStatement: [
      'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
    ],
    BatchExecuteStatement: [
      'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
    ],
    ExecuteTransaction: [
      'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
    ],
    TransactGetItems: ['dynamodb:GetItem'],
    TransactWriteItems: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
    ],
  },
  // https://docs.aws.amazon.com/efs/latest/ug/logging-using-cloudtrail.html
  elasticfilesystem: {
    NewClientConnection: [
      'elasticfilesystem:ClientMount',
      'elasticfilesystem:ClientWrite',
      'elasticfilesystem:ClientRootAccess',
    ],
    UpdateClientConnection: [
      'elasticfilesystem:ClientMount',
      'elasticfilesystem:ClientWrite',
      'elasticfilesystem:ClientRootAccess',
    ],
  },
  // https://docs.aws.amazon.com/kms/latest/developerguide/ct-reencrypt.html
  kms: { ReEncrypt: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] },
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
  secretsmanager: { BatchGetSecretValue: ['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue'] },
  // The batched forms take the permission of the single one: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
  sqs: {
    SendMessageBatch: ['sqs:SendMessage'],
    DeleteMessageBatch: ['sqs:DeleteMessage'],
    ChangeMessageVisibilityBatch: ['sqs:ChangeMessageVisibility'],
  },
  sns: { PublishBatch: ['sns:Publish'] },
  // Creating with tags takes the permission to tag besides.
  ec2: { RunInstances: ['ec2:RunInstances', 'ec2:CreateTags'] },
};

/** The prefix of the actions of a host: `monitoring.amazonaws.com` is `cloudwatch`. */
export function prefixOf(source: string): string {
  const host = source.replace(/\.amazonaws\.com(\.cn)?$/, '');
  if (host.endsWith('-marketplace')) return 'aws-marketplace';
  return (Object.hasOwn(PREFIX_OF_HOST, host) ? PREFIX_OF_HOST[host] : undefined) ?? host;
}

/** The IAM actions that a call took, without the roles that it passed. */
export function actionsOf(source: string, event: string): readonly string[] {
  const prefix = prefixOf(source);
  const name = event.replace(DATED, '');
  const known = Object.hasOwn(ACTIONS, prefix) ? ACTIONS[prefix] : undefined;
  const special = known && Object.hasOwn(known, name) ? known[name] : undefined;
  return special ?? [`${prefix}:${name}`];
}

const RENAMED = new Set(
  Object.values(ACTIONS)
    .flatMap((events) => Object.values(events).flat())
    .map((action) => action.toLowerCase()),
);

/** Whether an event of another name is known to take the action. */
export function isRenamedTo(action: string): boolean {
  return RENAMED.has(action.toLowerCase());
}

/** The events that stand for actions of other names. */
export function renamings(): readonly { readonly event: string; readonly actions: readonly string[] }[] {
  return Object.values(ACTIONS).flatMap((events) =>
    Object.entries(events).map(([event, actions]) => ({ event, actions })),
  );
}
