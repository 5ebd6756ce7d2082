import { defineService } from './service.js';

export const globalAccelerator = defineService({
  name: 'AWS Global Accelerator',
  prefix: 'globalaccelerator',
  frontDoors: [
    {
      type: 'aws_globalaccelerator_accelerator',
      what: 'an accelerator',
      when: [{ path: ['enabled'], by: /^true$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/global-accelerator/latest/dg/what-is-global-accelerator.html',
    },
  ],
});
