import type { Account } from '../accounts/account.js';
import { PARTITION, type SymbolicString, symbolic } from '../symbolic.js';
import { hasNoResource } from './actions.js';
import { evaluateClause, tagFor } from './condition.js';
import { type Expand, expansion, type RequestContext } from './context.js';
import type { TagCondition } from './decision.js';
import { coverageOf } from './part.js';
import type { Match } from './choices.js';
import { matches, type MatchOptions } from './pattern.js';
import type { ConditionClause, Located, Principal, PrincipalPattern, Statement } from './policy.js';

/**
 * The one evaluator of statements; identity policies, boundaries, trust and resource policies all come here.
 *
 * An Allow counts as soon as it covers part of what the request is made on and nothing surely stands against it; a Deny
 * only removes what it surely covers. Both say what they rest on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export interface Application {
  /** `maybe`: it rests on something unknown. */
  readonly applies: 'yes' | 'maybe';
  /** The first thing that it rests on and that is not known. */
  readonly restsOn: 'statement' | 'action' | 'resource' | 'condition' | undefined;
  readonly action: Located | undefined;
  readonly resource: Located | undefined;
  /** Tags of the target that would have to be otherwise: for an Allow to apply, for a Deny not to. */
  readonly tagConditions: readonly TagCondition[];
  readonly satisfiedTags: readonly TagCondition[];
  readonly undecided: readonly ConditionClause[];
}

/** How a statement applies to a request; `undefined` where it surely does not. Principals are not looked at. */
export function applyStatement(statement: Statement, request: RequestContext): Application | undefined {
  const action = matchAction(statement, request);
  if (!action) return undefined;
  const expand = expansion(statement.document.version, request);
  const resource = matchResource(statement, request, expand);
  if (!resource) return undefined;
  const conditions = applyConditions(statement, request, expand);
  if (!conditions) return undefined;
  const restsOn = statement.maybe
    ? 'statement'
    : action.match === 'maybe'
      ? 'action'
      : resource.match === 'maybe'
        ? 'resource'
        : conditions.undecided.length > 0
          ? 'condition'
          : undefined;
  return { applies: restsOn ? 'maybe' : 'yes', restsOn, action: action.by, resource: resource.by, ...conditions };
}

const actions = new Map<string, SymbolicString>();

function actionText(action: string): SymbolicString {
  let text = actions.get(action);
  if (!text) actions.set(action, (text = symbolic(action)));
  return text;
}

interface Matched {
  readonly match: 'yes' | 'maybe';
  readonly by: Located | undefined;
}

const IGNORE_CASE = { ignoreCase: true };

function matchAction(statement: Statement, request: RequestContext): Matched | undefined {
  const action = actionText(request.action);
  // What an identity policy may allow of which nothing is known is left out; what it may deny is not.
  const one =
    statement.effect === 'Allow' && !belongsToResource(statement)
      ? (pattern: Located) => matchActionPattern(pattern.text, action)
      : (pattern: Located) => matchPossibleAction(pattern.text, action);
  if (statement.notActions.length > 0) {
    return without(best(statement.notActions, (pattern) => matchPossibleAction(pattern.text, action)));
  }
  return best(statement.actions, one);
}

/** An action pattern of which nothing is known grants nothing; the document is marked incomplete instead. */
export function matchActionPattern(pattern: SymbolicString, action: SymbolicString): Match {
  const [only] = pattern.parts;
  if (pattern.parts.length === 1 && typeof only === 'object' && !only.oneOf) return 'no';
  return matchPossibleAction(pattern, action);
}

function matchPossibleAction(pattern: SymbolicString, action: SymbolicString): Match {
  return pattern.key === '*' || pattern.key === '*:*' ? 'yes' : matches(pattern, action, IGNORE_CASE);
}

function matchResource(statement: Statement, request: RequestContext, expand: Expand): Matched | undefined {
  const covering = statement.effect === 'Allow';
  const one = (some: boolean) => (pattern: Located) => matchResourcePattern(pattern.text, request, expand, some);
  if (statement.notResources.length > 0) return without(best(statement.notResources, one(!covering)));
  // Trust policies have no Resource: it is the role they belong to. In an identity policy one without is malformed.
  if (statement.resources.length === 0)
    return belongsToResource(statement) ? { match: 'yes', by: undefined } : undefined;
  return best(statement.resources, one(covering));
}

function belongsToResource(statement: Statement): boolean {
  return statement.principals !== undefined || statement.notPrincipals !== undefined;
}

const ONLY_STARS = /^\*+$/;

function matchResourcePattern(pattern: SymbolicString, request: RequestContext, expand: Expand, some: boolean): Match {
  if (ONLY_STARS.test(pattern.key)) return 'yes';
  const { arn } = request.target;
  if (!arn) return 'no';
  const expanded = expand(pattern);
  const result = matches(expanded, arn, { some, ...namesOf(request) });
  if (result === 'no' || hasNoResource(request.action)) return 'no';
  if (!some || result !== 'yes') return result;
  // A wildcard that crosses the name of the whole picks parts that may or may not be there.
  const coverage = coverageOf(expanded, request.target, namesOf(request));
  return coverage === 'none' ? 'no' : coverage === 'chance' ? 'maybe' : result;
}

function namesOf({ names }: RequestContext): Pick<MatchOptions, 'names'> {
  return names ? { names } : {};
}

/** The pattern that matches best. */
function best(patterns: readonly Located[], match: (pattern: Located) => Match): Matched | undefined {
  let maybe: Matched | undefined;
  for (const pattern of patterns) {
    const matched = match(pattern);
    const result = matched === 'yes' && pattern.maybe ? 'maybe' : matched;
    if (result === 'yes') return { match: result, by: pattern };
    if (result === 'maybe') maybe ??= { match: result, by: pattern };
  }
  return maybe;
}

/** What `NotAction` and `NotResource` let through. */
function without(excluded: Matched | undefined): Matched | undefined {
  if (!excluded) return { match: 'yes', by: undefined };
  return excluded.match === 'yes' ? undefined : { match: 'maybe', by: undefined };
}

type Conditions = Pick<Application, 'tagConditions' | 'satisfiedTags' | 'undecided'>;

function applyConditions(statement: Statement, request: RequestContext, expand: Expand): Conditions | undefined {
  const tagConditions: TagCondition[] = [];
  const satisfiedTags: TagCondition[] = [];
  const undecided: ConditionClause[] = [];
  const allows = statement.effect === 'Allow';
  for (const clause of statement.conditions) {
    const verdict = evaluateClause(clause, request, expand);
    // An Allow wants its clauses to hold; whoever is to be denied wants one of them to fail.
    const tag = tagFor(clause, verdict, allows);
    if (verdict.truth === 'false') {
      // A clause that may not be there keeps nothing out for certain.
      if (clause.maybe) undecided.push(clause);
      else if (!allows || !tag) return undefined;
      else tagConditions.push(tag);
    } else {
      if (verdict.truth === 'unknown') undecided.push(clause);
      else if (tag) (allows ? satisfiedTags : tagConditions).push(tag);
    }
  }
  return { tagConditions, satisfiedTags, undecided };
}

/** Whether a principal element covers the caller. `account`: it names the whole account. */
export type PrincipalMatch = {
  readonly match: 'yes' | 'maybe';
  readonly by: PrincipalPattern;
  readonly kind: 'itself' | 'account' | 'everybody';
};

export function matchPrincipals(
  patterns: readonly PrincipalPattern[],
  request: RequestContext,
): PrincipalMatch | undefined {
  let found: PrincipalMatch | undefined;
  for (const pattern of patterns) {
    const match = matchPrincipal(pattern, request);
    if (match && (!found || rank(match) > rank(found))) found = match;
  }
  return found;
}

const KIND_RANK = { everybody: 1, account: 0, itself: 2 } as const;

function rank(match: PrincipalMatch): number {
  return (match.match === 'yes' ? 10 : 0) + KIND_RANK[match.kind];
}

function matchPrincipal(pattern: PrincipalPattern, request: RequestContext): PrincipalMatch | undefined {
  const { text, maybe } = pattern.id;
  const found = matchWho(pattern.type, text, request);
  return found && { match: maybe ? 'maybe' : found.match, by: pattern, kind: found.kind };
}

function matchWho(type: PrincipalPattern['type'], text: SymbolicString, request: RequestContext): Who | undefined {
  if (type === '*' || (type === 'AWS' && text.key === '*')) return who('yes', 'everybody');
  const { principal, service } = request;
  if (type === '?') return who(principal || service ? 'maybe' : 'no', 'itself');
  if (type === 'Service') return who(service ? matches(text, symbolic(service)) : 'no', 'itself');
  return type === 'AWS' && principal ? matchIdentity(principal, text, request) : undefined;
}

function matchIdentity(principal: Principal, text: SymbolicString, request: RequestContext): Who | undefined {
  // The number of an account names nobody in it: whoever is meant needs a grant of their own.
  if (isCalledAccount(text)) return who('maybe', 'account');
  const itself = matches(text, principal.arn, { exact: true, ...namesOf(request) });
  if (itself === 'yes') return who('yes', 'itself');
  const session = principal.kind === 'role' ? matches(text, sessionArn(principal)) : 'no';
  if (session === 'yes') return who('maybe', 'itself');
  const account = matchAccount(text, principal.account);
  if (account !== 'no') return who(account, 'account');
  return who(itself === 'no' ? session : itself, 'itself');
}

const ACCOUNT_NAME = /(^|[^a-z])accounts?([_-]?(id|number)s?)?$/i;
const ACCOUNT_NAMES = /(^|[^a-z])(accounts|accounts?[_-]?(id|number)s)$/i;

/** `var.partner_account_id`, `local.account_ids["audit"]`: nothing else is known of it. */
function isCalledAccount({ parts: [hole, ...more] }: SymbolicString): boolean {
  if (typeof hole !== 'object' || more.length > 0 || hole.oneOf) return false;
  const [last = '', among = ''] = hole.id
    .replace(/(\[[^\]]*\])+$/, '')
    .split('.')
    .toReversed();
  return ACCOUNT_NAME.test(last) || ACCOUNT_NAMES.test(among);
}

type Who = Pick<PrincipalMatch, 'match' | 'kind'>;

function who(match: Match, kind: Who['kind']): Who | undefined {
  return match === 'no' ? undefined : { match, kind };
}

const sessionArns = new WeakMap<Principal, SymbolicString>();

/** Kept, as every role is compared with the principals of every policy. */
function sessionArn(role: Principal): SymbolicString {
  let arn = sessionArns.get(role);
  if (!arn) sessionArns.set(role, (arn = sessionArnOf(role)));
  return arn;
}

/**
 * One session of a role, whatever its name: a policy may name one, and who assumes the role chooses the name, without separators.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
function sessionArnOf({ name, account }: Principal): SymbolicString {
  const session = { id: '<session>' };
  return symbolic('arn:', PARTITION, ':sts::', account.piece, ':assumed-role/', name, '/', session);
}

/** Whether the text names the account as a whole. One given by its number may be another, where that of the account is not known. */
function matchAccount(text: SymbolicString, { piece }: Account): Match {
  const number = symbolic(piece);
  const root = symbolic('arn:', PARTITION, ':iam::', piece, ':root');
  const [one, other] = [number, root].map((form) => matches(text, form, { exact: true }));
  if (one === 'yes' || other === 'yes') return 'yes';
  // An unknown piece alone is no account: it may be anything.
  const named = text.parts.length > 1 || typeof text.parts[0] === 'string';
  return named && (one === 'maybe' || other === 'maybe') ? 'maybe' : 'no';
}
