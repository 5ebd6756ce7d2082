import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const rds = defineService({
  name: 'Amazon RDS',
  prefix: 'rds',
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
