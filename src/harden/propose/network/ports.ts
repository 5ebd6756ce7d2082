/** Ports of a task on its way from the host's network to a bridge. */
import type { TaskDefinition } from '#aws/compute/compute.js';
import { itemsOf, textOf } from '#aws/reading.js';
import type { Change } from '../../change.js';
import { isMapping, setKey } from '../edit/structured.js';

/**
 * On the host's network a port without hostPort is the container's own; behind a bridge it would be any. `undefined` where
 * a mapping can't be edited.
 */
export function fixHostPorts(task: TaskDefinition): readonly Change[] | undefined {
  const changes: Change[] = [];
  for (const container of task.containers) {
    for (const mapping of itemsOf(container.value.entries.get('portMappings'))) {
      if (!isMapping(mapping)) return undefined;
      const given = textOf(mapping.entries.get('hostPort'));
      const port = textOf(mapping.entries.get('containerPort'));
      if (given !== undefined && given !== '0') continue;
      if (port === undefined) return undefined;
      const change = setKey(mapping, 'hostPort', port);
      if (!change) return undefined;
      changes.push(change);
    }
  }
  return changes;
}
