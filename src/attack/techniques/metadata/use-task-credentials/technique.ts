import { controls, placeAddress } from '../../../fact.js';
import { taskRole } from '../../../premises/role.js';
import { defineTechnique } from '../../../technique.js';

export const useTaskCredentials = defineTechnique({
  id: 'use-task-credentials',
  title: "Use the task's role from one of its containers",
  description:
    'The containers of an ECS task get the credentials of its task role from 169.254.170.2, at a path given in their environment. Code in the container gets them too. The EC2 metadata options do not apply to it.',
  mitre: [{ id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' }],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html'],
  on: ['executes'],
  *derive({ place }) {
    if (place.kind !== 'task') return;
    const { service, container } = place;
    // An attacker-controlled task has the role that it was registered with, not the one configured here.
    if (!container && service.task && service.task.containers.length > 0) return;
    const own = taskRole(service);
    if (!own) return;
    yield {
      gains: controls(own.role),
      premises: [own.premise],
      explanation: `Fetches the credentials of ${own.role.address} at 169.254.170.2 from within ${placeAddress(place)}.`,
      intended: true,
    };
  },
});
