import { executes } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { ssmManaged } from '../../../premises/systems-manager.js';
import { defineTechnique } from '../../../technique.js';

const START = 'ssm:StartSession';

export const startSsmSession = defineTechnique({
  id: 'start-ssm-session',
  title: 'Start a Session Manager session on an instance',
  description:
    'Session Manager gives a caller with ssm:StartSession on a managed instance a shell on it, as a user that can become root. No port has to be open. A condition on tags of the instance protects no better than the tags themselves are protected.',
  mitre: [
    { id: 'T1021.007', name: 'Remote Services: Cloud Services' },
    { id: 'T1651', name: 'Cloud Administration Command' },
  ],
  references: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html',
  ],
  limits:
    'Permission on the session document is not checked; AWS checks it only where a policy requires that. Run As settings of the account are not seen.',
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
        explanation: `Opens a shell on ${host.address} with Session Manager and becomes root with sudo.`,
      };
    }
  },
});
