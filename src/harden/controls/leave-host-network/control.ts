import type { Service, TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { flagOf, textOf } from '#aws/reading.js';
import { type Finding, type Proposal, defineControl } from '../../control.js';
import type { Change } from '../../change.js';
import { edit, manual, whyNotEditable } from '../../propose/proposal.js';
import { referenceTo } from '../../propose/reference.js';
import { renderBlock } from '../../propose/render.js';
import { seatOfResource, setScalar, sharedValueNotes } from '../../propose/scalar.js';
import { fixHostPorts } from '../../propose/ports.js';
import { subjectOf } from '../../propose/subject.js';
import { revisionNotes } from '../../propose/task.js';

const ID = 'leave-host-network';

export const leaveHostNetwork = defineControl({
  id: ID,
  title: "Take the task off the host's network",
  description:
    'A container in network mode host is no hop away from the instance metadata service, so that neither IMDSv2 nor a hop limit keeps it from the credentials of the node. In awsvpc mode the task has an interface and security groups of its own; where the configuration does not carry what that needs, bridge mode keeps the ports of the host. In bridge mode the hop limit has to be 1 for it to help. The mode is written out: deleting the line would change nothing.',
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
  const own = toOwnInterface(task, services, estate);
  const bridge = toBridge(task, estate);
  if (own) yield own;
  if (bridge) yield bridge;
  if (own || bridge) return;
  yield manual({
    id: `${ID}:manual:${task.address}`,
    address: task.address,
    reason: task.incomplete ? `The containers of ${task.address} can't be known here.` : whyNotEditable(task.resource),
    instruction:
      'Set network_mode = "awsvpc", give each service network_configuration with subnets and security groups, and use target groups with target_type = "ip"; or set "bridge" with a hostPort for every port.',
    falsifies: falsifiesFor(task),
  });
}

function falsifiesFor(task: TaskDefinition): Proposal['falsifies'] {
  return (premise) => subjectOf(premise, 'task.host-network')?.address === task.address;
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
    falsifies: falsifiesFor(task),
    summary: `Put ${task.address} on a bridge network`,
    reason:
      'Behind a bridge the metadata service is one hop further away, where a hop limit of 1 does not let it answer.',
    changes: [...setScalar(seat, 'network_mode', '"bridge"'), ...ports],
    applyEffect: 'new-revision',
    mayBreak: [
      'Ports without a portMapping are no longer reachable, and localhost no longer leads to other services of the host.',
      'It keeps containers from the role of the node only together with http_put_response_hop_limit = 1.',
      ...revisionNotes(task, estate),
      ...sharedValueNotes(seat, 'network_mode'),
    ],
    width: serves ? 3 : 5,
  });
}

/** Where subnets and security groups are known, and clients come through a load balancer that can address the task. */
function toOwnInterface(task: TaskDefinition, services: readonly Service[], estate: Estate): Proposal | undefined {
  const { resource } = task;
  const seat = seatOfResource(resource);
  if (!seat || services.length === 0) return undefined;
  const changes: Change[] = [...setScalar(seat, 'network_mode', '"awsvpc"')];
  for (const service of services) {
    const added = serviceChanges(service, task);
    if (!added) return undefined;
    changes.push(...added);
  }
  return edit({
    id: `${ID}:awsvpc:${task.address}`,
    resource,
    changes,
    falsifies: falsifiesFor(task),
    applyEffect: 'new-revision',
    summary: `Give the tasks of ${task.address} a network interface of their own`,
    reason: 'With an interface of its own the task has security groups of its own and leaves the network of the host.',
    mayBreak: [
      'Tasks on EC2 get no public address: they need a NAT gateway or VPC endpoints for images and AWS APIs.',
      "Each task takes a network interface of its host, of which there are few; clients that address the host's port have to go through the load balancer.",
      ...revisionNotes(task, estate),
    ],
    width: 4,
  });
}

/** `undefined` where the service could not work with an interface of its own. */
function serviceChanges(service: Service, task: TaskDefinition): readonly Change[] | undefined {
  const serves = task.containers.some((container) => container.ports.length > 0);
  const balanced = service.loadBalanced;
  if (balanced.some((route) => textOf(route.targetGroup.attribute('target_type')) !== 'ip')) return undefined;
  if (serves && balanced.length === 0 && service.hosts.some((host) => host.position.publicIp !== 'no'))
    return undefined;
  // Changing a host port fails: in awsvpc mode it must equal the container's port.
  const ports = task.containers.flatMap((container) => container.ports);
  if (ports.some((port) => port.hostPort !== undefined && port.hostPort !== port.containerPort)) return undefined;
  if (service.resource.blocks('network_configuration').length > 0) return [];
  const seat = seatOfResource(service.resource);
  const [host] = service.hosts;
  if (!seat || !host || host.position.groupsUnknown) return undefined;
  const { module } = service.resource;
  const subnets = host.position.subnets.map((subnet) => referenceTo(subnet.resource, module, 'id'));
  const groups = host.position.groups.map((group) => referenceTo(group.resource, module, 'id'));
  const known = [...subnets, ...groups].every((text) => text !== undefined);
  if (!known || subnets.length === 0 || groups.length === 0) return undefined;
  if (flagOf(service.resource.attribute('assign_public_ip')) === true) return undefined;
  const block = renderBlock({
    header: 'network_configuration',
    items: [
      ['subnets', subnets.filter((text) => text !== undefined)],
      ['security_groups', groups.filter((text) => text !== undefined)],
    ],
  });
  return [{ kind: 'add-block', file: seat.file, body: seat.body, block }];
}
