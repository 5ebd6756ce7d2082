import { subjectOf } from '#aws/premise.js';
/** A task on the host's network gets an interface of its own: what its services need for it. */
import type { Host, Service, TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { NetworkPosition, Subnet } from '#aws/network/network.js';
import { flagOf, textOf } from '#aws/reading.js';
import type { Change } from '../../change.js';
import type { Proposal } from '../../control.js';
import { addAgentSetting } from '../iam/agent.js';
import { edit } from '../edit/proposal.js';
import { groupReference, subnetReference } from '../edit/reference.js';
import { renderBlock } from '../edit/render.js';
import { seatOfResource, setScalar } from '../edit/scalar.js';
import { revisionNotes } from '../containers/task.js';

const BLOCKED = 'ECS_AWSVPC_BLOCK_IMDS=true';

export function falsifiesHostNetwork(task: TaskDefinition): Proposal['falsifies'] {
  return (premise) => subjectOf(premise, 'task.host-network')?.address === task.address;
}

/** Hosts whose metadata service tasks with an interface of their own would reach. */
function openHosts(services: readonly Service[]): readonly Host[] {
  const hosts = services.flatMap((service) => service.hosts);
  const open = hosts.filter(
    ({ role, blocksTaskMetadata, metadata }) => role && !blocksTaskMetadata && metadata.endpoint !== 'disabled',
  );
  return [...new Map(open.map((host) => [host.address, host])).values()];
}

export function opensMetadata(services: readonly Service[]): boolean {
  return openHosts(services).length > 0;
}

export interface OwnInterface {
  readonly proposal: Proposal;
  /** Connections can leave from its subnets, as far as that is known. */
  readonly leaves: boolean;
}

interface Moved {
  readonly task: TaskDefinition;
  readonly services: readonly Service[];
}

/** Where subnets and security groups are known, and clients come through a load balancer that can address the task. */
export function toOwnInterface(control: string, { task, services }: Moved, estate: Estate): OwnInterface | undefined {
  const { resource } = task;
  const seat = seatOfResource(resource);
  if (!seat || services.length === 0) return undefined;
  const moves = services.map((service) => moved(service, task, estate));
  const made = moves.filter((each) => each !== undefined);
  if (made.length < moves.length) return undefined;
  const open = openHosts(services);
  const settings = open.map((host) => addAgentSetting(host, BLOCKED)?.change);
  const leaves = made.every((each) => each.leaves);
  const proposal = edit({
    id: `${control}:awsvpc:${task.address}`,
    resource,
    changes: [
      ...setScalar(seat, 'network_mode', '"awsvpc"'),
      ...made.flatMap(({ changes }) => changes),
      ...settings.filter((change) => change !== undefined),
    ],
    falsifies: falsifiesHostNetwork(task),
    applyEffect: open.some(({ kind }) => kind === 'instance') ? 'restart' : 'new-revision',
    summary: `Give the tasks of ${task.address} their own network interface`,
    reason: 'With its own network interface the task has its own security groups and leaves the network of the host.',
    mayBreak: [
      leaves
        ? 'Tasks on EC2 get no public address: they need a NAT gateway or VPC endpoints for images and AWS APIs.'
        : 'Tasks on EC2 get no public address, and no way leads out of these subnets and security groups: without a NAT gateway, or VPC endpoints for images and AWS APIs, the tasks do not start.',
      "Each task uses one of the host's few network interfaces; clients that connect to the host's port have to go through the load balancer.",
      ...(open.length > 0
        ? [
            `${BLOCKED} has to be in the configuration of the agent of ${open.map(({ address }) => address).join(', ')} first: otherwise the tasks reach the metadata service. Changed user data affects only new instances.`,
          ]
        : []),
      ...revisionNotes(task, estate),
    ],
    width: leaves ? 4 : 6,
  });
  return { proposal, leaves };
}

interface ServiceMove {
  readonly changes: readonly Change[];
  readonly leaves: boolean;
}

/** `undefined` where the service could not work with an interface of its own. */
function moved(service: Service, task: TaskDefinition, estate: Estate): ServiceMove | undefined {
  const serves = task.containers.some((container) => container.ports.length > 0);
  const balanced = service.loadBalanced;
  if (balanced.some((route) => textOf(route.targetGroup.attribute('target_type')) !== 'ip')) return undefined;
  if (serves && balanced.length === 0 && service.hosts.some((host) => host.position.publicIp !== 'no'))
    return undefined;
  // Changing a host port fails: in awsvpc mode it must equal the container's port.
  const ports = task.containers.flatMap((container) => container.ports);
  if (ports.some((port) => port.hostPort !== undefined && port.hostPort !== port.containerPort)) return undefined;
  if (service.resource.blocks('network_configuration').length > 0) return { changes: [], leaves: true };
  if (flagOf(service.resource.attribute('assign_public_ip')) === true) return undefined;
  const settled = service.hosts.flatMap((host) => settle(host.position, service, estate) ?? []);
  return settled.find(({ leaves }) => leaves) ?? settled[0];
}

/** Where a host is its tasks can be: in those of its subnets, if there are any, from which connections can leave. */
function settle(position: NetworkPosition, service: Service, estate: Estate): ServiceMove | undefined {
  const seat = seatOfResource(service.resource);
  if (!seat || position.groupsUnknown) return undefined;
  const { module } = service.resource;
  const leaving = position.subnets.filter((subnet) => canLeave(subnet, position, estate));
  const chosen = leaving.length > 0 ? leaving : position.subnets;
  const subnets = chosen.map((subnet) => subnetReference(subnet.resource, module));
  const groups = position.groups.map((group) => groupReference(group.resource, module));
  if (subnets.length === 0 || groups.length === 0 || [...subnets, ...groups].includes(undefined)) return undefined;
  const block = renderBlock({
    header: 'network_configuration',
    items: [
      ['subnets', subnets.filter((text) => text !== undefined)],
      ['security_groups', groups.filter((text) => text !== undefined)],
    ],
  });
  return {
    changes: [{ kind: 'add-block', file: seat.file, body: seat.body, block }],
    leaves: leaving.length > 0,
  };
}

function canLeave(subnet: Subnet, position: NetworkPosition, estate: Estate): boolean {
  const { address: _, address6: __, ...rest } = position;
  return estate.network.toInternet({ ...rest, subnets: [subnet], publicIp: 'no' }) !== 'no';
}
