import type { Premise } from '../premise.js';
import { ACCOUNT, display, symbolic } from '../symbolic.js';
import {
  assumedAgainst,
  assumedByApplication,
  assumedByDocument,
  assumedByPrincipal,
  assumedToExist,
} from './assumed.js';
import type { RequestContext } from './context.js';
import type { Assumption, Grant, ResourceAllow, ResourceDecision } from './decision.js';
import { resourceStatementEvidence, targetKey } from './evidence.js';
import { candidates } from './grants.js';
import type { Names } from './pattern.js';
import type { PolicyDocument, Principal, PrincipalPattern, Statement } from './policy.js';
import { type Application, applyStatement, matchPrincipals, type PrincipalMatch } from './statement.js';

/**
 * Policies that belong to a resource: those of file systems, buckets, keys, and the trust policies of roles. Their
 * statements are evaluated as those of identities are; in addition they say whom they concern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function evaluateResourcePolicy(document: PolicyDocument, context: RequestContext): ResourceDecision {
  return {
    allows: candidates(document, 'Allow', context.action).flatMap((statement) => allow(statement, context) ?? []),
    denies: candidates(document, 'Deny', context.action).flatMap((statement) => deny(statement, context) ?? []),
  };
}

function allow(statement: Statement, request: RequestContext): ResourceAllow | undefined {
  const who = concerns(statement, request);
  if (!who) return undefined;
  const application = applyStatement(statement, request);
  if (!application || application.tagConditions.length > 0) return undefined;
  const { resource } = statement.document;
  if (!resource) return undefined;
  const id = `iam.resource-grant|${statement.id}|${request.action.toLowerCase()}|${targetKey(request.target)}`;
  const premise: Premise = {
    property: 'iam.resource-grant',
    key: id,
    resource,
    evidence: [
      resourceStatementEvidence(
        statement,
        resource,
        application.action,
        `${request.action} for ${describeWho(who, statement)}`,
      ),
    ],
    certainty: application.applies === 'yes' && who.match === 'yes' ? 'certain' : 'assumed',
    get subject() {
      return made;
    },
  };
  const made: ResourceAllow = {
    statement,
    anonymous: who.kind === 'everybody',
    viaAccount: who.kind === 'account',
    undecided: application.undecided,
    premise,
  };
  return made;
}

function deny(statement: Statement, request: RequestContext): ResourceDecision['denies'][number] | undefined {
  const who = concerns(statement, request);
  const application = who && applyStatement(statement, request);
  if (!application) return undefined;
  const certain = application.applies === 'yes' && who.match === 'yes' && application.tagConditions.length === 0;
  return { statement, certain };
}

type Concern = Pick<PrincipalMatch, 'match' | 'kind'> & { readonly by?: PrincipalMatch['by'] };

/** Whether the statement is about whoever makes the request. */
function concerns(statement: Statement, request: RequestContext): Concern | undefined {
  if (statement.notPrincipals) {
    const excluded = matchPrincipals(statement.notPrincipals, request);
    if (!excluded) return { match: 'yes', kind: 'everybody' };
    return excluded.match === 'yes' ? undefined : { match: 'maybe', kind: 'everybody' };
  }
  return statement.principals && matchPrincipals(statement.principals, request);
}

function describeWho(who: Concern, statement: Statement): string {
  if (who.by) return `principal ${display(who.by.id.text)}`;
  return `everybody but ${(statement.notPrincipals ?? []).map((each) => display(each.id.text)).join(', ')}`;
}

/** What a role's trust policy says of a service. */
export function trustsService(role: Principal, service: string): Premise | undefined {
  return trustOf(role, { principal: undefined, service })?.premise;
}

type Caller = Pick<RequestContext, 'principal' | 'service' | 'names'>;

interface Trust {
  readonly premise: Premise;
  readonly kind: PrincipalMatch['kind'];
}

/** The statement of the trust policy that admits the caller, the surest first; `undefined` where none does or one denies. */
function trustOf(role: Principal, caller: Caller): Trust | undefined {
  const document = role.trust;
  if (!document || (caller.principal && admitsOnlyServices(document))) return undefined;
  const request: RequestContext = {
    ...caller,
    action: 'sts:AssumeRole',
    target: { arn: role.arn, resource: role.resource },
    context: caller.service === undefined ? undefined : SERVICE_CONTEXT,
  };
  const denied = candidates(document, 'Deny', request.action).flatMap((statement) => deny(statement, request) ?? []);
  if (denied.some((each) => each.certain)) return undefined;
  let best: Trust | undefined;
  for (const statement of candidates(document, 'Allow', request.action)) {
    const who = concerns(statement, request);
    const application = who && applyStatement(statement, request);
    if (!application || application.tagConditions.length > 0) continue;
    const trust = makeTrust(statement, {
      role,
      who,
      application,
      request,
      doubted: denied.find((each) => !each.certain),
    });
    if (!best || order(trust) < order(best)) best = trust;
  }
  return best ?? unknownTrust(role, document, caller);
}

const servicesOnly = new WeakMap<PolicyDocument, boolean>();

/** Services, and identities of an identity provider: an IAM principal is neither. */
const NO_IDENTITY: ReadonlySet<PrincipalPattern['type']> = new Set(['Service', 'Federated', 'CanonicalUser']);

/** Nothing is known of it: neither whom it admits, nor to what. Of one that is known in part, what is known counts. */
function isUnknown({ lost, statements }: PolicyDocument): boolean {
  return lost === true && statements.length === 0;
}

/** As most trust policies do; asked of each once, since every principal is tried on every role. */
function admitsOnlyServices(document: PolicyDocument): boolean {
  let known = servicesOnly.get(document);
  if (known === undefined) {
    known =
      !isUnknown(document) &&
      document.statements.every(
        ({ effect, principals }) =>
          effect === 'Deny' || (principals !== undefined && principals.every(({ type }) => NO_IDENTITY.has(type))),
      );
    servicesOnly.set(document, known);
  }
  return known;
}

/** A service that assumes a role says for which account it does. */
const SERVICE_CONTEXT = new Map([['aws:sourceaccount', [symbolic(ACCOUNT)]]]);

function order(trust: Trust): number {
  return (trust.premise.certainty === 'certain' ? 0 : 2) + (trust.kind === 'account' ? 1 : 0);
}

interface TrustBasis {
  readonly role: Principal;
  readonly who: Concern;
  readonly application: Application;
  readonly request: RequestContext;
  /** A denial that may apply. */
  readonly doubted: { readonly statement: Statement } | undefined;
}

function makeTrust(statement: Statement, basis: TrustBasis): Trust {
  const { role, who, application, request, doubted } = basis;
  const certain = application.applies === 'yes' && who.match === 'yes' && !doubted && !role.resource.maybe;
  return {
    kind: who.kind,
    premise: {
      property: 'iam.trust',
      key: `iam.trust|${statement.id}|${callerName(request)}`,
      resource: role.resource,
      evidence: [resourceStatementEvidence(statement, role.resource, who.by?.id, describeWho(who, statement))],
      certainty: certain ? 'certain' : 'assumed',
      ...(certain ? {} : { assumes: assumedByTrust(statement, basis) }),
      subject: statement,
    },
  };
}

function assumedByTrust(statement: Statement, { role, who, application, request, doubted }: TrustBasis) {
  if (who.match !== 'yes') return assumedByPrincipal(statement, who.by, callerName(request));
  const applies = assumedByApplication(statement, application, request);
  if (applies) return applies;
  if (!doubted) return assumedToExist(role.resource);
  const against = applyStatement(doubted.statement, request) ?? application;
  return assumedAgainst(doubted.statement, against, request);
}

/** A trust policy that can't be known may admit anybody; one of a role outside of the configuration is not asked. */
function unknownTrust(role: Principal, document: PolicyDocument, caller: Caller): Trust | undefined {
  if (!isUnknown(document) || role.resource.mode === 'data') return undefined;
  const origin = document.value?.origin ?? role.resource.origin;
  return {
    kind: 'itself',
    premise: {
      property: 'iam.trust',
      key: `iam.trust|${document.id}|${callerName(caller)}`,
      resource: role.resource,
      evidence: [
        { address: role.address, attribute: document.attribute, value: "can't be known before apply", origin },
      ],
      certainty: 'assumed',
      assumes: assumedByDocument(document, callerName(caller)),
      subject: document,
    },
  };
}

function callerName(caller: Pick<Caller, 'principal' | 'service'>): string {
  return caller.service ?? caller.principal?.address ?? 'anonymous';
}

/** Whether a principal may assume a role: the role trusts it, or trusts the account and the principal has a grant. */
export function assumptionOf(
  role: Principal,
  by: Principal,
  names: Names,
  grants: () => readonly Grant[],
): Assumption | undefined {
  const trust = trustOf(role, { principal: by, service: undefined, names });
  if (!trust) return undefined;
  const needsGrant = trust.kind === 'account';
  const granted = needsGrant ? grants() : [];
  return needsGrant && granted.length === 0 ? undefined : { trust: trust.premise, needsGrant, grants: granted };
}
