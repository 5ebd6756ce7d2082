import { defineService } from './service.js';

export const elasticLoadBalancing = defineService({
  name: 'Elastic Load Balancing',
  prefix: 'elasticloadbalancing',
  resources: {
    aws_lb: { arn: 'elasticloadbalancing:{R}:{A}:loadbalancer/{arn_suffix}', id: 'arn' },
    aws_alb: { arn: 'elasticloadbalancing:{R}:{A}:loadbalancer/{arn_suffix}' },
    aws_lb_target_group: { arn: 'elasticloadbalancing:{R}:{A}:{arn_suffix}', id: 'arn' },
  },
});
