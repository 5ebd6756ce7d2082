import { defineService } from './service.js';

export const sns = defineService({
  name: 'Amazon SNS',
  prefix: 'sns',
  resources: {
    aws_sns_topic: { arn: 'sns:{R}:{A}:{name}', id: 'arn', generated: 'name' },
  },
});
