/** Needs that are permissions: an action of a principal on what a pattern of its policies covers. */
import type { Estate } from '#aws/estate.js';
import type { Request } from '#aws/iam/decision.js';
import type { Located, Principal, Statement } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import type { Need } from './need.js';
import { resourceNamed, shownResource } from './naming.js';

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
  const { address } = principal;
  return {
    key: `${address} ${action.toLowerCase()} ${on.key}`,
    what: `${address} does ${action} on ${shownResource(on, estate)}: ${why}`,
    ways: (asked) => waysTo(permission, asked),
  };
}

/** The grants of the permission in an estate. Each by itself is enough. */
export function waysTo(
  { principal, action, on, context }: Permission,
  estate: Estate,
): readonly (readonly Premise[])[] {
  const same = estate.iam.principal(principal.address);
  if (!same || !estate.iam.mayDo(same, action)) return [];
  const resource = resourceNamed(on, estate);
  const target = { arn: /^\*+$/.test(on.key) ? undefined : on, ...(resource ? { resource } : {}) };
  const grants = estate.iam.grants({ principal: same, action, target, ...(context ? { context } : {}) });
  return grants.map(({ premise }) => [premise]);
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
