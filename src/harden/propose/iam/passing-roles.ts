/** What becomes of `iam:PassRole` on every role: the narrowest of three measures, so that a second does not undo the first. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { narrowed, purposeOf } from './narrow.js';

/** The services to which the principal has a use for passing roles. */
export function servicesFor(principal: Principal, estate: Estate): readonly string[] {
  const used = NEW_WORKLOADS.filter(({ needs: [made = []], alsoPassing = [] }) =>
    [...made, ...alsoPassing].some((each) => estate.iam.mayDo(principal, each)),
  );
  return [...new Set(used.map(({ trusts }) => trusts))].toSorted();
}

export type Measure = 'name-roles' | 'require-service' | 'remove';

export function measureFor(grant: Grant, estate: Estate): Measure {
  const purpose = purposeOf(grant, estate);
  if (purpose && narrowed(grant, purpose.arns)) return 'name-roles';
  if (grant.statement.conditions.length > 0) return 'remove';
  return servicesFor(grant.principal, estate).length > 0 ? 'require-service' : 'remove';
}
