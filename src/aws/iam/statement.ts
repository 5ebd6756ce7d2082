import type { Account } from '../accounts/account.js';
import { PARTITION, type SymbolicString, symbolic } from '../symbolic.js';
import { hasNoResource } from './actions.js';
import { evaluateClause, tagFor } from './condition.js';
import { type Expand, expansion, type RequestContext } from './context.js';
import type { TagCondition } from './decision.js';
import { type Match, matches } from './pattern.js';
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
  const certain = action.match === 'yes' && resource.match === 'yes' && conditions.undecided.length === 0;
  return { applies: certain ? 'yes' : 'maybe', action: action.by, resource: resource.by, ...conditions };
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
  const one = (pattern: Located) => matchActionPattern(pattern.text, action);
  if (statement.notActions.length > 0) return without(best(statement.notActions, one));
  return best(statement.actions, one);
}

/** An action pattern of which nothing is known grants nothing; the document is marked incomplete instead. */
export function matchActionPattern(pattern: SymbolicString, action: SymbolicString): Match {
  if (pattern.key === '*' || pattern.key === '*:*') return 'yes';
  if (pattern.parts.length === 1 && typeof pattern.parts[0] !== 'string') return 'no';
  return matches(pattern, action, IGNORE_CASE);
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
  const result = matches(expand(pattern), arn, { some });
  return result !== 'no' && hasNoResource(request.action) ? 'no' : result;
}

/** The pattern that matches best. */
function best(patterns: readonly Located[], match: (pattern: Located) => Match): Matched | undefined {
  let maybe: Matched | undefined;
  for (const pattern of patterns) {
    const result = match(pattern);
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
      if (!allows || !tag) return undefined;
      tagConditions.push(tag);
    } else {
      if (verdict.truth === 'unknown') undecided.push(clause);
      else if (tag) (allows ? satisfiedTags : tagConditions).push(tag);
    }
  }
  return { tagConditions, satisfiedTags, undecided };
}

/** Whether a principal element covers whoever makes the request. `account`: it names the account as a whole. */
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
  const { text } = pattern.id;
  const result = (match: Match, kind: PrincipalMatch['kind']): PrincipalMatch | undefined =>
    match === 'no' ? undefined : { match, by: pattern, kind };
  if (pattern.type === '*' || (pattern.type === 'AWS' && text.key === '*')) return result('yes', 'everybody');
  if (pattern.type === 'Service') {
    return request.service === undefined ? undefined : result(matches(text, symbolic(request.service)), 'itself');
  }
  const { principal } = request;
  if (pattern.type !== 'AWS' || !principal) return undefined;
  const itself = matches(text, principal.arn, { exact: true });
  if (itself === 'yes') return result('yes', 'itself');
  const session = principal.kind === 'role' ? matches(text, sessionArn(principal)) : 'no';
  if (session === 'yes') return result('maybe', 'itself');
  const account = matchAccount(text, principal.account);
  if (account !== 'no') return result(account, 'account');
  return result(itself === 'no' ? session : itself, 'itself');
}

/** One session of a role, whatever its name: a policy may name one, and who assumes the role chooses the name. */
function sessionArn({ name, account }: Principal): SymbolicString {
  return symbolic('arn:', PARTITION, ':sts::', account.piece, ':assumed-role/', name, '/', { id: '<session>' });
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
