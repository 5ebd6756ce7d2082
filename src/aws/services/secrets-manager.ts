import { defineService } from './service.js';

export const secretsManager = defineService({
  name: 'AWS Secrets Manager',
  prefix: 'secretsmanager',
  resources: {
    aws_secretsmanager_secret: { arn: 'secretsmanager:{R}:{A}:secret:{name}-{suffix}', id: 'arn', generated: 'name' },
    aws_secretsmanager_secret_version: { foreign: { arn: 'secret_id' } },
  },
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
  targets: [
    {
      of: ['aws_secretsmanager_secret'],
      own: ['Secret'],
      suffixes: [''],
      ways: [
        {
          actions: ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:RotateSecret'],
          does: 'copies the secret to another Region, or passes it to a function',
          source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html',
          helps: true,
        },
      ],
    },
  ],
});
