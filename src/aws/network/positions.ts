/** Where resources sit in the network: subnets, security groups, public addresses. */
import { adviceOnPlace } from '../advice.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Assumption } from '../assumption.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { assumedOf, named } from '../named.js';
import { type Evidence, type Premise, evidenceOf, remark } from '../premise.js';
import { UNKNOWN, flagOf, isSet, shown } from '../reading.js';
import { elementsOf } from './elements.js';
import type { Groups } from './groups.js';
import { leaningOfSubnets } from './naming.js';
import type { NetworkPosition, SecurityGroup, Subnet } from './network.js';
import type { Subnets } from './subnets.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'network.public-address': Resource;
  }
}

const MOVE_BEHIND = adviceOnPlace(
  'Move the workload to a private subnet, with a load balancer in front of what it serves to the public and Session Manager or a VPN for people who log in; or make its security groups allow only known addresses. Removing the public address of a running instance replaces it.',
);
/** A load balancer is there to be reached. */
const AUTHENTICATE = adviceOnPlace(
  'Where no client comes from the internet, set internal = true, which creates a new load balancer. Where some do, make its listeners authenticate them (authenticate_oidc, authenticate_cognito) before they forward.',
);
const BALANCERS: ReadonlySet<string> = new Set(['aws_lb', 'aws_alb', 'aws_elb']);

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
  readonly frontDoor?: boolean;
  /** What would tell the security groups can't be resolved. */
  readonly groupsUnknown?: boolean;
}

export interface PublicAddress {
  readonly state: 'yes' | 'no' | 'unknown' | 'as-subnet';
  readonly evidence: readonly Evidence[];
  /** Where the state is unknown: what has to be so for it to have one. */
  readonly assumes?: Assumption;
}

export interface Positions {
  place(placement: Placement): NetworkPosition;
  /** Elastic IP addresses and further security groups that other resources attach to an instance or interface. */
  attachedAddress(...targets: readonly Resource[]): PublicAddress | undefined;
  attachedGroups(...targets: readonly Resource[]): readonly Value[];
}

export interface PositionContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly subnets: Subnets;
  readonly groups: Groups;
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
  if (flag !== UNKNOWN) return { state: flag ? 'yes' : 'no', evidence };
  const assumes = assumedOf(`${resource.address} has a public address (${named(value)})`, value);
  return { state: 'unknown', evidence, assumes };
}

export function createPositions(context: PositionContext): Positions {
  const { configuration, links } = context;
  const addresses = new Map<string, Attached[]>();
  const noteAddress = (resource: Resource, attribute: string): void => {
    const value = resource.attribute(attribute);
    const target = links.to(value, 'aws_instance', 'aws_spot_instance_request', 'aws_network_interface');
    const owner = target ?? links.referent(value)?.resource;
    if (!owner) return;
    append(addresses, owner.address, { resource, attribute, value, maybe: resource.maybe && !owner.maybe });
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
    attachedAddress: (...targets) => elasticAddress(targets.flatMap((target) => addresses.get(target.address) ?? [])),
    attachedGroups: (...targets) => targets.flatMap((target) => groups.get(target.address) ?? []),
  };
}

/** An Elastic IP address that is given to an instance or interface. */
interface Attached {
  readonly resource: Resource;
  readonly attribute: string;
  readonly value: Value | undefined;
  /** Whether it exists depends on something unknown, unlike the resource that it is attached to. */
  readonly maybe: boolean;
}

function elasticAddress(attached: readonly Attached[]): PublicAddress | undefined {
  const sure = attached.filter(({ maybe }) => !maybe);
  const [first] = attached;
  if (!first) return undefined;
  const shown = sure.length > 0 ? sure : attached;
  const evidence = shown.map(({ resource, attribute, value }) => evidenceOf(resource, attribute, value));
  if (sure.length > 0) return { state: 'yes', evidence };
  return { state: 'unknown', evidence, assumes: assumedOf(`${first.resource.address} exists`, undefined) };
}

function place(placement: Placement, context: PositionContext): NetworkPosition {
  const { owner, resource } = placement;
  const subnets = subnetsOf(placement, context);
  const groups = groupsOf(placement, subnets, context);
  const address = addressOf(placement, subnets, context);
  const address6 = address6Of(placement, subnets);
  return {
    owner,
    resource,
    subnets: subnets.known,
    groups: groups.known,
    groupsUnknown: groups.unresolved.length > 0 || groups.lost,
    publicIp: address.state,
    subnetsUnknown: subnets.unresolved.length > 0,
    unresolved: { subnets: subnets.unresolved, groups: groups.unresolved },
    publicBy: placement.publicAddress.state === 'as-subnet' ? 'subnets' : 'itself',
    ...(address.premise ? { address: address.premise } : {}),
    ...(address6 ? { address6 } : {}),
    ...(placement.unfiltered ? { unfiltered: true } : {}),
    ...(placement.frontDoor ? { frontDoor: true } : {}),
  };
}

interface FoundSubnets {
  readonly known: readonly Subnet[];
  readonly unresolved: readonly Value[];
}

function subnetsOf(placement: Placement, context: PositionContext): FoundSubnets {
  const given = placement.subnets.filter(isSet);
  if (given.length === 0) return { known: [context.subnets.defaultSubnet(placement.resource)], unresolved: [] };
  const found = given.map((value) => ({ value, ...context.subnets.of(value) }));
  const known = new Map(found.flatMap(({ subnets }) => subnets).map((subnet) => [subnet.address, subnet]));
  const unresolved = found.flatMap((each) => each.unresolved);
  // An empty list is a mistake; where it is, can't be known.
  return { known: [...known.values()], unresolved: known.size === 0 && unresolved.length === 0 ? given : unresolved };
}

interface FoundGroups {
  readonly known: readonly SecurityGroup[];
  readonly unresolved: readonly Value[];
  /** Not even a value names them. */
  readonly lost: boolean;
}

function groupsOf(placement: Placement, subnets: FoundSubnets, context: PositionContext): FoundGroups {
  if (placement.unfiltered) return { known: [], unresolved: [], lost: false };
  const given = placement.groups.flatMap((value) => elementsOf(value));
  const known = new Set<SecurityGroup>();
  const unresolved: Value[] = [];
  for (const value of given) {
    const group = context.groups.of(value, placement.resource);
    if (group) known.add(group);
    if (!group || group.incomplete) unresolved.push(value);
  }
  const lost = placement.groupsUnknown ?? false;
  if (given.length > 0 || lost) return { known: [...known], unresolved, lost };
  const vpc = subnets.known.find((subnet) => subnet.vpc !== undefined)?.vpc;
  // Without a group of its own, an interface gets the default group of its VPC.
  if (vpc === undefined) return { known: [], unresolved: [], lost: true };
  return { known: [context.groups.defaultOf(vpc, placement.resource)], unresolved: [], lost: false };
}

interface Address {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly premise: Premise | undefined;
}

function addressOf(placement: Placement, subnets: FoundSubnets, { links }: PositionContext): Address {
  const { publicAddress, owner, resource } = placement;
  const given: GivenAddress =
    publicAddress.state === 'as-subnet'
      ? addressBySubnets(placement, subnets, links)
      : { ...publicAddress, state: publicAddress.state };
  const { state, evidence, assumes } = given;
  if (state === 'no') return { state, premise: undefined };
  const premise: Premise = {
    property: 'network.public-address',
    key: `network.public-address:${owner}`,
    resource,
    evidence: evidence.length > 0 ? evidence : [remark(resource, 'subnet_id', 'unknown')],
    certainty: state === 'yes' ? 'certain' : 'assumed',
    ...(state === 'unknown' && assumes ? { assumes } : {}),
    subject: resource,
    advice: BALANCERS.has(resource.type) ? AUTHENTICATE : MOVE_BEHIND,
  };
  return { state, premise };
}

type GivenAddress = Omit<PublicAddress, 'state'> & { readonly state: Address['state'] };

/** A subnet whose name says that it is private is not assumed to give public addresses. */
function addressBySubnets({ owner, resource }: Placement, subnets: FoundSubnets, links: Links): GivenAddress {
  const mapping = subnets.known.filter((subnet) => subnet.mapPublicIp === true);
  if (mapping.length > 0) {
    const evidence = mapping.map(({ resource: subnet }) => {
      const value = subnet.attribute('map_public_ip_on_launch');
      if (value) return evidenceOf(subnet, 'map_public_ip_on_launch', value);
      return remark(resource, 'subnet_id', 'default subnet, which gives public addresses');
    });
    return { state: 'yes', evidence };
  }
  const [unsure] = subnets.known.filter((each) => each.mapPublicIp === undefined && each.leaning !== 'private');
  if (unsure) {
    const value = unsure.resource.attribute('map_public_ip_on_launch');
    const what = `${unsure.address} gives ${owner} a public address`;
    return {
      state: 'unknown',
      evidence: [evidenceOf(unsure.resource, 'map_public_ip_on_launch', value)],
      assumes: assumedOf(what, value ?? unsure.resource.read(['id'])),
    };
  }
  const unresolved = subnets.unresolved.find((value) => leaningOfSubnets(value, links) !== 'private');
  if (!unresolved) return { state: 'no', evidence: [] };
  return {
    state: 'unknown',
    evidence: [remark(resource, 'subnets', shown(unresolved), unresolved.origin)],
    assumes: assumedOf(`${named(unresolved)} gives ${owner} a public address`, unresolved),
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#ipv6-addressing */
function address6Of({ ipv6, owner, resource }: Placement, subnets: FoundSubnets): Premise | undefined {
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
    subject: resource,
    advice: BALANCERS.has(resource.type) ? AUTHENTICATE : MOVE_BEHIND,
  };
}
