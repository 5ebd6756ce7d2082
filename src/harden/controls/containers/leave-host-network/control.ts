import { subjectOf } from '#aws/premise.js';
import type { TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { seatOfResource, setScalar, sharedValueNotes } from '../../../propose/edit/scalar.js';
import { fixHostPorts } from '../../../propose/network/ports.js';
import { falsifiesHostNetwork, opensMetadata, toOwnInterface } from '../../../propose/network/own-interface.js';
import { revisionNotes } from '../../../propose/containers/task.js';

const ID = 'leave-host-network';

export const leaveHostNetwork = defineControl({
  id: ID,
  title: "Move the task off the host's network",
  description:
    'A container in host network mode is no hop away from the instance metadata service, so neither IMDSv2 nor a hop limit keeps it from the credentials of the node. In awsvpc mode the task has its own network interface and security groups; where the configuration lacks what that needs, bridge mode keeps the ports of the host. Bridge mode helps only with a hop limit of 1. The edit writes the mode out, because deleting the line would change nothing.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-17',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const task of estate.tasks) {
      if (task.networkMode !== 'host') continue;
      const [remedy] = proposals(task, estate);
      if (!remedy) continue;
      yield {
        address: task.address,
        attribute: 'network_mode',
        severity: 'medium',
        resource: task.resource,
        remedy,
        message: `The containers of ${task.address} share the network of their host, its metadata service included.`,
        origin: task.resource.attribute('network_mode')?.origin ?? task.resource.origin,
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const task = subjectOf(premise, 'task.host-network');
    if (task) yield* proposals(task, estate);
  },
});

/** The ways off the host's network, the better one first. */
function* proposals(task: TaskDefinition, estate: Estate): Generator<Proposal> {
  const services = estate.services.filter((service) => service.task?.address === task.address);
  const bridge = toBridge(task, estate);
  const own = toOwnInterface(ID, { task, services }, estate);
  // An interface of its own leads to the metadata service unless the agent says no: past the hop limit that stops a bridge.
  const worse = own && bridge && (!own.leaves || opensMetadata(services));
  if (own && !worse) yield own.proposal;
  if (bridge) yield bridge;
  if (own || bridge) return;
  yield manual({
    id: `${ID}:manual:${task.address}`,
    address: task.address,
    reason: task.incomplete ? `The containers of ${task.address} are unknown.` : whyNotEditable(task.resource),
    instruction:
      'Set network_mode = "awsvpc", give each service network_configuration with subnets and security groups, and use target groups with target_type = "ip"; or set "bridge" with a hostPort for every port.',
    falsifies: falsifiesHostNetwork(task),
  });
}

function toBridge(task: TaskDefinition, estate: Estate): Proposal | undefined {
  const { resource } = task;
  const seat = seatOfResource(resource);
  const ports = task.incomplete ? undefined : fixHostPorts(task);
  if (!seat || !ports) return undefined;
  const serves = task.containers.some((container) => container.ports.length > 0);
  return edit({
    id: `${ID}:bridge:${task.address}`,
    resource,
    falsifies: falsifiesHostNetwork(task),
    summary: `Move ${task.address} to a bridge network`,
    reason:
      'From a bridge network the metadata service is one hop further away, which a hop limit of 1 does not allow.',
    changes: [...setScalar(seat, 'network_mode', '"bridge"'), ...ports],
    applyEffect: 'new-revision',
    mayBreak: [
      'Ports without a portMapping are no longer reachable, and localhost no longer leads to other services on the host.',
      'It keeps containers from the instance role only together with http_put_response_hop_limit = 1.',
      ...revisionNotes(task, estate),
      ...sharedValueNotes(seat, 'network_mode'),
    ],
    width: serves ? 3 : 5,
  });
}
