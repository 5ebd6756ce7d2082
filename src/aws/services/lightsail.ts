import { defineService } from './service.js';

export const lightsail = defineService({
  name: 'Amazon Lightsail',
  prefix: 'lightsail',
  frontDoors: [
    {
      type: 'aws_lightsail_instance',
      what: 'a Lightsail instance, which has a public address',
      when: [],
      source:
        'https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-public-ip-and-private-ip-addresses-in-amazon-lightsail.html',
    },
    {
      type: 'aws_lightsail_container_service',
      what: 'a Lightsail container service',
      when: [{ path: ['is_disabled'], by: /^false$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-container-services.html',
    },
  ],
});
