import { attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import type { AttackPath } from '#attack/path.js';
import type { Premise } from '#aws/premise.js';
import type { Control, EditProposal } from './control.js';
import { costOf } from './cost.js';

/** The edit that closes a path and disturbs least, of those that the controls offer. It is not proved, as those of a plan are. */
export interface Closing {
  readonly control: string;
  readonly summary: string;
}

interface Offer {
  readonly control: Control;
  readonly proposal: EditProposal;
  readonly cost: number;
}

export function closingsOf(analysis: AttackAnalysis, controls: readonly Control[]): ReadonlyMap<AttackPath, Closing> {
  const offers = new Map<string, Offer | undefined>();
  const offerFor = (premise: Premise): Offer | undefined => {
    if (!offers.has(premise.key)) offers.set(premise.key, cheapest(offersAgainst(premise, analysis, controls)));
    return offers.get(premise.key);
  };
  return new Map(
    attackPaths(analysis).flatMap((path) => {
      const best = cheapest(path.premises.flatMap((premise) => offerFor(premise) ?? []));
      return best ? [[path, { control: best.control.id, summary: best.proposal.summary }] as const] : [];
    }),
  );
}

function offersAgainst(premise: Premise, { estate }: AttackAnalysis, controls: readonly Control[]): Offer[] {
  return controls.flatMap((control) =>
    [...control.cut(premise, estate)].flatMap((proposal) =>
      proposal.kind === 'edit' ? [{ control, proposal, cost: costOf(proposal) }] : [],
    ),
  );
}

function cheapest([first, ...others]: readonly Offer[]): Offer | undefined {
  return others.reduce((best, each) => (best && best.cost <= each.cost ? best : each), first);
}
