/**
 * The ports that are there for the public: those of a load balancer's listeners, those that a service publishes itself, and
 * the web on a host. And the way of a load balancer to what stands behind it.
 */
import type { Function, Host, LoadBalancer, LoadBalancerRoute, Service } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { NetworkPosition, Opening, SecurityRule } from '#aws/network/network.js';
import { type Evidence, evidenceOf, type Premise } from '#aws/premise.js';
import { wholeOf } from '#aws/reading.js';
import type { Resource } from '#model/resource.js';
import type { Need } from './need.js';

export function* servedNeeds(estate: Estate): Generator<Need> {
  for (const { balancer, port, evidence } of listeners(estate)) {
    const position = ({ balancers }: Estate): readonly NetworkPosition[] => positionsOf(balancers, balancer);
    const what = `${balancer.address} serves port ${port} to the internet`;
    yield publicPort({ address: balancer.address, port, what, evidence }, position);
    yield* admitted(
      { address: balancer.address, port, what: `${balancer.address} serves port ${port}`, evidence },
      position,
      estate,
    );
  }
  for (const service of estate.services) yield* ofService(service);
  for (const host of estate.hosts) yield* ofHost(host, estate);
  for (const workload of [...estate.services, ...estate.hosts]) yield* behindBalancers(workload);
  for (const each of estate.functions) yield* invoked(each);
}

/** Each way to call it by itself. */
function* invoked({ address, publicInvocation }: Function): Generator<Need> {
  for (const { key, resource, evidence } of publicInvocation) {
    yield {
      key: `${address} answers through ${key}`,
      goesDark: true,
      what: `${address} answers any caller through ${resource.address}`,
      evidence,
      ways: ({ functions }) => {
        const same = find(functions, address)?.publicInvocation.filter((premise) => premise.key === key) ?? [];
        return same.map((premise) => [premise]);
      },
    };
  }
}

interface Listener {
  readonly balancer: LoadBalancer;
  readonly port: number;
  readonly evidence: readonly Evidence[];
}

const LISTENERS = ['aws_lb_listener', 'aws_alb_listener'] as const;

function* listeners(estate: Estate): Generator<Listener> {
  const byAddress = new Map(estate.balancers.map((balancer) => [balancer.address, balancer]));
  for (const resource of LISTENERS.flatMap((type) => estate.configuration.ofType(type))) {
    const balancer = byAddress.get(resource.attribute('load_balancer_arn')?.ref?.address ?? '');
    if (balancer) yield* listening(balancer, resource, resource.attribute('port'));
  }
  for (const balancer of estate.balancers) {
    for (const block of balancer.resource.blocks('listener')) {
      yield* listening(balancer, balancer.resource, block.attribute('lb_port'));
    }
  }
}

function* listening(
  balancer: LoadBalancer,
  resource: Resource,
  value: Parameters<typeof wholeOf>[0],
): Generator<Listener> {
  const port = wholeOf(value);
  if (typeof port !== 'number') return;
  yield { balancer, port, evidence: [evidenceOf(resource, 'port', value)] };
}

interface PublicPort {
  readonly address: string;
  readonly port: number;
  readonly what: string;
  readonly evidence?: readonly Evidence[];
}

/** Some of the positions are reached from the internet on the port. */
function publicPort(
  { address, port, what, evidence }: PublicPort,
  positions: (estate: Estate) => readonly NetworkPosition[],
  suits: (opening: Opening) => boolean = () => true,
): Need {
  return {
    key: `${address} serves ${port}`,
    what,
    evidence,
    goesDark: true,
    ways: (estate) =>
      positions(estate)
        .flatMap((position) => estate.network.fromInternet(position))
        .filter((opening) => opening.fromPort <= port && port <= opening.toPort && suits(opening))
        .map(({ premises }) => premises),
  };
}

/** Each peer that rules admit to the port: whom they admit who are not known, all of these rules together. */
function* admitted(
  { address, port, what, evidence }: PublicPort,
  positions: (estate: Estate) => readonly NetworkPosition[],
  estate: Estate,
): Generator<Need> {
  const rules = (asked: Estate): readonly SecurityRule[] =>
    positions(asked).flatMap(({ groups }) =>
      groups.flatMap((group) => group.rules.filter((rule) => opens(rule, port))),
    );
  const own = rules(estate);
  for (const peer of new Set(own.flatMap(({ cidrs, groups }) => [...cidrs, ...groups]))) {
    yield {
      key: `${address} serves ${port} to ${peer}`,
      what: `${what} to ${peer}`,
      evidence,
      goesDark: true,
      ways: (asked) =>
        rules(asked)
          .filter((rule) => admits(rule, peer))
          .map(({ premise }) => [premise]),
    };
  }
  const unknown = own.filter(({ unknown: given }) => given.length > 0).length;
  if (unknown === 0) return;
  yield {
    key: `${address} serves ${port} to whom is not known`,
    what: `${what} to unknown addresses`,
    evidence,
    goesDark: true,
    ways: (asked) => {
      const left = rules(asked).filter(({ unknown: given }) => given.length > 0);
      return left.length < unknown ? [] : [left.map(({ premise }) => premise)];
    },
  };
}

function opens({ direction, protocol, fromPort, toPort }: SecurityRule, port: number): boolean {
  return direction === 'ingress' && protocol !== 'icmp' && fromPort <= port && port <= toPort;
}

function admits({ cidrs, groups }: SecurityRule, peer: string): boolean {
  return cidrs.includes(peer) || groups.includes(peer);
}

function positionsOf(
  among: readonly { readonly address: string; readonly position: NetworkPosition }[],
  { address }: { readonly address: string },
): readonly NetworkPosition[] {
  return among.filter((each) => each.address === address).map(({ position }) => position);
}

/** Ports that the containers publish, where no load balancer does it for them. */
function* ofService(service: Service): Generator<Need> {
  const { address, task, loadBalanced } = service;
  if (!task || loadBalanced.length > 0) return;
  const own = service.position !== undefined || task.networkMode === 'host';
  for (const container of task.containers) {
    for (const { containerPort, hostPort } of container.ports) {
      const port = own ? containerPort : hostPort;
      if (!port) continue;
      const what = `${container.address} serves port ${port} to the internet`;
      const evidence = [
        evidenceOf(task.resource, `container_definitions[${container.index}].portMappings`, container.value),
      ];
      yield publicPort({ address, port, what, evidence }, ({ services }) => endpoints(find(services, address)));
    }
  }
}

const WEB: readonly number[] = [80, 443];

/** Whoever opens just the web's port of a host to everybody serves the web there. */
function* ofHost({ address, loadBalanced, cluster }: Host, estate: Estate): Generator<Need> {
  if (
    loadBalanced.length > 0 ||
    (cluster && estate.services.some(({ hosts }) => hosts.some((host) => host.address === address)))
  )
    return;
  for (const port of WEB) {
    const what = `${address} serves port ${port} to the internet`;
    const own = ({ hosts }: Estate): readonly NetworkPosition[] => positionsOf(hosts, { address });
    const exactly = ({ fromPort, toPort }: Opening): boolean => fromPort === toPort;
    yield publicPort({ address, port, what }, own, exactly);
  }
}

function* behindBalancers({ address, loadBalanced }: Service | Host): Generator<Need> {
  for (const { balancer, listener, targetGroup } of loadBalanced) {
    yield {
      key: `${balancer.address} reaches ${address} ${listener.address} ${targetGroup.address}`,
      what: `${balancer.address} reaches ${address}, which is behind it`,
      evidence: [evidenceOf(listener, 'default_action', undefined)],
      goesDark: true,
      ways: (estate) => {
        const workload = find(estate.services, address) ?? find(estate.hosts, address);
        const routes = workload?.loadBalanced.filter((each) => each.listener.address === listener.address) ?? [];
        return routes.flatMap((route) => fromBalancer(route, workload, estate));
      },
    };
  }
}

function fromBalancer(
  route: LoadBalancerRoute,
  workload: Service | Host | undefined,
  estate: Estate,
): readonly (readonly Premise[])[] {
  return endpoints(workload)
    .flatMap((endpoint) =>
      portsBehind(route, workload).flatMap((port) => estate.network.between(route.balancer.position, endpoint, port)),
    )
    .map(({ premises }) => premises);
}

function find<W extends Service | Host | Function>(among: readonly W[], address: string): W | undefined {
  return among.find((each) => each.address === address);
}

function endpoints(workload: Service | Host | undefined): readonly NetworkPosition[] {
  if (!workload) return [];
  if ('metadata' in workload) return [workload.position];
  return workload.position ? [workload.position] : workload.hosts.map(({ position }) => position);
}

/** The first of the ports from which Docker takes one that is not fixed. */
const EPHEMERAL = 32_768;

function portsBehind(route: LoadBalancerRoute, workload: Service | Host | undefined): readonly number[] {
  const registered = route.targetPort ?? route.port ?? 80;
  if (!workload || 'metadata' in workload || !workload.task) return [registered];
  const own = workload.position !== undefined || workload.task.networkMode === 'host';
  const published = workload.task.containers.flatMap(({ ports }) => ports);
  const listens = published.map(({ containerPort, hostPort }) => (own ? containerPort : hostPort) || EPHEMERAL);
  return listens.length === 0 ? [registered] : [...new Set(listens)];
}
