/** Subnets, by reference and by data source, and how each is routed. */
import type { Configuration, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import type { Links } from '../link.js';
import { type Premise, remark } from '../premise.js';
import { flagOf, isSet, itemsOf, textOf } from '../reading.js';
import { type AddressFamily, parseCidr } from './cidr.js';
import type { Subnet } from './network.js';
import type { RouteTable, Routes } from './routes.js';
import { DEFAULT_VPC, type Vpcs } from './vpcs.js';

const SUBNET_TYPES = ['aws_subnet', 'aws_default_subnet', 'aws_subnets', 'aws_subnet_ids'] as const;

/** How connections pass between a subnet and the internet. */
export interface Gateway extends Inward {
  readonly nat: boolean | undefined;
  /** The same of connections by IPv6. */
  readonly ipv6: Inward;
}

export interface Inward {
  readonly inbound: 'yes' | 'no' | 'unknown';
  /** Property `network.internet-route`, subject the route table or the subnet. Absent where there is no way in. */
  readonly premise: Premise | undefined;
}

export interface Subnets {
  readonly all: readonly Subnet[];
  byAddress(address: string): Subnet | undefined;
  /** The subnets that values name; `unknown` where some can't be told. */
  of(value: Value | undefined): { readonly subnets: readonly Subnet[]; readonly unknown: boolean };
  /** Where something lies that names no subnet: in a default subnet, which is public. */
  defaultSubnet(owner: Resource): Subnet;
  gateway(subnet: Subnet): Gateway;
}

export function readSubnets(configuration: Configuration, links: Links, vpcs: Vpcs, routes: Routes): Subnets {
  const all = new Map<string, Subnet>();
  const gateways = new Map<Subnet, Gateway>();

  function add(resource: Resource): Subnet {
    const known = all.get(resource.address);
    if (known) return known;
    const vpc = vpcOf(resource, vpcs);
    const byDefault = vpc === DEFAULT_VPC && resource.type !== 'aws_subnet';
    const cidr = textOf(resource.attribute('cidr_block'));
    const draft: Subnet = {
      address: resource.address,
      resource,
      vpc,
      cidr: cidr !== undefined && parseCidr(cidr) ? cidr : undefined,
      public: undefined,
      mapPublicIp: byDefault || flagOf(resource.attribute('map_public_ip_on_launch')) === true,
      assignIpv6: flagOf(resource.attribute('assign_ipv6_address_on_creation')) === true,
    };
    const gateway = gatewayOf(draft, routes);
    const subnet: Subnet = { ...draft, public: gateway.inbound === 'unknown' ? undefined : gateway.inbound === 'yes' };
    all.set(resource.address, subnet);
    gateways.set(subnet, gateway);
    return subnet;
  }

  for (const type of ['aws_subnet', 'aws_default_subnet']) {
    for (const resource of configuration.ofType(type)) if (resource.mode === 'managed') add(resource);
  }
  return {
    get all() {
      return [...all.values()];
    },
    byAddress: (address) => all.get(address),
    of(value) {
      const subnets = new Set<Subnet>();
      let unknown = false;
      for (const item of itemsOf(value)) {
        if (!isSet(item)) continue;
        const resource = links.to(item, ...SUBNET_TYPES);
        if (resource) subnets.add(add(resource));
        else unknown = true;
      }
      return { subnets: [...subnets], unknown };
    },
    defaultSubnet(owner) {
      const known = all.get(DEFAULT_SUBNET);
      if (known) return known;
      const resource = vpcs.resource(DEFAULT_VPC) ?? owner;
      const subnet = defaultSubnet(resource);
      all.set(DEFAULT_SUBNET, subnet);
      gateways.set(subnet, gatewayOf(subnet, routes));
      return subnet;
    },
    gateway: (subnet) => gateways.get(subnet) ?? gatewayOf(subnet, routes),
  };
}

const DEFAULT_SUBNET = 'default-subnet';

function defaultSubnet(resource: Resource): Subnet {
  return { address: DEFAULT_SUBNET, resource, vpc: DEFAULT_VPC, cidr: undefined, public: true, mapPublicIp: true };
}

/** The VPC that the subnet names, or that a data source of subnets filters by. */
function vpcOf(resource: Resource, vpcs: Vpcs): string | undefined {
  if (resource.type === 'aws_default_subnet') return DEFAULT_VPC;
  if (resource.mode === 'data' && flagOf(resource.attribute('default_for_az')) === true) return DEFAULT_VPC;
  const named = vpcs.of(resource.attribute('vpc_id'));
  if (named !== undefined) return named;
  for (const filter of resource.blocks('filter')) {
    if (textOf(filter.attribute('name')) !== 'vpc-id') continue;
    return vpcs.of(itemsOf(filter.attribute('values'))[0]);
  }
  return undefined;
}

function gatewayOf(subnet: Subnet, routes: Routes): Gateway {
  if (subnet.vpc === DEFAULT_VPC) return gatewayOfDefaultVpc(subnet, routes);
  const table = subnet.resource.mode === 'managed' ? routes.tableOf(subnet.resource, subnet.vpc) : undefined;
  if (!table) {
    const unknown: Inward = { inbound: 'unknown', premise: assumedRoute(subnet) };
    return { ...unknown, nat: undefined, ipv6: unknown };
  }
  const nat = table.routes.some((route) => route.target === 'nat');
  return { ...inwardOf(subnet, table, 4), nat, ipv6: inwardOf(subnet, table, 6) };
}

function inwardOf(subnet: Subnet, table: RouteTable, family: AddressFamily): Inward {
  const routes = table.routes.filter(({ families }) => families.includes(family));
  const inward = routes.filter((route) => route.target === 'internet');
  const unsure = routes.filter((route) => route.target === 'unknown');
  const shown = inward.length > 0 ? inward : unsure;
  if (shown.length === 0) return { inbound: 'no', premise: undefined };
  const [first] = shown;
  const premise: Premise = {
    property: 'network.internet-route',
    key: `network.internet-route:${table.address}${family === 6 ? ':ipv6' : ''}`,
    resource: first?.resource ?? subnet.resource,
    evidence: shown.map((route) => route.evidence),
    certainty: inward.length > 0 ? 'certain' : 'assumed',
    subject: table,
  };
  return { inbound: inward.length > 0 ? 'yes' : 'unknown', premise };
}

/** The default VPC has a route to an internet gateway unless somebody took it away, and no IPv6 unless somebody adds it. */
function gatewayOfDefaultVpc(subnet: Subnet, routes: Routes): Gateway {
  const table =
    subnet.resource.type === 'aws_default_subnet' ? routes.tableOf(subnet.resource, DEFAULT_VPC) : undefined;
  const nat = table?.routes.some((route) => route.target === 'nat') ?? false;
  const premise: Premise = {
    property: 'network.internet-route',
    key: `network.internet-route:${subnet.address}`,
    resource: subnet.resource,
    evidence: [remark(subnet.resource, 'subnet_id', 'absent: default VPC, whose subnets are public')],
    certainty: 'certain',
    subject: subnet,
  };
  const ipv6: Inward = table ? inwardOf(subnet, table, 6) : { inbound: 'no', premise: undefined };
  return { inbound: 'yes', nat, premise, ipv6 };
}

function assumedRoute(subnet: Subnet): Premise {
  return {
    property: 'network.internet-route',
    key: `network.internet-route:${subnet.address}`,
    resource: subnet.resource,
    evidence: [remark(subnet.resource, 'route_table', 'not known: taken to lead to an internet gateway')],
    certainty: 'assumed',
    subject: subnet,
  };
}
