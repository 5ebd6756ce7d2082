/** What the descriptions of all services come to. */
import type { Identities } from './identities.js';
import { SERVICES } from './registry.generated.js';
import type { Deployment, Duty, ResourceType, StoreType } from './service.js';
import type { ExistingWorkload, NewWorkload, RoleSwap } from './workload.js';

/** By Terraform type. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  SERVICES.flatMap(({ resources = {} }) => Object.entries(resources)),
);

/** Of names that come from a configuration, which may be those of what every object has. */
export function namedIn(names: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return names && Object.hasOwn(names, name) ? names[name] : undefined;
}

export const STORE_TYPES: readonly StoreType[] = SERVICES.flatMap(({ stores = [] }) => stores);

export const NEW_WORKLOADS: readonly NewWorkload[] = SERVICES.flatMap(({ runsWithRole = [] }) => runsWithRole);

export const EXISTING_WORKLOADS: readonly ExistingWorkload[] = SERVICES.flatMap(
  ({ codeOfExisting = [] }) => codeOfExisting,
);

export const ROLE_SWAPS: readonly RoleSwap[] = SERVICES.flatMap(({ swapsRole = [] }) => swapsRole);

export const DEPLOYMENTS: readonly Deployment[] = SERVICES.flatMap(({ deployments = [] }) => deployments);

/** Of workloads; what administers the account is told by its reach. */
export const DANGEROUS: readonly string[] = SERVICES.flatMap(({ dangerous = [] }) => dangerous);

export const RECONNAISSANCE = SERVICES.flatMap(({ reconnaissance }) => reconnaissance ?? []);

/** The usual way to read each type of store: what a statement about reading is asked for. */
export function usualReadings(kind?: StoreType['kind']): readonly string[] {
  const stores = STORE_TYPES.filter((store) => kind === undefined || store.kind === kind);
  return [...new Set(stores.flatMap(({ readings: [first] }) => first?.actions[0] ?? []))];
}

export function dutyOf(kind: Duty['for']): readonly string[] {
  return SERVICES.flatMap(({ duties = [] }) => duties.filter((duty) => duty.for === kind)).flatMap(
    ({ actions }) => actions,
  );
}

export const IDENTITIES: Identities = theOne(SERVICES.flatMap(({ identities }) => identities ?? []));

function theOne<T>(found: readonly T[]): T {
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error('one service describes principals');
  return one;
}
