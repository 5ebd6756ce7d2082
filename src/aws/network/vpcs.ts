/**
 * VPCs and which of them are connected. A VPC that only a value names (`var.vpc_id`) is identified by that value, and
 * may turn out to be any other that is not declared here too.
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Links } from '../link.js';
import { flagOf, isSet } from '../reading.js';
import { symbolicOf } from '../symbolic.js';
import type { Vpc } from './network.js';

/** The VPC that every account has in each region: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
export const DEFAULT_VPC = 'default-vpc';

export const VPC_TYPES = ['aws_vpc', 'aws_default_vpc'] as const;

export interface Vpcs {
  readonly all: readonly Vpc[];
  resource(vpc: string): Resource | undefined;
  /** Identifies the VPC that a value names; also of its attributes, such as `default_security_group_id`. */
  of(value: Value | undefined): string | undefined;
  /** Whether it is declared here with no block but its first. */
  hasOneBlock(vpc: string): boolean;
  /** Whether packets can pass from one to the other: the same, peered, or on one transit gateway. */
  connected(a: string | undefined, b: string | undefined): 'yes' | 'no' | 'unknown';
}

function isDefault(resource: Resource): boolean {
  if (resource.type === 'aws_default_vpc') return true;
  return resource.mode === 'data' && flagOf(resource.attribute('default')) === true;
}

export function readVpcs(configuration: Configuration, links: Links): Vpcs {
  const all = new Map<string, Vpc>();
  const identify = (resource: Resource): string => {
    const address = isDefault(resource) ? DEFAULT_VPC : resource.address;
    if (!all.has(address)) all.set(address, { address, resource });
    return address;
  };
  for (const type of VPC_TYPES) {
    for (const resource of configuration.ofType(type)) if (resource.mode === 'managed') identify(resource);
  }
  const of = (value: Value | undefined): string | undefined => {
    if (!isSet(value)) return undefined;
    const found = links.to(value, ...VPC_TYPES);
    return found ? identify(found) : symbolicOf(value)?.key;
  };
  const declared = (vpc: string): boolean => vpc === DEFAULT_VPC || all.get(vpc)?.resource.mode === 'managed';
  const joined = readJoins(configuration, of);
  const further = new Set(
    configuration.ofType('aws_vpc_ipv4_cidr_block_association').map((each) => of(each.attribute('vpc_id'))),
  );
  return {
    get all() {
      return [...all.values()];
    },
    resource: (vpc) => all.get(vpc)?.resource,
    of,
    hasOneBlock: (vpc) => declared(vpc) && !further.has(vpc) && !further.has(undefined),
    connected(a, b) {
      if (a === undefined || b === undefined) return 'unknown';
      if (a === b || joined(a, b)) return 'yes';
      return declared(a) && declared(b) ? 'no' : 'unknown';
    },
  };
}

/** Peering and transit gateways; their routes are not looked at. */
function readJoins(
  configuration: Configuration,
  of: (value: Value | undefined) => string | undefined,
): (a: string, b: string) => boolean {
  const peers = new Set<string>();
  for (const resource of configuration.ofType('aws_vpc_peering_connection')) {
    const a = of(resource.attribute('vpc_id'));
    const b = of(resource.attribute('peer_vpc_id'));
    if (a !== undefined && b !== undefined) peers.add(`${a}\n${b}`).add(`${b}\n${a}`);
  }
  const gateways = new Map<string, Set<string>>();
  for (const resource of configuration.ofType('aws_ec2_transit_gateway_vpc_attachment')) {
    const vpc = of(resource.attribute('vpc_id'));
    const gateway = symbolicOf(resource.attribute('transit_gateway_id'))?.key;
    if (vpc === undefined || gateway === undefined) continue;
    gateways.set(vpc, (gateways.get(vpc) ?? new Set()).add(gateway));
  }
  return (a, b) => {
    if (peers.has(`${a}\n${b}`)) return true;
    const shared = gateways.get(b);
    return shared !== undefined && [...(gateways.get(a) ?? [])].some((gateway) => shared.has(gateway));
  };
}
