import type { ApplyEffect, ManualProposal, Proposal } from './control.js';
import type { Need } from './needs/need.js';

/**
 * What an edit costs: its disruption on apply, then the width of what it takes away. Documented in docs/plan.md.
 *
 * The steps between the effects are larger than any width of the effect before, except that an edit that takes a workload
 * out of service costs more than replacing something.
 */
const OF_EFFECT: Readonly<Record<ApplyEffect, number>> = {
  none: 2,
  'in-place': 10,
  'new-resource': 12,
  deferred: 14,
  inert: 16,
  'new-revision': 20,
  restart: 40,
  replacement: 100,
};
const OF_DATA_LOSS = 10_000;
/** A person's work is dearer than any edit that can be undone, and cheaper than lost data. */
const OF_MANUAL = 1_000;
const OF_NARROWING = 900;
/** Advice of which a person still has to find out what it means comes after a choice that is clear. */
const OF_LAST_RESORT = 4_000;
/** To take away what is in use is dearer than a person's work that takes nothing away; the dearest is that users are shut out. */
const OF_NEED = 2_000;
const OF_DARKNESS = 6_000;
const OF_WIDTH = 2;

export function costOf(proposal: Proposal): number {
  if (proposal.kind === 'manual') return ofManual(proposal);
  const disruption = OF_EFFECT[proposal.applyEffect] + (proposal.dataLoss ? OF_DATA_LOSS : 0);
  return disruption + OF_WIDTH * proposal.width * proposal.width;
}

function ofManual({ lastResort, narrows }: ManualProposal): number {
  if (lastResort) return OF_LAST_RESORT;
  return narrows ? OF_NARROWING : OF_MANUAL;
}

/** Of what takes away what is in use: left to a person, and only where work by hand that takes nothing away won't do. */
export function costOfTaking(cost: number, needs: readonly Pick<Need, 'goesDark'>[]): number {
  if (needs.length === 0) return cost;
  return cost + (needs.some(({ goesDark }) => goesDark) ? OF_DARKNESS : OF_NEED);
}
