import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const rds = defineService({
  name: 'Amazon RDS',
  prefix: 'rds',
  resources: {
    aws_db_instance: { arn: 'rds:{R}:{A}:db:{identifier}', lookups: { identifier: 'db_instance_identifier' } },
    aws_db_snapshot: { arn: 'rds:{R}:{A}:snapshot:{db_snapshot_identifier}' },
    aws_rds_cluster: { arn: 'rds:{R}:{A}:cluster:{cluster_identifier}', id: 'cluster_identifier' },
    aws_rds_cluster_instance: { arn: 'rds:{R}:{A}:db:{identifier}' },
  },
  frontDoors: [
    {
      type: 'aws_db_instance',
      what: 'a database with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    },
    {
      type: 'aws_rds_cluster_instance',
      what: 'a database with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    },
  ],
});
