import type { Estate } from '#aws/estate.js';
import type { Evidence, Premise } from '#aws/premise.js';

/**
 * Something that the configuration shows a principal, a workload or a load balancer to be for. A plan that takes it away
 * breaks what is in use, so that no plan does by itself.
 *
 * A need is asked of an estate by addresses and ARNs alone, so that the same need can be asked of the edited one.
 */
export interface Need {
  readonly key: string;
  /** A clause: `aws_iam_user.backup does s3:GetObject on aws_s3_bucket.backups`. */
  readonly what: string;
  /** Ways in which the estate meets it, each with all the premises that it rests on; none: it isn't met. */
  ways(estate: Estate): readonly (readonly Premise[])[];
  /** Without it users of the whole workload stand before a closed door. */
  readonly goesDark?: boolean;
  /** What shows it to be in use; where it stands in the grant itself, the ways show it. */
  readonly evidence?: readonly Evidence[] | undefined;
}

/** A need that the estate meets, with how it does. */
export interface MetNeed extends Need {
  readonly met: readonly (readonly Premise[])[];
  readonly evidence: readonly Evidence[];
}

const MOST_EVIDENCE = 3;

/** Those of the needs that the estate meets, each once. */
export function metBy(needs: Iterable<Need>, estate: Estate): readonly MetNeed[] {
  const found = new Map<string, MetNeed>();
  for (const need of needs) {
    if (found.has(need.key)) continue;
    const met = need.ways(estate);
    const [first] = met;
    if (!first) continue;
    const shown = need.evidence ?? first.flatMap(({ evidence }) => evidence);
    found.set(need.key, {
      key: need.key,
      what: need.what,
      goesDark: need.goesDark === true,
      ways: (other) => need.ways(other),
      met,
      evidence: shown.slice(0, MOST_EVIDENCE),
    });
  }
  return [...found.values()];
}

/** Whether what makes these premises false leaves no way to meet the need. */
export function isTakenBy({ met }: MetNeed, falsifies: (premise: Premise) => boolean): boolean {
  return met.every((way) => way.some(falsifies));
}
