/** What load balancers reach. */
import { admittedFromInternet } from './internet.js';
import type { BalancedPort, NetworkPosition, Opening } from './network.js';
import { type ReachContext, type Service, type Way, admitted, openingOf } from './reach.js';

/**
 * Ways from a load balancer to its target. Both are in one network, or the target could not be one. Where the target sees
 * the address of the client, its groups have to admit the client, or name a group of the balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function behind(
  balancer: NetworkPosition,
  target: NetworkPosition,
  service: BalancedPort,
  context: ReachContext,
): readonly Opening[] {
  const [out] = admitted(balancer, target, 'egress', service, context);
  if (!out) return [];
  const ways = admitted(target, balancer, 'ingress', service, context);
  const inward = service.preservesClient
    ? [...ways.filter(({ byGroup }) => byGroup), ...admittedClients(target, service)]
    : ways;
  return inward.map(({ premises }) => openingOf([...out.premises, ...premises], service));
}

function admittedClients(target: NetworkPosition, { port, protocol }: Service): readonly Way[] {
  return admittedFromInternet(target)
    .filter((way) => way.fromPort <= port && port <= way.toPort)
    .filter((way) => way.protocol === 'all' || way.protocol === protocol)
    .map(({ premises }) => ({ premises, byGroup: false }));
}
