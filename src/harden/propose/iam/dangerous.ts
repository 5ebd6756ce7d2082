/** Actions with which a workload's role takes over more than itself. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { reaching } from '#aws/iam/reach.js';
import { CODE_OF_FUNCTION } from '#aws/iam/ways.js';
import { literal } from '#aws/symbolic.js';
import { isSame } from '../edit/aim.js';
import { measureFor } from './passing-roles.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html and https://pathfinding.cloud */
const OF_WORKLOADS = [
  'ec2:CreateTags',
  'ecs:RegisterTaskDefinition',
  'ecs:RunTask',
  'ecs:UpdateService',
  'ssm:SendCommand',
  'ssm:StartSession',
];

let known: readonly string[] | undefined;

function dangerous(): readonly string[] {
  known ??= [...reaching('account').values()]
    .filter(({ action, alone }) => alone && isOfIam(action))
    .map(({ action }) => action)
    .concat(OF_WORKLOADS, CODE_OF_FUNCTION)
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
