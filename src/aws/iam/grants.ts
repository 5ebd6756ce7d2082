import { literal, type SymbolicString, symbolic } from '../symbolic.js';
import type { Assumption } from '../assumption.js';
import { assumedAgainst, assumedByApplication, assumedByBoundary, assumedByPolicy } from './assumed.js';
import type { RequestContext } from './context.js';
import type { Grant, TagCondition } from './decision.js';
import { withPremise } from './evidence.js';
import { type Narrowness, narrownessOf } from './names-target.js';
import { partAssumption } from './part.js';
import type { AttachedPolicy, PolicyDocument, Principal, Statement } from './policy.js';
import { type Application, applyStatement, matchActionPattern } from './statement.js';

/**
 * What identity policies grant: any Allow, inside the permissions boundary, unless an explicit Deny surely applies. What
 * may deny, or a boundary that is not known, makes a grant assumed instead.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * Statements are indexed by service prefix, since callers ask thousands of requests of the same few policies. Service
 * control policies are not taken into account: they belong to the organisation, not to the account's configuration.
 */
export function grantsOf(principal: Principal, request: RequestContext): readonly Grant[] {
  const limits = limitsOn(principal, request);
  if (!limits) return [];
  const grants: Grant[] = [];
  for (const policy of principal.policies) {
    for (const statement of candidates(policy.document, 'Allow', request.action)) {
      const application = applyStatement(statement, request);
      if (application) grants.push(makeGrant(principal, policy, { statement, application, request, limits }));
    }
  }
  return grants;
}

const doable = new WeakMap<Principal, Map<string, boolean>>();

/** Whether some Allow of the principal covers the action, on whatever and under whatever conditions. */
export function mayDo(principal: Principal, action: string): boolean {
  let known = doable.get(principal);
  if (!known) doable.set(principal, (known = new Map()));
  let may = known.get(action);
  if (may === undefined) known.set(action, (may = coversAction(principal, action)));
  return may;
}

function coversAction(principal: Principal, action: string): boolean {
  const wanted = symbolic(action);
  return principal.policies.some(({ document }) =>
    candidates(document, 'Allow', action).some((statement) =>
      statement.notActions.length > 0
        ? !statement.notActions.some((pattern) => matchActionPattern(pattern.text, wanted) === 'yes')
        : statement.actions.some((pattern) => matchActionPattern(pattern.text, wanted) !== 'no'),
    ),
  );
}

/** Actions that nobody but an administrator has all of; a boundary that leaves one of them out is enough to say no. */
const ADMINISTRATION = [
  'iam:PutRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'sts:AssumeRole',
  's3:GetObject',
  'ec2:RunInstances',
  'secretsmanager:GetSecretValue',
  'kms:Decrypt',
];

/**
 * Each gets back, for who may do everything else, whatever was taken from it. Denying some of them is no limit.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
const ESCALATIONS = [
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAssumeRolePolicy',
];

/** Grants of every action on every resource. */
export function administrationOf(principal: Principal): readonly Grant[] {
  const found: Grant[] = [];
  const limits = administrationLimits(principal);
  if (!limits) return found;
  for (const policy of principal.policies) {
    for (const statement of candidates(policy.document, 'Allow', ANY_SERVICE)) {
      if (!allowsEverything(statement)) continue;
      const request = { principal, action: '*', target: ANYTHING, context: undefined };
      const application = applyStatement({ ...statement, notActions: [], actions: EVERYTHING }, request);
      if (!application || application.tagConditions.length > 0) continue;
      const action = statement.actions.find((pattern) => isEverything(pattern.text));
      found.push(makeGrant(principal, policy, { statement, application: { ...application, action }, request, limits }));
    }
  }
  return found;
}

const ANYTHING = { arn: undefined };
const EVERYTHING = [{ text: symbolic('*'), origin: undefined }];

function allowsEverything(statement: Statement): boolean {
  const everywhere = statement.resources.some((pattern) => /^\*+$/.test(pattern.text.key));
  if (!everywhere) return false;
  if (statement.notActions.length === 0) return statement.actions.some((pattern) => isEverything(pattern.text));
  const excludes = (action: string) =>
    statement.notActions.some((pattern) => matchActionPattern(pattern.text, symbolic(action)) !== 'no');
  return !ESCALATIONS.every(excludes);
}

function isEverything(text: SymbolicString): boolean {
  const pattern = literal(text);
  return pattern !== undefined && /^\*+(:\*+)?$/.test(pattern);
}

/** Undefined where the boundary or denials leave too little; what takes some escalations and leaves others is no limit. */
function administrationLimits(principal: Principal): Limits | undefined {
  const limitsOf = (action: string) => limitsOn(principal, { principal, action, target: ANYTHING, context: undefined });
  const left = ESCALATIONS.map(limitsOf);
  if (left.every((limits) => limits === undefined)) return undefined;
  const { boundary } = principal;
  const within = boundary
    ? ADMINISTRATION.map((action) => allowedBy(boundary, { principal, action, target: ANYTHING, context: undefined }))
    : [];
  if (within.includes('no')) return undefined;
  const assumed = within.includes('maybe') || !left.some((limits) => limits !== undefined && !limits.assumed);
  return { ...NO_LIMITS, assumed };
}

/** What stands between an Allow and its effect without removing it. */
export interface Limits {
  readonly assumed: boolean;
  /** Where it is: what has to be so. */
  readonly assumes?: Assumption;
  /** Denials that a tag of the target turns off. */
  readonly tagConditions: readonly TagCondition[];
  /** How narrowly the permissions boundary lets the target through. */
  readonly narrowness?: Narrowness;
}

export const NO_LIMITS: Limits = { assumed: false, tagConditions: [] };

function doubt(assumes: Assumption | undefined): Limits {
  return { assumed: true, ...(assumes ? { assumes } : {}), tagConditions: [] };
}

/** `undefined` where an explicit Deny or the boundary surely forbids the request. */
function limitsOn(principal: Principal, request: RequestContext): Limits | undefined {
  const boundary = boundaryLimits(principal.boundary, request);
  if (!boundary) return undefined;
  let limits = boundary;
  for (const policy of principal.policies) {
    const denied =
      denials(policy.document, request) ??
      (isDoubtful(policy) ? doubt(assumedByPolicy(policy, principal, false)) : undefined);
    if (!denied) return undefined;
    limits = merge(limits, denied);
  }
  return limits;
}

/**
 * What stands in the way of what a resource's own policy allows the principal: explicit denials, and a role's boundary. A
 * user who is named has what the policy gives, whatever its boundary leaves out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic
 */
export function limitsOnResourceAllow(principal: Principal, request: RequestContext): Limits | undefined {
  const { boundary } = principal;
  if (principal.kind !== 'user' || !boundary) return limitsOn(principal, request);
  const own = limitsOn({ ...principal, boundary: undefined }, request);
  const denied = denials(boundary, request);
  return own && denied && merge(own, denied);
}

/** Whether an explicit Deny of the principal's own policies surely applies. */
export function isDenied(principal: Principal, request: RequestContext): boolean {
  return principal.policies.some((policy) => !isDoubtful(policy) && denials(policy.document, request) === undefined);
}

/** The policy or its attachment exists only if something unknown turns out so. */
function isDoubtful({ document, attachment, maybe }: AttachedPolicy): boolean {
  return maybe !== undefined || attachment.resource.maybe || document.resource?.maybe === true;
}

function boundaryLimits(boundary: PolicyDocument | undefined, request: RequestContext): Limits | undefined {
  if (!boundary) return NO_LIMITS;
  const denied = denials(boundary, request);
  if (!denied) return undefined;
  const best = bestAllow(boundary, request);
  if (!best && !boundary.incomplete) return undefined;
  const assumed = best?.applies !== 'yes';
  return merge(denied, {
    assumed,
    ...(assumed ? { assumes: assumedByBoundary(boundary, request.action) } : {}),
    tagConditions: best?.tagConditions ?? [],
    ...(best ? { narrowness: narrownessOfApplication(best, request) } : {}),
  });
}

function bestAllow(document: PolicyDocument, request: RequestContext): Application | undefined {
  let best: Application | undefined;
  for (const statement of candidates(document, 'Allow', request.action)) {
    const application = applyStatement(statement, request);
    if (application && (!best || weight(application) < weight(best))) best = application;
  }
  return best;
}

/** Whether an Allow of the document covers the request, whatever it denies. */
function allowedBy(document: PolicyDocument, request: RequestContext): 'yes' | 'no' | 'maybe' {
  const best = bestAllow(document, request);
  if (best?.applies === 'yes') return 'yes';
  return best || document.incomplete ? 'maybe' : 'no';
}

function weight(application: Application): number {
  return (application.applies === 'yes' ? 0 : 1) + application.tagConditions.length * 2;
}

/** What the Deny statements of a document leave of the request; `undefined` where one surely applies. */
function denials(document: PolicyDocument, request: RequestContext): Limits | undefined {
  let limits = NO_LIMITS;
  for (const statement of candidates(document, 'Deny', request.action)) {
    const application = applyStatement(statement, request);
    if (!application) continue;
    const [tag] = application.tagConditions;
    if (tag && application.applies === 'yes') limits = merge(limits, { assumed: false, tagConditions: [tag] });
    else if (application.applies === 'yes') return undefined;
    else limits = merge(limits, doubt(assumedAgainst(statement, application, request)));
  }
  return limits;
}

function merge(one: Limits, other: Limits): Limits {
  if (other === NO_LIMITS) return one;
  if (one === NO_LIMITS) return other;
  const assumes = one.assumes ?? other.assumes;
  return {
    assumed: one.assumed || other.assumed,
    ...(assumes ? { assumes } : {}),
    tagConditions: [...one.tagConditions, ...other.tagConditions],
    narrowness: narrower(one.narrowness, other.narrowness),
  };
}

function narrownessOfApplication({ resource }: Application, { target }: RequestContext): Narrowness {
  return target.arn && resource ? narrownessOf(resource.text, target.arn) : 'wildcard';
}

const NARROWEST_FIRST: readonly Narrowness[] = ['name', 'folder', 'wildcard'];

function narrower(one: Narrowness = 'wildcard', other: Narrowness = 'wildcard'): Narrowness {
  return NARROWEST_FIRST.find((each) => each === one || each === other) ?? 'wildcard';
}

interface GrantBasis {
  readonly statement: Statement;
  readonly application: Application;
  readonly request: RequestContext;
  readonly limits: Limits;
}

function makeGrant(principal: Principal, policy: AttachedPolicy, basis: GrantBasis): Grant {
  const { statement, application, request, limits } = basis;
  const certain = application.applies === 'yes' && !limits.assumed && !isDoubtful(policy);
  const assumes = certain
    ? undefined
    : (assumedByApplication(statement, application, request) ?? assumedByPolicy(policy, principal) ?? limits.assumes);
  return withPremise(
    {
      statement,
      policy,
      principal,
      action: request.action,
      target: request.target,
      actionPattern: application.action,
      resourcePattern: application.resource,
      // What a wildcard grants inside a boundary that names the target is as narrow as the boundary.
      narrowness: narrower(limits.narrowness, narrownessOfApplication(application, request)),
      tagConditions: [...application.tagConditions, ...limits.tagConditions],
      satisfiedTags: application.satisfiedTags,
      undecided: application.undecided,
    },
    certain ? 'certain' : 'assumed',
    partAssumption(application.resource, request.target) ?? assumes,
  );
}

type Index = ReadonlyMap<string, readonly Statement[]>;
const indexes = new WeakMap<PolicyDocument, { readonly Allow: Index; readonly Deny: Index }>();

/** The statements that may cover an action of that service, in order. */
export function candidates(document: PolicyDocument, effect: 'Allow' | 'Deny', action: string): readonly Statement[] {
  let index = indexes.get(document);
  if (!index) {
    index = { Allow: indexOf(document, 'Allow'), Deny: indexOf(document, 'Deny') };
    indexes.set(document, index);
  }
  const colon = action.indexOf(':');
  const service = colon < 0 ? ANY_SERVICE : action.slice(0, colon).toLowerCase();
  return index[effect].get(service) ?? index[effect].get(ANY_SERVICE) ?? [];
}

const ANY_SERVICE = '*';

function indexOf(document: PolicyDocument, effect: 'Allow' | 'Deny'): Index {
  const statements = document.statements.filter((statement) => statement.effect === effect);
  const services = statements.map(servicesOf);
  const index = new Map<string, readonly Statement[]>();
  for (const service of new Set([ANY_SERVICE, ...services.flatMap((names) => [...names])])) {
    index.set(
      service,
      statements.filter((_, at) => services[at]?.has(service) || services[at]?.has(ANY_SERVICE)),
    );
  }
  return index;
}

/** Service prefixes of the actions of a statement; {@link ANY_SERVICE} where one has no certain prefix. */
function servicesOf(statement: Statement): ReadonlySet<string> {
  if (statement.notActions.length > 0) return new Set([ANY_SERVICE]);
  return new Set(
    statement.actions.map(({ text }) => {
      const [first] = text.parts;
      const prefix = typeof first === 'string' ? /^([a-z0-9-]+):/i.exec(first)?.[1] : undefined;
      return prefix?.toLowerCase() ?? ANY_SERVICE;
    }),
  );
}
