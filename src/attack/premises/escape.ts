import type { Container } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { executes, type Executes } from '../fact.js';
import type { Step } from '../technique.js';
import { hostsBehind, runsOnHost } from './placement.js';

/** The container that code runs in; undefined in another place, or where the attacker controls the whole task. */
export function seizedContainer(fact: Executes): Container | undefined {
  return fact.place.kind === 'task' ? fact.place.container : undefined;
}

/** Steps from a container to each host that its tasks run on. On Fargate there are none. */
export function* escapes(fact: Executes, premises: readonly Premise[], how: string): Generator<Step> {
  if (fact.place.kind !== 'task') return;
  const { service } = fact.place;
  for (const host of hostsBehind(fact.place)) {
    yield {
      gains: executes({ kind: 'host', host }),
      premises: [...premises, runsOnHost(service, host)],
      explanation: `${how} and becomes root on ${host.address}.`,
    };
  }
}
