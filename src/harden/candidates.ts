import type { Estate } from '#aws/estate.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { advised } from './advice.js';
import type { Control, EditProposal, Proposal } from './control.js';
import { costOf } from './cost.js';
import { keyOf } from './merge.js';

/** A proposal on offer, with the control that makes it; none for what is left to a person. */
export interface Candidate<P extends Proposal = Proposal> {
  readonly index: number;
  readonly control: Control | undefined;
  readonly proposal: P;
  readonly cost: number;
}

/**
 * The proposals on offer, asked for as premises come up, and what each of them falsifies. Claims can be withdrawn: where a
 * second analysis shows that a premise still holds after an edit, the edit no longer counts against it.
 */
export class Candidates {
  readonly #controls: readonly Control[];
  readonly #estate: Estate;
  readonly #advice: boolean;
  readonly #byKey = new Map<string, Candidate>();
  readonly #list: Candidate[] = [];
  /** The proposals that each candidate stands for. */
  readonly #joined: Proposal[][] = [];
  readonly #asked = new Set<string>();
  /** What cuts each premise, by its key, as far as it was asked. */
  readonly #cutting = new Map<string, Cutting>();
  /** By premise. */
  readonly #withdrawn = new Map<string, Set<number>>();
  readonly #banned = new Set<number>();

  /** Without `advice`, what controls propose is all there is. */
  constructor(controls: readonly Control[], estate: Estate, advice: boolean) {
    this.#advice = advice;
    this.#controls = controls;
    this.#estate = estate;
  }

  get all(): readonly Candidate[] {
    return this.#list;
  }

  /** Asks every control for ways to make the premise false, and takes the advice of its maker. */
  ask(premise: Premise): void {
    if (this.#asked.has(premise.key)) return;
    this.#asked.add(premise.key);
    for (const control of this.#controls) {
      for (const proposal of control.cut(premise, this.#estate)) this.add(control, proposal);
    }
    if (this.#advice && premise.advice) this.add(undefined, advised(premise, premise.advice, this.#estate));
  }

  /**
   * Puts a proposal on offer. The same changes proposed for several instances of one block are one edit, which falsifies what
   * any of them does.
   */
  add(control: Control | undefined, proposal: Proposal): Candidate {
    const key = changeKey(control, proposal);
    const known = this.#byKey.get(key);
    if (known) {
      this.#join(known, proposal);
      return known;
    }
    const candidate: Candidate = { index: this.#list.length, control, proposal, cost: costOf(proposal) };
    this.#byKey.set(key, candidate);
    this.#list.push(candidate);
    this.#joined.push([proposal]);
    return candidate;
  }

  #join(candidate: Candidate, proposal: Proposal): void {
    const joined = this.#joined[candidate.index];
    if (joined?.some(({ id }) => id === proposal.id)) return;
    joined?.push(proposal);
    for (const { premise, by, upTo } of this.#cutting.values()) {
      if (candidate.index < upTo && this.#claims(candidate.index, [proposal], premise)) by.add(candidate.index);
    }
  }

  /** Leaves the premise to a person, together with the others that stand in the same place of the same statement. */
  leave(premise: Premise): Candidate {
    const [shown] = premise.evidence;
    const what = shown
      ? `${shown.address}: ${shown.attribute} is ${shown.value}`
      : `${premise.resource.address}: ${premise.property}`;
    const place = placeOf(premise);
    return this.add(undefined, {
      kind: 'manual',
      id: place,
      address: premise.resource.address,
      reason: `An attack depends on this, and no known edit removes it safely: ${what}.`,
      instruction:
        'Change it by hand so that it no longer holds, remove something else that the paths need, or accept the risk.',
      falsifies: (other) => placeOf(other) === place,
    });
  }

  falsifies({ index }: Candidate, premise: Premise): boolean {
    return !this.#banned.has(index) && this.#cuttingOf(premise).has(index);
  }

  /** The candidates so far that falsify the premise. */
  cutting(premise: Premise): readonly Candidate[] {
    return [...this.#cuttingOf(premise)].flatMap((index) => (this.#banned.has(index) ? [] : (this.#list[index] ?? [])));
  }

  /** Each candidate is asked about each premise once. */
  #cuttingOf(premise: Premise): ReadonlySet<number> {
    let known = this.#cutting.get(premise.key);
    if (!known) this.#cutting.set(premise.key, (known = { premise, by: new Set(), upTo: 0 }));
    for (; known.upTo < this.#list.length; known.upTo += 1) {
      if (this.#claims(known.upTo, this.#joined[known.upTo] ?? [], premise)) known.by.add(known.upTo);
    }
    return known.by;
  }

  #claims(index: number, proposals: readonly Proposal[], premise: Premise): boolean {
    if (this.#withdrawn.get(premise.key)?.has(index) === true) return false;
    return proposals.some((proposal) => proposal.falsifies(premise));
  }

  withdraw({ index }: Candidate, premiseKey: string): void {
    const withdrawn = this.#withdrawn.get(premiseKey) ?? new Set();
    this.#withdrawn.set(premiseKey, withdrawn.add(index));
    this.#cutting.get(premiseKey)?.by.delete(index);
  }

  /** The edit can't be made; it is no longer on offer. */
  ban(candidate: Candidate): void {
    this.#banned.add(candidate.index);
  }
}

interface Cutting {
  readonly premise: Premise;
  readonly by: Set<number>;
  /** So many of the candidates were asked. */
  upTo: number;
}

export function idOf(control: Control | undefined, proposal: Proposal): string {
  return `${control?.id ?? ''}:${proposal.id}`;
}

/** The premise itself, or, of a grant, the words that allow it. */
function placeOf(premise: Premise): string {
  const grant = subjectOf(premise, 'iam.grant');
  return grant ? `${grant.principal.address} ${grant.statement.id} ${grant.actionPattern?.path}` : premise.key;
}

function changeKey(control: Control | undefined, proposal: Proposal): string {
  if (proposal.kind === 'manual') return idOf(control, proposal);
  return `${control?.id ?? ''} ${proposal.changes.map(keyOf).toSorted().join(' ')}`;
}

export function isEdit(candidate: Candidate): candidate is Candidate<EditProposal> {
  return candidate.proposal.kind === 'edit';
}
