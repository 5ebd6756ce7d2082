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
  resources: {
    aws_ssm_document: { arn: 'ssm:{R}:{A}:document/{name}', id: 'name' },
    // A name that begins with a slash is not given a second one.
    aws_ssm_parameter: { arn: 'ssm:{R}:{A}:parameter{/name}', id: 'name' },
  },
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
  targets: [
    {
      of: ['aws_ssm_parameter'],
      own: ['parameter'],
      suffixes: [''],
      // Granted by the path: a parameter below it is read even where it is denied.
      elsewhere: ['ssm:GetParametersByPath'],
      ways: [],
    },
    {
      // What is asked about documents, windows and associations too, so that no ARN of the instance stops it.
      of: ['managed-host'],
      own: [],
      suffixes: [],
      ways: [
        {
          actions: ['ssm:SendCommand', 'ssm:StartSession'],
          does: 'runs commands on the instance as root',
          source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html',
        },
        {
          actions: ['ssm:CreateAssociation', 'ssm:CreateAssociationBatch', 'ssm:UpdateAssociation'],
          does: 'makes State Manager run a document on the instance',
          source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html',
        },
        {
          actions: [
            'ssm:RegisterTaskWithMaintenanceWindow',
            'ssm:ResumeSession',
            'ssm:StartAccessRequest',
            'ssm:StartAutomationExecution',
            'ssm:StartChangeRequestExecution',
            'ssm:UpdateDocument',
            'ssm:UpdateDocumentDefaultVersion',
            'ssm:UpdateMaintenanceWindowTask',
          ],
          does: 'changes what runs on the instance through an existing document or association',
          source:
            'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html',
          helps: true,
        },
      ],
    },
  ],
  runsWithRole: [
    {
      id: 'ssm-activation',
      makes: 'a hybrid activation',
      trusts: 'ssm.amazonaws.com',
      needs: [['ssm:CreateActivation']],
      how: 'A machine that is registered with the activation gets the credentials of the role.',
      source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html',
    },
    {
      id: 'ssm-automation',
      makes: 'a Systems Manager automation',
      trusts: 'ssm.amazonaws.com',
      needs: [['ssm:CreateDocument'], ['ssm:StartAutomationExecution']],
      how: 'The steps of an automation call AWS with the role that its document or the call that starts it names.',
      source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html',
    },
  ],
  dangerous: ['ssm:SendCommand', 'ssm:StartSession'],
  duties: [
    {
      for: 'sessions',
      actions: [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      source:
        'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
    },
  ],
});
