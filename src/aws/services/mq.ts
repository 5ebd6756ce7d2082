import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const mq = defineService({
  name: 'Amazon MQ',
  prefix: 'mq',
  frontDoors: [
    {
      type: 'aws_mq_broker',
      what: 'a message broker with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html',
    },
  ],
});
