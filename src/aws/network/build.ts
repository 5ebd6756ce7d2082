import type { Configuration, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import type { Links } from '../link.js';
import { type Premise, remark } from '../premise.js';
import { isSet, textOf } from '../reading.js';
import { type AddressRange, parseCidr } from './cidr.js';
import type { Network, SecurityGroup, SecurityRule } from './network.js';
import { type Positions, createPositions } from './positions.js';
import { type ReachContext, between, fromInternet, toInternet } from './reach.js';
import { readRoutes } from './routes.js';
import { GROUP_TYPES, type MutableGroup, readInlineRules, readRuleResources } from './rules.js';
import { readSubnets } from './subnets.js';
import { DEFAULT_VPC, type Vpcs, readVpcs } from './vpcs.js';

export function buildNetwork(
  configuration: Configuration,
  links: Links,
): { readonly network: Network; readonly positions: Positions } {
  const vpcs = readVpcs(configuration, links);
  const routes = readRoutes(configuration, links, vpcs);
  const subnets = readSubnets(configuration, links, vpcs, routes);
  const groups = readGroups(configuration, links, vpcs);
  const context: ReachContext = { vpcs, subnets, vpcRanges: (vpc) => vpcRanges(vpcs.resource(vpc)) };
  const network: Network = {
    get vpcs() {
      return vpcs.all;
    },
    get subnets() {
      return subnets.all;
    },
    get groups() {
      return groups.all();
    },
    group: groups.byAddress,
    subnet: subnets.byAddress,
    fromInternet: (to) => fromInternet(to, context),
    between: (from, to, port, protocol = 'tcp') => between(from, to, { port, protocol }, context),
    toInternet: (from) => toInternet(from, context),
  };
  const positions = createPositions({
    configuration,
    links,
    vpcs,
    subnets,
    group: groups.byAddress,
    defaultGroup: groups.defaultOf,
  });
  return { network, positions };
}

/** Further blocks that `aws_vpc_ipv4_cidr_block_association` adds are not counted. */
function vpcRanges(vpc: Resource | undefined): readonly AddressRange[] {
  const text = textOf(vpc?.attribute('cidr_block'));
  const range = text === undefined ? undefined : parseCidr(text);
  return range ? [range] : [];
}

interface Groups {
  all(): readonly SecurityGroup[];
  byAddress(address: string): SecurityGroup | undefined;
  defaultOf(vpc: string, owner: Resource): SecurityGroup;
}

function readGroups(configuration: Configuration, links: Links, vpcs: Vpcs): Groups {
  const groups = new Map<string, MutableGroup>();
  const defaults = new Map<string, MutableGroup>();
  for (const type of GROUP_TYPES) {
    for (const resource of configuration.ofType(type)) {
      if (resource.mode !== 'managed') continue;
      const given = resource.attribute('vpc_id');
      const vpc = isSet(given) ? vpcs.of(given) : DEFAULT_VPC;
      const group: MutableGroup = { address: resource.address, resource, vpc, rules: [] };
      groups.set(group.address, group);
      if (type === 'aws_default_security_group' && vpc !== undefined) defaults.set(vpc, group);
    }
  }
  const defaultOf = (vpc: string, owner: Resource): MutableGroup => {
    const known = defaults.get(vpc);
    if (known) return known;
    const group = defaultGroup(vpc, vpcs.resource(vpc) ?? owner);
    defaults.set(vpc, group);
    groups.set(group.address, group);
    return group;
  };
  const groupOf = (value: Value | undefined): MutableGroup | undefined => {
    const resource = links.to(value, ...GROUP_TYPES);
    if (resource) return groups.get(resource.address);
    const referent = links.referent(value);
    if (referent?.path[0] !== 'default_security_group_id') return undefined;
    const vpc = vpcs.of(value);
    return vpc === undefined ? undefined : defaultOf(vpc, referent.resource);
  };
  const ruleContext = { links, groupOf };
  for (const group of groups.values()) readInlineRules(group, ruleContext);
  readRuleResources(configuration, ruleContext);
  return { all: () => [...groups.values()], byAddress: (address) => groups.get(address), defaultOf };
}

/**
 * As AWS makes it: everything from members of the group, everything out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultGroup(vpc: string, resource: Resource): MutableGroup {
  const group: MutableGroup = { address: `${vpc}#default-security-group`, resource, vpc, rules: [] };
  const rule = (direction: 'ingress' | 'egress', text: string): SecurityRule => {
    const made: SecurityRule = {
      direction,
      group,
      resource,
      protocol: 'all',
      fromPort: 0,
      toPort: 65_535,
      unknownCidr: false,
      cidrs: direction === 'egress' ? ['0.0.0.0/0', '::/0'] : [],
      groups: direction === 'ingress' ? [group.address] : [],
      index: undefined,
      get premise(): Premise {
        return premise;
      },
    };
    const premise: Premise = {
      property: `network.${direction}-rule`,
      key: `network.${direction}-rule:${group.address}`,
      resource,
      evidence: [remark(resource, 'security_groups', text)],
      certainty: 'certain',
      subject: made,
    };
    return made;
  };
  group.rules.push(
    rule('ingress', 'default security group, which admits its members'),
    rule('egress', 'default security group, which lets everything out'),
  );
  return group;
}
