/** What the internet can reach of a workload: directly, through a load balancer, by public invocation. */
import type { Exposure, Function, Host, LoadBalancerRoute, Service } from '../compute/compute.js';
import type { Estate } from '../estate.js';
import type { Network, NetworkPosition, Opening } from './network.js';

/**
 * The ways in from the internet with the reasons in words; `undefined` where nothing of the workload can be reached. Of a
 * service, only ports that its containers serve count; of a plain host every open port does, since what listens there
 * can't be known. The ports of a way are those of the workload, also behind a load balancer.
 */
export function exposureOf(estate: Estate, workload: Service | Host | Function): Exposure | undefined {
  const exposures = exposuresOf(estate, workload);
  if (exposures.length === 0) return undefined;
  const reasons = new Set(exposures.map((exposure) => exposure.reason));
  return { reason: [...reasons].join('; '), ways: exposures.flatMap((exposure) => exposure.ways) };
}

/** The same, each reason apart. */
function exposuresOf({ network }: Estate, workload: Service | Host | Function): readonly Exposure[] {
  if ('publicInvocation' in workload) return exposureOfFunction(workload, network);
  if ('metadata' in workload) {
    const direct = directly(network.fromInternet(workload.position), workload.address);
    return [...direct, ...throughBalancers(workload.loadBalanced, [{ position: workload.position }], network)];
  }
  return exposureOfService(workload, network);
}

function exposureOfFunction(workload: Function, network: Network): readonly Exposure[] {
  const exposures: Exposure[] = workload.publicInvocation.map((premise) => ({
    reason: `anyone may invoke it (${premise.resource.address})`,
    ways: [{ premises: [premise], protocol: 'tcp', fromPort: 443, toPort: 443 }],
  }));
  // A load balancer invokes functions through the Lambda API, not through the network.
  return [...exposures, ...workload.loadBalanced.flatMap((route) => ofRoute(route, inAt(route, network)))];
}

/** Where a service listens: a port, a range of ports, or any (`undefined`). */
interface Listening {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
}

interface Endpoint {
  readonly position: NetworkPosition;
  /** Unset: the route says the port. */
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
  // On the host's network a container may listen anywhere; behind a bridge or an interface of its own, no mapping needed either for awsvpc.
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

function directly(ways: readonly Opening[], owner: string): readonly Exposure[] {
  const distinct = new Map<string, Opening>();
  for (const way of ways) {
    const key = `${way.fromPort}-${way.toPort}/${way.premises.map((premise) => premise.key).join('\n')}`;
    if (!distinct.has(key)) distinct.set(key, way);
  }
  const all = [...distinct.values()];
  if (all.length === 0) return [];
  return [{ reason: `${owner} is reached from the internet on ${portsOf(all)}`, ways: all }];
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
    const onward = endpoints.flatMap((endpoint) =>
      portsBehind(route, endpoint).flatMap((port) => network.between(route.balancer.position, endpoint.position, port)),
    );
    const ways = inward.flatMap((way) =>
      onward.map((next) => ({ ...next, premises: [...way.premises, ...next.premises] })),
    );
    return ofRoute(route, ways);
  });
}

function ofRoute(route: LoadBalancerRoute, ways: readonly Opening[]): readonly Exposure[] {
  if (ways.length === 0) return [];
  return [{ reason: `reached from the internet through ${route.balancer.address} (${route.listener.address})`, ways }];
}

/** How the internet gets to a listener. */
function inAt(route: LoadBalancerRoute, network: Network): readonly Opening[] {
  const port = route.port;
  const transport = /^(UDP|QUIC|TCP_UDP)$/i.test(route.protocol ?? '') ? 'udp' : 'tcp';
  const listening = port === undefined ? EVERY_PORT : [{ protocol: transport, from: port, to: port } as const];
  return network
    .fromInternet(route.balancer.position)
    .flatMap((way) => listening.flatMap((each) => narrowed(way, each)));
}

/** The ports of the workload to which a balancer connects; of a range, its first stands for all. */
function portsBehind(route: LoadBalancerRoute, { listening }: Endpoint): readonly number[] {
  if (!listening) return [route.targetPort ?? route.port ?? 80];
  const named = listening.filter(
    (each) => each.from <= (route.targetPort ?? -1) && (route.targetPort ?? -1) <= each.to,
  );
  if (named.length > 0 && route.targetPort !== undefined) return [route.targetPort];
  return [...new Set(listening.map((each) => each.from))];
}
