import { defineService } from './service.js';

export const firehose = defineService({
  name: 'Amazon Data Firehose',
  prefix: 'firehose',
  resources: {
    aws_kinesis_firehose_delivery_stream: { arn: 'firehose:{R}:{A}:deliverystream/{name}' },
  },
});
