import type { Value } from '#model/value.js';
import { textOf } from '../reading.js';
import { symbolicOf } from '../symbolic.js';
import { defineService } from './service.js';

/**
 * What everybody can find out who speaks to the service: where it is (a URL without a path, which might be that of a webhook),
 * on which port, whether something is on.
 */
function isSetting(value: Value | undefined): boolean {
  if (!value || value.sensitive === true) return false;
  const parts = symbolicOf(value)?.parts ?? [];
  const text = parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  const known = parts.every((part) => typeof part === 'string' || !TELLS_MORE.test(part.id));
  return known && (PORT_OR_SWITCH.test(text) || HOST.test(text));
}

const HOST = /^https?:\/\/[\w.-]+(:\d{1,5})?\/?$/;
const PORT_OR_SWITCH = /^(\d{1,5}|true|false)$/;
/** Names of what may hold a path or a credential. */
const TELLS_MORE = /path|ur[il]|hook|token|secret|password|passwd|credential|auth|key/i;

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
      // Plain parameters hold settings; what is secret is a SecureString, if not every one of these.
      isStore: (parameter) =>
        textOf(parameter.attribute('type')) === 'SecureString' && !isSetting(parameter.attribute('value')),
      encryption: {
        key: [{ path: ['key_id'] }],
        unset: 'aws-managed',
        source: 'https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html',
      },
    },
  ],
});
