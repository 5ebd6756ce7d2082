/** What becomes of `iam:PassRole` on every role: the narrowest of three measures, so that a second does not undo the first. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { narrowed, purposeOf } from './narrow.js';

/** Services that a principal hands roles to when it makes something in them. */
const RECEIVERS = [
  ['ecs:RegisterTaskDefinition', 'ecs-tasks.amazonaws.com'],
  ['lambda:CreateFunction', 'lambda.amazonaws.com'],
  ['ec2:RunInstances', 'ec2.amazonaws.com'],
  ['states:CreateStateMachine', 'states.amazonaws.com'],
  ['codebuild:CreateProject', 'codebuild.amazonaws.com'],
  ['glue:CreateJob', 'glue.amazonaws.com'],
] as const;

/** The services to which the principal has a use for passing roles. */
export function servicesFor(principal: Principal, estate: Estate): readonly string[] {
  return RECEIVERS.filter(([action]) => estate.iam.mayDo(principal, action)).map(([, service]) => service);
}

export type Measure = 'name-roles' | 'require-service' | 'remove';

export function measureFor(grant: Grant, estate: Estate): Measure {
  const purpose = purposeOf(grant, estate);
  if (purpose && narrowed(grant, purpose.arns)) return 'name-roles';
  if (grant.statement.conditions.length > 0) return 'remove';
  return servicesFor(grant.principal, estate).length > 0 ? 'require-service' : 'remove';
}
