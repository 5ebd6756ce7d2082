import type { Expression, ForExpression } from '#hcl/syntax.js';
import { BOOL, DYNAMIC, STRING } from '../type.js';
import type { Value } from '../value.js';
import { convert } from '../values/convert.js';
import { isFailure } from '../values/failure.js';
import { object, withMarksOf } from '../values/make.js';
import { evaluate } from './expression.js';
import { type Item, iterate } from './iteration.js';
import { allDependencies, callOrigin, originOf } from './provenance.js';
import { bind, fail, type Scope, spend, unknown } from './scope.js';

/** `[for ...]` and `{for ...}`. What an unknown condition or key decides is unknown as a whole. */
export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluate(expression.collection, scope);
  const items = iterate(collection, scope, expression.collection, "'for' expression");
  if (!items) {
    const result = {
      ...unknown(DYNAMIC, allDependencies([collection])),
      origin: callOrigin(scope, expression, [collection]),
    };
    return withMarksOf(result, collection);
  }
  const gathered = expression.key
    ? gatherObject(expression, expression.key, items, scope)
    : gatherTuple(expression, items, scope);
  return withMarksOf(gathered, collection);
}

function gatherTuple(expression: ForExpression, items: readonly Item[], scope: Scope): Value {
  const elements: Value[] = [];
  const marks: Value[] = [];
  for (const item of items) {
    if (!spend(scope, expression)) break;
    const inner = scopeOf(expression, item, scope);
    const taken = includes(expression, inner);
    if (typeof taken !== 'boolean') return undecided(expression, taken, scope);
    if (taken) elements.push(evaluate(expression.value, inner));
  }
  return withMarksOf({ kind: 'tuple', elements, origin: originOf(scope, expression) }, ...marks);
}

function gatherObject(
  expression: ForExpression,
  keyExpression: Expression,
  items: readonly Item[],
  scope: Scope,
): Value {
  const entries = new Map<string, Value>();
  const groups = new Map<string, Value[]>();
  const marks: Value[] = [];
  for (const item of items) {
    if (!spend(scope, expression)) break;
    const inner = scopeOf(expression, item, scope);
    const taken = includes(expression, inner);
    if (typeof taken !== 'boolean') return undecided(expression, taken, scope);
    if (!taken) continue;
    const key = keyOf(keyExpression, inner);
    if (key.kind !== 'string') return undecided(expression, key, scope);
    marks.push(key);
    const value = evaluate(expression.value, inner);
    const group = groups.get(key.value);
    if (group && expression.group) group.push(value);
    else if (group) {
      const detail = `Two different items produced the key ${JSON.stringify(key.value)} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`;
      fail(scope, keyExpression, 'Duplicate object key', detail);
    } else {
      groups.set(key.value, [value]);
      entries.set(key.value, value);
    }
  }
  const origin = originOf(scope, expression);
  if (!expression.group) return withMarksOf(object(entries, { origin }), ...marks);
  const grouped = Array.from(groups, ([key, elements]): [string, Value] => [key, { kind: 'tuple', elements, origin }]);
  return withMarksOf(object(grouped, { origin }), ...marks);
}

function scopeOf(expression: ForExpression, item: Item, scope: Scope): Scope {
  const inner = expression.keyName === undefined ? scope : bind(scope, expression.keyName, item.key);
  return bind(inner, expression.valueName, item.value);
}

/** Whether the item passes the condition, or the unknown that decides it. */
function includes(expression: ForExpression, scope: Scope): boolean | Value {
  const { condition } = expression;
  if (!condition) return true;
  const given = evaluate(condition, scope);
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
  const given = evaluate(expression, scope);
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

function undecided(expression: ForExpression, by: Value, scope: Scope): Value {
  return { ...unknown(DYNAMIC, allDependencies([by])), notNull: true, origin: callOrigin(scope, expression, [by]) };
}
