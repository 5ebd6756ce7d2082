/** The unknowns that a decision depends on: a clause for each, with what would settle it. */
import type { Resource } from '#model/resource.js';
import { type Assumption, supplyFor, supplyForReferences } from '../assumption.js';
import { display, referencesOf } from '../symbolic.js';
import type { RequestContext } from './context.js';
import { describeClause } from './evidence.js';
import type { AttachedPolicy, ConditionClause, Located, PolicyDocument, Principal, Statement } from './policy.js';
import type { Application, PrincipalMatch } from './statement.js';

/** What is assumed where the statement applies; `undefined` where it certainly does. */
export function assumedByApplication(
  statement: Statement,
  application: Application,
  request: RequestContext,
): Assumption | undefined {
  const origin = statement.origin;
  switch (application.restsOn) {
    case undefined:
      return undefined;
    case 'statement':
      return { what: `${nameOf(statement)} exists`, origin, supply: supplyFor(statement.maybe) };
    case 'action':
      return assumedByAction(statement, application.action, request);
    case 'resource':
      return assumedByResource(statement, application.resource, request);
    case 'condition':
      return assumedByCondition(statement, application.undecided[0]);
  }
}

/** `Statement[2] of aws_iam_policy.x.policy` */
function nameOf({ index, document }: Statement): string {
  return `Statement[${index}] of ${documentName(document)}`;
}

function documentName({ id, resource, attribute }: PolicyDocument): string {
  return resource ? `${resource.address}.${attribute}` : id;
}

function assumedByAction(statement: Statement, by: Located | undefined, { action }: RequestContext): Assumption {
  const open = by ?? statement.notActions.find(({ unknown }) => unknown);
  const what = by
    ? `${display(by.text)} ${by.maybe ? `is among the actions of ${nameOf(statement)}` : `covers ${action}`}`
    : `${nameOf(statement)} does not exclude the action ${action}`;
  return { what, origin: open?.origin ?? statement.origin, supply: supplyFor(open?.unknown) };
}

function assumedByResource(statement: Statement, by: Located | undefined, { target }: RequestContext): Assumption {
  const subject = target.resource?.address ?? (target.arn ? display(target.arn) : 'the target');
  const open = by ?? statement.notResources.find(({ unknown }) => unknown);
  const origin = open?.origin ?? statement.origin;
  const supply = open?.unknown
    ? supplyFor(open.unknown)
    : supplyForReferences(target.arn ? referencesOf(target.arn) : []);
  if (!by) return { what: `${nameOf(statement)} does not exclude the resource ${subject}`, origin, supply };
  if (by.maybe) return { what: `${display(by.text)} is among the resources of ${nameOf(statement)}`, origin, supply };
  return { what: `${display(by.text)} is the ARN of ${subject}`, origin, supply };
}

const BY_HAND = 'It depends on the request: check whether an attacker can make one that meets the condition.';

function assumedByCondition(statement: Statement, clause: ConditionClause | undefined): Assumption {
  const unknown = clause?.unknown ?? clause?.values.find((value) => value.unknown)?.unknown;
  return {
    what: clause ? `the condition ${describeClause(clause)} holds` : `the conditions of ${nameOf(statement)} hold`,
    origin: clause?.origin ?? statement.origin,
    supply: unknown ? supplyFor(unknown) : BY_HAND,
  };
}

/** A Deny against it that is partly unknown. */
export function assumedAgainst(statement: Statement, application: Application, request: RequestContext): Assumption {
  const basis = assumedByApplication(statement, application, request);
  return {
    what: `the Deny ${nameOf(statement)} does not apply`,
    origin: basis?.origin ?? statement.origin,
    supply: basis?.supply ?? BY_HAND,
  };
}

/** That a principal has a policy; or, for a policy that denies, that it does not. */
export function assumedByPolicy(policy: AttachedPolicy, { address }: Principal, hasIt = true): Assumption | undefined {
  const { document, attachment, maybe } = policy;
  if (maybe) {
    const what = `${document.resource?.address ?? document.id} is ${hasIt ? '' : 'not '}attached to ${address}`;
    return { what, origin: attachment.origin, supply: supplyFor(maybe) };
  }
  const open = [attachment.resource, document.resource].find((resource) => resource?.maybe);
  return open && assumedToExist(open, hasIt);
}

export function assumedToExist(resource: Resource, isThere = true): Assumption {
  const decides = resource.attribute('count') ?? resource.attribute('for_each');
  const what = `${resource.address} ${isThere ? 'exists' : 'does not exist'}`;
  return { what, origin: resource.origin, supply: supplyFor(decides) };
}

/** That a partly unknown boundary allows it. */
export function assumedByBoundary(boundary: PolicyDocument, action: string): Assumption {
  return {
    what: `the permissions boundary ${documentName(boundary)} allows ${action}`,
    origin: boundary.value?.origin ?? boundary.resource?.origin,
    supply: supplyFor(boundary.value),
  };
}

/** That a principal element means the caller. */
export function assumedByPrincipal(
  statement: Statement,
  by: PrincipalMatch['by'] | undefined,
  who: string,
): Assumption {
  const id = by?.id;
  return {
    what: id ? `${display(id.text)} is ${who}` : `${nameOf(statement)} does not exclude ${who}`,
    origin: id?.origin ?? statement.origin,
    supply: supplyFor(id?.unknown),
  };
}

/** That an unknown document allows the caller. */
export function assumedByDocument(document: PolicyDocument, who: string): Assumption {
  const { value } = document;
  return {
    what: `${documentName(document)} allows ${who}`,
    origin: value?.origin ?? document.resource?.origin,
    supply: supplyFor(value),
  };
}
