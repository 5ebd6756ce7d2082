import { executes } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { ssmManaged } from '../../../premises/systems-manager.js';
import { defineTechnique } from '../../../technique.js';

const START = 'ssm:StartSession';

export const startSsmSession = defineTechnique({
  id: 'start-ssm-session',
  title: 'Start a Session Manager session on an instance',
  description:
    'Session Manager gives whoever has ssm:StartSession on a managed instance a shell on it, as a user who may become root. No port has to be open. Conditions on tags of the instance are as good as the protection of those tags.',
  mitre: [
    { id: 'T1021.007', name: 'Remote Services: Cloud Services' },
    { id: 'T1651', name: 'Cloud Administration Command' },
  ],
  references: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html',
  ],
  limits:
    'The session document is not checked, which AWS does only where a policy asks for it. Run As settings of the account are not seen.',
  actions: [START],
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    if (!estate.iam.mayDo(principal, START)) return;
    for (const host of estate.hosts) {
      const managed = ssmManaged(host);
      const target = instanceTarget(estate, host);
      const allowed = managed && may({ principal, action: START, target });
      if (!managed || !allowed) continue;
      yield {
        gains: executes({ kind: 'host', host }),
        needs: [allowed],
        premises: [managed],
        explanation: `Opens a shell on ${host.address} with Session Manager and becomes root by sudo.`,
      };
    }
  },
});
