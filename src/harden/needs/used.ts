/** What the configuration of a workload names is what its roles are for: environment, secrets, user data, layers. */
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { itemsOf, textOf } from '#aws/reading.js';
import { actsAnywhere } from './anywhere.js';
import { permitted } from './asked.js';
import type { Need } from './need.js';

export function* usedNeeds(estate: Estate): Generator<Need> {
  for (const { principal, workload } of runners(estate)) {
    for (const store of estate.stores) {
      if (!estate.uses.uses(principal, store.address)) continue;
      const why = `the configuration of ${workload} names ${store.address}`;
      for (const action of store.readActions) yield permitted({ principal, action, on: store.arn }, why, estate);
    }
  }
  for (const { address, role, resource } of estate.functions) {
    if (!role || !itemsOf(resource.attribute('layers')).some((layer) => SECRETS.test(textOf(layer) ?? ''))) continue;
    for (const action of READ_BY_LAYER) {
      yield* actsAnywhere(role, action, `${address} has the layer that reads parameters and secrets for it`);
    }
  }
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html */
const SECRETS = /:layer:AWS-Parameters-and-Secrets-Lambda-Extension/;
const READ_BY_LAYER = ['ssm:GetParameter', 'secretsmanager:GetSecretValue'] as const;

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
