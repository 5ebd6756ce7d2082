import { defineService } from './service.js';

export const cognitoUserPools = defineService({
  name: 'Amazon Cognito user pools',
  prefix: 'cognito-idp',
  resources: {
    aws_cognito_user_pool: { arn: 'cognito-idp:{R}:{A}:userpool/{id}' },
  },
  frontDoors: [
    {
      type: 'aws_cognito_user_pool',
      what: 'a user pool with self-service sign-up',
      when: [{ path: ['admin_create_user_config', 'allow_admin_create_user_only'], by: /^false$/, unset: 'open' }],
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html',
    },
  ],
});
