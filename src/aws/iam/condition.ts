import type { Resource } from '#model/resource.js';
import { isSet, tagsOf } from '../reading.js';
import { literal, type SymbolicString, symbolic } from '../symbolic.js';
import { type Comparison, comparisonOf, type Truth } from './comparison.js';
import { type Expand, type KeyValue, keyValue, type RequestContext } from './context.js';
import type { TagCondition } from './decision.js';
import { supportsResourceTags } from './actions.js';
import type { ConditionClause } from './policy.js';

/**
 * Conditions, in three values: a clause holds, does not, or can't be decided from the configuration. Nothing that depends
 * on what is unknown of a request is ever taken as holding or failing.
 *
 * A clause on a tag of the target is decided by the configured tags, and says which tag would turn it round.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Verdict {
  readonly truth: Truth;
  /** The clause rests on a tag of the target: how the tag would have to be for the clause to hold, and to fail. */
  readonly tag?: {
    readonly key: string;
    readonly toHold: SymbolicString | undefined;
    readonly toFail: SymbolicString | undefined;
  };
}

export function evaluateClause(clause: ConditionClause, request: RequestContext, expand: Expand): Verdict {
  const operator = operatorOf(clause.operator);
  if (!operator || clause.openKey) return { truth: 'unknown' };
  const wanted = clause.values.map((value) => perhaps(expand(value.text), value.maybe));
  const tagKey = resourceTagKey(clause.key);
  if (tagKey === undefined) return { truth: decide(operator, keyValue(clause.key, request), wanted) };
  const supported = supportsResourceTags(request.action);
  if (supported !== 'yes') return { truth: decide(operator, supported === 'no' ? 'absent' : 'unknown', wanted) };
  const truth = decide(operator, tagValue(tagKey, request), wanted);
  return { truth, tag: { key: tagKey, ...turningValues(operator, wanted) } };
}

/** A value of which nobody knows whether it stands there: itself, or nothing. */
function perhaps(text: SymbolicString, maybe: boolean | undefined): SymbolicString {
  return maybe ? symbolic({ id: `perhaps(${text.key})`, oneOf: [text, undefined] }) : text;
}

/** How the tag of a verdict would have to be for the clause to come out as `wanted`. */
export function tagFor(clause: ConditionClause, verdict: Verdict, wanted: boolean): TagCondition | undefined {
  if (!verdict.tag) return undefined;
  return { clause, tagKey: verdict.tag.key, value: wanted ? verdict.tag.toHold : verdict.tag.toFail };
}

/** The tag that a condition key asks for: `aws:ResourceTag/x`, and the services' own spellings of it. */
export function resourceTagKey(key: string): string | undefined {
  return /^[a-z0-9-]+:resourcetag\/(.+)$/is.exec(key)?.[1];
}

interface Operator {
  readonly quantifier: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  readonly comparison: Comparison | 'null';
}

function operatorOf(text: string): Operator | undefined {
  const match = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(text.toLowerCase());
  const name = match?.[2];
  if (name === undefined) return undefined;
  const comparison = name === 'null' ? name : comparisonOf(name);
  if (!comparison) return undefined;
  const quantifier = match?.[1] === undefined ? undefined : match[1] === 'forallvalues' ? 'all' : 'any';
  return { quantifier, ifExists: match?.[3] !== undefined, comparison };
}

function decide(operator: Operator, found: KeyValue, wanted: readonly SymbolicString[]): Truth {
  if (found === 'unknown') return 'unknown';
  const { comparison, quantifier } = operator;
  if (comparison === 'null') return isNull(found, wanted);
  if (found === 'absent') {
    if (operator.ifExists || quantifier === 'all') return 'true';
    return comparison.negated && quantifier !== 'any' ? 'true' : 'false';
  }
  const results = found.map((value) => compareOne(comparison, value, wanted));
  return quantifier === 'all' ? every(results) : some(results);
}

/** One value of the request against the values of the clause: one of them has to match, or, negated, none. */
function compareOne(comparison: Comparison, value: SymbolicString, wanted: readonly SymbolicString[]): Truth {
  const matched = some(wanted.map((each) => comparison.matches(each, value)));
  return comparison.negated ? not(matched) : matched;
}

function isNull(found: KeyValue, wanted: readonly SymbolicString[]): Truth {
  const [first] = wanted;
  const text = first && wanted.length === 1 ? literal(first)?.toLowerCase() : undefined;
  if (text === undefined) return 'unknown';
  return (text === 'true') === (found === 'absent') ? 'true' : 'false';
}

/** Where the request does not say which tags its target has, they are those of the resource that it is. */
function tagValue(tagKey: string, { target }: RequestContext): KeyValue {
  const { resource, tags = resource && tagsOf(resource) } = target;
  if (!tags) return 'unknown';
  const wanted = tagKey.toLowerCase();
  for (const [name, value] of tags) if (name.toLowerCase() === wanted) return value ? [value] : 'unknown';
  return resource && !hasKnownTags(resource) ? 'unknown' : 'absent';
}

/** A data source looks up what somebody else may have tagged; of a list that is not known any tag may be part. */
function hasKnownTags(resource: Resource): boolean {
  const written = resource.attribute('tags');
  if (!isSet(written)) return resource.mode === 'managed';
  return written.kind === 'map' || written.kind === 'object';
}

/** Values of the tag with which the clause holds and with which it fails; `undefined` for "another", or "none". */
function turningValues(operator: Operator, wanted: readonly SymbolicString[]) {
  const value = operator.comparison === 'null' ? undefined : wanted[0];
  const negated = operator.comparison !== 'null' && operator.comparison.negated;
  return { toHold: negated ? undefined : value, toFail: negated ? value : undefined };
}

function some(results: readonly Truth[]): Truth {
  if (results.includes('true')) return 'true';
  return results.includes('unknown') ? 'unknown' : 'false';
}

function every(results: readonly Truth[]): Truth {
  if (results.includes('false')) return 'false';
  return results.includes('unknown') ? 'unknown' : 'true';
}

function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : truth === 'true' ? 'false' : 'true';
}
