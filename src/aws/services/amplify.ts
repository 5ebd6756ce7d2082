import { defineService } from './service.js';

export const amplify = defineService({
  name: 'AWS Amplify',
  prefix: 'amplify',
  frontDoors: [
    {
      type: 'aws_amplify_app',
      what: 'an Amplify app',
      when: [],
      source: 'https://docs.aws.amazon.com/amplify/latest/userguide/welcome.html',
    },
  ],
});
