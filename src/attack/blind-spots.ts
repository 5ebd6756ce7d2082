/**
 * What an attacker might use and no technique follows: front doors behind which nothing is modelled, and dangerous permissions
 * that lead nowhere. Without them, "no attack path" would claim more than was analysed.
 */
import { servicePrefix } from '#aws/iam/actions.js';
import { frontDoorsOf } from '#aws/front-doors.js';
import { anyResources } from '#aws/iam/any-resource.js';
import type { Principal } from '#aws/iam/policy.js';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { ROLE_TAKERS } from '#aws/iam/role-takers.generated.js';
import type { Estate } from '#aws/estate.js';
import { symbolic } from '#aws/symbolic.js';
import type { Origin } from '#model/value.js';
import type { AttackAnalysis } from './analyse.js';
import { DerivationSpace } from './engine/derivation.js';
import { discoverEntries } from './entry.js';
import { trustedOutsiders } from './outsiders.js';
import { unfollowed } from './unfollowed.js';

export interface BlindSpot {
  readonly kind: 'front-door' | 'permission';
  readonly address: string;
  /** A clause: what it is, and what is not modelled. */
  readonly what: string;
  /** Only for a permission. */
  readonly actions: readonly string[];
  readonly origin: Origin | undefined;
}

export function blindSpotsOf(analysis: AttackAnalysis): readonly BlindSpot[] {
  return [...frontDoors(analysis.estate), ...permissions(analysis)];
}

function frontDoors(estate: Estate): BlindSpot[] {
  const doors = frontDoorsOf(estate).filter(({ open }) => open !== 'guarded');
  if (doors.length === 0) return [];
  const taken = takenWays(estate);
  return doors
    .filter(({ resource, parts }) => ![resource, ...parts].some(({ address }) => taken.has(address)))
    .map(({ resource, what, open }) => ({
      kind: 'front-door',
      address: resource.address,
      what: `${open === 'yes' ? what : `perhaps ${what}`}: what is behind it is not modelled`,
      actions: [],
      origin: resource.origin,
    }));
}

/** The resources that the ways from the internet to the workloads depend on. */
function takenWays(estate: Estate): ReadonlySet<string> {
  const premises = discoverEntries(estate, 'code-execution').flatMap(({ steps }) =>
    steps.flatMap(({ step }) => step.premises ?? []),
  );
  return new Set(
    premises.flatMap(({ resource, evidence }) => [resource.address, ...evidence.map((each) => each.address)]),
  );
}

const PASS = 'iam:PassRole';
const RECEIVED = NEW_WORKLOADS.filter(({ technique }) => technique === undefined);
/** The actions by which a role is passed to a service. */
const HANDING = [...new Set([...RECEIVED.flatMap(({ needs }) => needs[0] ?? []), ...ROLE_TAKERS])].toSorted();

function permissions(analysis: AttackAnalysis): BlindSpot[] {
  const { estate } = analysis;
  const used = usedActions(analysis);
  return heldPrincipals(analysis).flatMap((principal) => {
    if (estate.iam.administrator(principal).length > 0) return [];
    const own = used.get(principal.address) ?? new Set();
    return [...handedRoles(principal, own, estate), ...ofAccount(principal, own, estate)];
  });
}

/** Principals whose credentials an attacker can gain, and roles that identities not in the configuration can assume. */
function heldPrincipals({ graph, coloured, entries, estate }: AttackAnalysis): readonly Principal[] {
  const won = new DerivationSpace(coloured).from(new Set(entries.map(({ id }) => id))).facts();
  const held = new Set(trustedOutsiders(estate).map(({ role }) => role.address));
  for (const number of won) {
    const fact = graph.facts[number];
    if (fact?.kind === 'controls') held.add(fact.principal.resource.address);
  }
  return estate.iam.principals.filter(({ address }) => held.has(address));
}

/** The permissions of each principal that steps use, in lower case. */
function usedActions({ graph }: AttackAnalysis): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const { technique, needs } of graph.rules) {
    for (const need of technique ? needs : []) {
      const fact = graph.facts[need];
      if (fact?.kind !== 'may') continue;
      const actions = used.get(fact.address) ?? new Set();
      used.set(fact.address, actions.add(fact.action.toLowerCase()));
    }
  }
  return used;
}

/** It can pass any role to a service, and no step passes one to that service. */
function handedRoles(principal: Principal, used: ReadonlySet<string>, { iam }: Estate): BlindSpot[] {
  if (!iam.mayDo(principal, PASS)) return [];
  const led = new Set(used.has(PASS.toLowerCase()) ? [...used].map(servicePrefix) : []);
  const surely = (action: string, arn = anyResources(action)[0], to?: string): boolean =>
    iam
      .grants({
        principal,
        action,
        target: { arn },
        ...(to === undefined ? {} : { context: new Map([['iam:passedtoservice', [symbolic(`${to}.amazonaws.com`)]]]) }),
      })
      .some(({ premise }) => premise.certainty === 'certain');
  const [someRole] = anyResources(PASS);
  const actions = HANDING.filter((action) => !led.has(servicePrefix(action)) && iam.mayDo(principal, action)).filter(
    (action) => surely(action) && surely(PASS, someRole, servicePrefix(action)),
  );
  if (actions.length === 0) return [];
  const services = [...new Set(actions.map(servicePrefix))];
  const what = `can pass any role to ${listed(services)}: what happens with it there is not modelled`;
  return [
    {
      kind: 'permission',
      address: principal.address,
      what,
      actions: [PASS, ...actions],
      origin: principal.resource.origin,
    },
  ];
}

/** What leads to administration of an account, through a resource that is not in the configuration or by a way that no technique follows. */
function ofAccount(principal: Principal, used: ReadonlySet<string>, { iam }: Estate): BlindSpot[] {
  const surely = (action: string): boolean => {
    const arns = anyResources(action);
    const targets = arns.length === 0 ? [{ arn: undefined }] : arns.map((arn) => ({ arn }));
    return targets.some((target) =>
      iam.grants({ principal, action, target }).some(({ premise }) => premise.certainty === 'certain'),
    );
  };
  const ways = unfollowed('account').filter(
    ({ action }) => !used.has(action.toLowerCase()) && iam.mayDo(principal, action) && surely(action),
  );
  return ways.map(({ action, does }) => ({
    kind: 'permission',
    address: principal.address,
    what: `is allowed ${action}, which ${does}: where that leads is not modelled`,
    actions: [action],
    origin: principal.resource.origin,
  }));
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
