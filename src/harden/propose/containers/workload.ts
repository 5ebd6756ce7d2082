/** What a role is used for, as far as the configuration shows. */
import type { Cluster, Container } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import type { Principal } from '#aws/iam/policy.js';
import { referencesIn } from '#model/values/references.js';
import { entriesOf, itemsOf } from '#aws/reading.js';
import type { Value } from '#model/value.js';

/** Roles that hosts, tasks and functions run with; not those that only pull images for them. */
export function workloadRoles(estate: Estate): readonly Principal[] {
  const roles = [
    ...estate.hosts.map((host) => host.role),
    ...estate.tasks.map((task) => task.taskRole),
    ...estate.functions.map((each) => each.role),
  ].filter((role) => role !== undefined);
  return [...new Map(roles.map((role) => [role.address, role])).values()];
}

/** The ECS clusters that hosts with this role join. */
export function clustersOfNode(principal: Principal, estate: Estate): readonly Cluster[] {
  const clusters = estate.hosts
    .filter((host) => host.role?.address === principal.address)
    .map((host) => host.cluster)
    .filter((cluster) => cluster !== undefined);
  return [...new Map(clusters.map((cluster) => [cluster.address, cluster])).values()];
}

/** The data stores that the workloads of a role are told about: in their environment, or as secrets of a container. */
export function storesOf(principal: Principal, estate: Estate): readonly DataStore[] {
  const addresses = new Set<string>();
  for (const value of settingsOf(principal, estate)) {
    for (const { address } of referencesIn(value)) addresses.add(address);
  }
  return estate.stores.filter((store) => addresses.has(store.address));
}

function settingsOf(principal: Principal, estate: Estate): readonly Value[] {
  const is = (role: Principal | undefined): boolean => role?.address === principal.address;
  const functions = estate.functions.filter((each) => is(each.role)).flatMap((each) => [...each.environment.values()]);
  const tasks = estate.tasks.filter((task) => is(task.taskRole) || is(task.executionRole));
  return [...functions, ...tasks.flatMap((task) => task.containers).flatMap(settingsOfContainer)];
}

function settingsOfContainer(container: Container): readonly Value[] {
  const secrets = itemsOf(container.value.entries.get('secrets')).map((each) => entriesOf(each).get('valueFrom'));
  return [...container.environment.values(), ...secrets.filter((each) => each !== undefined)];
}
