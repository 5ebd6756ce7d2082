/**
 * Security groups with their rules, from inline blocks, `aws_security_group_rule`, and `aws_vpc_security_group_*_rule`.
 *
 * A group that Terraform makes has no egress rule but those it declares: the provider takes away the one that AWS adds.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 */
import { UNKNOWN_KEY } from '#model/address.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Assumption } from '../assumption.js';
import { assumedOf, named } from '../named.js';
import { type Evidence, evidenceOf } from '../premise.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf, wholeOf } from '../reading.js';
import { type AddressContext, type Addresses, readCidrs } from './addresses.js';
import type { NetworkPosition, RulePremise, SecurityGroup, SecurityRule } from './network.js';
import { readPrefixLists } from './prefix-lists.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'network.ingress-rule': SecurityRule | NetworkPosition;
    readonly 'network.egress-rule': SecurityRule | NetworkPosition;
  }
}

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
        maybe: block.maybe,
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
    const group = context.groupOf(resource.attribute('security_group_id'), resource);
    if (!group) continue;
    const directions = directionsOf(resource.attribute('type'));
    for (const direction of directions) {
      const source: Source = {
        direction,
        group,
        resource,
        body: resource,
        index: undefined,
        maybe: isOptional(resource, group) || directions.length > 1,
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
      const group = context.groupOf(resource.attribute('security_group_id'), resource);
      if (!group) continue;
      const source: Source = {
        direction,
        group,
        resource,
        body: resource,
        index: undefined,
        maybe: isOptional(resource, group),
        protocol: resource.attribute('ip_protocol'),
        cidrs: ['cidr_ipv4', 'cidr_ipv6'],
        prefixLists: 'prefix_list_id',
        groups: 'referenced_security_group_id',
      };
      group.rules.push(readRule(source, context));
    }
  }
}

/** It may not exist although the group does. In one module that may not exist, both exist or none does. */
function isOptional(resource: Resource, group: SecurityGroup): boolean {
  if (!resource.maybe) return false;
  return resource.key === UNKNOWN_KEY || !group.resource.maybe || resource.module !== group.resource.module;
}

function directionsOf(value: Value | undefined): readonly ('ingress' | 'egress')[] {
  const type = textOf(value);
  if (type === 'ingress' || type === 'egress') return [type];
  return ['ingress', 'egress'];
}

export interface RuleContext extends AddressContext {
  /** The group that a value names: declared here, or known by its name only. */
  groupOf(value: Value | undefined, owner: Resource): MutableGroup | undefined;
}

function readRule(source: Source, context: RuleContext): SecurityRule {
  const { direction, group, resource, body, index } = source;
  const protocol = protocolOf(source.protocol);
  const ports = portsOf(body, protocol.name);
  const addresses = addressesOf(source, { ...context, module: resource.module });
  const groups = groupsOf(source, context);
  const prefix = index === undefined ? '' : `${direction}[${index}].`;
  const evidence: Evidence[] = [...addresses.shown, ...groups.shown].map((name) =>
    evidenceOf(resource, prefix + name, body.attribute(name), body),
  );
  if (evidence.length === 0) {
    const where = prefix === '' ? direction : prefix.slice(0, -1);
    evidence.push(evidenceOf(resource, where, source.protocol, body));
  }
  const where = `${resource.address}${index === undefined ? '' : `:${direction}[${index}]`}`;
  const assumes = assumptionOf(source, where, { protocol: protocol.unknown, ports: ports.unknown });
  const rule: SecurityRule = {
    direction,
    group,
    resource,
    index,
    cidrs: addresses.cidrs,
    unknown: addresses.unknown,
    groups: groups.addresses,
    protocol: protocol.name,
    fromPort: ports.from,
    toPort: ports.to,
    get premise(): RulePremise {
      return premise;
    },
  };
  const premise: RulePremise = {
    property: `network.${direction}-rule`,
    key: `network.${direction}-rule:${where}`,
    resource,
    evidence,
    certainty: assumes ? 'assumed' : 'certain',
    ...(assumes ? { assumes } : {}),
    subject: rule,
  };
  return rule;
}

/** What has to be so for the rule to be there and to be about the port in question. */
function assumptionOf(
  { body, protocol, maybe }: Source,
  where: string,
  unknown: { readonly protocol: boolean; readonly ports: boolean },
): Assumption | undefined {
  if (unknown.ports) {
    const value = ['from_port', 'to_port']
      .map((name) => body.attribute(name))
      .find((each) => wholeOf(each) === UNKNOWN);
    return assumedOf(`${where} covers the port (${named(value)})`, value);
  }
  if (unknown.protocol) return assumedOf(`${where} covers the protocol (${named(protocol)})`, protocol);
  return maybe ? { ...assumedOf(`the rule ${where} exists`, undefined), origin: body.origin } : undefined;
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

interface Named extends Addresses {
  /** Names of the attributes that say so. */
  readonly shown: readonly string[];
}

function addressesOf(source: Source, context: RuleContext): Named {
  const found = source.cidrs.map((name): Named => {
    const value = source.body.attribute(name);
    return { ...readCidrs(value, name.includes('v6') ? 6 : 4, context), shown: isListed(value) ? [name] : [] };
  });
  const lists = source.body.attribute(source.prefixLists);
  if (isListed(lists)) found.push({ ...readPrefixLists(lists, context), shown: [source.prefixLists] });
  return {
    cidrs: found.flatMap(({ cidrs }) => cidrs),
    unknown: found.flatMap(({ unknown }) => unknown),
    shown: found.flatMap(({ shown }) => shown),
  };
}

function isListed(value: Value | undefined): boolean {
  return itemsOf(value).some(isSet);
}

function groupsOf(source: Source, context: RuleContext): { addresses: readonly string[]; shown: readonly string[] } {
  const addresses: string[] = [];
  const shown: string[] = [];
  const items = itemsOf(source.body.attribute(source.groups)).filter(isSet);
  if (items.length > 0) shown.push(source.groups);
  for (const item of items) {
    const group = context.groupOf(item, source.resource);
    if (group) addresses.push(group.address);
  }
  if (flagOf(source.body.attribute('self')) === true) {
    addresses.push(source.group.address);
    shown.push('self');
  }
  return { addresses, shown };
}
