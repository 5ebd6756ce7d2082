import { defineService } from './service.js';

export const emr = defineService({
  name: 'Amazon EMR',
  prefix: 'elasticmapreduce',
  resources: {
    aws_emr_cluster: { arn: 'elasticmapreduce:{R}:{A}:cluster/{id}' },
  },
});
