import { adviceOnAccess } from '../advice.js';
import { borderBetween } from '../accounts/account.js';
import { accountNumbered, sameAccount } from '../accounts/border.js';
import type { Assumption } from '../assumption.js';
import type { Premise, PremiseOf } from '../premise.js';
import { display, REGION, symbolic } from '../symbolic.js';
import {
  assumedAgainst,
  assumedByApplication,
  assumedByDocument,
  assumedByPrincipal,
  assumedToExist,
} from './assumed.js';
import type { RequestContext } from './context.js';
import type { Assumption as RoleAssumption, Grant, ResourceAllow, ResourceDecision, ResourceDeny } from './decision.js';
import { describeClause, resourceStatementEvidence, targetKey } from './evidence.js';
import { candidates } from './grants.js';
import { coverageOf, partAssumption } from './part.js';
import type { Names } from './pattern.js';
import type { ConditionClause, PolicyDocument, Principal, PrincipalPattern, Statement } from './policy.js';
import { type Application, applyStatement, matchPrincipals, type PrincipalMatch } from './statement.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'iam.resource-grant': ResourceAllow;
    readonly 'iam.not-denied': Statement;
    readonly 'iam.trust': Statement | PolicyDocument;
  }
}

/** Of a policy that names the principal it says little. */
const NAME_USERS = adviceOnAccess('Name only the principals that use the resource in the resource policy.');
const NAME_TRUSTED = adviceOnAccess(
  'Name only the principals that have to assume the role in the trust policy, with a condition (sts:ExternalId, aws:SourceArn) for services and other accounts.',
);

/**
 * Policies that belong to a resource: those of file systems, buckets and keys, and the trust policies of roles. Their
 * statements are evaluated like those of identity policies; in addition they name the principals that they apply to.
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
  const application = who && applyStatement(statement, request);
  const { resource } = statement.document;
  if (!application || application.tagConditions.length > 0 || !resource) return undefined;
  // That the policy may not exist is a separate assumption, of every step that depends on the policy.
  const certain = application.applies === 'yes' && who.match === 'yes';
  const assumes = certain ? undefined : allowAssumption(statement, application, request);
  const premise: PremiseOf<'iam.resource-grant'> = {
    property: 'iam.resource-grant',
    key: `iam.resource-grant|${statement.id}|${request.action.toLowerCase()}|${targetKey(request.target)}${request.principal ? '' : '|stranger'}`,
    resource,
    evidence: [
      resourceStatementEvidence(
        statement,
        resource,
        application.action,
        `${request.action} for ${describeWho(who, statement)}`,
      ),
    ],
    certainty: certain ? 'certain' : 'assumed',
    ...(assumes ? { assumes } : {}),
    advice: who.kind === 'everybody' ? NAME_USERS : { ...NAME_USERS, lastResort: true },
    get subject() {
      return made;
    },
  };
  const made: ResourceAllow = {
    statement,
    anonymous: who.kind === 'everybody',
    viaAccount: who.kind === 'account',
    part: application.resource !== undefined && coverageOf(application.resource.text, request.target) === 'within',
    undecided: application.undecided,
    premise,
  };
  return made;
}

function allowAssumption(
  statement: Statement,
  { undecided, resource }: Application,
  request: RequestContext,
): Assumption | undefined {
  const [clause] = undecided;
  if (!clause) return partAssumption(resource, request.target);
  return {
    what: `${describeClause(clause)} holds for ${callerName(request)}, as ${statement.document.resource?.address} requires`,
    origin: clause.origin ?? statement.origin,
    supply: JUDGE_CONDITION,
  };
}

const JUDGE_CONDITION = 'Check where such requests come from and what they carry.';

function deny(statement: Statement, request: RequestContext): ResourceDeny | undefined {
  const who = concerns(statement, request);
  const application = who && applyStatement(statement, request);
  if (!application || application.undecided.some(picksObjects)) return undefined;
  const certain = application.applies === 'yes' && who.match === 'yes' && application.tagConditions.length === 0;
  return {
    statement,
    certain: certain && statement.document.resource?.maybe !== true,
    undecided: application.undecided,
  };
}

/** The condition applies to some objects of a bucket: the others can be read. */
function picksObjects({ key }: ConditionClause): boolean {
  return key.toLowerCase().startsWith('s3:existingobjecttag/');
}

/** That a Deny that may apply does not. */
export function notDenied({ statement, undecided }: ResourceDeny, request: RequestContext): Premise | undefined {
  const { resource } = statement.document;
  if (!resource) return undefined;
  const why = undecided.map(describeClause).join(', ');
  const who = callerName(request);
  return {
    property: 'iam.not-denied',
    key: `iam.not-denied|${statement.id}|${request.action.toLowerCase()}|${targetKey(request.target)}|${who}`,
    resource,
    evidence: [
      resourceStatementEvidence(statement, resource, undefined, `a Deny that may apply${why === '' ? '' : `: ${why}`}`),
    ],
    certainty: 'assumed',
    assumes: {
      what: `a Deny of ${resource.address} does not apply to ${who}${why === '' ? '' : ` (${why})`}`,
      origin: statement.origin,
      supply: JUDGE_CONDITION,
    },
    subject: statement,
  };
}

type Concern = Pick<PrincipalMatch, 'match' | 'kind'> & { readonly by?: PrincipalMatch['by'] };

/** Whether the statement applies to the caller. */
function concerns(statement: Statement, request: RequestContext): Concern | undefined {
  if (statement.notPrincipals) {
    const excluded = matchPrincipals(statement.notPrincipals, request);
    // An excluded account excludes its root user, not the principals in it.
    if (!excluded || excluded.kind === 'account') return { match: 'yes', kind: 'everybody' };
    return excluded.match === 'yes' ? undefined : { match: 'maybe', kind: 'everybody' };
  }
  return statement.principals && matchPrincipals(statement.principals, request);
}

function describeWho(who: Concern, statement: Statement): string {
  if (who.by) return `principal ${display(who.by.id.text)}`;
  return `everyone except ${(statement.notPrincipals ?? []).map((each) => display(each.id.text)).join(', ')}`;
}

/** What the trust policy of a role says about a service. */
export function trustsService(role: Principal, service: string): Premise | undefined {
  return trustOf(role, { principal: undefined, service })?.premise;
}

type Caller = Pick<RequestContext, 'principal' | 'service' | 'names'>;

interface Trust {
  readonly premise: Premise;
  readonly kind: PrincipalMatch['kind'];
}

/** The statement of the trust policy that allows the caller, a certain one first; `undefined` where none does or one denies. */
function trustOf(role: Principal, caller: Caller): Trust | undefined {
  const document = role.trust;
  if (!document || (caller.principal && admitsOnlyServices(document))) return undefined;
  const request: RequestContext = {
    ...caller,
    action: 'sts:AssumeRole',
    target: { arn: role.arn, resource: role.resource },
    place: { account: role.account, region: REGION },
    // A service that assumes a role states the account that it does so for.
    context:
      caller.service === undefined ? undefined : new Map([['aws:sourceaccount', [symbolic(role.account.piece)]]]),
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

/** Services and federated identities: an IAM principal is neither. */
const NO_IDENTITY: ReadonlySet<PrincipalPattern['type']> = new Set(['Service', 'Federated', 'CanonicalUser']);

/** Nothing is known about it, neither whom it allows nor what. Where part of it is known, that part counts. */
function isUnknown({ lost, statements }: PolicyDocument): boolean {
  return lost === true && statements.length === 0;
}

/** As most trust policies do; computed once for each, since every principal is tried on every role. */
export function admitsOnlyServices(document: PolicyDocument): boolean {
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

function order(trust: Trust): number {
  return (trust.premise.certainty === 'certain' ? 0 : 2) + (trust.kind === 'account' ? 1 : 0);
}

interface TrustBasis {
  readonly role: Principal;
  readonly who: Concern;
  readonly application: Application;
  readonly request: RequestContext;
  /** A Deny that may apply. */
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
      advice: NAME_TRUSTED,
    },
  };
}

function assumedByTrust(statement: Statement, { role, who, application, request, doubted }: TrustBasis) {
  if (who.match !== 'yes') return assumedByWho(statement, who, request);
  const applies = assumedByApplication(statement, application, request);
  if (applies) return applies;
  if (!doubted) return assumedToExist(role.resource);
  const against = applyStatement(doubted.statement, request) ?? application;
  return assumedAgainst(doubted.statement, against, request);
}

function assumedByWho(statement: Statement, { by }: Concern, request: RequestContext): Assumption {
  const account = request.principal?.account;
  const numbered = account && accountNumbered(by?.id.text, account);
  return numbered ?? assumedByPrincipal(statement, by, callerName(request));
}

/** An unknown trust policy may allow anyone; that of a role that is not in the configuration is not considered. */
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
      advice: NAME_TRUSTED,
    },
  };
}

function callerName(caller: Pick<Caller, 'principal' | 'service'>): string {
  return caller.service ?? caller.principal?.address ?? 'an anonymous caller';
}

/**
 * Whether a principal can assume a role: the role trusts it, or trusts the account and an identity policy allows it. Across
 * accounts an identity policy has to allow it in any case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function assumptionOf(
  role: Principal,
  by: Principal,
  names: Names,
  grants: () => readonly Grant[],
): RoleAssumption | undefined {
  const trust = trustOf(role, { principal: by, service: undefined, names });
  if (!trust) return undefined;
  const border = borderBetween(by.account, role.account);
  const byAccount = trust.kind === 'account';
  const direct = { trust: trust.premise, byAccount, needsGrant: false, grants: [] };
  if (!byAccount && border === 'none') return direct;
  const granted = grants();
  if (granted.length > 0) return { ...direct, needsGrant: true, grants: granted };
  if (byAccount || border === 'other') return undefined;
  const assumed: Premise = { ...trust.premise, certainty: 'assumed', assumes: sameAccount(by.account, role.account) };
  return { ...direct, trust: assumed };
}
