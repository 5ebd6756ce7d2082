import type { Estate } from '#aws/estate.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { type Hole, PARTITION, type SymbolicString, symbolic } from '#aws/symbolic.js';
import { type Controls, controls } from '../fact.js';

/** The targets of IAM requests, and principals after something about them has been changed. */

/**
 * Users, groups or roles that the attacker creates, with one name that fits each pattern under which creation is allowed, so
 * that the other requests are made on the same name.
 */
export function ownPrincipals(
  principal: Principal,
  kind: Principal['kind'],
  { iam }: Estate,
): readonly RequestTarget[] {
  const named = (...name: Name): RequestTarget => ({
    arn: symbolic('arn:', PARTITION, ':iam::', principal.account.piece, `:${kind}/`, ...name),
  });
  const any = named({ id: `a ${kind} of their own` });
  const grants = iam.mayDo(principal, CREATE[kind])
    ? iam.grants({ principal, action: CREATE[kind], target: named('*') })
    : [];
  const names = grants.flatMap(({ resourcePattern }) => {
    const name = chosenName(resourcePattern?.text, kind);
    return name ? [named(...name)] : [];
  });
  const distinct = new Map(names.map((target) => [target.arn?.key, target]));
  return [any, ...[...distinct.values()].slice(0, MOST_NAMES)];
}

type Name = readonly (string | Hole)[];

export const { create: CREATE } = IDENTITIES;
const MOST_NAMES = 3;

/** `ci-chosen` of `arn:aws:iam::*:user/ci-*`, whether or not all of `ci-` is known. */
function chosenName(pattern: SymbolicString | undefined, kind: Principal['kind']): Name | undefined {
  const start = `:${kind}/`;
  const parts = pattern?.parts ?? [];
  const first = parts.findIndex((part) => typeof part === 'string' && part.includes(start));
  const name = parts.slice(first < 0 ? parts.length : first).map((part, at) => {
    if (typeof part !== 'string') return part;
    return at > 0 ? part : part.slice(part.indexOf(start) + start.length);
  });
  if (!name.some((part) => typeof part === 'string' && /[*?]/.test(part))) return undefined;
  return name.map((part) => (typeof part === 'string' ? part.replaceAll(/\*+/g, 'chosen').replaceAll('?', 'x') : part));
}

/** The attacker sets no permissions boundary unless a policy requires one; principals that have one are left out. */
export const UNBOUNDED: ReadonlyMap<string, readonly never[]> = new Map([['iam:permissionsboundary', []]]);

export function isSelf(one: Principal, other: Principal): boolean {
  return one.resource.address === other.resource.address;
}

/** Unchanged from the configuration. */
export function isAsConfigured({ address, resource }: Principal): boolean {
  return address === resource.address;
}

/**
 * Having the credentials of a principal with other policies than in the configuration: a separate fact, since the principal
 * is allowed more than before.
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
