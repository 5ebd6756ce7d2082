import type { Resource } from '#model/resource.js';
import type { Assumption } from '../assumption.js';
import type { Evidence, Premise, PremiseOf } from '../premise.js';
import { display } from '../symbolic.js';
import type { Grant, RequestTarget, TagCondition } from './decision.js';
import type { AttachedPolicy, ConditionClause, Located, Statement } from './policy.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'iam.grant': Grant;
  }
}

/** Premises of IAM: which words of which policy allow a request. */

/** What a grant consists of before its premise is made. */
export type GrantParts = Omit<Grant, 'premise'>;

export function withPremise(parts: GrantParts, certainty: Premise['certainty'], assumes?: Assumption): Grant {
  const { statement, policy, action, target } = parts;
  const { resource } = statement.document;
  const premise: PremiseOf<'iam.grant'> = {
    property: 'iam.grant',
    key: `iam.grant|${statementKey(statement, policy)}|${action.toLowerCase()}|${targetKey(target)}`,
    resource: resource ?? policy.attachment.resource,
    evidence: grantEvidence(parts),
    certainty,
    ...(certainty === 'assumed' && assumes ? { assumes } : {}),
    get subject() {
      return grant;
    },
  };
  const grant: Grant = { ...parts, premise };
  return grant;
}

/** The grant with one more assumption. */
export function doubted(grant: Grant, assumes: Assumption): Grant {
  const premise: PremiseOf<'iam.grant'> = {
    ...grant.premise,
    certainty: 'assumed',
    assumes,
    get subject() {
      return made;
    },
  };
  const made: Grant = { ...grant, premise };
  return made;
}

/** A statement of an AWS managed policy can't be edited, only its attachment: each attachment is a separate property. */
function statementKey(statement: Statement, policy: AttachedPolicy): string {
  if (statement.document.resource) return statement.id;
  return `${statement.id}@${policy.attachment.resource.address}:${policy.attachment.attribute}`;
}

export function targetKey(target: RequestTarget): string {
  return target.arn?.key ?? target.resource?.address ?? '*';
}

function grantEvidence(parts: GrantParts): readonly Evidence[] {
  const { statement, policy, actionPattern, resourcePattern, target } = parts;
  const { resource } = statement.document;
  const { attachment } = policy;
  const what = `${describePatterns(actionPattern, statement.notActions)} on ${describePatterns(resourcePattern, statement.notResources)}`;
  const evidence: Evidence[] = [];
  if (resource) {
    evidence.push(statementEvidence(statement, resource, actionPattern, what));
    if (attachment.resource !== resource)
      evidence.push({ ...attachmentEvidence(policy), value: statement.document.id });
  } else {
    evidence.push({ ...attachmentEvidence(policy), value: `${managedName(policy)}: ${what}` });
  }
  for (const tag of parts.satisfiedTags) evidence.push(tagEvidence(tag, target));
  for (const clause of parts.undecided) evidence.push(clauseEvidence(clause, statement, policy));
  return evidence;
}

function statementEvidence(statement: Statement, resource: Resource, by: Located | undefined, value: string): Evidence {
  const fallback = `Statement[${statement.index}]${statement.notActions.length > 0 ? '.NotAction' : ''}`;
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.${by?.path ?? fallback}`,
    value,
    origin: by?.origin ?? statement.notActions[0]?.origin ?? statement.origin,
  };
}

function attachmentEvidence({ attachment }: AttachedPolicy): Omit<Evidence, 'value'> {
  return { address: attachment.resource.address, attribute: attachment.attribute, origin: attachment.origin };
}

/** `AmazonEC2ContainerServiceforEC2Role` */
function managedName(policy: AttachedPolicy): string {
  return policy.document.id.slice(policy.document.id.lastIndexOf('/') + 1);
}

function describePatterns(by: Located | undefined, excluded: readonly Located[]): string {
  if (by) return display(by.text);
  return excluded.length === 0 ? 'itself' : `all but ${excluded.map((each) => display(each.text)).join(', ')}`;
}

function tagEvidence(tag: TagCondition, target: RequestTarget): Evidence {
  const wanted = tag.value ? display(tag.value) : 'absent or different';
  return {
    address: target.resource?.address ?? (target.arn ? display(target.arn) : '*'),
    attribute: `tags.${tag.tagKey}`,
    value: `${wanted}, which the condition ${tag.clause.operator} ${tag.clause.key} requires`,
    origin: tagOrigin(tag.tagKey, target.resource) ?? target.resource?.origin,
  };
}

function tagOrigin(key: string, resource: Resource | undefined) {
  const tags = resource?.attribute('tags');
  if (tags?.kind !== 'map' && tags?.kind !== 'object') return tags?.origin;
  return tags.entries.get(key)?.origin ?? tags.origin;
}

/** A condition that can't be decided, for the reader to judge. */
function clauseEvidence(clause: ConditionClause, statement: Statement, policy: AttachedPolicy): Evidence {
  const { resource, attribute } = statement.document;
  return {
    address: resource?.address ?? policy.attachment.resource.address,
    attribute: resource ? `${attribute}.Statement[${statement.index}].Condition` : policy.attachment.attribute,
    value: `the configuration does not show whether ${describeClause(clause)} holds`,
    origin: (resource && clause.origin) ?? policy.attachment.origin,
  };
}

export function describeClause(clause: ConditionClause): string {
  return `${clause.operator} ${clause.key} = ${clause.values.map((value) => display(value.text)).join(', ')}`;
}

/** Evidence for a statement of a resource or trust policy. */
export function resourceStatementEvidence(
  statement: Statement,
  resource: Resource,
  by: Located | undefined,
  value: string,
): Evidence {
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.${by?.path ?? `Statement[${statement.index}]`}`,
    value,
    origin: by?.origin ?? statement.origin,
  };
}
