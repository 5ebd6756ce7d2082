import type { Estate } from '#aws/estate.js';
import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';

/**
 * Leaves out the requests by which an administrator would make itself an administrator: those that only its administrator
 * access allows. Without that access they are gone too.
 */
export function escalationsOf(principal: Principal, { iam }: Estate): (requests: readonly Request[]) => Request[] {
  const all = new Set(iam.administrator(principal).map(({ statement }) => statement));
  return (requests) =>
    requests.filter((request) => all.size === 0 || iam.grants(request).some(({ statement }) => !all.has(statement)));
}
