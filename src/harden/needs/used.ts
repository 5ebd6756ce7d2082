/**
 * What the configuration of a workload names is what its roles are for: environment, secrets, user data. That a policy of the
 * role says by name how to read stores shows that the workload reads some, even where a wildcard leaves open which.
 */
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { actsAnywhere } from './anywhere.js';
import { allowances, namedActions, permitted } from './asked.js';
import type { Need } from './need.js';

export function* usedNeeds(estate: Estate): Generator<Need> {
  for (const { principal, workload } of runners(estate)) {
    for (const store of estate.stores) {
      if (!estate.uses.uses(principal, store.address)) continue;
      const why = `the configuration of ${workload} names ${store.address}`;
      for (const action of store.readActions) yield permitted({ principal, action, on: store.arn }, why, estate);
    }
    for (const action of readingNamed(principal, estate)) {
      yield* actsAnywhere(principal, action, `a policy written for ${workload} says it by name`);
    }
  }
}

function readingNamed(principal: Principal, estate: Estate): ReadonlySet<string> {
  const reading = new Set(estate.stores.flatMap(({ readActions }) => readActions));
  const own = [...allowances(principal)].filter(({ managed }) => !managed);
  const named = own.flatMap(({ statement }) => [...namedActions(statement)]).map(({ action }) => action);
  return new Set(named.filter((action) => reading.has(action)));
}

interface Runner {
  readonly principal: Principal;
  readonly workload: string;
}

/** The roles that workloads run with, each with the first workload that does. */
function runners(estate: Estate): readonly Runner[] {
  const all = [
    ...estate.services.flatMap(({ address, task }) => [
      { principal: task?.taskRole, workload: address },
      { principal: task?.executionRole, workload: address },
    ]),
    ...[...estate.functions, ...estate.hosts].map(({ address, role }) => ({ principal: role, workload: address })),
  ];
  const found = new Map<string, Runner>();
  for (const { principal, workload } of all) {
    if (principal && !found.has(principal.address)) found.set(principal.address, { principal, workload });
  }
  return [...found.values()];
}
