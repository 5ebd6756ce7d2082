/** Strings with pieces that are one of a few texts, tried as each of them. */
import { type Hole, type SymbolicString, symbolic } from '../symbolic.js';

type Choice = Hole & { readonly oneOf: NonNullable<Hole['oneOf']> };
/** Whether a pattern matches a text, of which pieces may not be known. */
export type Match = 'yes' | 'no' | 'maybe';

type Compare = (pattern: SymbolicString, text: SymbolicString) => Match;

/** More ways to fill the pieces than these are not tried. */
const MAX_CHOICES = 64;

/** What the comparison comes to when the first such piece is filled in all ways; `undefined` where there is none. */
export function overChoices(pattern: SymbolicString, text: SymbolicString, compare: Compare): Match | undefined {
  const choice = choiceIn(pattern) ?? choiceIn(text);
  if (!choice) return undefined;
  const results = choice.oneOf.map((chosen) => {
    const left = choose(pattern, choice.id, chosen);
    const right = choose(text, choice.id, chosen);
    return left && right ? compare(left, right) : 'no';
  });
  if (results.every((each) => each === 'yes')) return 'yes';
  return results.every((each) => each === 'no') ? 'no' : 'maybe';
}

function choiceIn({ parts }: SymbolicString): Choice | undefined {
  const found = parts.filter((part): part is Choice => typeof part === 'object' && part.oneOf !== undefined);
  const ways = found.reduce((product, { oneOf }) => product * oneOf.length, 1);
  return ways > MAX_CHOICES ? undefined : found[0];
}

/** The text with the piece filled; `undefined` where it is nothing and all that there is. */
function choose(text: SymbolicString, id: string, chosen: SymbolicString | undefined): SymbolicString | undefined {
  if (!text.parts.some((part) => typeof part === 'object' && part.id === id)) return text;
  if (!chosen && text.parts.length === 1) return undefined;
  return symbolic(...text.parts.map((part) => (typeof part === 'object' && part.id === id ? (chosen ?? '') : part)));
}
