/** Actions with which a workload's role takes over more than itself. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import { measureFor } from './pass-role.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html and https://pathfinding.cloud */
const DANGEROUS = [
  'ec2:CreateTags',
  'ecs:RegisterTaskDefinition',
  'ecs:RunTask',
  'ecs:UpdateService',
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'lambda:UpdateFunctionCode',
  'ssm:SendCommand',
  'ssm:StartSession',
] as const;

/** Grants of such actions that the statement names, on every resource and without a condition. */
export function dangerousGrants(principal: Principal, estate: Estate): readonly Grant[] {
  return DANGEROUS.flatMap((action) => {
    if (!estate.iam.mayDo(principal, action)) return [];
    return estate.iam.grants({ principal, action, target: { arn: undefined } }).filter((grant) => {
      const named = grant.actionPattern && literal(grant.actionPattern.text)?.toLowerCase() === action.toLowerCase();
      const everywhere = grant.resourcePattern && literal(grant.resourcePattern.text) === '*';
      if (action === 'iam:PassRole' && measureFor(grant, estate) !== 'remove') return false;
      return named && everywhere && grant.statement.conditions.length === 0 && grant.statement.document.resource;
    });
  });
}
