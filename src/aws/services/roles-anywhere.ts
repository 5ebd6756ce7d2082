import { defineService } from './service.js';

export const rolesAnywhere = defineService({
  name: 'AWS IAM Roles Anywhere',
  prefix: 'rolesanywhere',
  runsWithRole: [
    {
      id: 'roles-anywhere-profile',
      makes: 'a Roles Anywhere profile',
      trusts: 'rolesanywhere.amazonaws.com',
      needs: [['rolesanywhere:CreateTrustAnchor'], ['rolesanywhere:CreateProfile']],
      how: 'The holder of a certificate of the authority that the trust anchor names gets the credentials of the role.',
      source: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html',
    },
  ],
});
