/**
 * What reaches what. Each way through is an {@link Opening}: premises that all have to hold together. Network ACLs and
 * the routes between subnets and VPCs are not modelled: they are taken to let everything pass.
 */
import { type Premise, remark } from '../premise.js';
import { type AddressFamily, type AddressRange, PRIVATE, covers, isInternet, overlap, parseCidr } from './cidr.js';
import type { NetworkPosition, Opening, SecurityRule, Subnet } from './network.js';
import type { Gateway, Inward, Subnets } from './subnets.js';
import type { Vpcs } from './vpcs.js';

export interface ReachContext {
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  /** The CIDR blocks of a VPC, where they are known. */
  vpcRanges(vpc: string): readonly AddressRange[];
}

type Protocol = 'tcp' | 'udp';

const LAST_PORT = 65_535;
/** Alternatives that several rules make only together; more of them tell nothing new. */
const MAX_COMBINATIONS = 16;
/** So many narrow rules are taken together as one way, without asking which of them suffice. */
const MAX_WEIGHED = 40;

export function fromInternet(to: NetworkPosition, context: ReachContext): readonly Opening[] {
  const ipv4 = to.publicIp === 'no' || !to.address ? [] : fromInternetTo(to, to.address, 4, context);
  return to.address6 ? [...ipv4, ...fromInternetTo(to, to.address6, 6, context)] : ipv4;
}

function fromInternetTo(
  to: NetworkPosition,
  address: Premise,
  family: AddressFamily,
  context: ReachContext,
): readonly Opening[] {
  const routes = internetRoutes(to, family, context);
  if (routes.length === 0) return [];
  return admittedFromInternet(to, family).flatMap((admitted) =>
    routes.map((route) => ({ ...admitted, premises: [address, route, ...admitted.premises] })),
  );
}

function internetRoutes(to: NetworkPosition, family: AddressFamily, { subnets }: ReachContext): readonly Premise[] {
  const gateways = to.subnets.map((subnet) => inwardOf(subnets.gateway(subnet), family));
  const certain = premisesOf(gateways.filter((gateway) => gateway.inbound === 'yes'));
  if (certain.length > 0) return certain;
  const assumed = premisesOf(gateways.filter((gateway) => gateway.inbound === 'unknown'));
  if (assumed.length > 0 || !to.subnetsUnknown || family === 6) return assumed;
  return [assumedOf(to, 'network.internet-route', 'subnet', 'not known: taken to be public')];
}

function inwardOf(gateway: Gateway, family: AddressFamily): Inward {
  return family === 6 ? gateway.ipv6 : gateway;
}

function premisesOf(gateways: readonly Inward[]): readonly Premise[] {
  const byKey = new Map<string, Premise>();
  for (const { premise } of gateways) if (premise) byKey.set(premise.key, premise);
  return [...byKey.values()];
}

function assumedOf(at: NetworkPosition, property: string, attribute: string, text: string): Premise {
  return {
    property,
    key: `${property}:${at.owner}:${attribute}`,
    resource: at.resource,
    evidence: [remark(at.resource, attribute, text)],
    certainty: 'assumed',
    subject: at,
  };
}

/** Rules that admit the internet, each by itself or some of them together. */
function admittedFromInternet(to: NetworkPosition, family: AddressFamily): readonly Opening[] {
  if (to.unfiltered) return [{ premises: [], protocol: 'all', fromPort: 0, toPort: LAST_PORT }];
  const openings: Opening[] = [];
  if (to.groupsUnknown) {
    const premise = assumedOf(to, 'network.ingress-rule', 'security_groups', 'not known: taken to admit everything');
    openings.push({ premises: [premise], protocol: 'all', fromPort: 0, toPort: LAST_PORT });
  }
  const partial: SecurityRule[] = [];
  for (const rule of ingressRules(to)) {
    const { fromPort, toPort } = rule;
    const protocol = transport(rule);
    if (!protocol) continue;
    if (rule.unknownCidr || isInternet(ofFamily([rule], family))) {
      openings.push({ premises: [rule.premise], protocol, fromPort, toPort });
    } else if (rule.cidrs.length > 0) partial.push(rule);
  }
  return [...openings, ...combined(partial, family)];
}

function ofFamily(rules: readonly SecurityRule[], family: AddressFamily): readonly AddressRange[] {
  return rules.flatMap(rangesOf).filter((range) => range.family === family);
}

function ingressRules(to: NetworkPosition): readonly SecurityRule[] {
  return to.groups.flatMap((group) => group.rules.filter((rule) => rule.direction === 'ingress'));
}

function transport(rule: SecurityRule): Opening['protocol'] | undefined {
  return rule.protocol === 'tcp' || rule.protocol === 'udp' || rule.protocol === 'all' ? rule.protocol : undefined;
}

const ranges = new WeakMap<SecurityRule, readonly AddressRange[]>();

function rangesOf(rule: SecurityRule): readonly AddressRange[] {
  const known = ranges.get(rule);
  if (known) return known;
  const found = rule.cidrs.map(parseCidr).filter((range) => range !== undefined);
  ranges.set(rule, found);
  return found;
}

/** Rules that are narrow each but stand for the internet together (`0.0.0.0/1` + `128.0.0.0/1`), port range by port range. */
function combined(rules: readonly SecurityRule[], family: AddressFamily): readonly Opening[] {
  if (rules.length < 2 || !isInternet(ofFamily(rules, family))) return [];
  const openings: Opening[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    const applying = rules.filter((rule) => rule.protocol === protocol || rule.protocol === 'all');
    const starts = new Set(applying.flatMap((rule) => [rule.fromPort, rule.toPort + 1]));
    const cuts = [...starts].sort((a, b) => a - b);
    for (const [at, fromPort] of cuts.entries()) {
      const toPort = (cuts[at + 1] ?? LAST_PORT + 1) - 1;
      const here = applying.filter((rule) => rule.fromPort <= fromPort && rule.toPort >= toPort);
      for (const together of minimalCombinations(here, family)) {
        openings.push({ premises: together.map((rule) => rule.premise), protocol, fromPort, toPort });
      }
    }
  }
  return openings;
}

/** Sets of rules that admit the internet and no longer do when any one of them goes. */
function minimalCombinations(
  rules: readonly SecurityRule[],
  family: AddressFamily,
): readonly (readonly SecurityRule[])[] {
  if (rules.length > MAX_WEIGHED) return isInternet(ofFamily(rules, family)) ? [rules] : [];
  const found = new Map<string, readonly SecurityRule[]>();
  const queue: (readonly SecurityRule[])[] = [rules];
  for (let tried = 0; queue.length > 0 && tried < MAX_COMBINATIONS; tried += 1) {
    const pool = queue.shift() ?? [];
    if (!isInternet(ofFamily(pool, family))) continue;
    let minimal = pool;
    for (const rule of pool) {
      const without = minimal.filter((other) => other !== rule);
      if (isInternet(ofFamily(without, family))) minimal = without;
    }
    const key = minimal.map((rule) => rule.premise.key).join('\n');
    if (found.has(key)) continue;
    found.set(key, minimal);
    for (const rule of minimal) queue.push(pool.filter((other) => other !== rule));
  }
  return [...found.values()];
}

/** Ways from one position to a port of another. Of the rules that let the connection out, the first stands for all. */
export function between(
  from: NetworkPosition,
  to: NetworkPosition,
  { port, protocol }: { readonly port: number; readonly protocol: Protocol },
  context: ReachContext,
): readonly Opening[] {
  const network = sameNetwork(from, to, context);
  if (network === 'no') return [];
  const premises: Premise[] = [];
  if (network === 'unknown') {
    premises.push(
      assumedOf(from, 'network.same-network', 'subnet', `not known: taken to be connected with ${to.owner}`),
    );
  }
  const out = admitted(from, to, 'egress', { port, protocol }, context)[0];
  if (!out) return [];
  return admitted(to, from, 'ingress', { port, protocol }, context).map((way) => ({
    premises: [...premises, ...out, ...way],
    protocol,
    fromPort: port,
    toPort: port,
  }));
}

function sameNetwork(from: NetworkPosition, to: NetworkPosition, { vpcs }: ReachContext): 'yes' | 'no' | 'unknown' {
  const sources = vpcsOf(from);
  const targets = vpcsOf(to);
  let best: 'yes' | 'no' | 'unknown' = sources.length === 0 || targets.length === 0 ? 'unknown' : 'no';
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

/** What lets a connection out of, or into, `at`; `peer` is the other end. Each element is one alternative. */
function admitted(
  at: NetworkPosition,
  peer: NetworkPosition,
  direction: 'ingress' | 'egress',
  { port, protocol }: { readonly port: number; readonly protocol: Protocol },
  context: ReachContext,
): readonly (readonly Premise[])[] {
  if (at.unfiltered) return [[]];
  const certain: Premise[] = [];
  const assumed: Premise[] = [];
  const place = addressSpace(peer, context);
  for (const rule of at.groups.flatMap((group) => group.rules)) {
    if (rule.direction !== direction || (rule.protocol !== protocol && rule.protocol !== 'all')) continue;
    if (rule.protocol !== 'all' && (port < rule.fromPort || port > rule.toPort)) continue;
    const match = matches(rule, peer, place);
    if (match === 'no') continue;
    const { premise } = rule;
    if (match === 'yes' && premise.certainty === 'certain') certain.push(premise);
    else assumed.push({ ...premise, certainty: 'assumed' });
  }
  if (at.groupsUnknown) {
    const text = 'not known: taken to admit everything';
    assumed.push(assumedOf(at, `network.${direction}-rule`, 'security_groups', text));
  }
  return [...certain, ...assumed].map((premise) => [premise]);
}

function matches(rule: SecurityRule, peer: NetworkPosition, place: readonly AddressRange[]): 'yes' | 'no' | 'unknown' {
  if (rule.groups.some((address) => peer.groups.some((group) => group.address === address))) return 'yes';
  const allowed = rangesOf(rule);
  let best: 'no' | 'unknown' = rule.unknownCidr ? 'unknown' : 'no';
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

export function toInternet(from: NetworkPosition, { subnets }: ReachContext): 'yes' | 'no' | 'unknown' {
  const leaves = from.unfiltered || from.groupsUnknown || from.groups.some((group) => group.rules.some(letsOut));
  if (!leaves) return 'no';
  const gateways = from.subnets.map((subnet) => subnets.gateway(subnet));
  const sure = !from.groupsUnknown;
  if (gateways.some((gateway) => gateway.nat === true)) return sure ? 'yes' : 'unknown';
  const routed = gateways.some((gateway) => gateway.inbound === 'yes');
  const routed6 = from.address6 !== undefined && gateways.some((gateway) => gateway.ipv6.inbound === 'yes');
  if (routed6 || (routed && from.publicIp === 'yes')) return sure ? 'yes' : 'unknown';
  const unclear = from.subnetsUnknown || gateways.some((gateway) => gateway.inbound === 'unknown');
  return unclear || (routed && from.publicIp === 'unknown') ? 'unknown' : 'no';
}

function letsOut(rule: SecurityRule): boolean {
  return rule.direction === 'egress' && (rule.unknownCidr || isInternet(rangesOf(rule))) && rule.protocol !== 'icmp';
}
