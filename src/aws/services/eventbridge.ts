import { defineService } from './service.js';

export const eventbridge = defineService({
  name: 'Amazon EventBridge',
  prefix: 'events',
  resources: {
    aws_cloudwatch_event_bus: { arn: 'events:{R}:{A}:event-bus/{name}' },
    aws_cloudwatch_event_rule: { arn: 'events:{R}:{A}:rule/{name}', id: 'name' },
  },
});
