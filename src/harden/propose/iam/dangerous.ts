/**
 * Actions with which a workload's role takes over more than itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html and https://pathfinding.cloud
 */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { reaching } from '#aws/iam/reach.js';
import { DANGEROUS } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { isSame } from '../edit/aim.js';
import { measureFor } from './passing-roles.js';

let known: readonly string[] | undefined;

function dangerous(): readonly string[] {
  known ??= [...reaching('account').values()]
    .filter(({ action, alone }) => alone && isOfIam(action))
    .map(({ action }) => action)
    .concat(DANGEROUS)
    .toSorted();
  return known;
}

function isOfIam(action: string): boolean {
  return action.toLowerCase().startsWith('iam:');
}

/** Grants of such actions that the statement names, or of IAM by a wildcard, on every resource and without a condition. */
export function dangerousGrants(principal: Principal, estate: Estate): readonly Grant[] {
  return dangerous().flatMap((action) => {
    if (!estate.iam.mayDo(principal, action)) return [];
    return estate.iam.grants({ principal, action, target: { arn: undefined } }).filter((grant) => {
      const pattern = grant.actionPattern && literal(grant.actionPattern.text);
      const named = pattern !== undefined && (isSame(pattern, action) || isOfIam(pattern));
      const everywhere = grant.resourcePattern && literal(grant.resourcePattern.text) === '*';
      if (action === 'iam:PassRole' && measureFor(grant, estate) !== 'remove') return false;
      return named && everywhere && grant.statement.conditions.length === 0 && grant.statement.document.resource;
    });
  });
}
