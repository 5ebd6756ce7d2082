import type { AttackAnalysis } from '#attack/analyse.js';
import { entriesOf } from '#attack/goal.js';
import { DerivationSpace } from '#attack/engine/derivation.js';
import type { AttackGraph, Rule } from '#attack/engine/graph.js';
import { saturate } from '#attack/engine/saturate.js';
import { discoverEntries, namedEntry } from '#attack/entry.js';
import { techniques } from '#attack/registry.generated.js';
import type { Estate } from '#aws/estate.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import type { Control, EditProposal, Proposal } from '#harden/control.js';
import { ruleOf } from '#harden/propose/network/rule.js';
import { takenSteps } from '../attack/technique-folder.js';

/** What a control offers for premises of attack paths, each with those that it was asked for. */
export interface Offer {
  readonly proposal: Proposal;
  readonly asked: readonly Premise[];
}

export function offersOf(control: Control, analysis: AttackAnalysis): Offer[] {
  const offers = new Map<string, { readonly proposal: Proposal; readonly asked: Premise[] }>();
  for (const premise of attackPremises(analysis)) {
    for (const proposal of control.cut(premise, analysis.estate)) {
      const offer = offers.get(proposal.id) ?? { proposal, asked: [] };
      offers.set(proposal.id, offer);
      offer.asked.push(premise);
    }
  }
  return [...offers.values()];
}

/** All that some attack on a target rests on, whether or not it is among the paths that are shown. */
function attackPremises({ coloured, entries, goals }: AttackAnalysis): readonly Premise[] {
  const space = new DerivationSpace(coloured);
  const premises = goals.flatMap(({ entry, facts }) => {
    const from = space.from(entriesOf(entry, entries));
    return facts.flatMap((fact) =>
      [...from.derivationsThrough(fact, 'attack')].flat().flatMap((rule) => rule.premises),
    );
  });
  return [...new Map(premises.map((premise) => [premise.key, premise])).values()];
}

/** `Close port 80 of aws_security_group.web to the internet: in-place, width 2` */
export function effectOf({ summary, applyEffect, dataLoss, width }: EditProposal): string {
  return `${summary}: ${applyEffect}, width ${width}${dataLoss ? ', loses data' : ''}`;
}

/** The steps of an attacker who holds everything already: of all that is so anywhere, what can be asked about. */
export function graphFromEverywhere(estate: Estate): AttackGraph {
  const { hosts, services, functions, iam } = estate;
  const addresses = [...hosts, ...services, ...functions, ...iam.principals].map(({ address }) => address);
  const named = addresses.flatMap((address) => namedEntry(estate, address) ?? []);
  const entries = [...discoverEntries(estate, 'code-execution'), ...named];
  return saturate(
    estate,
    techniques,
    entries.flatMap(({ steps }) => steps),
  );
}

/** The same before and after an edit: statements and rules may have moved up in their lists. */
export function nameOf(premise: Premise): string {
  const name = premise.key.replace(/#\d+/, '').replace(/\[\d+\]$/, '');
  const rule = ruleOf(premise);
  return rule?.index === undefined ? name : `${name} ${rule.fromPort}-${rule.toPort} ${rule.cidrs.join(' ')}`;
}

/** A grant that comes to name its target is what the workload is there for: it may count as gone. */
export function fullNameOf(premise: Premise): string {
  return subjectOf(premise, 'iam.grant')?.narrowness === 'name' ? `${nameOf(premise)} by name` : nameOf(premise);
}

export function namesIn(graph: AttackGraph): ReadonlySet<string> {
  const premises = takenSteps({ graph }).flatMap((rule) => rule.premises);
  return new Set([...premises.map(nameOf), ...premises.map((premise) => `full ${fullNameOf(premise)}`)]);
}

export interface Judgement {
  /** Premises that the edit claims to falsify and that hold afterwards. */
  readonly claimed: readonly string[];
  /** Premises that it makes false and does not claim. */
  readonly unclaimed: readonly string[];
  /** How many were judged right. */
  readonly gone: number;
  readonly kept: number;
}

/** Holds what an edit claims to falsify against what is gone when the edited sources are analysed. */
export function judge(falsifies: EditProposal['falsifies'], before: AttackGraph, after: AttackGraph): Judgement {
  const there = namesIn(after);
  const uses = usesOf(before, after);
  const result: { claimed: string[]; unclaimed: string[]; gone: number; kept: number } = {
    claimed: [],
    unclaimed: [],
    gone: 0,
    kept: 0,
  };
  const premises = takenSteps({ graph: before }).flatMap((rule) => rule.premises);
  for (const premise of new Map(premises.map((each) => [each.key, each])).values()) {
    const claim = falsifies(premise);
    if (claim && there.has(`full ${fullNameOf(premise)}`)) result.claimed.push(premise.key);
    else if (claim) result.gone += 1;
    else if (there.has(nameOf(premise))) result.kept += 1;
    else if (uses(premise).some((others) => !others.some(falsifies))) result.unclaimed.push(premise.key);
  }
  return result;
}

/**
 * The steps that used a premise and that the attacker still could begin, each as the other premises that it rested on: where
 * one of these is gone, the step is for that reason, and nobody asked about the premise.
 */
function usesOf(before: AttackGraph, after: AttackGraph): (premise: Premise) => readonly (readonly Premise[])[] {
  const won = new Set(takenSteps({ graph: after }).map(({ gains }) => after.facts[gains]?.key));
  const taken = takenSteps({ graph: before });
  const support = (rule: Rule): readonly Premise[] => [
    ...rule.premises,
    ...rule.needs.flatMap((need) =>
      isStart(need) ? [] : taken.filter(({ gains }) => gains === need).flatMap(support),
    ),
  ];
  const isStart = (need: number): boolean => !['may', 'reaches'].includes(before.facts[need]?.kind ?? '');
  const begun = taken.filter(
    ({ technique, needs }) => technique && needs.filter(isStart).every((need) => won.has(before.facts[need]?.key)),
  );
  const supports = begun.map(support);
  return ({ key }) =>
    supports
      .filter((premises) => premises.some((each) => each.key === key))
      .map((premises) => premises.filter((each) => each.key !== key));
}
