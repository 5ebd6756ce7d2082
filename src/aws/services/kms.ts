import { defineService } from './service.js';

const TYPES = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'] as const;

export const kms = defineService({
  name: 'AWS Key Management Service',
  prefix: 'kms',
  resources: {
    aws_kms_key: { arn: 'kms:{R}:{A}:key/{key_id}', id: 'key_id' },
    aws_kms_replica_key: { arn: 'kms:{R}:{A}:key/{key_id}' },
    aws_kms_alias: { arn: 'kms:{R}:{A}:{name}', foreign: { target_key_arn: 'target_key_id' } },
  },
  resourcePolicies: [
    {
      of: TYPES,
      written: [
        ...TYPES.map((type) => ({ type, attribute: 'policy' })),
        { type: 'aws_kms_key_policy', attribute: 'policy', owner: 'key_id' },
      ],
      // https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
      grants: {
        type: 'aws_kms_grant',
        owner: 'key_id',
        principal: 'grantee_principal',
        actions: 'operations',
        limits: 'constraints',
      },
      // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      decides: 'before-identity',
      takesUnsigned: false,
      publicAccess: 'as-written',
      rewrites: ['kms:PutKeyPolicy', 'kms:CreateGrant'],
      source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    },
  ],
  targets: [
    {
      of: TYPES,
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
          does: 'copies the key under a separate key policy',
          source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html',
        },
      ],
    },
  ],
});
