/**
 * Whoever is allowed by name both to make a thing and to take it away manages such things: provisioning, tests that set up
 * and tear down, the rotation of keys. Who may only make it shows no such use.
 */
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { actors, allowances, namedActions, permitted } from './asked.js';
import type { Need } from './need.js';

const MAKES = /^(?<service>[a-z0-9-]+):(?<verb>Create|Put|Attach|Add|Register)(?<noun>[A-Z]\w+)$/;
const UNMAKES: Readonly<Record<string, readonly string[]>> = {
  Create: ['Delete'],
  Put: ['Delete'],
  Attach: ['Detach'],
  Add: ['Remove'],
  Register: ['Deregister'],
};

export function* managementNeeds(estate: Estate): Generator<Need> {
  for (const principal of actors(estate)) yield* managed(principal, estate);
}

function* managed(principal: Principal, estate: Estate): Generator<Need> {
  const allowed = [...allowances(principal)]
    .filter(({ managed: byAws }) => !byAws)
    .flatMap(({ statement }) => [...namedActions(statement)]);
  const names = new Set(allowed.map(({ action }) => action.toLowerCase()));
  for (const { action, on } of allowed) {
    const counterpart = counterpartsOf(action).find((each) => names.has(each.toLowerCase()));
    if (counterpart === undefined) continue;
    yield permitted({ principal, action, on: on.text }, `its policies name ${counterpart} as well`, estate);
  }
}

function counterpartsOf(action: string): readonly string[] {
  const { service, verb = '', noun } = MAKES.exec(action)?.groups ?? {};
  const nouns = noun === undefined ? [] : [noun, noun.replace(/(?<=[a-z])To(?=[A-Z])/, 'From')];
  return (UNMAKES[verb] ?? []).flatMap((unmakes) => nouns.map((each) => `${service}:${unmakes}${each}`));
}
