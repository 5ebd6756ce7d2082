/** Where an attacker may start, what only looks like a start, and what must not be reached: each by its reason. */
import type { EntryPointResult, Result, TargetResult } from '#analysis/result/result.js';
import { compareText } from '../words.js';
import { attacksOf, groupedBy } from './paths.js';

export interface Starts {
  readonly certain: Listing;
  /** That there is a way in is not known. */
  readonly assumed: Listing;
  readonly notEntryPoints: Listing;
  /** Those that paths lead to come first. */
  readonly targets: Listing;
  /** The number of targets that attack paths lead to. */
  readonly reached: number;
}

export interface Listing {
  readonly count: number;
  /** Those of most addresses first. */
  readonly reasons: readonly Reason[];
}

export interface Reason {
  readonly reason: string;
  readonly addresses: readonly string[];
}

export function startsOf(result: Result): Starts {
  const { entryPoints, notEntryPoints, targets } = result;
  const isReached = reachedIn(result);
  return {
    certain: listing(
      entryPoints.filter(({ certainty }) => certainty === 'certain'),
      reasonOf,
    ),
    assumed: listing(
      entryPoints.filter(({ certainty }) => certainty === 'assumed'),
      reasonOf,
    ),
    notEntryPoints: listing(notEntryPoints, ({ reason }) => reason),
    targets: listing(
      targets.toSorted((a, b) => Number(isReached(b)) - Number(isReached(a))),
      ({ reason }) => reason,
    ),
    reached: targets.filter(isReached).length,
  };
}

/** A reason names the resource itself: alike are those that read the same without it. */
function reasonOf({ address, reason, kind }: EntryPointResult): string {
  if (kind === 'leaked-credentials') return reason.replace(/^\S+ is (?=a long-lived)/, 'it has ');
  return reason.replaceAll(address, 'it');
}

/** A path may lead into another root module. */
function reachedIn(result: Result): (target: TargetResult) => boolean {
  const attacks = attacksOf(result);
  const own = new Set(attacks.map(({ target, rootModule }) => `${rootModule} ${target}`));
  const known = new Set(result.targets.map(({ id, rootModule }) => `${rootModule} ${id}`));
  const across = new Set(
    attacks.filter(({ target, rootModule }) => !known.has(`${rootModule} ${target}`)).map(({ target }) => target),
  );
  return ({ rootModule, id }) => own.has(`${rootModule} ${id}`) || across.has(id);
}

function listing<T extends { readonly address: string }>(items: readonly T[], reason: (item: T) => string): Listing {
  const groups = groupedBy(items, reason).map((group) => ({
    reason: reason(group[0]),
    addresses: group.map(({ address }) => address),
  }));
  return {
    count: items.length,
    reasons: groups.toSorted((a, b) => b.addresses.length - a.addresses.length || compareText(a.reason, b.reason)),
  };
}
