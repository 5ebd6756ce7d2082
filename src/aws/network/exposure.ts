/** The parts of a workload that the internet can reach: directly, through a load balancer, by public invocation. */
import type { Function, Host, LoadBalancerRoute, Service } from '../compute/compute.js';
import type { Estate } from '../estate.js';
import type { Exposure, Network, NetworkPosition, Opening } from './network.js';

/**
 * The ways in from the internet, by reason, certain ones first. For a service, only ports that its containers serve count;
 * for a plain host every open port does, since what listens there is unknown. The ports of a way are those of the workload,
 * also behind a load balancer.
 */
export function exposuresOf({ network }: Estate, workload: Service | Host | Function): readonly Exposure[] {
  const exposures = found(network, workload);
  return [...exposures.filter(({ certain }) => certain), ...exposures.filter(({ certain }) => !certain)];
}

function found(network: Network, workload: Service | Host | Function): readonly Exposure[] {
  if ('publicInvocation' in workload) return exposureOfFunction(workload, network);
  if ('metadata' in workload) {
    const direct = directly(network.fromInternet(workload.position), workload.address);
    return [...direct, ...throughBalancers(workload.loadBalanced, [{ position: workload.position }], network)];
  }
  return exposureOfService(workload, network);
}

function exposureOfFunction(workload: Function, network: Network): readonly Exposure[] {
  const exposures = workload.publicInvocation.map((premise): Exposure => {
    const certain = premise.certainty === 'certain';
    return {
      reason: `${certain ? 'anyone can invoke it' : 'anyone may be able to invoke it'} (${premise.resource.address})`,
      certain,
      ways: [{ premises: [premise], protocol: 'tcp', fromPort: 443, toPort: 443 }],
    };
  });
  // A load balancer invokes functions through the Lambda API, not through the network.
  return [...exposures, ...workload.loadBalanced.flatMap((route) => ofRoute(route, inAt(route, network)))];
}

/** Certain ways and assumed ones apart. */
function byCertainty(
  ways: readonly Opening[],
  reason: (ways: readonly Opening[], certain: boolean) => string,
): readonly Exposure[] {
  const isCertain = ({ premises }: Opening): boolean => premises.every(({ certainty }) => certainty === 'certain');
  return [true, false].flatMap((certain) => {
    const chosen = ways.filter((way) => isCertain(way) === certain);
    return chosen.length > 0 ? [{ reason: reason(chosen, certain), certain, ways: chosen }] : [];
  });
}

/** Where a service listens: a port, a range of ports, or any (`undefined`). */
interface Listening {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
}

interface Endpoint {
  readonly position: NetworkPosition;
  /** Unset: the route gives the port. */
  readonly listening?: readonly Listening[];
}

const EVERY_PORT: readonly Listening[] = [
  { protocol: 'tcp', from: 0, to: 65_535 },
  { protocol: 'udp', from: 0, to: 65_535 },
];

/** Where Docker puts ports that are not fixed: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
const EPHEMERAL = { from: 32_768, to: 65_535 };

function exposureOfService(service: Service, network: Network): readonly Exposure[] {
  const listening = listeningOf(service);
  const positions = service.position ? [service.position] : service.hosts.map((host) => host.position);
  const endpoints = positions.map((position) => ({ position, listening }));
  const direct = endpoints.flatMap(({ position }) => {
    const ways = network.fromInternet(position).flatMap((way) => listening.flatMap((port) => narrowed(way, port)));
    return directly(ways, position.owner);
  });
  return [...direct, ...throughBalancers(service.loadBalanced, endpoints, network)];
}

function listeningOf(service: Service): readonly Listening[] {
  const { task } = service;
  if (!task) return EVERY_PORT;
  const own = service.position !== undefined || task.networkMode === 'host';
  const ports = task.containers.flatMap((container) => container.ports);
  // On the host's network, and with its own network interface (awsvpc), a container may listen on any port without a mapping.
  if (ports.length === 0) return own || task.incomplete ? EVERY_PORT : [];
  return ports.map(({ containerPort, hostPort, protocol }) => {
    const transport = protocol === 'udp' ? 'udp' : 'tcp';
    const fixed = own ? containerPort : hostPort;
    return fixed ? { protocol: transport, from: fixed, to: fixed } : { protocol: transport, ...EPHEMERAL };
  });
}

/** The part of an opening that leads to where something listens. */
function narrowed(way: Opening, port: Listening): readonly Opening[] {
  if (way.protocol !== 'all' && way.protocol !== port.protocol) return [];
  const fromPort = Math.max(way.fromPort, port.from);
  const toPort = Math.min(way.toPort, port.to);
  const wide = port.from === 0 && port.to === 65_535;
  return fromPort > toPort ? [] : [{ ...way, protocol: wide ? way.protocol : port.protocol, fromPort, toPort }];
}

function directly(all: readonly Opening[], owner: string): readonly Exposure[] {
  return byCertainty(
    all,
    (ways, certain) => `${owner} ${certain ? 'is' : 'may be'} reachable from the internet on ${portsOf(ways)}`,
  );
}

function portsOf(ways: readonly Opening[]): string {
  const texts = ways.map(({ protocol, fromPort, toPort }) => {
    if (fromPort === 0 && toPort === 65_535) return protocol === 'all' ? 'every port' : `every ${protocol} port`;
    return `${protocol === 'all' ? '' : `${protocol}/`}${fromPort}${toPort === fromPort ? '' : `-${toPort}`}`;
  });
  return [...new Set(texts)].join(', ');
}

function throughBalancers(
  routes: readonly LoadBalancerRoute[],
  endpoints: readonly Endpoint[],
  network: Network,
): readonly Exposure[] {
  return routes.flatMap((route) => {
    const inward = inAt(route, network);
    if (inward.length === 0) return [];
    const { balancer, preservesClient = false } = route;
    const onward = endpoints.flatMap(({ position, listening }) =>
      portsBehind(route, listening).flatMap(({ protocol, port }) =>
        network.behind(balancer.position, position, { port, protocol, preservesClient }),
      ),
    );
    const ways = inward.flatMap((way) =>
      onward.map((next) => ({ ...next, premises: [...way.premises, ...next.premises] })),
    );
    return ofRoute(route, ways);
  });
}

function ofRoute({ balancer, listener }: LoadBalancerRoute, all: readonly Opening[]): readonly Exposure[] {
  return byCertainty(all, (_, certain) => {
    const text = `reachable from the internet through ${balancer.address} (${listener.address})`;
    return certain ? text : `may be ${text}`;
  });
}

/** How the internet gets to a listener. */
function inAt(route: LoadBalancerRoute, network: Network): readonly Opening[] {
  const { port, condition } = route;
  const listening = transportsOf(route).flatMap((protocol) =>
    port === undefined ? EVERY_PORT.filter((each) => each.protocol === protocol) : [{ protocol, from: port, to: port }],
  );
  return network
    .fromInternet(route.balancer.position)
    .flatMap((way) => listening.flatMap((each) => narrowed(way, each)))
    .map((way) => (condition ? { ...way, premises: [...way.premises, condition] } : way));
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html#listener-configuration */
function transportsOf({ protocol }: LoadBalancerRoute): readonly Listening['protocol'][] {
  if (/^TCP_(?:UDP|QUIC)$/i.test(protocol ?? '')) return ['tcp', 'udp'];
  return /^(?:UDP|QUIC)$/i.test(protocol ?? '') ? ['udp'] : ['tcp'];
}

interface TargetPort {
  readonly protocol: Listening['protocol'];
  readonly port: number;
}

/** The ports of the workload that a balancer connects to; the first of a range stands for all. */
function portsBehind(route: LoadBalancerRoute, listening: readonly Listening[] | undefined): readonly TargetPort[] {
  const transports = transportsOf(route);
  if (!listening) return transports.map((protocol) => ({ protocol, port: route.targetPort ?? route.port ?? 80 }));
  const { targetPort } = route;
  const fitting = listening.filter(({ protocol }) => transports.includes(protocol));
  if (targetPort !== undefined) {
    const named = fitting.filter(({ from, to }) => from <= targetPort && targetPort <= to);
    if (named.length > 0) return unique(named.map(({ protocol }) => ({ protocol, port: targetPort })));
  }
  return unique(fitting.map(({ protocol, from }) => ({ protocol, port: from })));
}

function unique(ports: readonly TargetPort[]): readonly TargetPort[] {
  return [...new Map(ports.map((each) => [`${each.protocol} ${each.port}`, each])).values()];
}
