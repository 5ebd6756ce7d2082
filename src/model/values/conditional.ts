import { BOOL, DYNAMIC, type Type } from '../type.js';
import type { Value } from '../value.js';
import { convert, unify } from './convert.js';
import { failure, isFailure, type Outcome } from './failure.js';
import { dependenciesOf, nullOf, typeOf, unknown, withMarksOf } from './make.js';
import { compareStrings, quoted } from './order.js';
import { equalTypes, isCollection, typeName } from './types.js';

/**
 * `condition ? a : b`: both results are known to the caller, since they decide the type together. A branch that failed
 * is given as an unknown of dynamic type; its failure counts only where it is taken.
 */
export function conditional(condition: Value, whenTrue: Value, whenFalse: Value): Outcome {
  const type = commonType(whenTrue, whenFalse);
  if (!type) {
    const reason = describeMismatch(typeOf(whenTrue), typeOf(whenFalse));
    const detail = `The true and false result expressions must have consistent types. ${reason}.`;
    return failure('Inconsistent conditional result types', detail, 1);
  }
  if (condition.kind === 'null') {
    const detail = 'The condition value is null. Conditions must either be true or false.';
    return failure('Null condition', detail, 0);
  }
  if (condition.kind === 'unknown')
    return withMarksOf(undecided(condition, whenTrue, whenFalse, type), condition, whenTrue, whenFalse);
  const decided = convert(condition, BOOL);
  if (isFailure(decided)) {
    return failure('Incorrect condition type', 'The condition expression must be of type bool.', 0);
  }
  const taken = decided.kind === 'bool' && decided.value;
  const result = convert(taken ? whenTrue : whenFalse, type);
  if (isFailure(result)) {
    const detail = `The ${String(taken)} result value has the wrong type: ${result.detail}.`;
    return failure('Inconsistent conditional result types', detail, taken ? 1 : 2);
  }
  return withMarksOf(result, condition, whenTrue, whenFalse);
}

function commonType(a: Value, b: Value): Type | undefined {
  const left = typeOf(a);
  const right = typeOf(b);
  if (isLiteralNull(a)) return right;
  if (isLiteralNull(b)) return left;
  if (left.kind === 'dynamic' || right.kind === 'dynamic') return DYNAMIC;
  return unify([left, right], true);
}

function isLiteralNull(value: Value): boolean {
  return value.kind === 'null' && value.type.kind === 'dynamic';
}

function undecided(condition: Value, whenTrue: Value, whenFalse: Value, type: Type): Value {
  if (whenTrue.kind === 'null' && whenFalse.kind === 'null') return nullOf(type);
  const notNull = [whenTrue, whenFalse].every((value) =>
    value.kind === 'unknown' ? value.notNull === true : value.kind !== 'null',
  );
  return unknown(type, {
    dependsOn: dependenciesOf(condition, whenTrue, whenFalse),
    ...(notNull ? { notNull } : {}),
  });
}

/** What keeps two types from having a common one, the first difference in them by name. */
function describeMismatch(a: Type, b: Type): string {
  if (a.kind === 'object' && b.kind === 'object') {
    const found = objectMismatch(a.attributes, b.attributes);
    if (found) return found;
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    const found = tupleMismatch(a.elements, b.elements);
    if (found) return found;
  }
  if (isCollection(a) && isCollection(b) && a.kind === b.kind && a.element.kind === b.element.kind) {
    if (a.element.kind === 'object' || a.element.kind === 'tuple') {
      return `Mismatched ${a.kind} element types: ${describeMismatch(a.element, b.element)}`;
    }
  }
  const left = typeName(a);
  const right = typeName(b);
  if (left === right) {
    return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value";
  }
  return `The 'true' value is ${left}, but the 'false' value is ${right}`;
}

type Attributes = ReadonlyMap<string, Type>;

function objectMismatch(a: Attributes, b: Attributes): string | undefined {
  for (const name of [...a.keys()].sort(compareStrings)) {
    const left = a.get(name);
    const right = b.get(name);
    if (!left) continue;
    if (!right) {
      return `The 'true' value includes object attribute ${quoted(name)}, which is absent in the 'false' value`;
    }
    if (!equalTypes(left, right)) {
      return `Type mismatch for object attribute ${quoted(name)}: ${describeMismatch(left, right)}`;
    }
  }
  const extra = [...b.keys()].sort(compareStrings).find((name) => !a.has(name));
  if (extra === undefined) return undefined;
  return `The 'false' value includes object attribute ${quoted(extra)}, which is absent in the 'true' value`;
}

function tupleMismatch(a: readonly Type[], b: readonly Type[]): string | undefined {
  if (a.length !== b.length) {
    return `The 'true' tuple has length ${a.length}, but the 'false' tuple has length ${b.length}`;
  }
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right && !equalTypes(left, right)) {
      return `Type mismatch for tuple element ${index}: ${describeMismatch(left, right)}`;
    }
  }
  return undefined;
}
