import { defineService } from './service.js';

export const appsync = defineService({
  name: 'AWS AppSync',
  prefix: 'appsync',
  frontDoors: [
    {
      type: 'aws_appsync_graphql_api',
      what: 'a GraphQL API',
      when: [{ path: ['visibility'], by: /^GLOBAL$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/appsync/latest/devguide/using-private-apis.html',
    },
  ],
});
