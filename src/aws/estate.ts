import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Accounts } from './accounts/accounts.js';
import type { Cluster, FileSystem, Function, Host, LoadBalancer, Service, TaskDefinition } from './compute/compute.js';
import type { Iam, RequestTarget, ResourcePolicy } from './iam/decision.js';
import type { Network } from './network/network.js';
import type { Premise } from './premise.js';
import type { StoreKey } from './storage/keys.js';
import type { ResourcePolicies } from './storage/policies.js';
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

/** A data store or secret that is read with an IAM permission: a bucket, a table, a secret, a queue. */
export interface DataStore {
  readonly kind: 'data' | 'secret';
  readonly address: string;
  readonly resource: Resource;
  /** The ARN that the usual reading action is checked against (of a bucket, its objects: `arn:aws:s3:::b/*`). */
  readonly arn: SymbolicString;
  /** Each of these actions reads what it holds, some of them together with others. */
  readonly readActions: readonly string[];
  readonly readings: readonly StoreReading[];
  readonly policy: ResourcePolicy | undefined;
  /** The key that a reader has to be allowed to use. */
  readonly key: StoreKey | undefined;
  /** Access control lists that let everybody read, each as what that rests on. */
  readonly publicLists: readonly (readonly Premise[])[];
  /** It is there for everybody to read: a website, assets. */
  readonly isForPublic: boolean;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}

/** One way to read a store. */
export interface StoreReading {
  /** Any of these reads. */
  readonly actions: readonly string[];
  /** All of these are needed besides. */
  readonly with: readonly string[];
  readonly target: RequestTarget;
}
