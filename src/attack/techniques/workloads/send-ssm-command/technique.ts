import { PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { executes } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { ssmManaged } from '../../../premises/systems-manager.js';
import { defineTechnique } from '../../../technique.js';

const SEND = 'ssm:SendCommand';
/** Documents owned by Amazon have no account in their ARN. */
const RUN_SHELL_SCRIPT = {
  arn: symbolic('arn:', PARTITION, ':ssm:', REGION, '::document/AWS-RunShellScript'),
};

export const sendSsmCommand = defineTechnique({
  id: 'send-ssm-command',
  title: 'Send a command to an instance through Systems Manager',
  description:
    'Run Command runs a shell script as root on managed instances. The caller needs ssm:SendCommand on the instance and on a document that runs commands, such as AWS-RunShellScript.',
  mitre: [{ id: 'T1651', name: 'Cloud Administration Command' }],
  references: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html',
  ],
  limits:
    'Other documents that run commands, such as AWS-RunPowerShellScript and those of the account, are not counted.',
  actions: [SEND],
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    if (!estate.iam.mayDo(principal, SEND)) return;
    const document = may({ principal, action: SEND, target: RUN_SHELL_SCRIPT });
    if (!document) return;
    for (const host of estate.hosts) {
      const managed = ssmManaged(host);
      const instance = managed && may({ principal, action: SEND, target: instanceTarget(estate, host) });
      if (!managed || !instance) continue;
      yield {
        gains: executes({ kind: 'host', host }),
        needs: [instance, document],
        premises: [managed],
        explanation: `Runs a script as root on ${host.address} through Systems Manager.`,
      };
    }
  },
});
