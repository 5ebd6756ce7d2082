import type { Host, Service, TaskDefinition } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { controls } from '../../../fact.js';
import { hostNetwork } from '../../../premises/container.js';
import { metadataEnabled, metadataForTasks, metadataHopLimit, metadataV1 } from '../../../premises/metadata.js';
import { hostsBehind, runsOnHost } from '../../../premises/placement.js';
import { hostRole } from '../../../premises/role.js';
import { defineTechnique } from '../../../technique.js';

interface Way {
  readonly how: string;
  readonly premises: readonly (Premise | undefined)[];
}

export const readInstanceMetadataFromContainer = defineTechnique({
  id: 'read-instance-metadata-from-container',
  title: "Read the host's credentials from a container",
  description:
    "A container on a container instance reaches the host's metadata service unless something blocks it, and reads the credentials of the instance role, which is meant for the ECS agent. In host network mode nothing blocks it. On a bridge network, the answer to an IMDSv2 token request needs a hop limit of 2 or more, while a plain IMDSv1 request always works. A task with its own network interface gets an answer unless ECS_AWSVPC_BLOCK_IMDS is set.",
  mitre: [{ id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' }],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  ],
  limits: 'Firewall rules that the user data sets up on the host are not seen.',
  on: ['executes'],
  *derive({ place }) {
    if (place.kind !== 'task' || !place.container) return;
    const { service, container } = place;
    for (const host of hostsBehind(place)) {
      const role = hostRole(host);
      if (!role) continue;
      for (const { how, premises } of ways(service, container.task, host)) {
        if (!allThere(premises)) continue;
        yield {
          gains: controls(role.role),
          premises: [...premises, role.premise, runsOnHost(service, host)],
          explanation: `Asks the metadata service of ${host.address} for the credentials of ${role.role.address}, ${how}.`,
        };
      }
    }
  },
});

function* ways(service: Service, task: TaskDefinition, host: Host): Generator<Way> {
  const enabled = metadataEnabled(host);
  const version1 = metadataV1(host);
  if (task.networkMode === 'none') return;
  if (service.position || task.networkMode === 'awsvpc') {
    yield { how: 'through the network interface of the task', premises: [metadataForTasks(host), enabled] };
    return;
  }
  if (task.networkMode === 'host') {
    yield { how: "on the host's network, where the hop limit has no effect", premises: [hostNetwork(task), enabled] };
  }
  // These work in host mode as well, and remain when a task moves from it to a bridge network.
  yield { how: 'with IMDSv1, which needs no token', premises: [version1] };
  yield { how: 'with an IMDSv2 token, which the hop limit lets through', premises: [metadataHopLimit(host), enabled] };
}

function allThere(premises: readonly (Premise | undefined)[]): premises is readonly Premise[] {
  return premises.every((premise) => premise !== undefined);
}
