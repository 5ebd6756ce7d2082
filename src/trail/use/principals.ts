/** Which callers of a trail are principals of an estate. */
import type { Principal } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import type { Caller } from './callers.js';

/** The callers that are the principal: several where the configuration does not say in which account it is. */
export function callersWho(principal: Principal, all: readonly Caller[]): readonly Caller[] {
  const name = nameOf(principal);
  if (name === undefined) return [];
  return all.filter((caller) => isOf(caller, principal, name));
}

/** A name that is made up on apply, and that of a group, which acts through its members, is no caller's. */
export function nameOf(principal: Principal): string | undefined {
  return principal.kind === 'group' ? undefined : literal(principal.name);
}

const CALLER = /^arn:[^:]+:iam::(\d{12}):(role|user)\/(?:.+\/)?([^/]+)$/;

function isOf({ arn }: Caller, { kind, account }: Principal, name: string): boolean {
  const [, owner, of, called] = CALLER.exec(arn) ?? [];
  return of === kind && called === name && (account.id === undefined || account.id === owner);
}

export function accountOfCaller({ arn }: Caller): string {
  return CALLER.exec(arn)?.[1] ?? '';
}
