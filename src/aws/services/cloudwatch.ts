import { defineService } from './service.js';

export const cloudwatch = defineService({
  name: 'Amazon CloudWatch',
  prefix: 'cloudwatch',
  resources: {
    aws_cloudwatch_metric_alarm: { arn: 'cloudwatch:{R}:{A}:alarm:{alarm_name}' },
  },
});
