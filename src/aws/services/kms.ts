import { defineService } from './service.js';

const TYPES = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'] as const;

export const kms = defineService({
  name: 'AWS Key Management Service',
  prefix: 'kms',
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
});
