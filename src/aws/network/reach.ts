/**
 * What reaches what inside a network. Each way through is an {@link Opening}: premises that all have to hold together.
 * Network ACLs and the routes between subnets and VPCs are not modelled: they are assumed to let everything pass.
 *
 * As on the way from the internet (internet.ts), an assumption needs a reason: either the two are certainly in one network
 * or in connected ones, or a rule certainly allows one to reach the other.
 */
import type { Assumption } from '../assumption.js';
import type { Links } from '../link.js';
import { assumedOf, named, oneOf } from '../named.js';
import { type Premise, remark } from '../premise.js';
import { shown } from '../reading.js';
import type { UnknownAddresses } from './addresses.js';
import { type AddressRange, PRIVATE, covers, isInternet, overlap, parseCidr } from './cidr.js';
import type { NetworkPosition, Opening, SecurityRule, Subnet } from './network.js';
import type { Subnets } from './subnets.js';
import type { Vpcs } from './vpcs.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'network.same-network': NetworkPosition;
  }
}

export interface ReachContext {
  readonly links: Links;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  /** The CIDR blocks of a VPC, where they are known. */
  vpcRanges(vpc: string): readonly AddressRange[];
}

export interface Service {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

type Certain = 'yes' | 'no' | 'unknown';

export const LAST_PORT = 65_535;

/** Ways from one position to a port of another. Among the rules that let the connection out, a certain one stands for all. */
export function between(
  from: NetworkPosition,
  to: NetworkPosition,
  service: Service,
  context: ReachContext,
): readonly Opening[] {
  const network = sameNetwork(from, to, context);
  if (network === 'no') return [];
  const [out] = admitted(from, to, 'egress', service, context);
  if (!out) return [];
  const openings: Opening[] = [];
  for (const way of admitted(to, from, 'ingress', service, context)) {
    const certain = way.premises.every((premise) => premise.certainty === 'certain');
    // A group can only be named by groups of the same network.
    const joined = network === 'yes' || way.byGroup;
    if (!joined && !certain) continue;
    const apart = joined ? [] : [assumedNetwork(from, to)];
    openings.push(openingOf([...apart, ...out.premises, ...way.premises], service));
  }
  return openings;
}

export function openingOf(premises: readonly Premise[], { port, protocol }: Service): Opening {
  return { premises, protocol, fromPort: port, toPort: port };
}

function sameNetwork(from: NetworkPosition, to: NetworkPosition, { vpcs }: ReachContext): Certain {
  const sources = vpcsOf(from);
  const targets = vpcsOf(to);
  let best: Certain = sources.length === 0 || targets.length === 0 ? 'unknown' : 'no';
  for (const a of sources) {
    for (const b of targets) {
      const connected = vpcs.connected(a, b);
      if (connected === 'yes') return 'yes';
      if (connected === 'unknown') best = 'unknown';
    }
  }
  return best;
}

/** By its subnets, else by its security groups, which belong to one VPC each. */
function vpcsOf(position: NetworkPosition): readonly string[] {
  const bySubnet = position.subnets.map((subnet) => subnet.vpc).filter((vpc) => vpc !== undefined);
  const found = bySubnet.length > 0 ? bySubnet : position.groups.map((group) => group.vpc);
  return [...new Set(found.filter((vpc) => vpc !== undefined))];
}

function assumedNetwork(from: NetworkPosition, to: NetworkPosition): Premise {
  const [value] = [...(from.unresolved?.subnets ?? []), ...(to.unresolved?.subnets ?? [])];
  return {
    property: 'network.same-network',
    key: `network.same-network:${from.owner}:${to.owner}`,
    resource: from.resource,
    evidence: [remark(from.resource, 'subnet', `unknown whether it is connected with that of ${to.owner}`)],
    certainty: 'assumed',
    assumes: assumedOf(`${from.owner} and ${to.owner} are in connected networks`, value),
    subject: from,
  };
}

/** A name for the security groups with unknown rules. */
export function groupsNamed(at: NetworkPosition): string {
  const values = at.unresolved?.groups ?? [];
  return values.length === 0 ? `the security group of ${at.owner}` : oneOf(values);
}

/** That groups with unknown rules have a rule that is needed. */
export function unknownGroups(at: NetworkPosition, direction: 'ingress' | 'egress', what: string): Premise {
  const [value] = at.unresolved?.groups ?? [];
  const text = value ? `${shown(value)}: its rules are not in the configuration` : 'unknown';
  return {
    property: `network.${direction}-rule`,
    key: `network.${direction}-rule:${at.owner}:security_groups`,
    resource: at.resource,
    evidence: [remark(at.resource, 'security_groups', text, value?.origin)],
    certainty: 'assumed',
    assumes: assumedOf(what, value),
    subject: at,
  };
}

/** One alternative: what lets a connection out of, or into, a position. */
export interface Way {
  readonly premises: readonly Premise[];
  /** A rule that names a security group of the other end. */
  readonly byGroup: boolean;
}

/** Alternatives at `at`, the certain ones first; `peer` is the other end. */
export function admitted(
  at: NetworkPosition,
  peer: NetworkPosition,
  direction: 'ingress' | 'egress',
  { port, protocol }: Service,
  context: ReachContext,
): readonly Way[] {
  if (at.unfiltered) return [{ premises: [], byGroup: false }];
  const certain: Way[] = [];
  const assumed: Way[] = [];
  for (const rule of at.groups.flatMap((group) => group.rules)) {
    if (rule.direction !== direction || (rule.protocol !== protocol && rule.protocol !== 'all')) continue;
    if (rule.protocol !== 'all' && (port < rule.fromPort || port > rule.toPort)) continue;
    const match = matches(rule, peer, context);
    if (match.is === 'no') continue;
    const premise = match.is === 'yes' ? rule.premise : assumedMatch(rule, peer, match.unsure);
    const list = premise.certainty === 'certain' ? certain : assumed;
    list.push({ premises: [premise], byGroup: match.byGroup ?? false });
  }
  if (at.groupsUnknown) {
    const verb = direction === 'ingress' ? 'allows traffic from' : 'allows traffic to';
    const what = `${groupsNamed(at)} ${verb} ${peer.owner} on ${protocol}/${port}`;
    assumed.push({ premises: [unknownGroups(at, direction, what)], byGroup: false });
  }
  return [...certain, ...assumed];
}

function assumedMatch({ premise }: SecurityRule, peer: NetworkPosition, unsure: UnknownAddresses | undefined): Premise {
  const value = unsure?.value ?? peer.unresolved?.subnets[0];
  const what = unsure
    ? `${named(value)} holds the address of ${peer.owner}`
    : `${peer.owner} has an address that ${premise.key.replace(/^[^:]*:/, '')} is about`;
  const assumes: Assumption = assumedOf(premise.assumes ? `${what}, and ${premise.assumes.what}` : what, value);
  return { ...premise, certainty: 'assumed', assumes };
}

interface Match {
  readonly is: Certain;
  readonly byGroup?: boolean;
  /** What is not known, where that is why. */
  readonly unsure?: UnknownAddresses;
}

function matches(rule: SecurityRule, peer: NetworkPosition, context: ReachContext): Match {
  if (rule.groups.some((address) => peer.groups.some((group) => group.address === address))) {
    return { is: 'yes', byGroup: true };
  }
  const known = matchesKnown(rule, addressSpace(peer, context));
  if (known === 'yes') return { is: 'yes' };
  for (const each of rule.unknown) {
    const match = matchesUnknown(each, peer, context);
    if (match === 'yes') return { is: 'yes' };
    if (match === 'unknown') return { is: 'unknown', unsure: each };
  }
  return { is: known };
}

function matchesKnown(rule: SecurityRule, place: readonly AddressRange[]): Certain {
  const allowed = rangesOf(rule);
  let best: Certain = 'no';
  if (allowed.length > 0 && place.length === 0) {
    if (allowed.some((range) => PRIVATE.some((block) => overlap(range, block)))) best = 'unknown';
    if (allowed.some((range) => range.first === 0n && isInternet([range]))) return 'yes';
  }
  for (const space of place) {
    if (allowed.some((range) => covers(range, space))) return 'yes';
    // Only some addresses of the subnet are admitted; an attacker there may have, or get, one of them.
    if (allowed.some((range) => overlap(range, space))) best = 'unknown';
  }
  return best;
}

/** Whether addresses that can't be known are, or may be, those of the peer. */
function matchesUnknown({ extent, of }: UnknownAddresses, peer: NetworkPosition, context: ReachContext): Certain {
  if (extent === 'service') return 'no';
  if (extent === 'any' || extent === 'bounded' || of.length === 0) return 'unknown';
  if (extent === 'hosts') return of.includes(peer.resource.address) ? 'yes' : 'no';
  if (peer.subnetsUnknown) return 'unknown';
  const found = of.flatMap((network) => peer.subnets.map((subnet) => liesIn(subnet, network, context)));
  return found.includes('yes') ? 'yes' : found.includes('unknown') ? 'unknown' : 'no';
}

/** Whether a subnet is that network, or lies in its first block, which is what rules name. */
function liesIn(subnet: Subnet, network: string, { vpcs, links }: ReachContext): Certain {
  if (subnet.address === network) return 'yes';
  const resource = links.resourceAt(network);
  if (resource?.type.includes('subnet')) return resource.mode === 'managed' && !resource.maybe ? 'no' : 'unknown';
  const vpc = vpcs.all.find((each) => each.resource === resource);
  if (!vpc) return 'unknown';
  if (subnet.vpc === vpc.address) return vpcs.hasOneBlock(vpc.address) ? 'yes' : 'unknown';
  return vpcs.connected(subnet.vpc, vpc.address) === 'no' ? 'no' : 'unknown';
}

const ranges = new WeakMap<SecurityRule, readonly AddressRange[]>();

export function rangesOf(rule: SecurityRule): readonly AddressRange[] {
  const known = ranges.get(rule);
  if (known) return known;
  const found = rule.cidrs.map(parseCidr).filter((range) => range !== undefined);
  ranges.set(rule, found);
  return found;
}

/** The addresses that a position may have: those of its subnets, else those of its VPC; empty where not known. */
function addressSpace(position: NetworkPosition, context: ReachContext): readonly AddressRange[] {
  const found: AddressRange[] = [];
  for (const subnet of position.subnets) found.push(...subnetSpace(subnet, context));
  return position.subnetsUnknown ? [] : found;
}

function subnetSpace(subnet: Subnet, context: ReachContext): readonly AddressRange[] {
  const own = subnet.cidr === undefined ? undefined : parseCidr(subnet.cidr);
  if (own) return [own];
  return subnet.vpc === undefined ? [] : context.vpcRanges(subnet.vpc);
}
