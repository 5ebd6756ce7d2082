import type { Principal } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { symbolic } from '#aws/symbolic.js';
import type { May } from '../fact.js';
import type { DeriveContext } from '../technique.js';
import { principalTarget } from './caller.js';

export interface Passable {
  readonly role: Principal;
  readonly pass: May;
  /** The trust policy of the role allows the service to assume it. */
  readonly trust: Premise;
}

/**
 * The roles that a principal can pass to an AWS service: it is allowed iam:PassRole on them, and they trust the service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passableRoles(principal: Principal, service: string, { estate, may }: DeriveContext): Passable[] {
  if (!estate.iam.mayDo(principal, 'iam:PassRole')) return [];
  const context = new Map([['iam:passedtoservice', [symbolic(service)]]]);
  return estate.iam.principals.flatMap((role) => {
    const trust = role.kind === 'role' ? estate.iam.trusts(role, service) : undefined;
    const pass = trust && may({ principal, action: 'iam:PassRole', target: principalTarget(role), context });
    return trust && pass ? [{ role, pass, trust }] : [];
  });
}
