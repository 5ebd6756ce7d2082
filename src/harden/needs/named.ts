/**
 * What a principal's own policies name is what it is for: a backup tool whose policy names the backup bucket, a function whose
 * role names its table. A wildcard that covers the same shows nothing.
 */
import { actionInfo, expandAction } from '#aws/iam/actions.js';
import type { Estate } from '#aws/estate.js';
import { matches } from '#aws/iam/pattern.js';
import type { Principal, Statement } from '#aws/iam/policy.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import { actors, allowances, anyOf, namedActions, type Permission, permitted } from './asked.js';
import { isCalledAlike, isName } from './naming.js';
import type { Need } from './need.js';

const WHY = 'its own policy names it';

export function* namedNeeds(estate: Estate): Generator<Need> {
  for (const principal of actors(estate)) {
    for (const { statement, managed } of allowances(principal)) {
      // AWS writes its policies for all accounts: they name nothing of this one.
      if (managed) continue;
      yield* byName(principal, statement, estate);
      yield* byWildcard(principal, statement, estate);
    }
    yield* throughDocuments(principal, estate);
  }
}

function* byName(principal: Principal, statement: Statement, estate: Estate): Generator<Need> {
  for (const { action, on } of namedActions(statement)) {
    const permission = { principal, action, on: on.text };
    const why = isName(on.text) ? WHY : isCalledAlike(on.text, principal) ? 'it has a similar name' : undefined;
    if (why === undefined || changesOwnPermissions(permission, estate)) continue;
    yield permitted(permission, why, estate);
    yield* membersOf(permission, estate);
  }
}

/** `parameter/app/*` names what is below. */
function* membersOf({ principal, action, on }: Permission, estate: Estate): Generator<Need> {
  for (const { arn, readActions } of on.key.endsWith('*') ? estate.stores : []) {
    if (!readActions.includes(action) || arn.key === on.key || matches(on, arn) === 'no') continue;
    yield permitted({ principal, action, on: arn }, WHY, estate);
  }
}

/** A wildcard of actions on something named: reading what it holds is what that is for; what else is used, nothing shows. */
function* byWildcard(principal: Principal, statement: Statement, estate: Estate): Generator<Need> {
  const wildcards = statement.actions.flatMap(({ text }) => literal(text) ?? []).filter((text) => /[*?]/.test(text));
  const named = wildcards.length > 0 ? statement.resources.filter(({ text }) => isName(text)) : [];
  if (named.length === 0) return;
  const reading = new Set(estate.stores.flatMap(({ readActions }) => readActions));
  for (const wildcard of wildcards) {
    const covered = expandAction(wildcard);
    if (covered.length === 0) continue;
    for (const { text } of named) {
      for (const action of covered.filter((each) => reading.has(each))) {
        yield permitted({ principal, action, on: text }, WHY, estate);
      }
      yield anyOf({ principal, wildcard, covered, on: text, why: WHY }, estate);
    }
  }
}

/** Nothing that a principal does takes that it raises its own permissions. */
function changesOwnPermissions({ principal, action, on }: Permission, estate: Estate): boolean {
  if (!actionInfo(action)?.accessLevel.includes('Permissions management')) return false;
  const { resource, policies } = principal;
  const written = policies.flatMap(({ document, through }) => [
    document.resource,
    through === undefined ? undefined : estate.iam.principal(through)?.resource,
  ]);
  const own = [resource, ...written].flatMap((each) => (each && estate.arnOf(each)) ?? []);
  return own.some((arn) => matches(on, arn, { some: true }) !== 'no');
}

const BY_DOCUMENT: ReadonlySet<string> = new Set([
  'ssm:sendcommand',
  'ssm:startsession',
  'ssm:startautomationexecution',
]);

/**
 * These are allowed on a document and on instances, mostly in two statements: who names the document has a use for both.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
function* throughDocuments(principal: Principal, estate: Estate): Generator<Need> {
  const allowed = [...allowances(principal)]
    .filter(({ managed }) => !managed)
    .flatMap(({ statement }) => [...namedActions(statement)])
    .filter(({ action }) => BY_DOCUMENT.has(action.toLowerCase()));
  const named = new Set(allowed.filter(({ on }) => isDocument(on.text)).map(({ action }) => action.toLowerCase()));
  for (const { action, on } of allowed) {
    if (named.has(action.toLowerCase())) {
      yield permitted({ principal, action, on: on.text }, 'its own policy names the document', estate);
    }
  }
}

function isDocument(pattern: SymbolicString): boolean {
  return isName(pattern) && /:document\/./.test(pattern.key);
}
