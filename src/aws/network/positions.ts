/** Where resources sit in the network: subnets, security groups, public addresses. */
import type { BodyView, Configuration, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { type Evidence, type Premise, evidenceOf, remark } from '../premise.js';
import { UNKNOWN, flagOf, isSet, itemsOf } from '../reading.js';
import type { NetworkPosition, SecurityGroup, Subnet } from './network.js';
import { GROUP_TYPES } from './rules.js';
import type { Subnets } from './subnets.js';
import type { Vpcs } from './vpcs.js';

/** Attributes that place something; whoever reads a resource knows where it keeps them. */
export interface Placement {
  /** Address of the workload. */
  readonly owner: string;
  readonly resource: Resource;
  readonly subnets: readonly (Value | undefined)[];
  readonly groups: readonly (Value | undefined)[];
  readonly publicAddress: PublicAddress;
  /** What gives it an IPv6 address of its own, and whether subnets may give it one. */
  readonly ipv6?: { readonly evidence: readonly Evidence[]; readonly asSubnet: boolean };
  readonly unfiltered?: boolean;
  /** What would tell the security groups can't be resolved. */
  readonly groupsUnknown?: boolean;
}

export interface PublicAddress {
  readonly state: 'yes' | 'no' | 'unknown' | 'as-subnet';
  readonly evidence: readonly Evidence[];
}

export interface Positions {
  place(placement: Placement): NetworkPosition;
  /** Elastic IP addresses and further security groups that other resources attach to an instance or interface. */
  attachedAddress(...targets: readonly Resource[]): readonly Evidence[];
  attachedGroups(...targets: readonly Resource[]): readonly Value[];
}

export interface PositionContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  group(address: string): SecurityGroup | undefined;
  /** The default group of a VPC. */
  defaultGroup(vpc: string, owner: Resource): SecurityGroup;
}

/** An explicit flag (`associate_public_ip_address`, `assign_public_ip`); unset means what `otherwise` says. */
export function publicAddressBy(
  resource: Resource,
  attribute: string,
  body: BodyView,
  otherwise: 'no' | 'as-subnet',
): PublicAddress {
  const name = attribute.split('.').at(-1) ?? attribute;
  const value = body.attribute(name);
  const flag = flagOf(value);
  const evidence = [evidenceOf(resource, attribute, value, body)];
  if (flag === undefined) return { state: otherwise, evidence };
  return { state: flag === UNKNOWN ? 'unknown' : flag ? 'yes' : 'no', evidence };
}

export function createPositions(context: PositionContext): Positions {
  const { configuration, links } = context;
  const addresses = new Map<string, Evidence[]>();
  const noteAddress = (resource: Resource, attribute: string): void => {
    const value = resource.attribute(attribute);
    const target = links.to(value, 'aws_instance', 'aws_spot_instance_request', 'aws_network_interface');
    const owner = target ?? links.referent(value)?.resource;
    if (!owner) return;
    append(addresses, owner.address, evidenceOf(resource, attribute, value));
  };
  for (const resource of configuration.ofType('aws_eip')) {
    for (const attribute of ['instance', 'network_interface']) noteAddress(resource, attribute);
  }
  for (const resource of configuration.ofType('aws_eip_association')) {
    for (const attribute of ['instance_id', 'network_interface_id']) noteAddress(resource, attribute);
  }
  const groups = new Map<string, Value[]>();
  for (const resource of configuration.ofType('aws_network_interface_sg_attachment')) {
    const owner = links.referent(resource.attribute('network_interface_id'))?.resource;
    const value = resource.attribute('security_group_id');
    if (owner && value) append(groups, owner.address, value);
  }
  return {
    place: (placement) => place(placement, context),
    attachedAddress: (...targets) => targets.flatMap((target) => addresses.get(target.address) ?? []),
    attachedGroups: (...targets) => targets.flatMap((target) => groups.get(target.address) ?? []),
  };
}

function place(placement: Placement, context: PositionContext): NetworkPosition {
  const { owner, resource } = placement;
  const subnets = subnetsOf(placement, context);
  const groups = groupsOf(placement, subnets, context);
  const address = addressOf(placement, subnets);
  const address6 = address6Of(placement, subnets);
  return {
    owner,
    resource,
    subnets: subnets.known,
    groups: groups.known,
    groupsUnknown: groups.unknown,
    publicIp: address.state,
    subnetsUnknown: subnets.unknown,
    ...(address.premise ? { address: address.premise } : {}),
    ...(address6 ? { address6 } : {}),
    ...(placement.unfiltered ? { unfiltered: true } : {}),
  };
}

interface Found<Item> {
  readonly known: readonly Item[];
  readonly unknown: boolean;
}

function subnetsOf(placement: Placement, context: PositionContext): Found<Subnet> {
  const given = placement.subnets.filter(isSet);
  if (given.length === 0) return { known: [context.subnets.defaultSubnet(placement.resource)], unknown: false };
  const found = given.map((value) => context.subnets.of(value));
  const known = new Set(found.flatMap((each) => each.subnets));
  return { known: [...known], unknown: known.size === 0 || found.some((each) => each.unknown) };
}

function groupsOf(placement: Placement, subnets: Found<Subnet>, context: PositionContext): Found<SecurityGroup> {
  if (placement.unfiltered) return { known: [], unknown: false };
  const given = placement.groups.flatMap(itemsOf).filter(isSet);
  const known = new Set<SecurityGroup>();
  let unknown = placement.groupsUnknown ?? false;
  for (const value of given) {
    const group = groupOf(value, placement.resource, context);
    if (group) known.add(group);
    else unknown = true;
  }
  if (given.length > 0 || unknown) return { known: [...known], unknown };
  const vpc = subnets.known.find((subnet) => subnet.vpc !== undefined)?.vpc;
  // Without a group of its own, an interface gets the default group of its VPC.
  if (vpc === undefined) return { known: [], unknown: true };
  return { known: [context.defaultGroup(vpc, placement.resource)], unknown: false };
}

function groupOf(value: Value, owner: Resource, context: PositionContext): SecurityGroup | undefined {
  const referent = context.links.referent(value);
  if (referent?.path[0] === 'default_security_group_id') {
    const vpc = context.vpcs.of(value);
    return vpc === undefined ? undefined : context.defaultGroup(vpc, owner);
  }
  const resource = context.links.to(value, ...GROUP_TYPES);
  return resource && context.group(resource.address);
}

interface Address {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly premise: Premise | undefined;
}

function addressOf({ publicAddress, owner, resource }: Placement, subnets: Found<Subnet>): Address {
  let state: Address['state'];
  let evidence = publicAddress.evidence;
  if (publicAddress.state === 'as-subnet') {
    const mapping = subnets.known.filter((subnet) => subnet.mapPublicIp);
    state = mapping.length > 0 ? 'yes' : subnets.unknown ? 'unknown' : 'no';
    if (state === 'yes') {
      evidence = mapping.map(({ resource: subnet }) => {
        const value = subnet.attribute('map_public_ip_on_launch');
        if (value) return evidenceOf(subnet, 'map_public_ip_on_launch', value);
        return remark(resource, 'subnet_id', 'default subnet, which gives public addresses');
      });
    }
  } else state = publicAddress.state;
  if (state === 'no') return { state, premise: undefined };
  const premise: Premise = {
    property: 'network.public-address',
    key: `network.public-address:${owner}`,
    resource,
    evidence,
    certainty: state === 'yes' ? 'certain' : 'assumed',
    subject: { owner, state: publicAddress.state },
  };
  return { state, premise };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#ipv6-addressing */
function address6Of({ ipv6, owner, resource }: Placement, subnets: Found<Subnet>): Premise | undefined {
  if (!ipv6) return undefined;
  const assigning = ipv6.asSubnet ? subnets.known.filter((subnet) => subnet.assignIpv6) : [];
  const name = 'assign_ipv6_address_on_creation';
  const given = assigning.map(({ resource: subnet }) => evidenceOf(subnet, name, subnet.attribute(name)));
  const evidence = [...ipv6.evidence, ...given];
  if (evidence.length === 0) return undefined;
  return {
    property: 'network.public-address',
    key: `network.public-address:${owner}:ipv6`,
    resource,
    evidence,
    certainty: 'certain',
    subject: { owner, state: 'ipv6' },
  };
}
