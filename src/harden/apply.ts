import type { TextEdit } from '#hcl/edit/edit.js';
import type { EditProposal } from './control.js';
import { applyPatch, buildPatch } from './patch.js';

/** Proposals applied together: the files as they would be, or that they can't be. */
export interface Application {
  readonly applies: boolean;
  /** The new text of every file that changes, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly text: readonly TextEdit[];
}

export function apply(proposals: readonly EditProposal[]): Application {
  const patch = buildPatch(proposals.flatMap(({ changes }) => changes));
  return { applies: patch.refused.length === 0, files: applyPatch(patch.edits), text: patch.edits };
}

/** The first proposal that can't be applied with those before it, and the one of those that it collides with, if it is one. */
export function firstClash<P extends EditProposal>(
  proposals: readonly P[],
): { readonly late: P; readonly early: P | undefined } | undefined {
  for (const [at, late] of proposals.entries()) {
    const before = proposals.slice(0, at);
    if (apply([...before, late]).applies) continue;
    if (!apply([late]).applies) return { late, early: undefined };
    return { late, early: before.find((early) => !apply([early, late]).applies) };
  }
  return undefined;
}
