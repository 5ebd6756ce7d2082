/** Needs that are permissions: an action of a principal on what a pattern of its policies covers. */
import type { Estate } from '#aws/estate.js';
import type { Grant, Request } from '#aws/iam/decision.js';
import { matches } from '#aws/iam/pattern.js';
import type { Located, Principal, Statement } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import type { Need } from './need.js';
import { isPlaced, resourceNamed, shownResource } from './naming.js';

export interface Permission {
  readonly principal: Principal;
  readonly action: string;
  /** A pattern as a policy has it. */
  readonly on: SymbolicString;
  readonly context?: Request['context'];
}

/** Why the permission is in use: `${what}: ${why}`. */
export function permitted(permission: Permission, why: string, estate: Estate): Need {
  const { principal, action, on } = permission;
  const sure = isSurelyAllowed(permission, estate);
  return {
    key: `${principal.address} ${action.toLowerCase()} ${on.key}`,
    what: `${principal.address} uses ${action} on ${shownResource(on, estate)}: ${why}`,
    ways: (asked) => {
      const grants = grantsOn(permission, asked);
      return (sure ? grants.filter((grant) => isSure(grant, on)) : grants).map(({ premise }) => [premise]);
    },
  };
}

/**
 * Whether what was allowed still is. What was surely allowed by one pattern may be allowed by another of which not enough is
 * known: that does not count.
 */
export function isStillAllowed(permission: Permission, before: Estate, after: Estate): boolean {
  const grants = grantsOn(permission, after);
  return isSurelyAllowed(permission, before) ? grants.some((grant) => isSure(grant, permission.on)) : grants.length > 0;
}

function isSurelyAllowed(permission: Permission, estate: Estate): boolean {
  return !isPlaced(permission.on) && grantsOn(permission, estate).some((grant) => isSure(grant, permission.on));
}

function isSure({ resourcePattern }: Grant, on: SymbolicString): boolean {
  return resourcePattern === undefined || matches(resourcePattern.text, on, { some: true }) === 'yes';
}

/** The grants of the permission in an estate, each of which is enough. */
export function waysTo(permission: Permission, estate: Estate): readonly (readonly Premise[])[] {
  return grantsOn(permission, estate).map(({ premise }) => [premise]);
}

function grantsOn({ principal, action, on, context }: Permission, estate: Estate): readonly Grant[] {
  const same = estate.iam.principal(principal.address);
  if (!same || !estate.iam.mayDo(same, action)) return [];
  const resource = resourceNamed(on, estate);
  const target = { arn: /^\*+$/.test(on.key) ? undefined : on, ...(resource ? { resource } : {}) };
  return estate.iam.grants({ principal: same, action, target, ...(context ? { context } : {}) });
}

interface Wildcard {
  readonly principal: Principal;
  readonly wildcard: string;
  /** The actions that it stands for. */
  readonly covered: readonly string[];
  readonly on: SymbolicString;
  readonly why: string;
}

/** A use for some of what a wildcard allows, whichever it is. */
export function anyOf({ principal, wildcard, covered, on, why }: Wildcard, estate: Estate): Need {
  return {
    key: `${principal.address} any of ${wildcard} ${on.key}`,
    what: `${principal.address} uses some of ${wildcard} on ${shownResource(on, estate)}: ${why}`,
    ways: (asked) => {
      for (const action of covered) {
        const ways = waysTo({ principal, action, on }, asked);
        if (ways.length > 0) return ways;
      }
      return [];
    },
  };
}

/** A statement of a principal that allows something, by the lists that it has: not by what it leaves out. */
export function* allowances(
  principal: Principal,
): Generator<{ readonly statement: Statement; readonly managed: boolean }> {
  for (const { document, managedArn } of principal.policies) {
    for (const statement of document.statements) {
      if (statement.effect !== 'Allow' || statement.notActions.length > 0) continue;
      yield { statement, managed: managedArn !== undefined };
    }
  }
}

/** The actions that a statement says by name, with the patterns that it allows them on. */
export function* namedActions(statement: Statement): Generator<{ readonly action: string; readonly on: Located }> {
  for (const { text } of statement.actions) {
    const action = literal(text);
    if (action === undefined || /[*?]/.test(action)) continue;
    for (const on of statement.resources) yield { action, on };
  }
}

/** Principals that can act: groups act through their members. */
export function actors(estate: Estate): readonly Principal[] {
  return estate.iam.principals.filter(({ kind }) => kind !== 'group');
}
