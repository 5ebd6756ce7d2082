import { borderBetween } from '../accounts/account.js';
import { accountNumbered, sameAccount } from '../accounts/border.js';
import type { Premise } from '../premise.js';
import { display, REGION, symbolic } from '../symbolic.js';
import type { RequestContext } from './context.js';
import type { Assumption, Grant, ResourceAllow, ResourceDecision } from './decision.js';
import { resourceStatementEvidence, targetKey } from './evidence.js';
import { candidates } from './grants.js';
import type { PolicyDocument, Principal, Statement } from './policy.js';
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

type Caller = Pick<RequestContext, 'principal' | 'service'>;

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
    place: { account: role.account, region: REGION },
    // A service that assumes a role says for which account it does.
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
    const trust = makeTrust(statement, { role, who, application, caller, doubted: denied.length > 0 });
    if (!best || order(trust) < order(best)) best = trust;
  }
  return best ?? unknownTrust(role, document, caller);
}

const servicesOnly = new WeakMap<PolicyDocument, boolean>();

/** As most trust policies do; asked of each once, since every principal is tried on every role. */
function admitsOnlyServices(document: PolicyDocument): boolean {
  let known = servicesOnly.get(document);
  if (known === undefined) {
    known =
      !document.incomplete &&
      document.statements.every(
        ({ effect, principals }) =>
          effect === 'Deny' || (principals !== undefined && principals.every(({ type }) => type === 'Service')),
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
  readonly caller: Caller;
  readonly doubted: boolean;
}

function makeTrust(statement: Statement, { role, who, application, caller, doubted }: TrustBasis): Trust {
  const certain = application.applies === 'yes' && who.match === 'yes' && !doubted;
  const account = caller.principal?.account;
  const assumes = account && who.match !== 'yes' ? accountNumbered(who.by?.id.text, account) : undefined;
  return {
    kind: who.kind,
    premise: {
      property: 'iam.trust',
      key: `iam.trust|${statement.id}|${callerName(caller)}`,
      resource: role.resource,
      evidence: [resourceStatementEvidence(statement, role.resource, who.by?.id, describeWho(who, statement))],
      certainty: certain ? 'certain' : 'assumed',
      ...(assumes ? { assumes } : {}),
      subject: statement,
    },
  };
}

/** A trust policy that can't be known may admit anybody; one of a role outside of the configuration is not asked. */
function unknownTrust(role: Principal, document: PolicyDocument, caller: Caller): Trust | undefined {
  if (!document.incomplete || role.resource.mode === 'data') return undefined;
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
      subject: document,
    },
  };
}

function callerName(caller: Caller): string {
  return caller.service ?? caller.principal?.address ?? 'anonymous';
}

/**
 * Whether a principal may assume a role: the role trusts it, or trusts the account and the principal has a grant. Across
 * accounts it needs the grant in any case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function assumptionOf(role: Principal, by: Principal, grants: () => readonly Grant[]): Assumption | undefined {
  const trust = trustOf(role, { principal: by, service: undefined });
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
