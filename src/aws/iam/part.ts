import type { Assumption } from '../assumption.js';
import { display, type SymbolicString } from '../symbolic.js';
import type { RequestTarget } from './decision.js';
import { namesTarget, resourcePart } from './names-target.js';
import { matches } from './pattern.js';
import type { Located } from './policy.js';

/**
 * A target may stand for many: `arn:aws:s3:::bucket/*` for the objects of a bucket. A pattern covers all of them (`all`), or
 * some in a bucket that it names (`within`: `bucket/in/*`), or those of any bucket that has such (`chance`:
 * `arn:aws:s3:::*report*`, which is about keys where it is not about the bucket's name).
 */
export function coverageOf(pattern: SymbolicString, { arn, parts }: RequestTarget): 'all' | 'within' | 'chance' {
  if (parts === undefined || !arn || matches(pattern, arn) === 'yes') return 'all';
  return namesTarget(pattern, arn) ? 'within' : 'chance';
}

/** What is assumed where a pattern picks parts that may or may not be there. */
export function partAssumption(pattern: Located | undefined, target: RequestTarget): Assumption | undefined {
  if (!pattern || target.parts === undefined || coverageOf(pattern.text, target) !== 'chance') return undefined;
  const picked = display(resourcePart(pattern.text) ?? pattern.text);
  return {
    what: `${target.parts} that matches \`${picked}\``,
    origin: pattern.origin,
    supply: 'Look whether there is one, or name in the policy what it is for.',
  };
}
