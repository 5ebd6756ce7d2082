/** Permissions that identity and trust policies gave before an edit and do not give after it. */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import { describeClause } from '#aws/iam/evidence.js';
import { matches } from '#aws/iam/pattern.js';
import type { ConditionClause, PolicyDocument, Principal, Statement } from '#aws/iam/policy.js';
import { display, literal, type SymbolicString, symbolic } from '#aws/symbolic.js';
import { actors, waysTo } from './asked.js';
import { shownResource } from './naming.js';
import type { Stages, Taking } from './taking.js';

/** One action pattern on one resource pattern, as a statement has it. */
interface Entry {
  readonly effect: 'Allow' | 'Deny';
  readonly action: SymbolicString;
  readonly on: SymbolicString;
  readonly conditions: readonly ConditionClause[];
  readonly key: string;
}

export function* permissionsTaken({ before, edited, planned }: Stages): Generator<Taking> {
  for (const principal of actors(before)) {
    const same = edited.iam.principal(principal.address);
    if (same && !sameWords(principal, same)) yield* takenFrom({ principal, before, same, planned });
    if (principal.trust && same?.trust) yield* trustTaken(principal, principal.trust, same.trust);
  }
}

interface Comparison {
  readonly principal: Principal;
  readonly before: Estate;
  /** The principal with the edit. */
  readonly same: Principal;
  readonly planned: Estate;
}

function sameWords(one: Principal, other: Principal): boolean {
  const [left, right] = [one, other].map(({ policies }) => policies.map(wordsOf).toSorted().join('\n'));
  return left === right;
}

function wordsOf({ document, managedArn }: Principal['policies'][number]): string {
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

function allEntries({ policies }: Principal): readonly Entry[] {
  return policies.flatMap(({ document }) => entriesOf(document));
}

function* takenFrom(comparison: Comparison): Generator<Taking> {
  const { principal, same } = comparison;
  const [old, fresh] = [allEntries(principal), allEntries(same)];
  const left = new Set(fresh.map(({ key }) => key));
  const known = new Set(old.map(({ key }) => key));
  for (const entry of old) {
    if (entry.effect === 'Allow' && !left.has(entry.key)) yield* lost(entry, fresh, comparison);
  }
  for (const entry of fresh) {
    if (entry.effect === 'Deny' && !known.has(entry.key)) yield* denied(entry, old, comparison);
  }
}

function* lost({ action, on, conditions }: Entry, fresh: readonly Entry[], comparison: Comparison): Generator<Taking> {
  const { principal, before } = comparison;
  const taking = { principal: principal.address, resource: shownResource(on, before) };
  const conditioned = fresh.find(
    (each) =>
      each.effect === 'Allow' &&
      each.action.key === action.key &&
      each.on.key === on.key &&
      each.conditions.length > conditions.length,
  );
  if (conditioned) {
    yield {
      ...taking,
      action: display(action),
      keeps: conditioned.conditions.map((clause) => `where ${describeClause(clause)}`),
    };
    return;
  }
  const gone = actionsGone(action, on, comparison);
  const narrowed = fresh.filter(
    (each) => each.effect === 'Allow' && each.on.key !== on.key && matches(on, each.on) === 'yes',
  );
  for (const each of gone) {
    const keeps = narrowed.filter((other) => matches(other.action, symbolic(each), { ignoreCase: true }) === 'yes');
    const kept = [...new Set(keeps.map((other) => shownResource(other.on, before)))];
    yield { ...taking, action: each, ...(kept.length > 0 ? { keeps: kept } : {}) };
  }
}

const MOST_ACTIONS = 30;

/** The pattern where all of it is gone; else the actions of it that are. */
function actionsGone(action: SymbolicString, on: SymbolicString, { same, planned }: Comparison): readonly string[] {
  const isGone = (each: string): boolean => waysTo({ principal: same, action: each, on }, planned).length === 0;
  const pattern = literal(action) ?? display(action);
  if (!/[*?]/.test(pattern)) return isGone(pattern) ? [pattern] : [];
  if (!isGone(pattern)) return [];
  const covered = expandAction(pattern);
  const gone = covered.filter(isGone);
  if (covered.length === 0 || gone.length === covered.length || gone.length > MOST_ACTIONS) return [pattern];
  return gone;
}

/** A denial takes what was allowed. */
function* denied(
  { action, on, conditions }: Entry,
  old: readonly Entry[],
  { principal, before }: Comparison,
): Generator<Taking> {
  const name = literal(action) ?? display(action);
  const keeps =
    conditions.length > 0 ? { keeps: conditions.map((clause) => `where not ${describeClause(clause)}`) } : {};
  const everywhere = /^\*+$/.test(on.key);
  if (!everywhere) {
    if (waysTo({ principal, action: name, on }, before).length === 0) return;
    yield { principal: principal.address, action: name, resource: shownResource(on, before), ...keeps };
    return;
  }
  const allowed = old.filter(
    (each) => each.effect === 'Allow' && matches(each.action, symbolic(name), { ignoreCase: true }) === 'yes',
  );
  for (const each of allowed) {
    yield { principal: principal.address, action: name, resource: shownResource(each.on, before), ...keeps };
  }
}

function* trustTaken(role: Principal, before: PolicyDocument, after: PolicyDocument): Generator<Taking> {
  const left = new Set(trusted(after).map(({ key }) => key));
  for (const { principal, action, key } of trusted(before)) {
    if (!left.has(key)) yield { principal, action, resource: role.address };
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
