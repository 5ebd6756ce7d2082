/**
 * What the internet reaches. It takes three things: a public address, a route to an internet gateway, and rules that allow
 * (nearly) every address. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 *
 * Each of them is known to be there, known not to be there, or unknown. One that is known not to be there closes the
 * way. One that is unknown is an assumption, named with what would settle it, but an assumption needs a reason:
 *
 * - A way in is derived only where at least one of the three is certain. For a workload with unknown subnets, address and
 *   rules, nothing suggests that the internet reaches it, and nothing is derived.
 * - Where the security groups are declared elsewhere and no known rule could allow the internet, both others have to be
 *   certain: a group that allows every address is the exception, and a public address often serves only outbound traffic.
 *   For a load balancer it is enough that it is internet-facing, since it is there to be reached.
 * - Where something is unknown, names are weighed: naming.ts.
 */
import { assumedOf, listed, oneOf } from '../named.js';
import { type Premise, remark } from '../premise.js';
import { shown as textShown } from '../reading.js';
import type { UnknownAddresses } from './addresses.js';
import { type AddressFamily, isInternet } from './cidr.js';
import { leaningOfSubnets } from './naming.js';
import type { NetworkPosition, Opening, SecurityRule } from './network.js';
import { LAST_PORT, type ReachContext, groupsNamed, rangesOf, unknownGroups } from './reach.js';
import { PRIVATE_ROUTES, type Gateway, type Inward, TO_GATEWAY } from './subnets.js';

/** Alternatives that take several rules together; more of them add nothing. */
const MAX_COMBINATIONS = 16;
/** Above this many, narrow rules count together as one way, without asking which of them suffice. */
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
  return admitted(to, family).flatMap((admission) =>
    routes
      .filter((route) => speaksForInternet({ address, route, admission, frontDoor: to.frontDoor ?? false }))
      .map((route) => ({ ...admission.opening, premises: [address, route, ...admission.opening.premises] })),
  );
}

interface Case {
  readonly address: Premise;
  readonly route: Premise;
  readonly admission: Admission;
  readonly frontDoor: boolean;
}

/** Whether there is a reason to assume what is unknown; see the head of this file. */
function speaksForInternet({ address, route, admission, frontDoor }: Case): boolean {
  const addressed = address.certainty === 'certain';
  const routed = route.certainty === 'certain';
  if (admission.by === 'unknown groups') return addressed && (routed || frontDoor);
  const rules =
    admission.by === 'rules' && admission.opening.premises.every(({ certainty }) => certainty === 'certain');
  return addressed || routed || rules;
}

/** The certain routes, one by one, and one assumption for all the others together. */
function internetRoutes(to: NetworkPosition, family: AddressFamily, context: ReachContext): readonly Premise[] {
  const certain = new Map<string, Premise>();
  const assumed = new Map<string, Premise>();
  for (const subnet of to.subnets) {
    const { inbound, premise } = inwardOf(context.subnets.gateway(subnet), family);
    if (!premise || (inbound === 'unknown' && subnet.leaning === 'private' && !hasOwnAddress(to))) continue;
    (inbound === 'yes' ? certain : assumed).set(premise.key, premise);
  }
  const unresolved = family === 4 ? unresolvedRoute(to, context) : undefined;
  if (unresolved) assumed.set(unresolved.key, unresolved);
  const any = anyOf([...assumed.values()], to.owner);
  return any ? [...certain.values(), any] : [...certain.values()];
}

/** One of several is enough: that is one assumption. */
function anyOf([first, ...others]: readonly Premise[], owner: string): Premise | undefined {
  if (!first || others.length === 0) return first;
  const all = [first, ...others];
  const texts = all.map(({ assumes }) => assumes?.what ?? '');
  const names = texts.filter((text) => text.endsWith(TO_GATEWAY)).map((text) => text.slice(0, -TO_GATEWAY.length));
  const rest = texts.filter((text) => !text.endsWith(TO_GATEWAY));
  const what = [...(names.length > 0 ? [`${listed(names, 'or')}${TO_GATEWAY}`] : []), ...rest].join(', or ');
  const evidence = all.flatMap((premise) => premise.evidence);
  const key = `${first.property}:${owner}:subnets`;
  return { ...first, key, evidence, ...(first.assumes ? { assumes: { ...first.assumes, what } } : {}) };
}

/** That one of the subnets that are not in the configuration is public. */
function unresolvedRoute(to: NetworkPosition, { links }: ReachContext): Premise | undefined {
  const values = to.unresolved?.subnets ?? [];
  const open = values.filter((value) => leaningOfSubnets(value, links) !== 'private');
  const shown = open.length > 0 ? open : hasOwnAddress(to) ? values : [];
  const [first] = shown;
  if (!first) return undefined;
  const against = open.length > 0 ? '' : ', whatever its name says';
  return {
    property: 'network.internet-route',
    key: `network.internet-route:${to.owner}:subnets`,
    resource: to.resource,
    evidence: shown.map((value) => remark(to.resource, 'subnets', textShown(value), value.origin)),
    certainty: 'assumed',
    assumes: assumedOf(`${oneOf(shown)}${TO_GATEWAY}${against}`, first),
    subject: to,
    advice: PRIVATE_ROUTES,
  };
}

function hasOwnAddress({ publicBy, address }: NetworkPosition): boolean {
  return publicBy === 'itself' && address?.certainty === 'certain';
}

function inwardOf(gateway: Gateway, family: AddressFamily): Inward {
  return family === 6 ? gateway.ipv6 : gateway;
}

interface Admission {
  /** Nothing filters, rules do, or groups with unknown rules do. */
  readonly by: 'no filter' | 'rules' | 'unknown groups';
  readonly opening: Opening;
}

/** What the security groups allow from the internet, whether or not it gets there. */
export function admittedFromInternet(to: NetworkPosition): readonly Opening[] {
  return admitted(to, 4).map(({ opening }) => opening);
}

/** Rules that allow the internet, alone or together. */
function admitted(to: NetworkPosition, family: AddressFamily): readonly Admission[] {
  const everything = { protocol: 'all', fromPort: 0, toPort: LAST_PORT } as const;
  if (to.unfiltered) return [{ by: 'no filter', opening: { premises: [], ...everything } }];
  const openings: Opening[] = [];
  const partial: SecurityRule[] = [];
  for (const rule of ingressRules(to)) {
    const { fromPort, toPort } = rule;
    const protocol = transport(rule);
    if (!protocol) continue;
    const premise = isInternet(ofFamily([rule], family)) ? rule.premise : assumedOpen(rule, family);
    if (premise) openings.push({ premises: [premise], protocol, fromPort, toPort });
    if (rule.cidrs.length > 0 && premise?.certainty !== 'certain') partial.push(rule);
  }
  const byRules = [...openings, ...combined(partial, family)].map((opening): Admission => ({ by: 'rules', opening }));
  if (!to.groupsUnknown) return byRules;
  const premise = unknownGroups(to, 'ingress', `${groupsNamed(to)} allows the internet to reach ${to.owner}`);
  return [...byRules, { by: 'unknown groups', opening: { premises: [premise], ...everything } }];
}

/** The rule names addresses that may cover the internet. */
function assumedOpen(rule: SecurityRule, family: AddressFamily): Premise | undefined {
  const open = rule.unknown.filter((each) => each.extent === 'any' && (each.family ?? family) === family);
  const [first] = open;
  return first && { ...rule.premise, certainty: 'assumed', assumes: admits(rule, first, open) };
}

function admits(
  { premise }: SecurityRule,
  { value }: UnknownAddresses,
  all: readonly UnknownAddresses[],
): NonNullable<Premise['assumes']> {
  const assumption = assumedOf(`${oneOf(all.map((each) => each.value))} covers the internet`, value);
  return premise.assumes ? { ...assumption, what: `${assumption.what}, and ${premise.assumes.what}` } : assumption;
}

function ofFamily(rules: readonly SecurityRule[], family: AddressFamily): ReturnType<typeof rangesOf> {
  return rules.flatMap(rangesOf).filter((range) => range.family === family);
}

function ingressRules(to: NetworkPosition): readonly SecurityRule[] {
  return to.groups.flatMap((group) => group.rules.filter((rule) => rule.direction === 'ingress'));
}

function transport(rule: SecurityRule): Opening['protocol'] | undefined {
  return rule.protocol === 'tcp' || rule.protocol === 'udp' || rule.protocol === 'all' ? rule.protocol : undefined;
}

/** Rules that are narrow alone but cover the internet together (`0.0.0.0/1` + `128.0.0.0/1`), port range by port range. */
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

/** Sets of rules that cover the internet, and no longer do once any one of them is gone. */
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
  if (rule.direction !== 'egress' || rule.protocol === 'icmp') return false;
  return isInternet(rangesOf(rule)) || rule.unknown.some(({ extent }) => extent === 'any');
}
