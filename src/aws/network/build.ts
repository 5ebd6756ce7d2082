import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Links } from '../link.js';
import { textOf } from '../reading.js';
import { behind } from './balanced.js';
import { type AddressRange, parseCidr } from './cidr.js';
import { readGroups } from './groups.js';
import { fromInternet, toInternet } from './internet.js';
import type { Network } from './network.js';
import { type Positions, createPositions } from './positions.js';
import { type ReachContext, between } from './reach.js';
import { readRoutes } from './routes.js';
import { readSubnets } from './subnets.js';
import { readVpcs } from './vpcs.js';

export function buildNetwork(
  configuration: Configuration,
  links: Links,
): { readonly network: Network; readonly positions: Positions } {
  const vpcs = readVpcs(configuration, links);
  const routes = readRoutes(configuration, links, vpcs);
  const subnets = readSubnets(configuration, links, vpcs, routes);
  const groups = readGroups(configuration, links, vpcs);
  const context: ReachContext = { links, vpcs, subnets, vpcRanges: (vpc) => vpcRanges(vpcs.resource(vpc)) };
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
    behind: (balancer, target, service) => behind(balancer, target, service, context),
    toInternet: (from) => toInternet(from, context),
  };
  const positions = createPositions({ configuration, links, subnets, groups });
  return { network, positions };
}

/** Further blocks that `aws_vpc_ipv4_cidr_block_association` adds are not counted. */
function vpcRanges(vpc: Resource | undefined): readonly AddressRange[] {
  const text = textOf(vpc?.attribute('cidr_block'));
  const range = text === undefined ? undefined : parseCidr(text);
  return range ? [range] : [];
}
