import { defineService } from './service.js';

export const elasticache = defineService({
  name: 'Amazon ElastiCache',
  prefix: 'elasticache',
  resources: {
    aws_elasticache_cluster: { arn: 'elasticache:{R}:{A}:cluster:{cluster_id}' },
    aws_elasticache_replication_group: { arn: 'elasticache:{R}:{A}:replicationgroup:{replication_group_id}' },
  },
});
