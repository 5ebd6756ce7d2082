import { GetTopicAttributesCommand, paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueueTagsCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { lastPiece } from '../values.js';

const queues = rowsOf<SQSClient, 'sqs'>();
const topics = rowsOf<SNSClient, 'sns'>();

export const sqs: Collector<SQSClient, 'sqs'> = {
  service: 'sqs',
  connect: (settings) => new SQSClient(settings),
  rows: [
    queues({
      call: 'ListQueues',
      pages: (client) => paginateListQueues({ client, pageSize: 1000 }, {}),
      items: (page) => page.QueueUrls,
      each: addQueue,
    }),
  ],
};

async function addQueue(url: string, at: Reader<SQSClient, 'sqs'>): Promise<void> {
  const about = { type: 'aws_sqs_queue', id: url };
  const [answer, tags] = await Promise.all([
    at.ask({ call: 'GetQueueAttributes', about }, () =>
      at.client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })),
    ),
    at.ask({ call: 'ListQueueTags', about }, () => at.client.send(new ListQueueTagsCommand({ QueueUrl: url }))),
  ]);
  const name = lastPiece(url);
  const { Attributes: found = {} } = answer.is === 'read' ? answer.value : {};
  at.add({
    ...about,
    arn: found['QueueArn'] ?? at.arn('sqs', name),
    values: {
      name,
      url,
      policy: found['Policy'] ?? '',
      kms_master_key_id: found['KmsMasterKeyId'] ?? '',
      sqs_managed_sse_enabled: found['SqsManagedSseEnabled'] === 'true',
      tags: tags.is === 'read' ? (tags.value.Tags ?? {}) : undefined,
    },
    unread: [
      ...(answer.is === 'unread' ? ['policy', 'kms_master_key_id'] : []),
      ...(tags.is === 'unread' ? ['tags'] : []),
    ],
  });
}

export const sns: Collector<SNSClient, 'sns'> = {
  service: 'sns',
  connect: (settings) => new SNSClient(settings),
  rows: [
    topics({
      call: 'ListTopics',
      pages: (client) => paginateListTopics({ client }, {}),
      items: (page) => page.Topics,
      each: async ({ TopicArn: arn = '' }, at) => {
        const about = { type: 'aws_sns_topic', id: arn };
        const answer = await at.ask({ call: 'GetTopicAttributes', about }, () =>
          at.client.send(new GetTopicAttributesCommand({ TopicArn: arn })),
        );
        at.addAnswered({ ...about, arn, values: { name: lastPiece(arn) } }, answer, {
          policy: ({ Attributes }) => Attributes?.['Policy'],
          kms_master_key_id: ({ Attributes }) => Attributes?.['KmsMasterKeyId'] ?? '',
        });
      },
    }),
  ],
};
