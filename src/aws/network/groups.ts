/**
 * Security groups: those declared here, the default groups of VPCs, and those that only a value names. Of the last, which
 * are declared elsewhere, only the rules that are added here are known.
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Links } from '../link.js';
import { remark } from '../premise.js';
import { isSet } from '../reading.js';
import { symbolicOf } from '../symbolic.js';
import { addressContext } from './addresses.js';
import type { RulePremise, SecurityGroup, SecurityRule } from './network.js';
import { GROUP_TYPES, type MutableGroup, readInlineRules, readRuleResources } from './rules.js';
import { DEFAULT_VPC, type Vpcs } from './vpcs.js';

export interface Groups {
  all(): readonly SecurityGroup[];
  byAddress(address: string): SecurityGroup | undefined;
  /** The group that a value names; `owner` is who names it. `undefined` where not even the name is known. */
  of(value: Value | undefined, owner: Resource): SecurityGroup | undefined;
  defaultOf(vpc: string, owner: Resource): SecurityGroup;
}

export function readGroups(configuration: Configuration, links: Links, vpcs: Vpcs): Groups {
  const groups = new GroupReader(links, vpcs);
  for (const type of GROUP_TYPES) for (const resource of configuration.ofType(type)) groups.declare(resource);
  const context = { ...addressContext(configuration, links), groupOf: groups.of };
  for (const group of groups.declared()) readInlineRules(group, context);
  readRuleResources(configuration, context);
  return groups;
}

class GroupReader implements Groups {
  readonly #links: Links;
  readonly #vpcs: Vpcs;
  readonly #groups = new Map<string, MutableGroup>();
  readonly #defaults = new Map<string, MutableGroup>();

  constructor(links: Links, vpcs: Vpcs) {
    this.#links = links;
    this.#vpcs = vpcs;
  }

  declare(resource: Resource): void {
    if (resource.mode !== 'managed') return;
    const given = resource.attribute('vpc_id');
    const vpc = isSet(given) ? this.#vpcs.of(given) : DEFAULT_VPC;
    const group: MutableGroup = { address: resource.address, resource, vpc, rules: [] };
    this.#groups.set(group.address, group);
    if (resource.type === 'aws_default_security_group' && vpc !== undefined) this.#defaults.set(vpc, group);
  }

  declared(): readonly MutableGroup[] {
    return [...this.#groups.values()];
  }

  all = (): readonly SecurityGroup[] =>
    [...this.#groups.values()].filter(({ incomplete, rules }) => !incomplete || rules.length > 0);

  byAddress = (address: string): MutableGroup | undefined => this.#groups.get(address);

  of = (value: Value | undefined, owner: Resource): MutableGroup | undefined => {
    const referent = this.#links.referent(value);
    if (referent?.path[0] === 'default_security_group_id') {
      const vpc = this.#vpcs.of(value);
      return vpc === undefined ? undefined : this.defaultOf(vpc, referent.resource);
    }
    const resource = this.#links.to(value, ...GROUP_TYPES);
    const key = resource?.address ?? symbolicOf(value)?.key;
    return key === undefined ? undefined : (this.#groups.get(key) ?? this.#elsewhere(key, resource ?? owner));
  };

  defaultOf = (vpc: string, owner: Resource): MutableGroup => {
    const known = this.#defaults.get(vpc);
    if (known) return known;
    const group = defaultGroup(vpc, this.#vpcs.resource(vpc) ?? owner);
    this.#defaults.set(vpc, group);
    this.#groups.set(group.address, group);
    return group;
  };

  #elsewhere(address: string, resource: Resource): MutableGroup {
    const vpc = resource.mode === 'data' ? this.#vpcs.of(resource.attribute('vpc_id')) : undefined;
    const group: MutableGroup = { address, resource, vpc, rules: [], incomplete: true };
    this.#groups.set(address, group);
    return group;
  }
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
      unknown: [],
      cidrs: direction === 'egress' ? ['0.0.0.0/0', '::/0'] : [],
      groups: direction === 'ingress' ? [group.address] : [],
      index: undefined,
      get premise(): RulePremise {
        return premise;
      },
    };
    const premise: RulePremise = {
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
    rule('ingress', 'default security group, which allows traffic from its members'),
    rule('egress', 'default security group, which allows all outbound traffic'),
  );
  return group;
}
