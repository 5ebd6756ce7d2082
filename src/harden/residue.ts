/**
 * What a proof does not cover: permissions that principals in the attacker's hands keep, that reach a target which the plan
 * claims closed, and that no technique follows.
 */
import { attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import { DerivationSpace } from '#attack/engine/derivation.js';
import { administrationOf } from '#attack/fact.js';
import { instanceTarget } from '#attack/premises/caller.js';
import type { Target } from '#attack/target.js';
import { unfollowed } from '#attack/unfollowed.js';
import type { Host } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { DataStore, StoreReading } from '#aws/storage/store.js';
import { rewritesPermissions } from '#aws/iam/actions.js';
import { anyResources } from '#aws/iam/any-resource.js';
import type { Grant, RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Reaching } from '#aws/iam/reach.js';
import { display } from '#aws/symbolic.js';

export interface Stay {
  readonly principal: string;
  readonly action: string;
  /** What the statement that allows it names: `*`, an ARN. */
  readonly resource: string;
  /** The target that it reaches. */
  readonly target: string;
  /** A sentence. */
  readonly why: string;
}

/** Targets that attack paths lead to before and none does after. */
export function closedTargets(before: AttackAnalysis, after: AttackAnalysis): readonly Target[] {
  const open = new Set(attackPaths(after).map(({ target }) => target.id));
  const closed = attackPaths(before).filter(({ target }) => !open.has(target.id));
  return [...new Map(closed.map(({ target }) => [target.id, target])).values()];
}

/** What stays, by principal, target and action. `after` is the analysis of the edited sources. */
export function residueOf(after: AttackAnalysis, closed: readonly Target[]): readonly Stay[] {
  if (closed.length === 0) return [];
  const { estate } = after;
  const stays = principalsInHand(after).flatMap((principal) => {
    const [administrator] = estate.iam.administrator(principal);
    // Whether an administrator counts as an attack or not, nothing is closed to one.
    if (administrator)
      return closed.filter(({ kind }) => kind !== 'admin').map(ofAdministrator(principal, administrator));
    // Whoever administers the account reaches everything in it: that is said once.
    const ofAccount = staysOf(principal, administrationOf(principal.account), accountAsked(), estate);
    return [
      ...ofAccount,
      ...closed.flatMap((target) => staysOf(principal, target.address, asked(principal, target, estate), estate)),
    ];
  });
  return [...new Map(stays.map((stay) => [`${stay.principal} ${stay.target} ${stay.action}`, stay])).values()];
}

/** As the configuration has them: what they are once something about them is changed follows from that. */
function principalsInHand({ graph, coloured, entries, estate, counts }: AttackAnalysis): readonly Principal[] {
  const space = new DerivationSpace(coloured, counts);
  const won = space.from(new Set(entries.map(({ id }) => id))).facts();
  const held = new Set<string>();
  for (const number of won) {
    const fact = graph.facts[number];
    if (fact?.kind === 'controls') held.add(fact.principal.resource.address);
  }
  return estate.iam.principals.filter(({ address }) => held.has(address));
}

function staysOf(principal: Principal, target: string, ways: readonly Asked[], estate: Estate): readonly Stay[] {
  return ways.flatMap(({ way, request }) => {
    const { action } = way;
    if (!estate.iam.mayDo(principal, action)) return [];
    const grant = estate.iam.grants({ principal, action, target: request }).find((each) => !isByDesign(each));
    return grant ? [{ ...described(principal, grant), target, why: whyOf(way, target) }] : [];
  });
}

/** A way that no technique follows, and what it is asked about. */
interface Asked {
  readonly way: Reaching;
  readonly request: RequestTarget;
}

function accountAsked(): readonly Asked[] {
  return unfollowed('account').flatMap((way) => anyOf(way.action).map((request) => ({ way, request })));
}

function asked(principal: Principal, target: Target, estate: Estate): readonly Asked[] {
  const store = estate.stores.find(({ address }) => address === target.address);
  if (store) return askedOfStore(principal, store, estate);
  const host = estate.hosts.find(({ address }) => address === target.address);
  if (host) return askedOfHost(host, estate);
  const resource = estate.functions.find(({ address }) => address === target.address)?.resource;
  const arn = resource && estate.arnOf(resource);
  if (!resource || !arn) return [];
  return unfollowed(resource.type).map((way) => ({ way, request: { arn, resource } }));
}

function askedOfHost(host: Host, estate: Estate): readonly Asked[] {
  const ways = [
    ...(host.kind === 'instance' ? unfollowed('host') : []),
    ...(host.ssmManaged === 'no' ? [] : unfollowed('managed-host')),
  ];
  return ways.map((way) => ({ way, request: instanceTarget(estate, host) }));
}

/** The store itself, and what its data is read under: permissions on a bucket are rewritten, objects are read. */
function askedOfStore(principal: Principal, store: DataStore, estate: Estate): readonly Asked[] {
  const { resource, readActions, readings, arn } = store;
  const reads = ({ actions, target }: StoreReading): boolean =>
    actions.some((action) => estate.iam.grants({ principal, action, target }).length > 0);
  // Who reads it by design needs no other way.
  if (readings.some(reads)) return [];
  const ways = unfollowed(resource.type).filter(({ action }) => !readActions.includes(action));
  return ways.flatMap((way) =>
    [estate.arnOf(resource), arn].map((each) => ({ way, request: { arn: each, resource } })),
  );
}

/** A workload uses what its role names. */
function isByDesign({ narrowness, principal, action }: Grant): boolean {
  return narrowness === 'name' && principal.kind === 'role' && !rewritesPermissions(action);
}

/** Some resource of each type that the action is made on. */
function anyOf(action: string): readonly RequestTarget[] {
  const arns = anyResources(action);
  return arns.length === 0 ? [{ arn: undefined }] : arns.map((arn) => ({ arn }));
}

function described(principal: Principal, { action, resourcePattern, statement }: Grant) {
  const resource = resourcePattern
    ? display(resourcePattern.text)
    : `everything except ${statement.notResources.map(({ text }) => display(text)).join(', ')}`;
  return { principal: principal.address, action, resource };
}

function whyOf({ action, does }: Reaching, target: string): string {
  const what = target.startsWith('admin') ? 'administration of the account' : target;
  return `${action} ${does}; no technique covers whether that leads to ${what}.`;
}

function ofAdministrator(principal: Principal, grant: Grant): (target: Target) => Stay {
  return ({ address }) => ({
    ...described(principal, grant),
    target: address,
    why: `${principal.address} is an administrator of the account, and can undo any denial.`,
  });
}
