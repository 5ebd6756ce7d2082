import type { Kind } from './way.js';

/** What reaches queues, streams and search domains. */
const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';
const KINESIS = 'https://docs.aws.amazon.com/kinesis/latest/APIReference';
const OPENSEARCH = 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide';

export const QUEUE: Kind = {
  service: 'sqs',
  own: ['queue'],
  suffixes: [''],
  ways: [
    {
      actions: ['sqs:ReceiveMessage'],
      does: 'receives the messages',
      source: `${SQS}/APIReference/API_ReceiveMessage.html`,
    },
    {
      actions: ['sqs:StartMessageMoveTask'],
      does: 'moves the messages of a dead-letter queue to where the caller receives them',
      source: `${SQS}/APIReference/API_StartMessageMoveTask.html`,
      helps: true,
    },
  ],
};

export const STREAM: Kind = {
  service: 'kinesis',
  own: ['consumer', 'stream'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: ['kinesis:GetRecords', 'kinesis:SubscribeToShard'],
      does: 'reads the records',
      source: `${KINESIS}/API_GetRecords.html`,
    },
    {
      actions: ['kinesis:PutResourcePolicy'],
      does: 'has the policy of the stream let the caller in',
      source: `${KINESIS}/API_PutResourcePolicy.html`,
    },
    {
      actions: ['kinesis:GetShardIterator', 'kinesis:RegisterStreamConsumer'],
      does: 'is what reading the records begins with',
      source: `${KINESIS}/API_GetShardIterator.html`,
      helps: true,
    },
  ],
};

export const DOMAIN: Kind = {
  service: 'es',
  own: ['domain'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: ['es:ESCrossClusterGet', 'es:ESHttpGet', 'es:ESHttpPost'],
      does: 'searches the indexes',
      source: `${OPENSEARCH}/ac.html`,
    },
    {
      actions: ['es:UpdateDomainConfig', 'es:UpdateElasticsearchDomainConfig'],
      does: 'has the access policy of the domain let the caller in',
      source: `${OPENSEARCH}/ac.html`,
    },
    {
      actions: ['es:ESHttpPut'],
      does: 'has the domain write a snapshot to where the caller reads it',
      source: `${OPENSEARCH}/managedomains-snapshots.html`,
      helps: true,
    },
  ],
};
