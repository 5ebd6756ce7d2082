import { defineService } from './service.js';

export const kinesis = defineService({
  name: 'Amazon Kinesis Data Streams',
  prefix: 'kinesis',
  resources: {
    aws_kinesis_stream: { arn: 'kinesis:{R}:{A}:stream/{name}', id: 'arn' },
  },
  stores: [
    {
      type: 'aws_kinesis_stream',
      kind: 'data',
      // The names of shards are counted up; nobody has to list them.
      // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
      readings: [{ actions: ['kinesis:GetRecords'], with: ['kinesis:GetShardIterator'] }],
      encryption: {
        key: [{ path: ['kms_key_id'] }],
        unset: 'aws-owned',
        source: 'https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html',
      },
    },
  ],
  resourcePolicies: [
    {
      of: ['aws_kinesis_stream'],
      written: [{ type: 'aws_kinesis_resource_policy', attribute: 'policy', owner: 'resource_arn' }],
      decides: 'beside-identity',
      takesUnsigned: false,
      publicAccess: 'as-written',
      rewrites: ['kinesis:PutResourcePolicy'],
      source: 'https://docs.aws.amazon.com/streams/latest/dev/resource-based-policy-examples.html',
    },
  ],
  targets: [
    {
      of: ['aws_kinesis_stream'],
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
    },
  ],
});
