import { controls, executes } from '../../../fact.js';
import { callersOf } from '../../../premises/caller.js';
import { clusterContext, serviceTarget } from '../../../premises/ecs.js';
import { defineTechnique } from '../../../technique.js';

const UPDATE = 'ecs:UpdateService';

export const updateServiceToOwnRevision = defineTechnique({
  id: 'update-service-to-own-revision',
  title: 'Switch a running service to an attacker-controlled task definition',
  description:
    'ecs:UpdateService makes a service run another task definition, of any family, and starts it at once in the network of the service. With an attacker-controlled task definition the attacker runs code there, with the role passed to it. UpdateService itself does not need iam:PassRole.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  ],
  limits: 'Services that CodeDeploy or an external controller deploys reject the call; they are counted all the same.',
  on: ['registers'],
  *derive(fact, { estate, may }) {
    // A service takes a definition of any family.
    if (fact.task) return;
    const { role } = fact;
    for (const principal of callersOf(estate, UPDATE)) {
      for (const service of estate.services) {
        // A schedule that runs tasks is not a service that can be updated.
        if (service.resource.type !== 'aws_ecs_service') continue;
        const context = clusterContext(service.cluster);
        const allowed = may({ principal, action: UPDATE, target: serviceTarget(service), context });
        if (!allowed) continue;
        const how = `Switches ${service.address} to that task definition`;
        yield {
          gains: role ? controls(role) : executes({ kind: 'task', service, container: undefined }),
          needs: [fact, controls(principal), allowed],
          explanation: role ? `${how} and reads the credentials of ${role.address} in the task.` : `${how}.`,
        };
      }
    }
  },
});
