/**
 * Whoever is allowed by name both to make a thing and to take it away manages such things: provisioning, tests that set up
 * and tear down, the rotation of keys. Who may only make it shows no such use.
 */
import type { Estate } from '#aws/estate.js';
import { actionInfo, isReading, servicePrefix } from '#aws/iam/actions.js';
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
  const isNamed = (action: string): boolean => names.has(action.toLowerCase());
  const kinds = kindsManaged(
    allowed.map(({ action }) => action),
    isNamed,
  );
  for (const { action, on } of allowed) {
    const counterpart = counterpartsOf(action).find(isNamed);
    const why = counterpart === undefined ? ofThings(action, kinds) : `its policies name ${counterpart} as well`;
    if (why !== undefined) yield permitted({ principal, action, on: on.text }, why, estate);
  }
}

/** Types of things that are made and taken away, each with the action that makes it: `iam:user` with `iam:CreateUser`. */
function kindsManaged(actions: readonly string[], isNamed: (action: string) => boolean): ReadonlyMap<string, string> {
  const making = actions.filter((action) => counterpartsOf(action).some(isNamed));
  return new Map(making.map((action) => [action.replace(/:Create/, ':').toLowerCase(), action]));
}

/** Who makes and takes away users, and may by name attach policies to them, does that with those that it makes. */
function ofThings(action: string, kinds: ReadonlyMap<string, string>): string | undefined {
  const made = isReading(action) ? [] : typesOf(action).flatMap((type) => kinds.get(type) ?? []);
  return made[0] && `its policies name ${made[0]} and ${counterpartsOf(made[0]).join(' or ')} as well`;
}

function typesOf(action: string): readonly string[] {
  const service = servicePrefix(action);
  return (actionInfo(action)?.resourceTypes ?? []).map(({ name }) => `${service}:${name}`.toLowerCase());
}

function counterpartsOf(action: string): readonly string[] {
  const { service, verb = '', noun } = MAKES.exec(action)?.groups ?? {};
  const nouns = noun === undefined ? [] : [...new Set([noun, noun.replace(/(?<=[a-z])To(?=[A-Z])/, 'From')])];
  return (UNMAKES[verb] ?? []).flatMap((unmakes) => nouns.map((each) => `${service}:${unmakes}${each}`));
}
