import { symbolic } from '../symbolic.js';
import { type ActionInfo, actionInfo, expandAction, rewritesPermissions } from './actions.js';
import { matches } from './pattern.js';
import { SERVICES } from '../services/registry.generated.js';
import type { Way } from './way.js';
import { type Kind, KINDS } from './ways.js';

/** Everything that reaches a target, by its kind. A cut is one only if it takes all of it. */
export interface Reaching {
  /** As AWS writes it. */
  readonly action: string;
  readonly does: string;
  /** Whoever may do it reaches the target, with nothing else. */
  readonly alone: boolean;
}

/** The service whose permissions govern a target of this kind; `undefined` where what reaches it is not known in full. */
export function governingService(kind: string): string | undefined {
  return KINDS.get(kind)?.service;
}

/** All that reaches a target of the kind, by the action in lower case. */
export function reaching(kind: string): ReadonlyMap<string, Reaching> {
  let found = known.get(kind);
  if (!found) known.set(kind, (found = collect(kind)));
  return found;
}

const known = new Map<string, ReadonlyMap<string, Reaching>>();

/** Where a deny of a service on a target has to be to leave nothing that reaches it. */
export interface Reach {
  /** Behind the target's own ARN. */
  readonly suffixes: readonly string[];
  /** Further ARNs. */
  readonly doors: readonly string[];
  /** Actions that none of these ARNs stops, or patterns of them. */
  readonly beside: readonly string[];
}

/** The reach of what `granted` says of: of the other ways nothing is to be denied. */
export function reachOf(kind: string, granted: (action: string) => boolean): Reach {
  const found = KINDS.get(kind);
  const ways = [...reaching(kind).values()].map(({ action }) => action).filter(granted);
  const doors = found?.doors?.filter((door) => ways.some((action) => typesOf(action).some(isBehind(door))));
  const isStopped = (action: string): boolean =>
    found?.elsewhere?.includes(action) !== true &&
    typesOf(action).some(
      (type) => found?.own.includes(type.name) === true || doors?.some((door) => isBehind(door)(type)),
    );
  return {
    suffixes: found?.suffixes ?? [''],
    doors: doors ?? [],
    beside: inFamilies(
      ways.filter((action) => !isStopped(action)),
      found?.families ?? [],
    ),
  };
}

function inFamilies(actions: readonly string[], families: readonly string[]): readonly string[] {
  const covers = (family: string) => (action: string) => matches(symbolic(family), symbolic(action)) === 'yes';
  const found = families.filter((family) => actions.filter(covers(family)).length > 1);
  return [...actions.filter((action) => !found.some((family) => covers(family)(action))), ...found].toSorted();
}

type ResourceType = ActionInfo['resourceTypes'][number];

function typesOf(action: string): readonly ResourceType[] {
  return actionInfo(action)?.resourceTypes ?? [];
}

function isBehind(door: string): (type: ResourceType) => boolean {
  return ({ arn }) => matches(symbolic(door), symbolic(arn.replaceAll(/\$\{\w+\}/g, 'x'))) === 'yes';
}

/** These take permissions away: what they leave may let somebody through, but not whoever had none. */
const TAKES_AWAY = /:(Delete|Detach|Disable|Dissociate|Remove|Retire|Revoke|Validate)/;
/** A policy does nothing until it is attached. */
const NOTHING_BY_ITSELF = 'iam:CreatePolicy';

function collect(name: string): ReadonlyMap<string, Reaching> {
  const found = new Map<string, Reaching>();
  const kind = KINDS.get(name);
  if (!kind) return found;
  for (const action of expandAction(`${kind.service}:*`)) {
    if (!rewritesPermissions(action) || kind.noWay?.includes(action) || !appliesTo(action, kind)) continue;
    const alone = !TAKES_AWAY.test(action) && action !== NOTHING_BY_ITSELF;
    found.set(action.toLowerCase(), { action, does: REWRITES, alone });
  }
  for (const { actions, does, helps = false } of [...kind.ways, ...ofService(name)]) {
    for (const action of actions) found.set(action.toLowerCase(), { action, does, alone: !helps });
  }
  return found;
}

const REWRITES = 'rewrites who may do what';

/** What the description of its service says of resources of that type. */
function ofService(type: string): readonly Pick<Way, 'actions' | 'does' | 'helps'>[] {
  return SERVICES.flatMap(({ stores = [], resourcePolicies = [] }) => [
    ...stores
      .filter((store) => store.type === type)
      .map(({ readings }) => ({ actions: readings.flatMap(({ actions }) => actions), does: 'reads what it holds' })),
    ...resourcePolicies
      .filter(({ of }) => of.includes(type))
      .map(({ rewrites }) => ({ actions: rewrites, does: REWRITES })),
  ]);
}

/** On a resource of these types, or on none, which is the whole account. */
function appliesTo(action: string, { own, near = [] }: Kind): boolean {
  const used = typesOf(action);
  if (used.length === 0) return own.length > 0;
  return used.some(({ name }) => own.includes(name) || near.includes(name));
}
