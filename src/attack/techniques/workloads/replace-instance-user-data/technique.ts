import { EXISTING_WORKLOADS } from '#aws/services/facts.js';
import { executes } from '../../../fact.js';
import { instanceTarget } from '../../../premises/caller.js';
import { defineTechnique } from '../../../technique.js';

/** User data is replaced while the instance is stopped. */
const ACTIONS = EXISTING_WORKLOADS.filter(({ technique }) => technique === 'replace-instance-user-data').flatMap(
  ({ needs }) => needs.flat(),
);

export const replaceInstanceUserData = defineTechnique({
  id: 'replace-instance-user-data',
  title: 'Replace the user data of an instance',
  description:
    'An attacker who can stop an instance, change its attributes and start it again replaces its user data, which cloud-init runs as root when the instance starts. The instance keeps its role.',
  mitre: [
    { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
    { id: 'T1059', name: 'Command and Scripting Interpreter' },
  ],
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html',
  ],
  limits:
    'Instances of Auto Scaling groups, which replace an instance that stops, are not counted. Assumed: the AMI runs user data at each start when told to, as AMIs with cloud-init do.',
  actions: ['ec2:ModifyInstanceAttribute'],
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    if (!ACTIONS.every((action) => estate.iam.mayDo(principal, action))) return;
    for (const host of estate.hosts) {
      if (host.kind !== 'instance') continue;
      const target = instanceTarget(estate, host);
      const allowed = ACTIONS.flatMap((action) => may({ principal, action, target }) ?? []);
      if (allowed.length < ACTIONS.length) continue;
      yield {
        gains: executes({ kind: 'host', host }),
        needs: allowed,
        explanation: `Stops ${host.address}, replaces its user data and starts it again: the script runs as root.`,
        cost: 2,
      };
    }
  },
});
