import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import type { Control, EditProposal, Proposal } from './control.js';
import { costOf } from './cost.js';
import { keyOf } from './merge.js';
import { subjectOf } from './propose/subject.js';

/** A proposal on offer, with the control that makes it; none for what is left to a person because no control knows it. */
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
  readonly #byKey = new Map<string, Candidate>();
  readonly #list: Candidate[] = [];
  /** The proposals that each candidate stands for. */
  readonly #joined: Proposal[][] = [];
  readonly #asked = new Set<string>();
  readonly #claims = new Map<number, Map<string, boolean>>();
  readonly #withdrawn = new Set<string>();
  readonly #banned = new Set<number>();

  constructor(controls: readonly Control[], estate: Estate) {
    this.#controls = controls;
    this.#estate = estate;
  }

  get all(): readonly Candidate[] {
    return this.#list;
  }

  /** Asks every control for ways to make the premise false. */
  ask(premise: Premise): void {
    if (this.#asked.has(premise.key)) return;
    this.#asked.add(premise.key);
    for (const control of this.#controls) {
      for (const proposal of control.cut(premise, this.#estate)) this.add(control, proposal);
    }
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
    this.#claims.delete(candidate.index);
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
      reason: `An attack rests on this, and no edit is known that takes it away safely: ${what}.`,
      instruction:
        'Change it by hand so that it no longer holds, take away another thing that the paths need, or accept the risk.',
      falsifies: (other) => placeOf(other) === place,
    });
  }

  falsifies(candidate: Candidate, premise: Premise): boolean {
    if (this.#banned.has(candidate.index) || this.#withdrawn.has(`${candidate.index} ${premise.key}`)) return false;
    let claims = this.#claims.get(candidate.index);
    if (!claims) this.#claims.set(candidate.index, (claims = new Map()));
    const known = claims.get(premise.key);
    if (known !== undefined) return known;
    const claim = this.#joined[candidate.index]?.some((proposal) => proposal.falsifies(premise)) ?? false;
    claims.set(premise.key, claim);
    return claim;
  }

  withdraw(candidate: Candidate, premiseKey: string): void {
    this.#withdrawn.add(`${candidate.index} ${premiseKey}`);
  }

  /** The edit can't be made; it is no longer on offer. */
  ban(candidate: Candidate): void {
    this.#banned.add(candidate.index);
  }
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
