/** What becomes of `iam:PassRole` on every role: the narrowest of three measures, so that a second does not undo the first. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { RECEIVERS } from '#aws/iam/receivers.js';
import { narrowed, purposeOf } from './narrow.js';

/** What makes something that works with a role: what techniques of their own follow, and all others. */
const MAKING: readonly (readonly [service: string, actions: readonly string[]])[] = [
  ['ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition']],
  ['lambda.amazonaws.com', ['lambda:CreateFunction']],
  ['ec2.amazonaws.com', ['ec2:RunInstances']],
  ...RECEIVERS.map(({ service, needs: [made = []] }) => [service, made] as const),
];

/** The services to which the principal has a use for passing roles. */
export function servicesFor(principal: Principal, estate: Estate): readonly string[] {
  const used = MAKING.filter(([, actions]) => actions.some((action) => estate.iam.mayDo(principal, action)));
  return [...new Set(used.map(([service]) => service))];
}

export type Measure = 'name-roles' | 'require-service' | 'remove';

export function measureFor(grant: Grant, estate: Estate): Measure {
  const purpose = purposeOf(grant, estate);
  if (purpose && narrowed(grant, purpose.arns)) return 'name-roles';
  if (grant.statement.conditions.length > 0) return 'remove';
  return servicesFor(grant.principal, estate).length > 0 ? 'require-service' : 'remove';
}
