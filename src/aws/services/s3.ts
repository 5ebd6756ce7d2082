import { defineService } from './service.js';

const POLICY = 'aws_s3_bucket_policy';
const ENCRYPTION = { type: 'aws_s3_bucket_server_side_encryption_configuration', owner: 'bucket' };
const RULE = ['rule', 'apply_server_side_encryption_by_default'];
const INLINE_RULE = ['server_side_encryption_configuration', ...RULE];

export const s3 = defineService({
  name: 'Amazon S3',
  prefix: 's3',
  resources: {
    aws_s3_bucket: { arn: 's3:::{bucket}', id: 'bucket', generated: 'bucket' },
    aws_s3_access_point: { arn: 's3:{R}:{A}:accesspoint/{name}' },
  },
  stores: [
    {
      type: 'aws_s3_bucket',
      kind: 'data',
      readings: [{ actions: ['s3:GetObject', 's3:GetObjectVersion'], suffix: '/*', part: 'an object of {} has a key' }],
      encryption: {
        key: [
          { in: ENCRYPTION, path: [...RULE, 'kms_master_key_id'] },
          { path: [...INLINE_RULE, 'kms_master_key_id'] },
        ],
        managedIf: {
          settings: [{ in: ENCRYPTION, path: [...RULE, 'sse_algorithm'] }, { path: [...INLINE_RULE, 'sse_algorithm'] }],
          is: /^aws:kms/,
        },
        unset: 'aws-owned',
        source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
      },
    },
  ],
  resourcePolicies: [
    {
      of: ['aws_s3_bucket'],
      written: [
        { type: POLICY, attribute: 'policy', owner: 'bucket' },
        { type: 'aws_s3_bucket', attribute: 'policy' },
      ],
      decides: 'beside-identity',
      takesUnsigned: true,
      publicAccess: 'bucket-settings',
      rewrites: ['s3:PutBucketPolicy'],
      source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
    },
  ],
  targets: [
    {
      of: ['aws_s3_bucket'],
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
          source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
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
          does: 'creates an access point, through which the objects are read under another ARN',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html',
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
          does: 'grants access through S3 Access Grants',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-get-token.html',
          helps: true,
        },
        {
          actions: [
            's3:PutAccountPublicAccessBlock',
            's3:PutBucketAcl',
            's3:PutBucketOwnershipControls',
            's3:PutBucketPublicAccessBlock',
          ],
          does: 'removes what keeps policies and ACLs from opening the bucket',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
          helps: true,
        },
        {
          actions: ['s3:CreateJob', 's3:InitiateReplication', 's3:PutReplicationConfiguration', 's3:UpdateJobStatus'],
          does: 'makes S3 copy the objects elsewhere, with a role',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html',
          helps: true,
        },
        {
          actions: ['s3:BypassGovernanceRetention', 's3:ObjectOwnerOverrideToBucketOwner'],
          does: 'changes who owns the objects, and how long they are kept',
          source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
          helps: true,
        },
      ],
      // Asked for besides s3:CreateAccessPoint, and nothing by itself.
      noWay: ['s3:PutAccessPointPublicAccessBlock'],
    },
  ],
});
