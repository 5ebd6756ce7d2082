/** Subnets, by reference and by data source, and how each is routed. */
import { adviceOnPlace } from '../advice.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { supplyFor } from '../assumption.js';
import type { Links } from '../link.js';
import { type Premise, remark } from '../premise.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf } from '../reading.js';
import { type AddressFamily, parseCidr } from './cidr.js';
import { elementsOf } from './elements.js';
import { leaningOfSubnet, leaningOfSubnets } from './naming.js';
import type { NetworkPosition, Subnet } from './network.js';
import type { RouteTable, Routes } from './routes.js';
import { DEFAULT_VPC, type Vpcs } from './vpcs.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'network.internet-route': RouteTable | Subnet | NetworkPosition;
  }
}

export const PRIVATE_ROUTES = adviceOnPlace(
  'Move the workload to a subnet whose route table has no internet gateway, with a NAT gateway or VPC endpoints for what it calls.',
);

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
  /** The subnets that values name, and the values of which it can't be told. */
  of(value: Value | undefined): { readonly subnets: readonly Subnet[]; readonly unresolved: readonly Value[] };
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
    const cidr = textOf(resource.attribute('cidr_block'));
    const draft: Subnet = {
      address: resource.address,
      resource,
      vpc,
      cidr: cidr !== undefined && parseCidr(cidr) ? cidr : undefined,
      public: undefined,
      mapPublicIp: mapsPublicIp(resource, vpc),
      assignIpv6: flagOf(resource.attribute('assign_ipv6_address_on_creation')) === true,
      leaning: leaningOfSubnet(resource),
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
      const subnets = new Map<string, Subnet>();
      const unresolved: Value[] = [];
      for (const item of elementsOf(value)) {
        const resource = links.to(item, ...SUBNET_TYPES);
        if (!resource) unresolved.push(item);
        else if (!subnets.has(resource.address)) {
          const subnet = add(resource);
          const leaning = subnet.leaning ?? leaningOfSubnets(item, links);
          subnets.set(resource.address, leaning === subnet.leaning ? subnet : { ...subnet, leaning });
        }
      }
      return { subnets: [...subnets.values()], unresolved };
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

/** Default subnets give public addresses, others do where they are told to. */
function mapsPublicIp(resource: Resource, vpc: string | undefined): boolean | undefined {
  const flag = flagOf(resource.attribute('map_public_ip_on_launch')) ?? flagOf(filterOf(resource, MAPPING));
  if (flag !== undefined) return flag === UNKNOWN ? undefined : flag;
  if (resource.type === 'aws_default_subnet' || isDefaultSubnets(resource, vpc)) return true;
  return resource.mode === 'data' ? undefined : false;
}

const MAPPING = ['map-public-ip-on-launch', 'mapPublicIpOnLaunch'] as const;

function filterOf(resource: Resource, names: readonly string[]): Value | undefined {
  const block = resource.blocks('filter').find((each) => names.includes(textOf(each.attribute('name')) ?? ''));
  return itemsOf(block?.attribute('values'))[0];
}

/** A data source of all subnets of the default VPC, or of its default subnets; somebody may have made others there. */
function isDefaultSubnets(resource: Resource, vpc: string | undefined): boolean {
  if (resource.mode !== 'data' || vpc !== DEFAULT_VPC) return false;
  const telling = new Set(['vpc-id', 'availability-zone', 'availabilityZone', 'default-for-az', 'defaultForAz']);
  const named = ['id', 'tags', 'cidr_block'].some((name) => isSet(resource.attribute(name)));
  return !named && resource.blocks('filter').every((block) => telling.has(textOf(block.attribute('name')) ?? ''));
}

/** The VPC that the subnet names, or that a data source of subnets filters by. */
function vpcOf(resource: Resource, vpcs: Vpcs): string | undefined {
  if (resource.type === 'aws_default_subnet') return DEFAULT_VPC;
  if (resource.mode === 'data' && flagOf(resource.attribute('default_for_az')) === true) return DEFAULT_VPC;
  const named = vpcs.of(resource.attribute('vpc_id'));
  if (named !== undefined) return named;
  return vpcs.of(filterOf(resource, ['vpc-id']));
}

function gatewayOf(subnet: Subnet, routes: Routes): Gateway {
  if (subnet.vpc === DEFAULT_VPC && isInMainTable(subnet)) return gatewayOfDefaultVpc(subnet, routes);
  const table = subnet.resource.mode === 'managed' ? routes.tableOf(subnet.resource, subnet.vpc) : undefined;
  return table ? gatewayBy(table) : unknownGateway(subnet);

  function isInMainTable({ address, resource, vpc }: Subnet): boolean {
    if (address === DEFAULT_SUBNET) return true;
    return resource.mode === 'data' ? isDefaultSubnets(resource, vpc) : !routes.isAssociated(resource);
  }
}

function unknownGateway(subnet: Subnet): Gateway {
  const unknown: Inward = { inbound: 'unknown', premise: assumedRoute(subnet) };
  return { ...unknown, nat: undefined, ipv6: unknown };
}

function gatewayBy(table: RouteTable): Gateway {
  const nat = table.routes.some((route) => route.target === 'nat');
  return { ...inwardOf(table, 4), nat, ipv6: inwardOf(table, 6) };
}

function inwardOf(table: RouteTable, family: AddressFamily): Inward {
  const routes = table.routes.filter(({ families }) => families.includes(family));
  const inward = routes.filter(({ target }) => target === 'internet' || target === 'unknown');
  const sure = inward.filter(({ assumes }) => !assumes);
  const shown = sure.length > 0 ? sure : inward;
  const [first] = shown;
  if (!first) return { inbound: 'no', premise: undefined };
  const premise: Premise = {
    property: 'network.internet-route',
    key: `network.internet-route:${table.address}${family === 6 ? ':ipv6' : ''}`,
    resource: first.resource,
    evidence: shown.map((route) => route.evidence),
    certainty: first.assumes ? 'assumed' : 'certain',
    ...(first.assumes ? { assumes: first.assumes } : {}),
    subject: table,
    advice: PRIVATE_ROUTES,
  };
  return { inbound: first.assumes ? 'unknown' : 'yes', premise };
}

/**
 * The main route table of a default VPC leads to an internet gateway unless it is adopted or replaced, and has no IPv6 route
 * unless one is added. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function gatewayOfDefaultVpc(subnet: Subnet, routes: Routes): Gateway {
  const replaced = routes.replacedMain(DEFAULT_VPC);
  if (replaced) return gatewayBy(replaced);
  const added = routes.tableOf(subnet.resource, DEFAULT_VPC);
  const own = subnet.resource.type.includes('subnet');
  const premise: Premise = {
    property: 'network.internet-route',
    key: `network.internet-route:${subnet.address}`,
    resource: subnet.resource,
    evidence: [
      own
        ? remark(subnet.resource, 'vpc_id', 'default VPC, whose main route table leads to an internet gateway')
        : remark(subnet.resource, 'subnet_id', 'absent: default VPC, whose subnets are public'),
    ],
    certainty: 'certain',
    subject: subnet,
    advice: PRIVATE_ROUTES,
  };
  const nat = added?.routes.some((route) => route.target === 'nat') ?? false;
  return { inbound: 'yes', nat, premise, ipv6: added ? inwardOf(added, 6) : { inbound: 'no', premise: undefined } };
}

/** What is assumed about subnets with unknown routes. */
export const TO_GATEWAY = ' leads to an internet gateway';

function assumedRoute(subnet: Subnet): Premise {
  const { resource, address, leaning } = subnet;
  const against = leaning === 'private' ? ', whatever its name says' : '';
  return {
    property: 'network.internet-route',
    key: `network.internet-route:${address}`,
    resource,
    evidence: [remark(resource, 'route_table', 'unknown')],
    certainty: 'assumed',
    assumes: {
      what: `${address}${TO_GATEWAY}${against}`,
      origin: resource.origin,
      supply: supplyFor(resource.read(['id'])),
    },
    subject: subnet,
    advice: PRIVATE_ROUTES,
  };
}
