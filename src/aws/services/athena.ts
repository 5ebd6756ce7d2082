import { defineService } from './service.js';

export const athena = defineService({
  name: 'Amazon Athena',
  prefix: 'athena',
  resources: {
    aws_athena_workgroup: { arn: 'athena:{R}:{A}:workgroup/{name}' },
  },
});
