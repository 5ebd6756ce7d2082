import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Premise, PremiseOf } from '../premise.js';
import type { UnknownAddresses } from './addresses.js';
import type { Leaning } from './naming.js';

export interface Vpc {
  readonly address: string;
  readonly resource: Resource;
}

export interface Subnet {
  readonly address: string;
  readonly resource: Resource;
  readonly vpc: string | undefined;
  readonly cidr: string | undefined;
  /** Its route table leads to an internet gateway; `undefined`: not known. */
  readonly public: boolean | undefined;
  /** It gives instances public addresses by itself; `undefined`: not known. */
  readonly mapPublicIp: boolean | undefined;
  /** What its names say where its routes can't be known. */
  readonly leaning?: Leaning | undefined;
  /** It gives interfaces IPv6 addresses by itself. */
  readonly assignIpv6?: boolean;
}

export type RulePremise = PremiseOf<'network.ingress-rule' | 'network.egress-rule'>;

/** One rule, from any of the three resource forms (inline block, aws_security_group_rule, aws_vpc_security_group_*_rule). */
export interface SecurityRule {
  readonly direction: 'ingress' | 'egress';
  readonly group: SecurityGroup;
  /** The resource that declares the rule: the group itself for an inline block. */
  readonly resource: Resource;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'all' | 'other';
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrs: readonly string[];
  /** Addresses that are named and can't be known, and what they can be. */
  readonly unknown: readonly UnknownAddresses[];
  /** Addresses of security groups named as source or destination. `self` is resolved to the group. */
  readonly groups: readonly string[];
  /** Index among the inline blocks; `undefined` for rule resources. */
  readonly index: number | undefined;
  /** That there is such a rule. */
  readonly premise: RulePremise;
}

export interface SecurityGroup {
  readonly address: string;
  readonly resource: Resource;
  readonly vpc: string | undefined;
  readonly rules: readonly SecurityRule[];
  /** It is declared elsewhere: it may have further rules. */
  readonly incomplete?: boolean;
}

/** Where something sits in the network: an instance, a task with its own interface, a mount target, a function, a load balancer. */
export interface NetworkPosition {
  readonly owner: string;
  readonly resource: Resource;
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  /** Some groups are not declared here: they may admit, and let out, more than is known. */
  readonly groupsUnknown: boolean;
  readonly publicIp: 'yes' | 'no' | 'unknown';
  /** Some subnets could not be resolved. */
  readonly subnetsUnknown?: boolean;
  /** What names the subnets and groups that could not be resolved. */
  readonly unresolved?: { readonly subnets: readonly Value[]; readonly groups: readonly Value[] };
  /** Whether it has its public address by its own settings or by those of its subnets. */
  readonly publicBy?: 'itself' | 'subnets';
  /** What gives it a public address: property `network.public-address`. */
  readonly address?: Premise;
  /** What surely gives it an IPv6 address, which is public if its subnet leads to the internet. */
  readonly address6?: Premise;
  /** No security group applies at all: a network load balancer without any. */
  readonly unfiltered?: boolean;
  /** It is made to be reached by others, as a load balancer is. */
  readonly frontDoor?: boolean;
}

/** One way through: all of these premises together let packets in. */
export interface Opening {
  readonly premises: readonly Premise[];
  readonly protocol: 'tcp' | 'udp' | 'all';
  readonly fromPort: number;
  readonly toPort: number;
}

/** Where a load balancer sends to. */
export interface BalancedPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** The target sees the address of the client, not that of the balancer. */
  readonly preservesClient: boolean;
}

export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  group(address: string): SecurityGroup | undefined;
  subnet(address: string): Subnet | undefined;
  /** Ways in from anywhere on the internet: public address, route to an internet gateway, and an ingress rule open to (nearly) all addresses. */
  fromInternet(to: NetworkPosition): readonly Opening[];
  /** Ways from one position to a port of another: same or connected VPC, egress rule, ingress rule. */
  between(from: NetworkPosition, to: NetworkPosition, port: number, protocol?: 'tcp' | 'udp'): readonly Opening[];
  /** Ways from a load balancer to a port of one of its targets. */
  behind(balancer: NetworkPosition, target: NetworkPosition, service: BalancedPort): readonly Opening[];
  /** Whether connections can leave for the internet (internet gateway with public address, or NAT), so that data can be handed out. */
  toInternet(from: NetworkPosition): 'yes' | 'no' | 'unknown';
}

/** What the internet reaches of a workload for one reason; of the ways, either all are certain or none. */
export interface Exposure {
  readonly reason: string;
  readonly certain: boolean;
  readonly ways: readonly Opening[];
}
