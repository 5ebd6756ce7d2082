/**
 * What a principal's own policies name is what it is for: a backup tool whose policy names the backup bucket, a function whose
 * role names its table. A wildcard that covers the same shows nothing.
 */
import { actionInfo, expandAction } from '#aws/iam/actions.js';
import type { DataStore, Estate } from '#aws/estate.js';
import { matches } from '#aws/iam/pattern.js';
import type { Principal, Statement } from '#aws/iam/policy.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import { actors, allowances, namedActions, type Permission, permitted, waysTo } from './asked.js';
import { isName, resourceNamed, shownResource } from './naming.js';
import type { Need } from './need.js';

const WHY = 'a policy of its own names it';

export function* namedNeeds(estate: Estate): Generator<Need> {
  for (const principal of actors(estate)) {
    for (const { statement, managed } of allowances(principal)) {
      // AWS writes its policies for all accounts: they name nothing of this one.
      if (managed || !statement.resources.some(({ text }) => isName(text))) continue;
      yield* byName(principal, statement, estate);
      yield* byWildcard(principal, statement, estate);
    }
    yield* throughDocuments(principal, estate);
  }
}

function* byName(principal: Principal, statement: Statement, estate: Estate): Generator<Need> {
  for (const { action, on } of namedActions(statement)) {
    if (!isName(on.text) || changesOwnPermissions({ principal, action, on: on.text }, estate)) continue;
    yield permitted({ principal, action, on: on.text }, WHY, estate);
  }
}

/** A wildcard of actions on something named: reading what it holds is what that is for; what else is used, nothing shows. */
function* byWildcard(principal: Principal, statement: Statement, estate: Estate): Generator<Need> {
  const wildcards = statement.actions.flatMap(({ text }) => literal(text) ?? []).filter((text) => /[*?]/.test(text));
  for (const { text } of wildcards.length > 0 ? statement.resources : []) {
    const store = isName(text) ? storeNamed(text, estate) : undefined;
    for (const wildcard of wildcards) {
      const covered = expandAction(wildcard);
      for (const action of store?.readActions.filter((each) => covered.includes(each)) ?? []) {
        yield permitted({ principal, action, on: text }, WHY, estate);
      }
      if (isName(text) && covered.length > 0) yield anyOf(principal, { wildcard, covered, on: text }, estate);
    }
  }
}

const MOST_ASKED = 40;

interface Wildcard {
  readonly wildcard: string;
  readonly covered: readonly string[];
  readonly on: SymbolicString;
}

function anyOf(principal: Principal, { wildcard, covered, on }: Wildcard, estate: Estate): Need {
  const asked = covered.slice(0, MOST_ASKED);
  return {
    key: `${principal.address} any of ${wildcard} ${on.key}`,
    what: `${principal.address} does some of ${wildcard} on ${shownResource(on, estate)}: ${WHY}`,
    ways: (other) => asked.flatMap((action) => waysTo({ principal, action, on }, other)),
  };
}

function storeNamed(pattern: SymbolicString, estate: Estate): DataStore | undefined {
  const address = resourceNamed(pattern, estate)?.address;
  return estate.stores.find((store) => store.address === address);
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
      yield permitted({ principal, action, on: on.text }, 'a policy of its own names the document', estate);
    }
  }
}

function isDocument(pattern: SymbolicString): boolean {
  return isName(pattern) && /:document\/./.test(pattern.key);
}
