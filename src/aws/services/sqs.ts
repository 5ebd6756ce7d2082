import { defineService } from './service.js';

export const sqs = defineService({
  name: 'Amazon SQS',
  prefix: 'sqs',
  resources: {
    aws_sqs_queue: { arn: 'sqs:{R}:{A}:{name}', generated: 'name' },
  },
  stores: [
    {
      type: 'aws_sqs_queue',
      kind: 'data',
      readings: [{ actions: ['sqs:ReceiveMessage'] }],
      encryption: {
        key: [{ path: ['kms_master_key_id'] }],
        unset: 'aws-owned',
        source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
      },
    },
  ],
  resourcePolicies: [
    {
      of: ['aws_sqs_queue'],
      written: [
        { type: 'aws_sqs_queue_policy', attribute: 'policy', owner: 'queue_url' },
        { type: 'aws_sqs_queue', attribute: 'policy' },
      ],
      decides: 'beside-identity',
      takesUnsigned: true,
      publicAccess: 'as-written',
      rewrites: ['sqs:SetQueueAttributes', 'sqs:AddPermission'],
      source:
        'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html',
    },
  ],
  targets: [
    {
      of: ['aws_sqs_queue'],
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
    },
  ],
});
