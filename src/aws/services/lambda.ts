import { defineService } from './service.js';

export const lambda = defineService({
  name: 'AWS Lambda',
  prefix: 'lambda',
  frontDoors: [
    {
      type: 'aws_lambda_function_url',
      what: 'the URL of a function',
      when: [{ path: ['authorization_type'], by: /^NONE$/, unset: 'unknown' }],
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    },
  ],
});
