import { defineService } from './service.js';

export const cloudtrail = defineService({
  name: 'AWS CloudTrail',
  prefix: 'cloudtrail',
  resources: {
    aws_cloudtrail: { arn: 'cloudtrail:{R}:{A}:trail/{name}', id: 'arn' },
  },
});
