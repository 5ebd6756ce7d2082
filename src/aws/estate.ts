import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Accounts } from './accounts/accounts.js';
import type { Cluster, Function, Host, LoadBalancer, Service, TaskDefinition } from './compute/compute.js';
import type { FileSystem } from './storage/file-system.js';
import type { Iam } from './iam/decision.js';
import type { Network } from './network/network.js';
import type { ResourcePolicies } from './storage/policies.js';
import type { DataStore } from './storage/store.js';
import type { SymbolicString } from './symbolic.js';
import type { Uses } from './uses.js';

/** What the resources amount to in AWS: principals, policies, networks, workloads, data stores. */
export interface Estate {
  readonly configuration: Configuration;
  readonly accounts: Accounts;
  readonly iam: Iam;
  readonly network: Network;
  readonly hosts: readonly Host[];
  readonly clusters: readonly Cluster[];
  readonly tasks: readonly TaskDefinition[];
  readonly services: readonly Service[];
  readonly functions: readonly Function[];
  readonly balancers: readonly LoadBalancer[];
  readonly fileSystems: readonly FileSystem[];
  readonly stores: readonly DataStore[];
  readonly resourcePolicies: ResourcePolicies;
  /** What workloads are for, by their own configuration. */
  readonly uses: Uses;
  /** The ARN of any resource whose type has one, as known. */
  arnOf(resource: Resource): SymbolicString | undefined;
}
