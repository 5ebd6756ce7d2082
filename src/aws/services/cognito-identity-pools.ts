import { defineService } from './service.js';

export const cognitoIdentityPools = defineService({
  name: 'Amazon Cognito identity pools',
  prefix: 'cognito-identity',
  resources: {
    aws_cognito_identity_pool: { arn: 'cognito-identity:{R}:{A}:identitypool/{id}' },
  },
  frontDoors: [
    {
      type: 'aws_cognito_identity_pool',
      what: 'an identity pool that gives unauthenticated users credentials of a role',
      when: [{ path: ['allow_unauthenticated_identities'], by: /^true$/, unset: 'closed' }],
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html',
    },
  ],
});
