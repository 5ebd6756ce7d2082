/** Permissions that identity and trust policies gave before an edit and do not give after it. */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import { describeClause } from '#aws/iam/evidence.js';
import { matches } from '#aws/iam/pattern.js';
import type { AttachedPolicy, ConditionClause, PolicyDocument, Principal, Statement } from '#aws/iam/policy.js';
import { display, literal, type SymbolicString, symbolic } from '#aws/symbolic.js';
import { actors, isStillAllowed, type Permission, waysTo } from './asked.js';
import { shownResource } from './naming.js';
import type { Loss, Taking } from './loss.js';

/** One action pattern on one resource pattern, as a statement has it. */
interface Entry {
  readonly effect: 'Allow' | 'Deny';
  readonly action: SymbolicString;
  readonly on: SymbolicString;
  readonly conditions: readonly ConditionClause[];
  readonly key: string;
}

/** An entry, with the policy that has it. */
interface Held {
  readonly entry: Entry;
  readonly policy: AttachedPolicy;
}

export function* permissionsLost(before: Estate, after: Estate): Generator<Loss> {
  for (const principal of actors(before)) {
    const same = after.iam.principal(principal.address);
    if (same && !sameWords(principal, same)) yield* lostBy({ principal, before, same, after });
    if (principal.trust && same?.trust) yield* trustLost(principal, principal.trust, same.trust);
  }
}

interface Comparison {
  readonly principal: Principal;
  readonly before: Estate;
  readonly same: Principal;
  readonly after: Estate;
}

function sameWords(one: Principal, other: Principal): boolean {
  const [left, right] = [one, other].map(({ policies }) => policies.map(wordsOf).toSorted().join('\n'));
  return left === right;
}

function wordsOf({ document, managedArn }: AttachedPolicy): string {
  return (
    managedArn ??
    entriesOf(document)
      .map(({ key }) => key)
      .join('\n')
  );
}

const entries = new WeakMap<PolicyDocument, readonly Entry[]>();

function entriesOf(document: PolicyDocument): readonly Entry[] {
  let known = entries.get(document);
  if (!known) entries.set(document, (known = document.statements.flatMap((statement) => [...entriesIn(statement)])));
  return known;
}

function* entriesIn({ effect, actions, notActions, resources, notResources, conditions }: Statement): Generator<Entry> {
  const clauses = conditions.map(describeClause).toSorted().join(' ');
  const left = [...notActions, ...notResources].map(({ text }) => text.key).join(' ');
  for (const { text: action } of notActions.length > 0 ? EVERYTHING : actions) {
    for (const { text: on } of notResources.length > 0 ? EVERYTHING : resources) {
      yield { effect, action, on, conditions, key: [effect, action.key, on.key, clauses, left].join(' ') };
    }
  }
}

const EVERYTHING = [{ text: symbolic('*') }];

function heldBy({ policies }: Principal, effect: Entry['effect']): readonly Held[] {
  return policies.flatMap((policy) =>
    entriesOf(policy.document).flatMap((entry) => (entry.effect === effect ? [{ entry, policy }] : [])),
  );
}

function* lostBy(comparison: Comparison): Generator<Loss> {
  const { principal, same } = comparison;
  const [allowed, stillAllowed] = [heldBy(principal, 'Allow'), heldBy(same, 'Allow')];
  const left = new Set(stillAllowed.map(({ entry }) => entry.key));
  for (const held of allowed) if (!left.has(held.entry.key)) yield* lost(held, stillAllowed, comparison);
  const known = new Set(heldBy(principal, 'Deny').map(({ entry }) => entry.key));
  for (const held of heldBy(same, 'Deny')) if (!known.has(held.entry.key)) yield* denied(held, allowed, comparison);
}

function* lost({ entry, policy }: Held, fresh: readonly Held[], comparison: Comparison): Generator<Loss> {
  const { action, on, conditions } = entry;
  const conditioned = fresh.find(
    (each) =>
      each.entry.action.key === action.key &&
      each.entry.on.key === on.key &&
      each.entry.conditions.length > conditions.length,
  );
  if (conditioned) {
    const keeps = conditioned.entry.conditions.map((clause) => `where ${describeClause(clause)}`);
    yield loss({ action: display(action), on, keeps }, policy, comparison);
    return;
  }
  const within = fresh.filter(({ entry: other }) => other.on.key !== on.key && matches(on, other.on) === 'yes');
  for (const { action: each, keepsActions } of actionsGone(entry, comparison)) {
    const keeps = within.filter(({ entry: other }) => covers(other.action, each));
    yield loss(
      { action: each, on, keeps: keeps.map((kept) => shownResource(kept.entry.on, comparison.before)), keepsActions },
      policy,
      comparison,
    );
  }
}

function covers(pattern: SymbolicString, action: string): boolean {
  return matches(pattern, symbolic(action), { ignoreCase: true }) === 'yes';
}

interface Part {
  readonly action: string;
  readonly on: SymbolicString;
  readonly keeps: readonly string[];
  readonly keepsActions?: readonly string[] | undefined;
}

function loss(
  { action, on, keeps, keepsActions = [] }: Part,
  policy: AttachedPolicy,
  { principal, before }: Comparison,
): Loss {
  const taking: Taking = {
    principal: principal.address,
    action,
    resource: shownResource(on, before),
    ...(keeps.length > 0 ? { keeps: [...new Set(keeps)] } : {}),
    ...(keepsActions.length > 0 ? { keepsActions } : {}),
  };
  const places = [principal.address, policy.attachment.resource.address, policy.document.resource?.address];
  return {
    taking,
    premises: waysTo({ principal, action, on }, before).flat(),
    places: places.filter((place) => place !== undefined),
  };
}

const MOST_ACTIONS = 30;

interface ActionGone {
  readonly action: string;
  /** Of a pattern, the actions that are still allowed. */
  readonly keepsActions?: readonly string[];
}

/** The pattern where all of it is gone, or more than anybody reads; else the actions of it that are. */
function actionsGone({ action, on }: Entry, { principal, before, after }: Comparison): readonly ActionGone[] {
  const permission = (each: string): Permission => ({ principal, action: each, on });
  // What was denied before, the edit does not take.
  const isGone = (each: string): boolean =>
    waysTo(permission(each), before).length > 0 && !isStillAllowed(permission(each), before, after);
  const pattern = literal(action) ?? display(action);
  if (!isGone(pattern)) return [];
  if (!/[*?]/.test(pattern)) return [{ action: pattern }];
  const covered = expandAction(pattern);
  const gone = covered.filter(isGone);
  if (covered.length === 0 || gone.length === covered.length) return [{ action: pattern }];
  if (gone.length <= MOST_ACTIONS) return gone.map((each) => ({ action: each }));
  return [{ action: pattern, keepsActions: covered.filter((each) => waysTo(permission(each), after).length > 0) }];
}

/** A denial takes what was allowed. */
function* denied({ entry, policy }: Held, allowed: readonly Held[], comparison: Comparison): Generator<Loss> {
  const { action, on, conditions } = entry;
  const name = literal(action) ?? display(action);
  const keeps = conditions.map((clause) => `where not ${describeClause(clause)}`);
  const everywhere = /^\*+$/.test(on.key);
  const patterns = allowed.filter(({ entry: other }) => covers(other.action, name)).map(({ entry: other }) => other.on);
  for (const each of everywhere ? patterns : [on]) {
    const found = loss({ action: name, on: each, keeps }, policy, comparison);
    if (found.premises.length > 0) yield found;
  }
}

function* trustLost(role: Principal, before: PolicyDocument, after: PolicyDocument): Generator<Loss> {
  const left = new Set(trusted(after).map(({ key }) => key));
  for (const { principal, action, key } of trusted(before)) {
    const taking = { principal, action, resource: role.address };
    if (!left.has(key)) yield { taking, premises: [], places: [role.address] };
  }
}

function trusted({ statements }: PolicyDocument): readonly { principal: string; action: string; key: string }[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, principals }) =>
      actions.flatMap(({ text: action }) =>
        (principals ?? []).map(({ id }) => ({
          principal: display(id.text),
          action: display(action),
          key: `${id.text.key} ${action.key}`,
        })),
      ),
    );
}
