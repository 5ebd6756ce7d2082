import { defineService } from './service.js';

export const iot = defineService({
  name: 'AWS IoT Core',
  prefix: 'iot',
  runsWithRole: [
    {
      id: 'iot-role-alias',
      makes: 'an IoT role alias',
      trusts: 'credentials.iot.amazonaws.com',
      needs: [
        ['iot:CreateRoleAlias'],
        ['iot:CreateKeysAndCertificate', 'iot:CreateCertificateFromCsr'],
        ['iot:CreatePolicy'],
        ['iot:AttachPolicy'],
      ],
      how: 'The holder of a certificate whose policy names the alias gets the credentials of the role from the credentials endpoint.',
      source: 'https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html',
    },
  ],
});
