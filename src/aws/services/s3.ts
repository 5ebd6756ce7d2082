import { defineService } from './service.js';

const POLICY = 'aws_s3_bucket_policy';
const ENCRYPTION = { type: 'aws_s3_bucket_server_side_encryption_configuration', owner: 'bucket' };
const RULE = ['rule', 'apply_server_side_encryption_by_default'];
const INLINE_RULE = ['server_side_encryption_configuration', ...RULE];

export const s3 = defineService({
  name: 'Amazon S3',
  prefix: 's3',
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
});
