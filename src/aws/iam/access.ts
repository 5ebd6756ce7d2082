/**
 * What identity policies and the policy of the resource allow together.
 *
 * In the account of the resource either suffices, but for keys of AWS KMS: there the key policy comes first, and what
 * identity policies say counts only where it leaves that to the account. Across accounts both are needed. An explicit Deny of
 * either ends it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import type { Resource } from '#model/resource.js';
import { borderBetween } from '../accounts/account.js';
import { sameAccount } from '../accounts/border.js';
import type { Assumption } from '../assumption.js';
import type { Premise } from '../premise.js';
import type { RequestContext } from './context.js';
import type { Access, Gate, Grant, ResourceAllow, ResourcePolicy } from './decision.js';
import { targetKey } from './evidence.js';
import { type Limits, limitsOnResourceAllow, NO_LIMITS } from './grants.js';
import type { Statement } from './policy.js';
import { evaluateResourcePolicy, notDenied } from './resource-policy.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'iam.policy-unknown': Resource;
  }
}

/** `grants`: what the identity policies of the principal grant; none for an anonymous caller. */
export function accessOf(request: RequestContext, grants: readonly Grant[], admitted: boolean): readonly Access[] {
  const { principal, place } = request;
  const border = principal && place && !admitted ? borderBetween(principal.account, place.account) : 'none';
  if (!principal || !place || border === 'none') return accessWithin(request, grants);
  const across = accessAcross(request, grants);
  if (border === 'other') return across;
  const assumes = sameAccount(principal.account, place.account);
  return [...across, ...accessWithin(request, grants).map((way) => assuming(way, assumes))];
}

function assuming(way: Access, assumes: Assumption): Access {
  const [first, ...others] = way.premises;
  return first ? { ...way, premises: [{ ...first, certainty: 'assumed', assumes }, ...others] } : way;
}

/** In another account: the policy of the resource has to admit the principal or its account, and the principal's own to allow it. */
function accessAcross(request: RequestContext, grants: readonly Grant[]): readonly Access[] {
  const { policy } = request.target;
  const decision = policy && grants.length > 0 ? decide(policy, request) : undefined;
  if (!policy || !decision) return [];
  const by = policy.type.decides === 'before-identity' ? asMeans : (access: Access) => access;
  if (policy.unknown) {
    const premise = unknownPremise(policy.unknown, request);
    return grants.map((grant) => by(byGrant(grant, premise)));
  }
  return decision.allows.flatMap((allow) => {
    const gate = gateOf(allow, policy, request);
    if (gate === 'closed' || isForPlaces(allow)) return [];
    const others = [allow.premise, ...(gate === 'open' ? [] : [gate]), ...decision.doubts];
    return grants.map((grant) => by(byGrant(grant, ...others)));
  });
}

function accessWithin(request: RequestContext, grants: readonly Grant[]): readonly Access[] {
  const { policy } = request.target;
  if (!policy) return grants.map((grant) => byGrant(grant));
  const decision = decide(policy, request);
  if (!decision) return [];
  const { allows, doubts } = decision;
  const own =
    policy.type.decides === 'before-identity'
      ? delegated(policy, request, grants, allows)
      : grants.map((grant) => byGrant(grant));
  const ways = [...own, ...allows.flatMap((allow) => direct(allow, policy, request) ?? [])];
  return doubts.length === 0 ? ways : ways.map((way) => ({ ...way, premises: [...way.premises, ...doubts] }));
}

interface Decision {
  readonly allows: readonly ResourceAllow[];
  /** That what may deny the request does not. */
  readonly doubts: readonly Premise[];
}

/** `undefined` where a Deny surely applies. */
function decide(policy: ResourcePolicy, request: RequestContext): Decision | undefined {
  const allows: ResourceAllow[] = [];
  const doubts: Premise[] = [];
  for (const document of policy.documents) {
    const decision = evaluateResourcePolicy(document, request);
    if (decision.denies.some(({ certain }) => certain)) return undefined;
    allows.push(...decision.allows);
    doubts.push(...decision.denies.flatMap((deny) => notDenied(deny, request) ?? []));
  }
  if (policy.unknown && policy.type.decides === 'beside-identity') doubts.push(unknownPremise(policy.unknown, request));
  return { allows, doubts };
}

function byGrant(grant: Grant, ...others: readonly Premise[]): Access {
  const { premise, tagConditions } = grant;
  const premises = [premise, ...others];
  return { premises, tagConditions, grant, meant: false, everybody: false, picksPart: false };
}

/** What the policy leaves to the principal's own. A key is a means: what it is used for decides whether that is meant. */
function delegated(
  policy: ResourcePolicy,
  request: RequestContext,
  grants: readonly Grant[],
  allows: readonly ResourceAllow[],
): readonly Access[] {
  if (policy.unknown) {
    const premise = unknownPremise(policy.unknown, request);
    if (grants.length > 0) return grants.map((grant) => asMeans(byGrant(grant, premise)));
    return request.principal ? [{ ...NO_GRANT, premises: [premise] }] : [];
  }
  if (policy.byDefault) return grants.map((grant) => asMeans(byGrant(grant)));
  const account = allows.filter(({ viaAccount }) => viaAccount).toSorted(surestFirst)[0];
  if (!account) return [];
  return grants.map((grant) => asMeans(byGrant(grant, account.premise)));
}

const NO_GRANT: Access = {
  premises: [],
  tagConditions: [],
  grant: undefined,
  meant: true,
  everybody: false,
  picksPart: false,
};

function asMeans(access: Access): Access {
  return { ...access, grant: undefined, meant: true };
}

function surestFirst(one: ResourceAllow, other: ResourceAllow): number {
  return Number(one.premise.certainty === 'assumed') - Number(other.premise.certainty === 'assumed');
}

/** What the policy allows the caller by itself. */
function direct(allow: ResourceAllow, policy: ResourcePolicy, request: RequestContext): Access | undefined {
  const { principal } = request;
  if (allow.viaAccount || (principal && isForPlaces(allow))) return undefined;
  const limits = principal ? limitsOnResourceAllow(principal, request) : NO_LIMITS;
  const gate = gateOf(allow, policy, request);
  if (!limits || gate === 'closed') return undefined;
  const premise = limits.assumed ? assumedWithin(allow.premise, limits) : allow.premise;
  return {
    premises: gate === 'open' ? [premise] : [premise, gate],
    tagConditions: limits.tagConditions,
    // Whether it is meant that strangers come in, the use of it says, as with a key.
    grant: undefined,
    meant: !allow.anonymous || !principal || policy.type.decides === 'before-identity',
    everybody: allow.anonymous,
    picksPart: allow.part && allow.undecided.length === 0,
  };
}

function assumedWithin(premise: Premise, limits: Limits): Premise {
  const assumes = premise.assumes ?? limits.assumes;
  return { ...premise, certainty: 'assumed', ...(assumes ? { assumes } : {}) };
}

const PLACES: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']);

/** It admits whoever calls from somewhere: that is no matter of who somebody is. */
function isForPlaces({ anonymous, undecided }: ResourceAllow): boolean {
  return anonymous && undecided.some(({ key }) => PLACES.has(key.toLowerCase()));
}

/** Principals of other accounts are strangers to what blocks the public. */
function gateOf({ anonymous, statement }: ResourceAllow, policy: ResourcePolicy, request: RequestContext): Gate {
  const { principal, place } = request;
  if (!anonymous) return 'open';
  if (!principal) return policy.everybody.stranger;
  if (!isPublic(statement)) return 'open';
  const isForeign = place !== undefined && borderBetween(principal.account, place.account) === 'other';
  return isForeign ? policy.everybody.stranger : policy.everybody.account;
}

/**
 * Conditions that make a statement for everybody one that is not public, where they ask for fixed values.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const LIMITING: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

function isPublic(statement: Statement): boolean {
  return !statement.conditions.some(
    ({ operator, key }) => LIMITING.has(key.toLowerCase()) && !/not|null/i.test(operator),
  );
}

function unknownPremise(unknown: NonNullable<ResourcePolicy['unknown']>, request: RequestContext): Premise {
  const { resource, name, evidence, supply } = unknown;
  const who = request.principal?.address ?? 'an anonymous caller';
  return {
    property: 'iam.policy-unknown',
    key: `iam.policy-unknown|${resource.address}|${request.action.toLowerCase()}|${targetKey(request.target)}|${who}`,
    resource,
    evidence: [evidence],
    certainty: 'assumed',
    assumes: { what: `the policy of ${name} allows ${who} ${request.action}`, origin: evidence.origin, supply },
    subject: resource,
  };
}
