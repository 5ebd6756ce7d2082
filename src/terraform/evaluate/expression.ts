/**
 * Evaluates expressions as HCL does (https://github.com/hashicorp/hcl/blob/main/hclsyntax/expression.go), with two
 * differences: a mistake makes only its own part unknown, and every value carries its origin.
 */
import type {
  Binary,
  Conditional,
  Expression,
  ObjectExpression,
  ObjectItem,
  TupleExpression,
  Unary,
} from '#hcl/syntax.js';
import { parseNumber } from '#model/number.js';
import { binary, unary } from './operators.js';
import { BOOL, DYNAMIC, STRING, type Type } from '#model/type.js';
import type { Member, UnknownValue, Value } from '#model/value.js';
import { convert, unify } from '#model/values/convert.js';
import { isFailure, type Outcome } from '#model/values/failure.js';
import { typeOf } from '#model/values/inspect.js';
import { object, withMarksOf } from '#model/values/make.js';
import { withAlternatives, withMembers } from '#model/values/partly.js';
import { evaluateCall } from './call.js';
import { evaluateFor } from './for.js';
import { allDependencies, callOrigin, originOf } from './provenance.js';
import { fail, type Scope, spend, unknown } from './scope.js';
import { evaluateTemplate } from './template.js';
import { noteWorkspaces } from './workspace.js';
import { evaluateSplat, evaluateTraversal } from './traversal.js';

/** The value of an expression; mistakes are recorded in the scope and leave an unknown. */
export function evaluate(expression: Expression, scope: Scope): Value {
  if (!spend(scope, expression)) return unknown(DYNAMIC, [], 'expression too large');
  switch (expression.kind) {
    case 'template':
      return evaluateTemplate(expression, scope);
    case 'variable':
    case 'get-attribute':
    case 'index':
      return evaluateTraversal(expression, scope);
    case 'number':
    case 'bool':
    case 'null':
      return literal(expression, scope);
    case 'tuple':
      return evaluateTuple(expression, scope);
    case 'object':
      return evaluateObject(expression, scope);
    case 'call':
      return evaluateCall(expression, scope);
    case 'splat':
      return evaluateSplat(expression, scope);
    case 'for':
      return evaluateFor(expression, scope);
    default:
      return evaluateOperation(expression, scope);
  }
}

function evaluateOperation(
  expression: Exclude<
    Expression,
    {
      kind:
        | 'template'
        | 'variable'
        | 'get-attribute'
        | 'index'
        | 'number'
        | 'bool'
        | 'null'
        | 'tuple'
        | 'object'
        | 'call'
        | 'splat'
        | 'for';
    }
  >,
  scope: Scope,
): Value {
  switch (expression.kind) {
    case 'parenthesis':
      return evaluate(expression.expression, scope);
    case 'conditional':
      return evaluateConditional(expression, scope);
    case 'binary':
      return evaluateBinary(expression, scope);
    case 'unary':
      return evaluateUnary(expression, scope);
    case 'invalid-expression':
      // The parser has said what is wrong with it.
      return {
        kind: 'unknown',
        type: DYNAMIC,
        dependsOn: [],
        reason: 'the expression does not parse',
        origin: originOf(scope, expression),
      };
  }
}

function literal(expression: Extract<Expression, { kind: 'number' | 'bool' | 'null' }>, scope: Scope): Value {
  const origin = originOf(scope, expression);
  if (expression.kind === 'bool') return { kind: 'bool', value: expression.value, origin };
  if (expression.kind === 'null') return { kind: 'null', type: DYNAMIC, origin };
  const value = parseNumber(expression.text);
  if (value !== undefined) return { kind: 'number', value, origin };
  return fail(scope, expression, 'Invalid number literal', 'Failed to recognize the value of this number literal.');
}

function evaluateTuple(expression: TupleExpression, scope: Scope): Value {
  const elements: Value[] = [];
  for (const element of expression.elements) elements.push(evaluate(element, scope));
  return { kind: 'tuple', elements, origin: originOf(scope, expression) };
}

function evaluateObject(expression: ObjectExpression, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const members: Member[] = [];
  const unknownKeys: Value[] = [];
  const keys: Value[] = [];
  for (const item of expression.items) {
    const given = objectKey(item, scope);
    const key: Value = typeof given === 'string' ? { kind: 'string', value: given } : given;
    const value = evaluate(item.value, scope);
    if (typeof given !== 'string') keys.push(key);
    if (key.kind === 'string') entries.set(key.value, value);
    else unknownKeys.push(key);
    members.push({ key, value });
  }
  const origin = originOf(scope, expression);
  if (unknownKeys.length > 0) {
    const dependsOn = allDependencies(unknownKeys);
    return withMembers({ kind: 'unknown', type: DYNAMIC, dependsOn, notNull: true, origin }, { entries: members });
  }
  return withMarksOf(object(entries, { origin }), ...keys);
}

/** The name of an item: a string where it is written as a bare word, a value where it is computed. */
function objectKey(item: ObjectItem, scope: Scope): string | Value {
  const { key } = item;
  if (key.kind === 'variable') return key.name.normalize('NFC');
  if (key.kind === 'null' || key.kind === 'bool') return key.kind === 'null' ? 'null' : String(key.value);
  const given = evaluate(key, scope);
  if (given.kind === 'null') return fail(scope, key, 'Null value as key', "Can't use a null value as a key.");
  const name = convert(given, STRING);
  if (isFailure(name)) return fail(scope, key, 'Incorrect key type', `Can't use this value as a key: ${name.detail}.`);
  return name;
}

/** A null of no type takes any type; otherwise both results must have a type in common. */
function evaluateConditional(expression: Conditional, scope: Scope): Value {
  const then = evaluateBranch(expression.then, scope);
  const otherwise = evaluateBranch(expression.otherwise, scope);
  const type = branchType(then.value, otherwise.value);
  if (!type) {
    return fail(scope, expression, 'Inconsistent conditional result types', INCONSISTENT);
  }
  const given = evaluate(expression.condition, scope);
  if (given.kind === 'null') {
    return fail(
      scope,
      expression.condition,
      'Null condition',
      'The condition value is null. Conditions must either be true or false.',
    );
  }
  const condition = convert(given, BOOL);
  if (isFailure(condition)) {
    const detail = `The condition expression must be of type bool: ${condition.detail}.`;
    return fail(scope, expression.condition, 'Incorrect condition type', detail);
  }
  if (condition.kind !== 'bool') {
    const origin = callOrigin(scope, expression, [condition, then.value, otherwise.value]);
    const result: UnknownValue = { ...unknown(type, allDependencies([condition])), origin };
    const possible = [then, otherwise].filter((branch) => branch.scope.failures.length === 0);
    const results = possible.map((branch) => branch.value);
    return withMarksOf(withAlternatives(result, results), given);
  }
  const chosen = condition.value ? then : otherwise;
  for (const failure of chosen.scope.failures) scope.failures.push(failure);
  const result = convert(chosen.value, type);
  if (isFailure(result)) {
    return fail(
      scope,
      expression,
      'Inconsistent conditional result types',
      `The ${condition.value ? 'true' : 'false'} result value has the wrong type: ${result.detail}.`,
    );
  }
  return withMarksOf(result, given);
}

const INCONSISTENT =
  'The true and false result expressions must have consistent types. The two values have types that have nothing in common.';

interface Branch {
  readonly value: Value;
  readonly scope: Scope;
}

/** Mistakes in the branch that is not taken do not count. */
function evaluateBranch(expression: Expression, scope: Scope): Branch {
  const own = { ...scope, failures: [] };
  return { value: evaluate(expression, own), scope: own };
}

function branchType(then: Value, otherwise: Value): Type | undefined {
  if (then.kind === 'null' && then.type.kind === 'dynamic') return typeOf(otherwise);
  if (otherwise.kind === 'null' && otherwise.type.kind === 'dynamic') return typeOf(then);
  return unify([typeOf(then), typeOf(otherwise)], true);
}

function evaluateBinary(expression: Binary, scope: Scope): Value {
  if (scope.resolver?.shortCircuits && isLogical(expression.operator)) return evaluateLogical(expression, scope);
  const left = evaluate(expression.left, scope);
  const right = evaluate(expression.right, scope);
  return evaluateOperands(expression, left, right, scope);
}

function evaluateOperands(expression: Binary, left: Value, right: Value, scope: Scope): Value {
  if (right.kind === 'string') noteWorkspaces(left, [right.value], scope.resolver);
  if (left.kind === 'string') noteWorkspaces(right, [left.value], scope.resolver);
  const result = binary(expression.operator, left, right);
  const operand =
    isFailure(result) && result.argument === 1
      ? expression.right
      : isFailure(result) && result.argument === 0
        ? expression.left
        : expression;
  return outcome(result, expression, operand, scope, [left, right]);
}

/**
 * An operand that decides alone leaves out the other, with its mistakes; so does a first one that is not known.
 * https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/expression_ops.go
 */
function evaluateLogical(expression: Binary, scope: Scope): Value {
  const left = evaluateBranch(expression.left, scope);
  const right = evaluateBranch(expression.right, scope);
  const decisive = expression.operator === '||';
  const alone = [left, right].find(({ value, scope: own }) => own.failures.length === 0 && isBool(value, decisive));
  if (alone) return evaluateOperands(expression, alone.value, alone.value, scope);
  for (const { scope: own } of leavesOpen(left, right) ? [left] : [left, right]) scope.failures.push(...own.failures);
  return evaluateOperands(expression, left.value, right.value, scope);
}

function isLogical(operator: Binary['operator']): boolean {
  return operator === '&&' || operator === '||';
}

function isBool(value: Value, wanted: boolean): boolean {
  const given = convert(value, BOOL);
  return !isFailure(given) && given.kind === 'bool' && given.value === wanted;
}

function leavesOpen(left: Branch, right: Branch): boolean {
  return left.scope.failures.length === 0 && left.value.kind === 'unknown' && right.value.kind === 'unknown';
}

function evaluateUnary(expression: Unary, scope: Scope): Value {
  const operand = evaluate(expression.operand, scope);
  const result = unary(expression.operator, operand);
  return outcome(result, expression, expression.operand, scope, [operand]);
}

function outcome(
  result: Outcome,
  expression: Expression,
  at: Expression,
  scope: Scope,
  inputs: readonly Value[],
): Value {
  if (isFailure(result)) return fail(scope, at, result.summary, result.detail);
  return { ...result, origin: callOrigin(scope, expression, inputs) };
}
