import type { Expression, ForExpression } from '#hcl/syntax.js';
import { BOOL, DYNAMIC, STRING } from '#model/type.js';
import type { Member, StringValue, UnknownValue, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { object, withMarksOf } from '#model/values/make.js';
import { mapMembers, membersOf, withMembers } from '#model/values/partly.js';
import { type Item, iterate } from './iteration.js';
import { allDependencies, callOrigin, originOf } from './provenance.js';
import { bind, fail, type Scope, spend, unknown, evaluatePart } from './scope.js';

/** `[for ...]` and `{for ...}`. What an unknown condition or key decides is unknown as a whole; its members are kept. */
export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluatePart(expression.collection, scope);
  const items = iterate(collection, scope, expression.collection, "'for' expression");
  if (!items) return overUnknown(expression, collection, scope);
  const gathered = expression.key
    ? gatherObject(expression, expression.key, items, scope)
    : gatherTuple(expression, items, scope);
  return withMarksOf(gathered, collection);
}

/** Which items there are is not known: what becomes of any of them is. */
function overUnknown(expression: ForExpression, collection: Value, scope: Scope): Value {
  const origin = callOrigin(scope, expression, [collection]);
  const result: UnknownValue = { ...unknown(DYNAMIC, allDependencies([collection])), origin };
  if (collection.kind !== 'unknown') return result;
  const inner: Scope = { ...scope, failures: [] };
  const items = membersOf(collection);
  const isMapping = items.entries.some(({ key }) => key);
  const members = mapMembers(items, ({ key, value, maybe }) => {
    const position: Value = key ?? unknown(isMapping ? STRING : DYNAMIC, allDependencies([collection]));
    const member = memberOf(expression, { key: position, value }, inner);
    return member && (maybe ? { ...member, maybe } : member);
  });
  return withMarksOf(expression.group ? result : withMembers(result, members), collection);
}

/** What an item becomes; `undefined` where the condition leaves it out. */
function memberOf(expression: ForExpression, item: Item, scope: Scope): Member | undefined {
  if (!spend(scope, expression)) return undefined;
  const inner = scopeOf(expression, item, scope);
  const taken = includes(expression, inner);
  if (taken === false) return undefined;
  return {
    ...(expression.key ? { key: keyOf(expression.key, inner) } : {}),
    value: evaluatePart(expression.value, inner),
    ...(taken === true ? {} : { maybe: true }),
  };
}

function gatherTuple(expression: ForExpression, items: readonly Item[], scope: Scope): Value {
  const members: Member[] = [];
  let open: Value | undefined;
  for (const item of items) {
    if (!spend(scope, expression)) break;
    const inner = scopeOf(expression, item, scope);
    const taken = includes(expression, inner);
    if (taken === true) members.push({ value: evaluatePart(expression.value, inner) });
    if (typeof taken === 'boolean') continue;
    open ??= taken;
    members.push({ value: evaluatePart(expression.value, { ...inner, failures: [] }), maybe: true });
  }
  if (open) return withMembers(undecided(expression, open, scope), { entries: members });
  return { kind: 'tuple', elements: members.map(({ value }) => value), origin: originOf(scope, expression) };
}

function gatherObject(
  expression: ForExpression,
  keyExpression: Expression,
  items: readonly Item[],
  scope: Scope,
): Value {
  const found: Gathered = { members: [], groups: new Map(), marks: [] };
  for (const item of items) {
    if (!spend(scope, expression)) break;
    const inner = scopeOf(expression, item, scope);
    const taken = includes(expression, inner);
    if (taken === false) continue;
    const quiet: Scope = { ...inner, failures: [] };
    const key = keyOf(keyExpression, taken === true ? inner : quiet);
    if (taken === true && key.kind === 'string') {
      found.members.push({ key, value: evaluatePart(expression.value, inner) });
      addToGroup(found, key, { expression, keyExpression, scope });
    } else {
      found.open ??= taken === true ? key : taken;
      const maybe = taken === true ? {} : { maybe: true };
      found.members.push({ key, value: evaluatePart(expression.value, quiet), ...maybe });
    }
  }
  return gathered(expression, found, scope);
}

interface Gathered {
  readonly members: Member[];
  readonly groups: Map<string, Value[]>;
  readonly marks: Value[];
  /** The unknown that decides something of it. */
  open?: Value;
}

interface Place {
  readonly expression: ForExpression;
  readonly keyExpression: Expression;
  readonly scope: Scope;
}

/** The member that was found last, under its key. */
function addToGroup(found: Gathered, key: StringValue, { expression, keyExpression, scope }: Place): void {
  const value = found.members.at(-1)?.value;
  if (!value) return;
  found.marks.push(key);
  const group = found.groups.get(key.value);
  if (!group) found.groups.set(key.value, [value]);
  else if (expression.group) group.push(value);
  else {
    const detail = `Two different items produced the key ${JSON.stringify(key.value)} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`;
    fail(scope, keyExpression, 'Duplicate object key', detail);
  }
}

function gathered(expression: ForExpression, { members, groups, marks, open }: Gathered, scope: Scope): Value {
  if (open) {
    const result = undecided(expression, open, scope);
    return expression.group ? result : withMembers(result, { entries: members });
  }
  const origin = originOf(scope, expression);
  const entries = Array.from(groups, ([key, elements]): [string, Value] => {
    const [only] = elements;
    return [key, expression.group || !only ? { kind: 'tuple', elements, origin } : only];
  });
  return withMarksOf(object(entries, { origin }), ...marks);
}

function scopeOf(expression: ForExpression, item: Item, scope: Scope): Scope {
  const inner = expression.keyName === undefined ? scope : bind(scope, expression.keyName, item.key);
  return bind(inner, expression.valueName, item.value);
}

/** Whether the item passes the condition, or the unknown that decides it. */
function includes(expression: ForExpression, scope: Scope): boolean | Value {
  const { condition } = expression;
  if (!condition) return true;
  const given = evaluatePart(condition, scope);
  if (given.kind === 'null') {
    return fail(scope, condition, 'Condition is null', "The value of the 'if' clause must not be null.");
  }
  const taken = convert(given, BOOL);
  if (isFailure(taken)) {
    return fail(scope, condition, "Invalid 'for' condition", `The 'if' clause value is invalid: ${taken.detail}.`);
  }
  return taken.kind === 'bool' ? taken.value : taken;
}

function keyOf(expression: Expression, scope: Scope): Value {
  const given = evaluatePart(expression, scope);
  if (given.kind === 'null') {
    return fail(
      scope,
      expression,
      'Invalid object key',
      "Key expression in 'for' expression must not produce a null value.",
    );
  }
  const key = convert(given, STRING);
  if (isFailure(key)) {
    return fail(
      scope,
      expression,
      'Invalid object key',
      `The key expression produced an invalid result: ${key.detail}.`,
    );
  }
  return key;
}

function undecided(expression: ForExpression, by: Value, scope: Scope): UnknownValue {
  return { ...unknown(DYNAMIC, allDependencies([by])), notNull: true, origin: callOrigin(scope, expression, [by]) };
}
