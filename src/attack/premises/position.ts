import { adviceOnPlace } from '#aws/advice.js';
import type { Service } from '#aws/compute/compute.js';
import type { NetworkPosition } from '#aws/network/network.js';
import { evidenceOf, type Premise } from '#aws/premise.js';
import type { Place } from '../fact.js';
import { hostsOf, runsOnHost } from './placement.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'service.network-position': Service;
  }
}

const OWN_NETWORK = adviceOnPlace(
  'Move the tasks to dedicated subnets and security groups, from which they reach only what they use.',
);

/** Where in the network the code of a workload connects from, and what shows it. */
export interface Standpoint {
  readonly position: NetworkPosition;
  readonly premises: readonly Premise[];
}

export function standpoints(place: Place): readonly Standpoint[] {
  if (place.kind === 'host') return [{ position: place.host.position, premises: [] }];
  if (place.kind === 'function') {
    const { position } = place.function;
    return position ? [{ position, premises: [] }] : [];
  }
  const { service, host } = place;
  if (service.position) return [{ position: service.position, premises: [networkPosition(service)] }];
  // Without its own network interface a task connects from the address of its host.
  if (host) return [{ position: host.position, premises: [] }];
  return hostsOf(service).map((host) => ({ position: host.position, premises: [runsOnHost(service, host)] }));
}

function networkPosition(service: Service): Premise {
  const [block] = service.resource.blocks('network_configuration');
  return {
    property: 'service.network-position',
    key: `service.network-position|${service.address}`,
    resource: service.resource,
    evidence: [evidenceOf(service.resource, 'network_configuration.subnets', block?.attribute('subnets'), block)],
    certainty: 'certain',
    subject: service,
    advice: OWN_NETWORK,
  };
}
