import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const neptune = defineService({
  name: 'Amazon Neptune',
  prefix: 'neptune-db',
  frontDoors: [
    {
      type: 'aws_neptune_cluster_instance',
      what: 'a graph database with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/neptune/latest/userguide/neptune-public-endpoints.html',
    },
  ],
});
