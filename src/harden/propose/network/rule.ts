import type { SecurityRule } from '#aws/network/network.js';
import { type Premise, subjectOf } from '#aws/premise.js';

/** The rule that a premise of the network rests on; none where the groups themselves can't be known. */
export function ruleOf(premise: Premise): SecurityRule | undefined {
  const rule = subjectOf(premise, 'network.ingress-rule') ?? subjectOf(premise, 'network.egress-rule');
  return rule && 'direction' in rule ? rule : undefined;
}
