import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';

/**
 * Whether a grant gives what the principal is there for, so that using it is access by design:
 * some grant of the same names the target, or the configuration of a workload with the principal does; or a grant names a
 * folder that the target lies in, and nobody else's workload is known to use the target.
 * A wildcard that merely happens to cover the target is not meant.
 */
export function isMeant(grant: Grant, among: readonly Grant[], { uses }: Estate): boolean {
  const { principal, target } = grant;
  // A second policy that grants by a pattern what the first grants by name takes nothing from the first.
  if (among.some((each) => isPlain(each) && each.narrowness === 'name')) return true;
  if (grant.narrowness === 'name') return true;
  if (!target.resource) return false;
  const { address } = target.resource;
  if (uses.uses(principal, address)) return true;
  return among.some(({ narrowness }) => narrowness === 'folder') && !uses.usedByOthers(principal, address);
}

/** It holds as configured: no assumption, no tag that would have to be written first. */
function isPlain({ premise, tagConditions }: Grant): boolean {
  return premise.certainty === 'certain' && tagConditions.length === 0;
}
