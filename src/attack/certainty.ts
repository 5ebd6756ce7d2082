import type { Assumption } from '#aws/assumption.js';
import type { Premise } from '#aws/premise.js';
import type { Rule } from './engine/graph.js';
import type { EntryPoint } from './entry.js';

/**
 * Certain and assumed are two tiers, never mixed: a path is certain where the configuration shows everything that it depends
 * on, and assumed where a single premise depends on something that the configuration does not show.
 */
export type Certainty = 'certain' | 'assumed';

/** Whether some way in depends on no assumption, apart from the vulnerability or leak that makes it an entry point. */
export function certaintyOfEntry({ steps }: Pick<EntryPoint, 'steps'>): Certainty {
  const certain = steps.some(({ step }) => (step.premises ?? []).every(({ certainty }) => certainty === 'certain'));
  return certain ? 'certain' : 'assumed';
}

const known = new WeakMap<Rule, boolean>();

/** The rule depends on nothing assumed. */
export function isCertain(rule: Rule): boolean {
  let certain = known.get(rule);
  if (certain === undefined) {
    certain = rule.premises.every((premise) => premise.certainty === 'certain');
    known.set(rule, certain);
  }
  return certain;
}

/** What the premises assume, each thing once. */
export function assumptionsOf(premises: readonly Premise[]): readonly Assumption[] {
  const found = new Map<string, Assumption>();
  for (const premise of premises) {
    if (premise.certainty === 'certain') continue;
    const assumption = premise.assumes ?? fromEvidence(premise);
    if (!found.has(assumption.what)) found.set(assumption.what, assumption);
  }
  return [...found.values()];
}

function fromEvidence({ evidence, resource, property }: Premise): Assumption {
  const [shown] = evidence;
  const supply = 'Set it in the source, or analyse a plan (--plan).';
  if (!shown) return { what: `${property} holds for ${resource.address}`, origin: resource.origin, supply };
  const what = `${shown.address} is open by ${shown.attribute} (${shown.value})`;
  return { what, origin: shown.origin, supply };
}
