import { defineService } from './service.js';

export const certificateManager = defineService({
  name: 'AWS Certificate Manager',
  prefix: 'acm',
  resources: {
    aws_acm_certificate: { arn: 'acm:{R}:{A}:certificate/{id}', id: 'arn' },
  },
});
