import { defineService } from './service.js';

export const appRunner = defineService({
  name: 'AWS App Runner',
  prefix: 'apprunner',
  frontDoors: [
    {
      type: 'aws_apprunner_service',
      what: 'an App Runner service',
      when: [
        {
          path: ['network_configuration', 'ingress_configuration', 'is_publicly_accessible'],
          by: /^true$/,
          unset: 'open',
        },
      ],
      source: 'https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html',
    },
  ],
});
