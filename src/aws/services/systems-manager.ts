import { textOf } from '../reading.js';
import { defineService } from './service.js';

export const systemsManager = defineService({
  name: 'AWS Systems Manager',
  prefix: 'ssm',
  stores: [
    {
      type: 'aws_ssm_parameter',
      kind: 'secret',
      readings: [
        { actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'] },
      ],
      // Plain parameters hold settings; what is secret is a SecureString.
      isStore: (parameter) => textOf(parameter.attribute('type')) === 'SecureString',
      encryption: {
        key: [{ path: ['key_id'] }],
        unset: 'aws-managed',
        source: 'https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html',
      },
    },
  ],
});
