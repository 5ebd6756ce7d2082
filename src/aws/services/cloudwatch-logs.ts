import { defineService } from './service.js';

export const cloudwatchLogs = defineService({
  name: 'Amazon CloudWatch Logs',
  prefix: 'logs',
  resources: {
    aws_cloudwatch_log_group: { arn: 'logs:{R}:{A}:log-group:{name}', id: 'name', generated: 'name' },
  },
  duties: [
    {
      for: 'writing-logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
    },
  ],
});
