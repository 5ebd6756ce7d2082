import { type Account, borderBetween } from '../accounts/account.js';
import { accountNumbered, sameAccount } from '../accounts/border.js';
import type { Grant, Request, ResourceAllow } from './decision.js';
import { doubted } from './evidence.js';

/**
 * What is left of grants towards a target in another account. A policy of an identity gives nothing there unless a policy
 * of the target admits the identity; then it is needed even where that policy names the identity itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function grantsAcross(grants: readonly Grant[], target: Account, request: Request): readonly Grant[] {
  const { account } = request.principal;
  const border = request.admitted ? 'none' : borderBetween(account, target);
  if (border === 'other') return [];
  if (border === 'unknown') return grants.map((grant) => doubted(grant, sameAccount(account, target)));
  if (target.id !== undefined) return grants;
  return grants.map((grant) => {
    const assumes =
      grant.premise.certainty === 'assumed' && !grant.premise.assumes ? numberOf(grant, target) : undefined;
    return assumes ? doubted(grant, assumes) : grant;
  });
}

function numberOf({ resourcePattern }: Grant, target: Account) {
  return accountNumbered(resourcePattern?.text, target);
}

/** To a principal of another account what a resource policy allows is not enough. */
export function allowsAcross(
  allows: readonly ResourceAllow[],
  principal: Account | undefined,
  target: Account,
): readonly ResourceAllow[] {
  if (!principal || borderBetween(principal, target) === 'none') return allows;
  return allows.map((allow) => (allow.anonymous ? allow : { ...allow, viaAccount: true }));
}
