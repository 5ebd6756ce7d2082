import { type Assumption, supplyForReferences } from '../assumption.js';
import { display, referencesOf, type SymbolicString, symbolic } from '../symbolic.js';
import type { RequestTarget } from './decision.js';
import { namesTarget, resourcePart } from './names-target.js';
import { type MatchOptions, matches } from './pattern.js';
import type { Located } from './policy.js';

/**
 * A target may stand for many: `arn:aws:s3:::bucket/*` for the objects of a bucket. A pattern covers all of them (`all`), or
 * some in a bucket that it names (`within`: `bucket/in/*`), or those in any bucket that has such objects (`chance`:
 * `arn:aws:s3:::*report*`, which means object keys where it does not mean the bucket name).
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

/** What is assumed where a pattern picks parts that may not exist, of a target that may not be meant. */
export function partAssumption(pattern: Located | undefined, target: RequestTarget): Assumption | undefined {
  if (!pattern || target.parts === undefined || coverageOf(pattern.text, target) !== 'chance') return undefined;
  const picked = resourcePart(pattern.text) ?? pattern.text;
  return (
    nameAssumption(pattern, picked, target) ?? {
      what: `${target.parts} that matches \`${display(picked)}\``,
      origin: pattern.origin,
      supply: 'Check whether there is one, or name in the policy what it is for.',
    }
  );
}

/** Where the name before the first slash may be that of the target: that it is. */
function nameAssumption(
  pattern: Located,
  picked: SymbolicString,
  { arn, resource }: RequestTarget,
): Assumption | undefined {
  const given = arn && resourcePart(arn);
  const [wanted, name] = [beforeSlash(picked), given && beforeSlash(given)];
  if (!name || !resource || matches(wanted, name) !== 'maybe') return undefined;
  const covers = /[*?]/.test(wanted.key) ? 'covers the name of' : 'is the name of';
  return {
    what: `\`${display(wanted)}\` ${covers} ${resource.address}`,
    origin: pattern.origin,
    supply: supplyForReferences([...referencesOf(wanted), ...referencesOf(name)]),
  };
}

function beforeSlash({ parts }: SymbolicString): SymbolicString {
  const at = parts.findIndex((part) => typeof part === 'string' && part.includes('/'));
  const slashed = parts[at];
  return typeof slashed === 'string'
    ? symbolic(...parts.slice(0, at), slashed.slice(0, slashed.indexOf('/')))
    : symbolic(...parts);
}
