import { findAttribute } from '#hcl/edit/locate.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Origin, Value } from '#model/value.js';
import type { Advice } from './advice.js';
import type { Assumption } from './assumption.js';
import { shown } from './reading.js';

/** A place in the configuration that shows something, for a person to look at. */
export interface Evidence {
  /** Terraform address; a part inside a resource follows `#`. */
  readonly address: string;
  /** The path inside the resource: `metadata_options.http_tokens`, `policy.Statement[0].Action[2]`. */
  readonly attribute: string;
  /** What stands there, in short; `absent` where the point is that nothing does. */
  readonly value: string;
  /** Where it was written; where nothing was written, the resource's block. */
  readonly origin: Origin | undefined;
}

/**
 * What the premises of each property are about, for the control that would change it. A property is declared once, beside the
 * code that makes its premises:
 *
 *     declare module '#aws/premise.js' {
 *       interface Subjects {
 *         readonly 'imds.v1-allowed': Host;
 *       }
 *     }
 */
export interface Subjects {}

/** What is claimed, in dotted words: `imds.v1-allowed`, `container.docker-socket`, `iam.grant`. */
export type Property = keyof Subjects;

/**
 * A property of the configuration that a step needs. Premises with the same key are the same property: an edit that
 * falsifies one falsifies it in every step. Controls match on the property, which tells the type of the subject.
 */
export type Premise = { [P in Property]: PremiseOf<P> }[Property];

export interface PremiseOf<P extends Property> {
  readonly property: P;
  readonly key: string;
  /** The resource that has the property. */
  readonly resource: Resource;
  readonly evidence: readonly Evidence[];
  /** `assumed` where it rests on something that can't be known: an unset variable, an AMI's default. */
  readonly certainty: 'certain' | 'assumed';
  /**
   * Where it is assumed: what has to be so for it to hold, and what would settle it. Absent, the evidence says it
   * (assumption.ts makes it from the value that is not known).
   */
  readonly assumes?: Assumption;
  readonly subject: Subjects[P];
  /** What a person can do about it where no edit makes it false. */
  readonly advice?: Advice;
}

/** The subject of the premise, if it is of that property. */
export function subjectOf<P extends Property>(premise: Premise, property: P): Subjects[P] | undefined {
  return isOf(premise, property) ? premise.subject : undefined;
}

function isOf<P extends Property>(
  premise: Pick<PremiseOf<Property>, 'property' | 'subject'>,
  property: P,
): premise is Pick<PremiseOf<P>, 'property' | 'subject'> {
  return premise.property === property;
}

/** Evidence of an attribute of a resource, or of a block in it; where it isn't set, of its absence there. */
export function evidenceOf(
  resource: Resource,
  attribute: string,
  value: Value | undefined,
  within?: BodyView,
): Evidence {
  return {
    address: resource.address,
    attribute,
    value: shown(value),
    origin: value?.origin ?? within?.origin ?? resource.origin,
  };
}

/**
 * The same, at the place where the attribute is written rather than where its value was: that the instance has the role shows
 * in the instance.
 */
export function evidenceOfUse(
  resource: Resource,
  attribute: string,
  value: Value | undefined,
  within?: BodyView,
): Evidence {
  const evidence = evidenceOf(resource, attribute, value, within);
  const { block, file } = resource;
  const written = block && file && findAttribute(block.body, attribute);
  if (!written) return within ? { ...evidence, origin: within.origin ?? evidence.origin } : evidence;
  return { ...evidence, origin: { kind: 'expression', file, start: written.start, end: written.value.end } };
}

/** Evidence in words, where no single value tells it. */
export function remark(resource: Resource, attribute: string, text: string, origin?: Origin): Evidence {
  return { address: resource.address, attribute, value: text, origin: origin ?? resource.origin };
}
