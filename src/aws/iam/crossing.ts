import { type Account, borderBetween } from '../accounts/account.js';
import { accountNumbered, sameAccount } from '../accounts/border.js';
import { withAccount } from '../arn-parts.js';
import type { RequestContext } from './context.js';
import type { Grant, Request, ResourceAllow } from './decision.js';
import { doubted } from './evidence.js';
import { matches } from './pattern.js';

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
  return grants;
}

/** Where all that is not known of a grant is whether a number is that of the account, it says so. */
export function numbered(grants: readonly Grant[], { target: { arn }, place }: RequestContext): readonly Grant[] {
  const account = place?.account;
  if (!arn || !account || account.id !== undefined) return grants;
  return grants.map((grant) => {
    const pattern = grant.premise.certainty === 'assumed' ? grant.resourcePattern?.text : undefined;
    const assumes = grant.undecided.length === 0 ? accountNumbered(pattern, account) : undefined;
    const settled = pattern && assumes && matches(withAccount(pattern, account.piece), arn, { some: true }) === 'yes';
    return assumes && settled ? doubted(grant, assumes) : grant;
  });
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
