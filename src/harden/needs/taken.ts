import type { Estate } from '#aws/estate.js';
import { apply } from '../apply.js';
import type { Candidate } from '../candidates.js';
import type { EditProposal } from '../control.js';
import type { Reread } from './judge.js';
import { takenIn, type Taking } from './taking.js';

type Edit = Candidate<EditProposal>;

interface Edits {
  readonly estate: Estate;
  readonly reread: Reread;
  /** Made together, with the estate that they make. */
  readonly planned: { readonly edits: readonly Edit[]; readonly edited: Estate };
  /** Not made. */
  readonly choices: readonly Edit[];
}

/** What each edit takes by itself. Where many together take nothing, none of them is looked at alone. */
export function takenByEach({ estate, reread, planned, choices }: Edits): ReadonlyMap<Edit, readonly Taking[]> {
  const taken = new Map<Edit, readonly Taking[]>();
  const look = (edits: readonly Edit[], isPlanned: boolean, known?: Estate): void => {
    const [first, ...others] = edits;
    if (!first) return;
    const edited = known ?? edit(edits, reread);
    const takings = edited ? takenIn({ before: estate, edited, planned: isPlanned ? planned.edited : edited }) : [];
    if (others.length === 0) taken.set(first, takings);
    else if (takings.length > 0 || !edited) {
      const half = Math.ceil(edits.length / 2);
      look(edits.slice(0, half), isPlanned);
      look(edits.slice(half), isPlanned);
    }
  };
  look(planned.edits, true, planned.edited);
  for (const choice of new Set(choices)) look([choice], false);
  return taken;
}

function edit(edits: readonly Edit[], reread: Reread): Estate | undefined {
  const { applies, files } = apply(edits.map(({ proposal }) => proposal));
  return applies ? reread(files) : undefined;
}
