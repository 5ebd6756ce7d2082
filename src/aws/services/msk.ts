import { defineService } from './service.js';

export const msk = defineService({
  name: 'Amazon MSK',
  prefix: 'kafka',
  frontDoors: [
    {
      type: 'aws_msk_cluster',
      what: 'Kafka brokers with public addresses',
      when: [
        {
          path: ['broker_node_group_info', 'connectivity_info', 'public_access', 'type'],
          by: /^SERVICE_PROVIDED_EIPS$/,
          unset: 'closed',
        },
      ],
      source: 'https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html',
    },
  ],
});
