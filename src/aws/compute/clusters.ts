/**
 * ECS clusters and their capacity providers. A cluster that only a value names (`var.cluster`, or "default") stands for
 * itself, so that hosts and services that name the same one meet.
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Arns } from '../arn.js';
import { type Links, nameInArn } from '../link.js';
import { isSet, itemsOf, textOf } from '../reading.js';
import { ACCOUNT, PARTITION, REGION, type SymbolicString, display, symbolic, symbolicOf } from '../symbolic.js';
import type { Cluster } from './compute.js';

/** What a capacity provider strategy names. */
export interface Strategy {
  readonly fargate: boolean;
  /** Auto Scaling groups, by address. */
  readonly groups: readonly string[];
  readonly unknown: boolean;
}

export interface Clusters {
  readonly all: readonly Cluster[];
  /** The cluster that a value names; unset, the default one. */
  of(value: Value | undefined, owner: Resource): Cluster | undefined;
  named(name: SymbolicString, owner: Resource): Cluster;
  ofResource(resource: Resource): Cluster;
  /** The cluster that a capacity provider on this Auto Scaling group serves. */
  ofGroup(address: string): Cluster | undefined;
  defaultStrategy(cluster: Cluster): Strategy | undefined;
  strategyOf(blocks: readonly BodyView[]): Strategy | undefined;
}

const CLUSTER = 'aws_ecs_cluster';

export function readClusters(configuration: Configuration, links: Links, arns: Arns): Clusters {
  const reader = new Reader(links, arns);
  for (const resource of configuration.ofType(CLUSTER)) {
    if (resource.mode !== 'managed') continue;
    reader.serve(reader.ofResource(resource), resource);
  }
  for (const resource of configuration.ofType('aws_ecs_cluster_capacity_providers')) {
    const cluster = reader.of(resource.attribute('cluster_name'), resource);
    if (cluster) reader.serve(cluster, resource);
  }
  return reader;
}

class Reader implements Clusters {
  readonly #links: Links;
  readonly #arns: Arns;
  readonly #byAddress = new Map<string, Cluster>();
  readonly #byName = new Map<string, Cluster>();
  readonly #served = new Map<string, Cluster>();
  readonly #strategies = new Map<Cluster, Strategy>();

  constructor(links: Links, arns: Arns) {
    this.#links = links;
    this.#arns = arns;
  }

  get all(): readonly Cluster[] {
    return [...new Set([...this.#byAddress.values(), ...this.#byName.values()])];
  }

  ofResource(resource: Resource): Cluster {
    const known = this.#byAddress.get(resource.address);
    if (known) return known;
    const given = symbolicOf(resource.attribute('name')) ?? symbolicOf(resource.attribute('cluster_name'));
    const name = given ?? symbolicOf(resource.read(['name'])) ?? symbolic(resource.address);
    const arn = this.#arns.arnOf(resource) ?? this.#arnNamed(name, resource);
    const cluster: Cluster = { address: resource.address, resource, arn, name };
    this.#byAddress.set(resource.address, cluster);
    const { key } = this.#arns.canonical(name);
    if (!this.#byName.has(key)) this.#byName.set(key, cluster);
    return cluster;
  }

  named(text: SymbolicString, owner: Resource): Cluster {
    const resource = this.#links.named(text, CLUSTER);
    if (resource) return this.ofResource(resource);
    const whole = this.#arns.canonical(text);
    const name = nameInArn(whole) ?? whole;
    const known = this.#byName.get(name.key);
    if (known) return known;
    const cluster: Cluster = { address: display(name), resource: owner, arn: this.#arnNamed(name, owner), name };
    this.#byName.set(name.key, cluster);
    return cluster;
  }

  of(value: Value | undefined, owner: Resource): Cluster | undefined {
    if (!isSet(value)) return this.named(symbolic('default'), owner);
    const resource = this.#links.to(value, CLUSTER);
    if (resource) return this.ofResource(resource);
    const text = symbolicOf(value);
    return text && this.named(text, owner);
  }

  #arnNamed(name: SymbolicString, owner: Resource): SymbolicString {
    const { accounts } = this.#arns;
    const arn = symbolic('arn:', PARTITION, ':ecs:', REGION, ':', ACCOUNT, ':cluster/', name);
    return accounts.within(arn, accounts.of(owner));
  }

  ofGroup(address: string): Cluster | undefined {
    return this.#served.get(address);
  }

  defaultStrategy(cluster: Cluster): Strategy | undefined {
    return this.#strategies.get(cluster);
  }

  strategyOf(blocks: readonly BodyView[]): Strategy | undefined {
    if (blocks.length === 0) return undefined;
    return strategyFrom(
      blocks.map((block) => block.attribute('capacity_provider')),
      this.#links,
    );
  }

  /** Notes the capacity providers that a resource gives to a cluster. */
  serve(cluster: Cluster, resource: Resource): void {
    for (const group of strategyFrom(itemsOf(resource.attribute('capacity_providers')), this.#links).groups) {
      if (!this.#served.has(group)) this.#served.set(group, cluster);
    }
    const strategy = this.strategyOf(resource.blocks('default_capacity_provider_strategy'));
    if (strategy) this.#strategies.set(cluster, strategy);
  }
}

function strategyFrom(providers: readonly (Value | undefined)[], links: Links): Strategy {
  const groups: string[] = [];
  let fargate = false;
  let unknown = false;
  for (const value of providers) {
    const provider = links.to(value, 'aws_ecs_capacity_provider');
    const name = textOf(value);
    if (provider) {
      const [block] = provider.blocks('auto_scaling_group_provider');
      const group = links.to(block?.attribute('auto_scaling_group_arn'), 'aws_autoscaling_group');
      if (group) groups.push(group.address);
      else unknown = true;
    } else if (name === 'FARGATE' || name === 'FARGATE_SPOT') fargate = true;
    else unknown = true;
  }
  return { fargate, groups, unknown };
}
