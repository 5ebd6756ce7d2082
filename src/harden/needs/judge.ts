import type { Estate } from '#aws/estate.js';
import { apply } from '../apply.js';
import type { Candidate, Candidates } from '../candidates.js';
import { isEdit } from '../candidates.js';
import type { MetNeed } from './need.js';
import { Needs } from './needs.js';

/** Reads the estate as it would be with other text in place of some files. */
export type Reread = (files: ReadonlyMap<string, string>) => Estate;

/**
 * Which edits take away what is in use. An edit is suspected where what it claims leaves a need unmet; then the estate is read
 * again with that edit alone, which decides: an edit that narrows a grant to what is needed claims the grant as well.
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
    return suspected.length === 0 || !isEdit(candidate) ? suspected : this.#unmetAfter([candidate], suspected);
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

  /** Each edit that by itself takes one of the needs away is remembered as one that does. False: none does alone. */
  convict(edits: readonly Candidate[], unmet: readonly MetNeed[]): boolean {
    let found = false;
    for (const edit of edits) {
      const taken = this.#unmetAfter([edit], unmet);
      if (taken.length === 0) continue;
      this.#convicted.set(edit.index, [...this.takenBy(edit), ...taken]);
      found = true;
    }
    return found;
  }
}
