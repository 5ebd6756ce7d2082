/** Rules that the source writes as resources of their own, and an account keeps inside a security group. */
import { itemsOf, textOf } from '#aws/reading.js';
import type { Configuration } from '#model/configuration.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { sameness, type Resolve } from './same.js';

const ATTRIBUTES = {
  aws_security_group_rule: {
    protocol: 'protocol',
    ranges: ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'source_security_group_id'],
  },
  aws_vpc_security_group_ingress_rule: {
    protocol: 'ip_protocol',
    ranges: ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'],
  },
  aws_vpc_security_group_egress_rule: {
    protocol: 'ip_protocol',
    ranges: ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'],
  },
} as const;

type RuleType = keyof typeof ATTRIBUTES;

function isRuleType(type: string): type is RuleType {
  return Object.hasOwn(ATTRIBUTES, type);
}

/** The rules of a direction that the source writes for a group of the account, outside of the group. */
export function writtenRules(
  group: Resource,
  direction: 'ingress' | 'egress',
  source: Configuration,
  resolve: Resolve,
): readonly Resource[] {
  const id = group.attribute('id');
  return source.resources.filter(
    (rule) =>
      rule.mode === 'managed' &&
      isRuleType(rule.type) &&
      directionOf(rule) === direction &&
      sameness(rule.attribute('security_group_id'), id, resolve) === 'same',
  );
}

export function directionOf(rule: Resource): string | undefined {
  if (rule.type === 'aws_security_group_rule') return textOf(rule.attribute('type'));
  return rule.type === 'aws_vpc_security_group_ingress_rule' ? 'ingress' : 'egress';
}

/** Whether the block of the account lets through what the rule does, by one of its ranges at least. */
export function isWrittenBy(rule: Resource, block: BodyView, resolve: Resolve): boolean {
  if (!isRuleType(rule.type)) return false;
  const { protocol, ranges } = ATTRIBUTES[rule.type];
  const isAll = protocolOf(block.attribute('protocol')) === '-1';
  const samePorts =
    isAll ||
    ['from_port', 'to_port'].every(
      (name) => sameness(rule.attribute(name), block.attribute(name), resolve) !== 'different',
    );
  if (!samePorts || protocolOf(rule.attribute(protocol)) !== protocolOf(block.attribute('protocol'))) return false;
  const has = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups'].flatMap((name) => [
    ...itemsOf(block.attribute(name)),
  ]);
  const said = ranges.flatMap((name) => [...itemsOf(rule.attribute(name))]);
  const isSelf = textOf(rule.attribute('self')) === 'true' && textOf(block.attribute('self')) === 'true';
  return isSelf || said.some((one) => has.some((other) => sameness(one, other, resolve) === 'same'));
}

function protocolOf(value: Value | undefined): string {
  const text = textOf(value)?.toLowerCase() ?? '';
  return text === 'all' ? '-1' : text;
}
