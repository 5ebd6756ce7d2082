import type { Estate } from '#aws/estate.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { apply } from '../apply.js';
import type { Change } from '../change.js';
import type { Candidate, Candidates } from '../candidates.js';
import { isEdit } from '../candidates.js';
import type { MetNeed } from './need.js';
import { Needs } from './needs.js';

/** Reads the estate as it would be with other text in place of some files. */
export type Reread = (files: ReadonlyMap<string, string>) => Estate;

/**
 * Which edits take away what is in use. An edit is suspected where what it claims leaves a need unmet. One that does nothing
 * but remove takes what it claims; of others the estate is read again with that edit alone, which decides: an edit that
 * narrows a grant to what is needed claims the grant as well.
 */
export class NeedJudge {
  readonly #needs: Needs;
  readonly #candidates: Candidates;
  readonly #reread: Reread;
  readonly #judged = new Map<number, readonly MetNeed[]>();
  /** What the proof of a plan showed an edit to take away. */
  readonly #convicted = new Map<number, readonly MetNeed[]>();

  constructor(estate: Estate, candidates: Candidates, reread: Reread) {
    this.#needs = new Needs(estate);
    this.#candidates = candidates;
    this.#reread = reread;
  }

  takenBy(candidate: Candidate): readonly MetNeed[] {
    const convicted = this.#convicted.get(candidate.index);
    if (convicted) return convicted;
    let judged = this.#judged.get(candidate.index);
    if (!judged) this.#judged.set(candidate.index, (judged = this.#judge(candidate)));
    return judged;
  }

  #judge(candidate: Candidate): readonly MetNeed[] {
    const suspected = this.#needs.without((premise) => this.#candidates.falsifies(candidate, premise));
    // Of work by hand there is nothing to read again.
    if (suspected.length === 0 || !isEdit(candidate)) return suspected;
    return candidate.proposal.changes.every(removes) ? suspected : this.#unmetAfter([candidate], suspected);
  }

  #unmetAfter(edits: readonly Candidate[], among: readonly MetNeed[]): readonly MetNeed[] {
    const { applies, files } = apply(edits.filter(isEdit).map(({ proposal }) => proposal));
    if (!applies) return [];
    const estate = this.#reread(files);
    return among.filter((need) => need.ways(estate).length === 0);
  }

  /** Needs that the edited estate no longer meets. */
  unmetIn(edited: Estate): readonly MetNeed[] {
    return this.#needs.unmetIn(edited);
  }

  /**
   * Remembers of each edit with which needs are first unmet, when the edits are made one after the other, that it takes them:
   * by itself, or as the last of several that do together. What is left of the edits takes none.
   */
  convict(edits: readonly Candidate[], unmet: readonly MetNeed[]): void {
    let left = this.#namingLast(edits, unmet);
    for (let taken = unmet; taken.length > 0 && left.length > 0; taken = this.#unmetAfter(left, unmet)) {
      const at = this.#firstWith(left, taken);
      const last = left[at];
      if (!last) return;
      const lost = this.#unmetAfter(left.slice(0, at + 1), taken);
      this.#convicted.set(last.index, [...this.takenBy(last), ...(lost.length > 0 ? lost : taken)]);
      left = left.filter((each) => each !== last);
    }
  }

  /** Of a permission that a name and a wildcard give, the wildcard may go: what takes the name is the last. */
  #namingLast(edits: readonly Candidate[], unmet: readonly MetNeed[]): readonly Candidate[] {
    const names = unmet.flatMap(({ met }) => met.flat()).filter(isByName);
    const takesName = (edit: Candidate): boolean => names.some((premise) => this.#candidates.falsifies(edit, premise));
    return [...edits.filter((edit) => !takesName(edit)), ...edits.filter(takesName)];
  }

  /** The index of the edit up to which all have to be made for a need to be unmet: a search by halves. */
  #firstWith(edits: readonly Candidate[], unmet: readonly MetNeed[]): number {
    let [low, high] = [0, edits.length - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#unmetAfter(edits.slice(0, middle + 1), unmet).length > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function isByName(premise: Premise): boolean {
  return subjectOf(premise, 'iam.grant')?.narrowness === 'name';
}

function removes({ kind }: Change): boolean {
  return kind === 'remove-elements' || kind === 'remove-block' || kind === 'remove-item';
}
