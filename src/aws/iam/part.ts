import type { Assumption } from '../assumption.js';
import { display, type SymbolicString } from '../symbolic.js';
import type { RequestTarget } from './decision.js';
import { namesTarget, resourcePart } from './names-target.js';
import { type MatchOptions, matches } from './pattern.js';
import type { Located } from './policy.js';

/**
 * A target may stand for many: `arn:aws:s3:::bucket/*` for the objects of a bucket. A pattern covers all of them (`all`), or
 * some in a bucket that it names (`within`: `bucket/in/*`), or those of any bucket that has such (`chance`:
 * `arn:aws:s3:::*report*`, which is about keys where it is not about the bucket's name).
 *
 * `none`: it matches only where a wildcard runs on beyond its part of the ARN, into the key: `arn:aws:s3::*:report-*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export type Coverage = 'all' | 'within' | 'chance' | 'none';

export function coverageOf(
  pattern: SymbolicString,
  { arn, parts }: RequestTarget,
  options: Pick<MatchOptions, 'names'> = {},
): Coverage {
  if (parts === undefined || !arn || matches(pattern, arn, options) === 'yes') return 'all';
  if (namesTarget(pattern, arn)) return 'within';
  const picked = resourcePart(pattern);
  const given = resourcePart(arn);
  return picked && given && matches(picked, given, { ...options, some: true }) === 'no' ? 'none' : 'chance';
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
