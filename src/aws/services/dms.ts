import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const dms = defineService({
  name: 'AWS Database Migration Service',
  prefix: 'dms',
  frontDoors: [
    {
      type: 'aws_dms_replication_instance',
      what: 'a replication instance with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html',
    },
  ],
});
