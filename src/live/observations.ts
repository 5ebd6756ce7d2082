import type { Observed, ObservedInstance } from '#aws/compute/observed.js';
import type { Snapshot } from './snapshot.js';

/** What runs at the moment, for the estate to read. Instances that no longer answer still have the cluster that they joined. */
export function observedIn({ observations }: Pick<Snapshot, 'observations'>): Observed {
  const instances = new Map<string, ObservedInstance>();
  const groups = new Map<string, string[]>();
  for (const each of observations) {
    if (each.kind === 'container-instance') {
      const attributes = new Map(Object.entries(each.attributes).map(([name, value]) => [name, value ?? undefined]));
      instances.set(each.instanceId, { clusterArn: each.clusterArn, attributes });
    } else if (each.kind === 'group-instance') {
      const listed = groups.get(each.group);
      if (listed) listed.push(each.instanceId);
      else groups.set(each.group, [each.instanceId]);
    }
  }
  return { instance: (id) => instances.get(id), instancesOf: (group) => groups.get(group) ?? [] };
}
