import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { ACCOUNT, PARTITION, symbolic } from '#aws/symbolic.js';
import { type Controls, controls } from '../fact.js';

/** What IAM requests are made on, and principals as they are once something about them has been changed. */

/** A user, group or role that the attacker makes, with a name of their choice. */
export function ownPrincipal(kind: Principal['kind']): RequestTarget {
  return { arn: symbolic('arn:', PARTITION, ':iam::', ACCOUNT, `:${kind}/`, { id: `a ${kind} of their own` }) };
}

/** The attacker gives it no permissions boundary, where nothing makes them; principals that have one are left out. */
export const UNBOUNDED: ReadonlyMap<string, readonly never[]> = new Map([['iam:permissionsboundary', []]]);

export function isSelf(one: Principal, other: Principal): boolean {
  return one.resource.address === other.resource.address;
}

/** It is as the configuration has it. */
export function isAsConfigured({ address, resource }: Principal): boolean {
  return address === resource.address;
}

/**
 * Having the credentials of a principal with other policies than it has in the configuration: a fact of its own, since what
 * it may do then it may not do before.
 */
export function controlsChanged(
  principal: Principal,
  changed: Partial<Pick<Principal, 'policies' | 'boundary'>>,
  { as, text }: { readonly as: string; readonly text: string },
): Controls {
  const { address } = principal;
  return {
    ...controls({ ...principal, ...changed, address: `${address}#${as}` }),
    text: `holds the credentials of ${address}, ${text}`,
  };
}
