import type { Kind } from './way.js';

/** Stores and what decrypts them: what reaches them beside the readings and rewritings that src/aws/services/ has. */

const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

const BUCKET: Kind = {
  service: 's3',
  own: ['bucket', 'object'],
  suffixes: ['', '/*'],
  near: [
    'accessgrant',
    'accessgrantsinstance',
    'accessgrantslocation',
    'accesspoint',
    'accesspointobject',
    'multiregionaccesspoint',
    'objectlambdaaccesspoint',
  ],
  doors: ['arn:*:s3-object-lambda:*:*:accesspoint/*', 'arn:*:s3:*:*:accesspoint/*'],
  families: ['s3:*AccessGrant*'],
  ways: [
    {
      actions: ['s3:GetObjectTorrent', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTorrent'],
      does: 'reads objects',
      source: `${REFERENCE}/list_amazons3.html`,
    },
    {
      actions: [
        's3:CreateAccessPoint',
        's3:CreateAccessPointForObjectLambda',
        's3:CreateMultiRegionAccessPoint',
        's3:PutAccessPointConfigurationForObjectLambda',
        's3:PutAccessPointPolicy',
        's3:PutAccessPointPolicyForObjectLambda',
        's3:PutMultiRegionAccessPointPolicy',
      ],
      does: 'opens an access point, where the objects are read under another ARN',
      source: `${S3}/access-points-policies.html`,
      helps: true,
    },
    {
      actions: [
        's3:AssociateAccessGrantsIdentityCenter',
        's3:CreateAccessGrant',
        's3:CreateAccessGrantsInstance',
        's3:CreateAccessGrantsLocation',
        's3:GetDataAccess',
        's3:PutAccessGrantsInstanceResourcePolicy',
        's3:UpdateAccessGrantsLocation',
      ],
      does: 'hands out access by S3 Access Grants',
      source: `${S3}/access-grants-get-token.html`,
      helps: true,
    },
    {
      actions: [
        's3:PutAccountPublicAccessBlock',
        's3:PutBucketAcl',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPublicAccessBlock',
      ],
      does: 'takes down what keeps policies and ACLs from opening the bucket',
      source: `${S3}/access-control-block-public-access.html`,
      helps: true,
    },
    {
      actions: ['s3:CreateJob', 's3:InitiateReplication', 's3:PutReplicationConfiguration', 's3:UpdateJobStatus'],
      does: 'has S3 copy the objects elsewhere, with a role',
      source: `${S3}/replication.html`,
      helps: true,
    },
    {
      actions: ['s3:BypassGovernanceRetention', 's3:ObjectOwnerOverrideToBucketOwner'],
      does: 'changes whose the objects are, and how long they stay',
      source: `${REFERENCE}/list_amazons3.html`,
      helps: true,
    },
  ],
};

const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest';

const TABLE: Kind = {
  service: 'dynamodb',
  own: ['backup', 'export', 'import', 'index', 'stream', 'table'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: ['dynamodb:ReadDataForReplication', 'dynamodb:SearchVectors'],
      does: 'reads items',
      source: `${REFERENCE}/list_amazondynamodb.html`,
    },
    {
      actions: [
        'dynamodb:DeleteItem',
        'dynamodb:PartiQLDelete',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      does: 'hands back the item that it changes (ReturnValues), to who knows its key',
      source: `${DYNAMODB}/developerguide/specifying-conditions.html`,
    },
    {
      actions: ['dynamodb:ConditionCheckItem'],
      does: 'tells whether an item is what the caller guesses',
      source: `${DYNAMODB}/APIReference/API_ConditionCheck.html`,
      helps: true,
    },
    {
      actions: [
        'dynamodb:AssociateTableReplica',
        'dynamodb:CreateGlobalTable',
        'dynamodb:CreateTableReplica',
        'dynamodb:EnableKinesisStreamingDestination',
        'dynamodb:ExportTableToPointInTime',
        'dynamodb:RestoreTableFromAwsBackup',
        'dynamodb:RestoreTableFromBackup',
        'dynamodb:RestoreTableToPointInTime',
        'dynamodb:UpdateGlobalTable',
        'dynamodb:UpdateKinesisStreamingDestination',
      ],
      does: 'copies the table to where the caller reads it',
      source: `${DYNAMODB}/developerguide/S3DataExport.HowItWorks.html`,
      helps: true,
    },
  ],
};

const SECRET: Kind = {
  service: 'secretsmanager',
  own: ['Secret'],
  suffixes: [''],
  ways: [
    {
      actions: ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:RotateSecret'],
      does: 'copies the secret to another Region, or hands it to a function',
      source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html',
      helps: true,
    },
  ],
};

const PARAMETER: Kind = {
  service: 'ssm',
  own: ['parameter'],
  suffixes: [''],
  // Granted by the path: a parameter below it is read even where it is denied.
  elsewhere: ['ssm:GetParametersByPath'],
  ways: [],
};

const KEY: Kind = {
  service: 'kms',
  own: ['key'],
  suffixes: [''],
  ways: [
    {
      actions: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      does: 'decrypts what the key encrypts',
      source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    },
    {
      actions: ['kms:ReplicateKey'],
      does: 'copies the key under a key policy of its own',
      source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html',
    },
  ],
};

const QUEUE: Kind = {
  service: 'sqs',
  own: ['queue'],
  suffixes: [''],
  ways: [
    {
      actions: ['sqs:StartMessageMoveTask'],
      does: 'moves the messages to another queue',
      source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html',
      helps: true,
    },
  ],
};

const STREAM: Kind = {
  service: 'kinesis',
  own: ['consumer', 'stream'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: ['kinesis:RegisterStreamConsumer', 'kinesis:SubscribeToShard'],
      does: 'reads records as a consumer of the stream',
      source: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html',
      helps: true,
    },
  ],
};

const DOMAIN: Kind = {
  service: 'es',
  own: ['domain'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: ['es:ESHttpDelete', 'es:ESHttpHead', 'es:ESHttpPatch', 'es:ESHttpPut'],
      does: 'has the domain copy an index or take a snapshot of it',
      source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html',
      helps: true,
    },
  ],
};

const FILE_SYSTEM: Kind = {
  service: 'elasticfilesystem',
  own: ['file-system'],
  suffixes: [''],
  ways: [
    {
      actions: ['elasticfilesystem:ClientMount'],
      does: 'mounts the file system',
      source: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
    },
    {
      actions: [
        'elasticfilesystem:CreateAccessPoint',
        'elasticfilesystem:CreateMountTarget',
        'elasticfilesystem:CreateReplicationConfiguration',
        'elasticfilesystem:ModifyMountTargetSecurityGroups',
        'elasticfilesystem:ReplicationRead',
      ],
      does: 'copies the file system, or gives it further doors',
      source: 'https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html',
      helps: true,
    },
  ],
};

export const OF_STORES: readonly (readonly [type: string, kind: Kind])[] = [
  ['aws_dynamodb_table', TABLE],
  ['aws_efs_file_system', FILE_SYSTEM],
  ['aws_elasticsearch_domain', DOMAIN],
  ['aws_kinesis_stream', STREAM],
  ['aws_kms_external_key', KEY],
  ['aws_kms_key', KEY],
  ['aws_kms_replica_key', KEY],
  ['aws_opensearch_domain', DOMAIN],
  ['aws_s3_bucket', BUCKET],
  ['aws_secretsmanager_secret', SECRET],
  ['aws_sqs_queue', QUEUE],
  ['aws_ssm_parameter', PARAMETER],
];
