import { defineService } from './service.js';

export const secretsManager = defineService({
  name: 'AWS Secrets Manager',
  prefix: 'secretsmanager',
  stores: [
    {
      type: 'aws_secretsmanager_secret',
      kind: 'secret',
      readings: [{ actions: ['secretsmanager:GetSecretValue'] }],
      encryption: {
        key: [{ path: ['kms_key_id'] }],
        unset: 'aws-managed',
        source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
      },
    },
  ],
  resourcePolicies: [
    {
      of: ['aws_secretsmanager_secret'],
      written: [
        { type: 'aws_secretsmanager_secret_policy', attribute: 'policy', owner: 'secret_arn' },
        { type: 'aws_secretsmanager_secret', attribute: 'policy' },
      ],
      decides: 'beside-identity',
      takesUnsigned: false,
      publicAccess: { blockedBy: 'block_public_policy' },
      rewrites: ['secretsmanager:PutResourcePolicy'],
      source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    },
  ],
});
