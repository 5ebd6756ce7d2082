/**
 * Which subnets lead to the internet: their route tables, from inline routes, `aws_route`, associations and the main table.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Assumption } from '../assumption.js';
import type { Links } from '../link.js';
import { assumedOf, named } from '../named.js';
import { type Evidence, evidenceOf } from '../premise.js';
import { isSet, textOf } from '../reading.js';
import { type AddressFamily, isInternet, parseCidr } from './cidr.js';
import type { Vpcs } from './vpcs.js';

export interface Route {
  readonly resource: Resource;
  /** `route[0].gateway_id`, or `gateway_id` of an `aws_route`. */
  readonly attribute: string;
  readonly target: 'internet' | 'nat' | 'unknown' | 'other';
  readonly families: readonly AddressFamily[];
  readonly evidence: Evidence;
  /** Where it can't be known whether it leads to the internet: what has to be so. */
  readonly assumes: Assumption | undefined;
}

export interface RouteTable {
  readonly address: string;
  readonly vpc: string | undefined;
  readonly routes: readonly Route[];
}

export interface Routes {
  /** `undefined`: the subnet's table can't be known. */
  tableOf(subnet: Resource, vpc: string | undefined): RouteTable | undefined;
  /** Some table is associated with the subnet, or may be. */
  isAssociated(subnet: Resource): boolean;
  /** The main table of a VPC, where one is adopted, which takes away its routes, or made main in place of the first. */
  replacedMain(vpc: string): RouteTable | undefined;
}

const TABLES = ['aws_route_table', 'aws_default_route_table'] as const;

interface Draft extends RouteTable {
  readonly routes: Route[];
}

export function readRoutes(configuration: Configuration, links: Links, vpcs: Vpcs): Routes {
  const reader = new Reader(links, vpcs);
  for (const type of TABLES) for (const resource of configuration.ofType(type)) reader.readTable(resource);
  for (const resource of configuration.ofType('aws_main_route_table_association')) reader.readMain(resource);
  for (const resource of configuration.ofType('aws_route')) reader.readRoute(resource);
  for (const resource of configuration.ofType('aws_route_table_association')) reader.readAssociation(resource);
  return reader;
}

class Reader implements Routes {
  readonly #links: Links;
  readonly #vpcs: Vpcs;
  readonly #tables = new Map<string, Draft>();
  readonly #mains = new Map<string, Draft>();
  readonly #replaced = new Set<string>();
  readonly #associated = new Map<string, Draft | 'unknown'>();
  /** VPCs of which some table is associated with a subnet that can't be known. */
  readonly #unsure = new Set<string | undefined>();

  constructor(links: Links, vpcs: Vpcs) {
    this.#links = links;
    this.#vpcs = vpcs;
  }

  readTable(resource: Resource): void {
    if (resource.mode !== 'managed') return;
    const main = resource.type === 'aws_default_route_table';
    const vpc = this.#vpcs.of(resource.attribute(main ? 'default_route_table_id' : 'vpc_id'));
    const table: Draft = { address: resource.address, vpc, routes: inlineRoutes(resource, this.#links) };
    this.#tables.set(resource.address, table);
    if (main && vpc !== undefined) this.#replaceMain(vpc, table);
  }

  readMain(resource: Resource): void {
    const vpc = this.#vpcs.of(resource.attribute('vpc_id'));
    const table = this.#tableFor(resource.attribute('route_table_id'));
    if (vpc !== undefined && table) this.#replaceMain(vpc, table);
  }

  readRoute(resource: Resource): void {
    const given = resource.attribute('route_table_id');
    const table = this.#tableFor(given);
    // Where the table itself may not exist, the route goes with it.
    const maybe = resource.maybe && this.#links.to(given, ...TABLES)?.maybe !== true;
    const route = readRoute({ resource, body: resource, prefix: '', maybe }, this.#links);
    if (table && route) table.routes.push(route);
  }

  readAssociation(resource: Resource): void {
    const given = resource.attribute('subnet_id');
    if (!isSet(given)) return;
    const subnet = this.#links.to(given, 'aws_subnet', 'aws_default_subnet');
    const table = this.#tableFor(resource.attribute('route_table_id'));
    if (subnet) this.#associated.set(subnet.address, table ?? 'unknown');
    else this.#unsure.add(table?.vpc);
  }

  isAssociated(subnet: Resource): boolean {
    return this.#associated.has(subnet.address);
  }

  replacedMain(vpc: string): RouteTable | undefined {
    return this.#replaced.has(vpc) ? this.#mains.get(vpc) : undefined;
  }

  tableOf(subnet: Resource, vpc: string | undefined): RouteTable | undefined {
    const own = this.#associated.get(subnet.address);
    if (own) return own === 'unknown' ? undefined : own;
    if (vpc === undefined || this.#unsure.has(vpc) || this.#unsure.has(undefined)) return undefined;
    // Of a VPC that is only looked up, the main table may hold anything.
    return this.#vpcs.resource(vpc)?.mode === 'managed' ? this.#main(vpc) : this.#mains.get(vpc);
  }

  /** A table by reference, or the main table of the VPC of which `main_route_table_id` is asked. */
  #tableFor(value: Value | undefined): Draft | undefined {
    const found = this.#links.to(value, ...TABLES);
    if (found) return this.#tables.get(found.address);
    const referent = this.#links.referent(value);
    if (!referent || !/^(main|default)_route_table_id$/.test(referent.path[0] ?? '')) return undefined;
    const vpc = this.#vpcs.of(value);
    return vpc === undefined ? undefined : this.#main(vpc);
  }

  #replaceMain(vpc: string, table: Draft): void {
    this.#mains.set(vpc, table);
    this.#replaced.add(vpc);
  }

  #main(vpc: string): Draft {
    const known = this.#mains.get(vpc);
    if (known) return known;
    const table: Draft = { address: `${vpc}#main-route-table`, vpc, routes: [] };
    this.#mains.set(vpc, table);
    return table;
  }
}

function inlineRoutes(resource: Resource, links: Links): Route[] {
  return resource
    .blocks('route')
    .map((body, index) => readRoute({ resource, body, prefix: `route[${index}].`, maybe: body.maybe }, links))
    .filter((route) => route !== undefined);
}

interface Source {
  readonly resource: Resource;
  readonly body: BodyView;
  /** The way to the body, for evidence: `route[0].`. */
  readonly prefix: string;
  /** It exists only if something unknown turns out so. */
  readonly maybe: boolean;
}

const DESTINATIONS = ['cidr_block', 'ipv6_cidr_block', 'destination_cidr_block', 'destination_ipv6_cidr_block'];

/** A route to (nearly) everywhere; others do not lead to the internet at large. */
function readRoute(source: Source, links: Links): Route | undefined {
  const { resource, body, prefix } = source;
  const families = DESTINATIONS.flatMap((name) => familyOf(name, body.attribute(name)) ?? []);
  if (families.length === 0) return undefined;
  for (const name of [
    'nat_gateway_id',
    'gateway_id',
    'egress_only_gateway_id',
    'network_interface_id',
    'instance_id',
  ]) {
    const value = body.attribute(name);
    if (!isSet(value) || textOf(value) === '') continue;
    const target = targetOf(name, value, links);
    const evidence = evidenceOf(resource, prefix + name, value, body);
    const assumes = assumptionOf(source, target === 'unknown' ? value : undefined);
    return { resource, attribute: prefix + name, target, families, evidence, assumes };
  }
  return undefined;
}

function assumptionOf({ resource, body, maybe }: Source, gateway: Value | undefined): Assumption | undefined {
  if (gateway) return assumedOf(`${named(gateway)} is an internet gateway`, gateway);
  const destination = DESTINATIONS.map((name) => body.attribute(name)).find(isSet);
  if (textOf(destination) === undefined) return assumedOf(`${named(destination)} covers the internet`, destination);
  return maybe ? { ...assumedOf(`the route ${resource.address} exists`, undefined), origin: body.origin } : undefined;
}

/** The address family of which the destination covers (nearly) everything. */
function familyOf(name: string, value: Value | undefined): AddressFamily | undefined {
  if (!isSet(value)) return undefined;
  const text = textOf(value);
  const family = name.includes('ipv6') ? 6 : 4;
  const range = text === undefined ? undefined : parseCidr(text);
  return text === undefined || (range !== undefined && isInternet([range])) ? family : undefined;
}

function targetOf(name: string, value: Value, links: Links): Route['target'] {
  // Egress-only gateways, NAT gateways and NAT instances let connections out and none in.
  if (name !== 'gateway_id') return 'nat';
  if (links.to(value, 'aws_internet_gateway')) return 'internet';
  const text = textOf(value);
  if (text !== undefined) return text.startsWith('igw-') ? 'internet' : 'other';
  return links.referent(value)?.resource.type.startsWith('aws_') ? 'other' : 'unknown';
}
