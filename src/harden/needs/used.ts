/**
 * What the configuration of a workload names is what its roles are for: environment, secrets, user data, layers. Words that give
 * several roles the reading of all there is, by its name, were written for what these workloads have in common.
 */
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { itemsOf, textOf } from '#aws/reading.js';
import { usualReadings } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { actsAnywhere } from './anywhere.js';
import { allowances, permitted } from './asked.js';
import { isEverything } from './naming.js';
import type { Need } from './need.js';

export function* usedNeeds(estate: Estate): Generator<Need> {
  const all = runners(estate);
  const common = commonWords(all, estate);
  for (const { principal, workload } of all) {
    for (const store of estate.stores) {
      if (!estate.uses.uses(principal, store.address)) continue;
      const why = `the configuration of ${workload} names ${store.address}`;
      for (const action of store.readActions) yield permitted({ principal, action, on: store.arn }, why, estate);
    }
    for (const { action, words } of readsOfEverything(principal, estate)) {
      const others = (common.get(words)?.size ?? 0) - 1;
      if (others > 0)
        yield* actsAnywhere(
          principal,
          action,
          `the same text gives it to ${others} other role${others > 1 ? 's' : ''}`,
        );
    }
  }
  for (const { address, role, resource } of estate.functions) {
    if (!role || !itemsOf(resource.attribute('layers')).some((layer) => SECRETS.test(textOf(layer) ?? ''))) continue;
    for (const action of READ_BY_LAYER) {
      yield* actsAnywhere(role, action, `${address} has the layer that reads parameters and secrets for it`);
    }
  }
}

interface Reading {
  readonly action: string;
  /** The place where the action is written. */
  readonly words: string;
}

function* readsOfEverything(principal: Principal, estate: Estate): Generator<Reading> {
  const reading = new Set(estate.stores.flatMap(({ readActions }) => readActions));
  for (const { statement, managed } of allowances(principal)) {
    if (managed || !statement.resources.some(({ text }) => isEverything(text))) continue;
    for (const { text, origin } of statement.actions) {
      const action = literal(text) ?? '';
      if (reading.has(action) && origin) yield { action, words: `${origin.file.path}:${origin.start}` };
    }
  }
}

/** The roles that have the same words, by the place of these. */
function commonWords(all: readonly Runner[], estate: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const roles = new Map<string, Set<string>>();
  for (const { principal } of all) {
    for (const { words } of readsOfEverything(principal, estate)) {
      const having = roles.get(words) ?? new Set();
      roles.set(words, having.add(principal.address));
    }
  }
  return roles;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html */
const SECRETS = /:layer:AWS-Parameters-and-Secrets-Lambda-Extension/;
const READ_BY_LAYER = usualReadings('secret');

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
