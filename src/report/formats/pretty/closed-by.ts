import type { ClosingResult, PathResult, Result } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { labelled } from './text.js';

const SHOWN = 2;
const INDENT = 5;

/** What closes a path: of a plan its edits by their numbers, else an edit that is on offer. */
export function closedByLines(page: Page, { closedBy, counts }: PathResult, plan: Result['plan']): string[] {
  if (!counts) return [];
  const { paint, width } = page;
  const texts = closedBy.slice(0, SHOWN).map((closing) => textOf(closing, plan));
  if (closedBy.length > SHOWN) texts.push(`and ${closedBy.length - SHOWN} more`);
  if (texts.length === 0) texts.push(plan ? 'nothing in this plan' : 'no edit that is known: a person has to');
  return texts.flatMap((text, at) =>
    labelled(at === 0 ? paint.green('closed by ') : ' '.repeat(10), text, INDENT, width),
  );
}

function textOf({ kind, summary, control, edit }: ClosingResult, plan: Result['plan']): string {
  const by = control === null ? '' : ` (${control})`;
  if (!plan) return `${summary}${by}`;
  if (kind === 'by-hand') return `a person, by hand: ${summary}${by}`;
  // As the plan lists them: hygiene comes after what closes paths.
  const number = plan.edits.filter(({ closesPaths }) => closesPaths.length > 0).findIndex(({ id }) => id === edit) + 1;
  return `edit ${number}, ${summary}${by}`;
}
