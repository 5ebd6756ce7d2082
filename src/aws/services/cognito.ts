import { defineService } from './service.js';

export const cognito = defineService({
  name: 'Amazon Cognito',
  prefix: 'cognito-identity',
  frontDoors: [
    {
      type: 'aws_cognito_identity_pool',
      what: 'an identity pool that gives strangers credentials of a role',
      when: [{ path: ['allow_unauthenticated_identities'], by: /^true$/, unset: 'closed' }],
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html',
    },
    {
      type: 'aws_cognito_user_pool',
      what: 'a user pool in which people sign themselves up',
      when: [{ path: ['admin_create_user_config', 'allow_admin_create_user_only'], by: /^false$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html',
    },
  ],
});
