/**
 * Security groups with their rules, from inline blocks, `aws_security_group_rule`, and `aws_vpc_security_group_*_rule`.
 *
 * A group that Terraform makes has no egress rule but those it declares: the provider takes away the one that AWS adds.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 */
import type { BodyView, Configuration, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import type { Links } from '../link.js';
import { type Evidence, type Premise, evidenceOf } from '../premise.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf, wholeOf } from '../reading.js';
import { symbolicOf } from '../symbolic.js';
import { parseCidr } from './cidr.js';
import type { SecurityGroup, SecurityRule } from './network.js';

export const GROUP_TYPES = ['aws_security_group', 'aws_default_security_group'] as const;

export interface MutableGroup extends SecurityGroup {
  readonly rules: SecurityRule[];
}

const LAST_PORT = 65_535;

interface Source {
  readonly direction: 'ingress' | 'egress';
  readonly group: SecurityGroup;
  readonly resource: Resource;
  readonly body: BodyView;
  readonly index: number | undefined;
  readonly maybe: boolean;
  readonly protocol: Value | undefined;
  /** Attributes of CIDRs, of prefix lists, of groups, in the words of this form. */
  readonly cidrs: readonly string[];
  readonly prefixLists: string;
  readonly groups: string;
}

/** The rules that a group declares inside its own block. */
export function readInlineRules(group: MutableGroup, context: RuleContext): void {
  const { resource } = group;
  for (const direction of ['ingress', 'egress'] as const) {
    for (const [index, block] of resource.blocks(direction).entries()) {
      const source: Source = {
        direction,
        group,
        resource,
        body: block,
        index,
        maybe: block.maybe || resource.maybe,
        protocol: block.attribute('protocol'),
        cidrs: ['cidr_blocks', 'ipv6_cidr_blocks'],
        prefixLists: 'prefix_list_ids',
        groups: 'security_groups',
      };
      group.rules.push(readRule(source, context));
    }
  }
}

/** The rules that resources of their own add to groups. */
export function readRuleResources(configuration: Configuration, context: RuleContext): void {
  for (const resource of configuration.ofType('aws_security_group_rule')) {
    const group = context.groupOf(resource.attribute('security_group_id'));
    if (!group) continue;
    const directions = directionsOf(resource.attribute('type'));
    for (const direction of directions) {
      const source: Source = {
        direction,
        group,
        resource,
        body: resource,
        index: undefined,
        maybe: resource.maybe || directions.length > 1,
        protocol: resource.attribute('protocol'),
        cidrs: ['cidr_blocks', 'ipv6_cidr_blocks'],
        prefixLists: 'prefix_list_ids',
        groups: 'source_security_group_id',
      };
      group.rules.push(readRule(source, context));
    }
  }
  for (const direction of ['ingress', 'egress'] as const) {
    for (const resource of configuration.ofType(`aws_vpc_security_group_${direction}_rule`)) {
      const group = context.groupOf(resource.attribute('security_group_id'));
      if (!group) continue;
      const source: Source = {
        direction,
        group,
        resource,
        body: resource,
        index: undefined,
        maybe: resource.maybe,
        protocol: resource.attribute('ip_protocol'),
        cidrs: ['cidr_ipv4', 'cidr_ipv6'],
        prefixLists: 'prefix_list_id',
        groups: 'referenced_security_group_id',
      };
      group.rules.push(readRule(source, context));
    }
  }
}

function directionsOf(value: Value | undefined): readonly ('ingress' | 'egress')[] {
  const type = textOf(value);
  if (type === 'ingress' || type === 'egress') return [type];
  return ['ingress', 'egress'];
}

export interface RuleContext {
  readonly links: Links;
  groupOf(value: Value | undefined): MutableGroup | undefined;
}

function readRule(source: Source, context: RuleContext): SecurityRule {
  const { direction, group, resource, body, index } = source;
  const protocol = protocolOf(source.protocol);
  const ports = portsOf(body, protocol.name);
  const { cidrs, unclear, shown } = cidrsOf(source, context.links);
  const unknown = unclear.size > 0;
  const groups = groupsOf(source, context);
  const prefix = index === undefined ? '' : `${direction}[${index}].`;
  const evidence: Evidence[] = [...shown, ...groups.shown].map((name) => {
    const found = evidenceOf(resource, prefix + name, body.attribute(name), body);
    return unclear.has(name) ? { ...found, value: `${found.value} (no known CIDR: counts as open)` } : found;
  });
  if (evidence.length === 0) {
    const where = prefix === '' ? direction : prefix.slice(0, -1);
    evidence.push(evidenceOf(resource, where, source.protocol, body));
  }
  const assumed = unknown || source.maybe || protocol.unknown || ports.unknown;
  const rule: SecurityRule = {
    direction,
    group,
    resource,
    index,
    cidrs,
    unknownCidr: unknown,
    groups: groups.addresses,
    protocol: protocol.name,
    fromPort: ports.from,
    toPort: ports.to,
    get premise(): Premise {
      return premise;
    },
  };
  const premise: Premise = {
    property: `network.${direction}-rule`,
    key: `network.${direction}-rule:${resource.address}${index === undefined ? '' : `:${direction}[${index}]`}`,
    resource,
    evidence,
    certainty: assumed ? 'assumed' : 'certain',
    subject: rule,
  };
  return rule;
}

const PROTOCOLS: ReadonlyMap<string, SecurityRule['protocol']> = new Map([
  ...(['tcp', '6'] as const).map((name) => [name, 'tcp'] as const),
  ...(['udp', '17'] as const).map((name) => [name, 'udp'] as const),
  ...(['icmp', '1', 'icmpv6', '58'] as const).map((name) => [name, 'icmp'] as const),
  ...(['-1', 'all', ''] as const).map((name) => [name, 'all'] as const),
]);

function protocolOf(value: Value | undefined): { name: SecurityRule['protocol']; unknown: boolean } {
  const text = textOf(value);
  if (text === undefined) return { name: 'all', unknown: isSet(value) };
  return { name: PROTOCOLS.get(text.toLowerCase()) ?? 'other', unknown: false };
}

function portsOf(body: BodyView, protocol: SecurityRule['protocol']): { from: number; to: number; unknown: boolean } {
  if (protocol !== 'tcp' && protocol !== 'udp') return { from: 0, to: LAST_PORT, unknown: false };
  const from = wholeOf(body.attribute('from_port'));
  const to = wholeOf(body.attribute('to_port'));
  const unknown = from === UNKNOWN || to === UNKNOWN;
  const low = from === UNKNOWN ? 0 : (from ?? 0);
  const high = to === UNKNOWN ? LAST_PORT : (to ?? (from === undefined ? LAST_PORT : low));
  return low < 0 || high < 0 ? { from: 0, to: LAST_PORT, unknown } : { from: low, to: high, unknown };
}

interface Cidrs {
  readonly cidrs: readonly string[];
  /** Names of the attributes that say so. */
  readonly shown: readonly string[];
  /** Those of them that hold something that is not known to be a CIDR. */
  readonly unclear: ReadonlySet<string>;
}

/** What is no CIDR (an unset variable, a file name where a list belongs) counts as unknown, and so as open. */
function cidrsOf(source: Source, links: Links): Cidrs {
  const cidrs: string[] = [];
  const shown: string[] = [];
  const unclear = new Set<string>();
  for (const name of source.cidrs) {
    const items = itemsOf(source.body.attribute(name)).filter(isSet);
    if (items.length > 0) shown.push(name);
    for (const item of items) {
      const text = textOf(item);
      if (text !== undefined && parseCidr(text)) cidrs.push(text);
      else if (!cidrsOfVpc(item, links, cidrs)) unclear.add(name);
    }
  }
  const lists = itemsOf(source.body.attribute(source.prefixLists)).filter(isSet);
  if (lists.length > 0) shown.push(source.prefixLists);
  for (const item of lists) {
    const list = links.to(item, 'aws_ec2_managed_prefix_list');
    // Lists that AWS keeps (`data.aws_ec2_managed_prefix_list`, `pl-...`) hold the addresses of its services, not the internet.
    if (list?.mode === 'managed') cidrs.push(...prefixListCidrs(list));
  }
  return { cidrs, shown, unclear };
}

/** A CIDR that is known to be that of a VPC or subnet, though not which, is not the internet. */
function cidrsOfVpc(value: Value, links: Links, into: string[]): boolean {
  const referent = links.referent(value);
  if (!referent || !/^aws_(default_)?(vpc|subnet)$/.test(referent.resource.type)) return false;
  if (!/cidr/.test(referent.path[0] ?? '')) return false;
  const text = textOf(referent.resource.attribute('cidr_block'));
  if (text !== undefined && parseCidr(text)) into.push(text);
  else into.push('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
  return true;
}

function prefixListCidrs(list: Resource): readonly string[] {
  const found: string[] = [];
  for (const entry of list.blocks('entry')) {
    const text = textOf(entry.attribute('cidr'));
    if (text !== undefined && parseCidr(text)) found.push(text);
  }
  return found;
}

function groupsOf(source: Source, context: RuleContext): { addresses: readonly string[]; shown: readonly string[] } {
  const addresses: string[] = [];
  const shown: string[] = [];
  const items = itemsOf(source.body.attribute(source.groups)).filter(isSet);
  if (items.length > 0) shown.push(source.groups);
  for (const item of items) {
    const address = context.groupOf(item)?.address ?? symbolicOf(item)?.key;
    if (address !== undefined) addresses.push(address);
  }
  if (flagOf(source.body.attribute('self')) === true) {
    addresses.push(source.group.address);
    shown.push('self');
  }
  return { addresses, shown };
}
