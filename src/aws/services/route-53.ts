import { defineService } from './service.js';

export const route53 = defineService({
  name: 'Amazon Route 53',
  prefix: 'route53',
  resources: {
    aws_route53_zone: { arn: 'route53:::hostedzone/{zone_id}' },
  },
});
