import { defineService } from './service.js';

export const transferFamily = defineService({
  name: 'AWS Transfer Family',
  prefix: 'transfer',
  frontDoors: [
    {
      type: 'aws_transfer_server',
      what: 'a file transfer server',
      when: [{ path: ['endpoint_type'], by: /^PUBLIC$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html',
    },
  ],
});
