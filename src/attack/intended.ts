import type { Estate } from '#aws/estate.js';
import type { Guess } from '#aws/guesses.js';
import type { Access, Grant } from '#aws/iam/decision.js';
import { resourcePart } from '#aws/iam/names-target.js';

/**
 * Whether a way of access is what the principal is there for, so that using it is access by design. It is where some grant of
 * the principal names the target, or the configuration of a workload with the principal does; or where a grant names a folder
 * that the target is in, or everything that begins with the name of the principal, and no other workload is known to use
 * the target. A resource policy that names the principal means it. A wildcard that happens to cover the target does not.
 */
export function isMeant({ grant, meant }: Access, among: readonly Access[], { uses }: Estate): boolean {
  if (!grant) return meant;
  const { principal, target } = grant;
  const grants = among.flatMap((access) => access.grant ?? []);
  // A second policy that grants by a pattern what the first grants by name does not weaken the first.
  if (grants.some((each) => isPlain(each) && each.narrowness === 'name')) return true;
  if (grant.narrowness === 'name') return true;
  if (!target.resource) return false;
  const { address } = target.resource;
  if (uses.uses(principal, address) || uses.guesses().some((each) => each.byName && isOf(each, grant))) return true;
  const isFamily = grants.some((each) => each.narrowness === 'folder' || isCalledAfter(each));
  return isFamily && !uses.usedByOthers(principal, address);
}

/** A workload with the principal is given an unknown name, and the target is what has that name. */
function isOf({ principal, address }: Guess, { principal: own, target }: Grant): boolean {
  return principal.address === own.address && address === target.resource?.address;
}

/** `billing-*` of a user `billing`. */
function isCalledAfter({ principal, resourcePattern }: Grant): boolean {
  const named = resourcePattern && resourcePart(resourcePattern.text)?.key;
  const [, start] = /^([^*?]+)[-_./]\*$/.exec(named ?? '') ?? [];
  return start !== undefined && start === principal.name.key;
}

/** It holds as configured: no assumption, and no tag that would have to be written first. */
function isPlain({ premise, tagConditions }: Grant): boolean {
  return premise.certainty === 'certain' && tagConditions.length === 0;
}
