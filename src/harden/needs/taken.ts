import type { Estate } from '#aws/estate.js';
import { apply } from '../apply.js';
import type { Candidate, Candidates } from '../candidates.js';
import type { EditProposal } from '../control.js';
import type { Reread } from './judge.js';
import { type Loss, type Taken, takenOf } from './loss.js';
import { lossesBetween } from './taking.js';

type Edit = Candidate<EditProposal>;

interface Edits {
  readonly estate: Estate;
  readonly candidates: Candidates;
  readonly reread: Reread;
  /** Made together, with the estate that they make. */
  readonly planned: { readonly edits: readonly Edit[]; readonly edited: Estate };
  /** Not made. */
  readonly choices: readonly Edit[];
}

/**
 * What each edit takes: of all that those edits take together which are made together, what it claims or says. So what several
 * statements gave is taken by each of the edits that take one of them.
 */
export function takenByEach({ estate, candidates, reread, planned, choices }: Edits): ReadonlyMap<Edit, Taken> {
  const taken = new Map<Edit, Taken>();
  const assign = (edits: readonly Edit[], edited: Estate): void => {
    const own = new Map(edits.map((edit): [Edit, Loss[]] => [edit, []]));
    for (const loss of edits.length > 0 ? lossesBetween(estate, edited) : []) {
      for (const edit of takersOf(loss, edits, candidates)) own.get(edit)?.push(loss);
    }
    for (const [edit, losses] of own) taken.set(edit, takenOf(losses));
  };
  const look = (edits: readonly Edit[]): void => {
    const { applies, files } = apply(edits.map(({ proposal }) => proposal));
    if (applies) assign(edits, reread(files));
    else if (edits.length > 1) {
      const half = Math.ceil(edits.length / 2);
      look(edits.slice(0, half));
      look(edits.slice(half));
    }
  };
  assign(planned.edits, planned.edited);
  const others = [...new Set(choices)];
  if (others.length > 0) look(others);
  return taken;
}

/** Those that claim what the loss rested on; where none does, those that are of what said it. */
function takersOf({ premises, places }: Loss, edits: readonly Edit[], candidates: Candidates): readonly Edit[] {
  const claiming = edits.filter((edit) => premises.some((premise) => candidates.falsifies(edit, premise)));
  if (claiming.length > 0) return claiming;
  const concerned = edits.filter(({ proposal }) => places.includes(proposal.address));
  return concerned.length > 0 || edits.length > 1 ? concerned : edits;
}
