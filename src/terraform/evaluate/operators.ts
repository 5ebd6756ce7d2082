import type { BinaryOperator, Unary } from '#hcl/syntax.js';
import { add, compare, divide, modulo, multiply, negate, type Numeric, subtract } from '#model/number.js';
import { BOOL, DYNAMIC, NUMBER, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { equals } from '#model/values/equality.js';
import { failure, isFailure, type Outcome } from '#model/values/failure.js';
import { bool, containsSensitive, dependenciesOf, number, unknown, withMarksOf } from '#model/values/make.js';

/** Operators of https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#operations, with HCL's messages. */
type Arithmetic = (a: Numeric, b: Numeric) => Numeric | undefined;

interface Operation {
  readonly operand: Type;
  readonly result: Type;
  /** The failure of operands that have no result. */
  readonly impossible?: string;
  apply(a: Value, b: Value): Value | undefined;
}

function arithmetic(compute: Arithmetic, impossible: string): Operation {
  return {
    operand: NUMBER,
    result: NUMBER,
    impossible,
    apply: (a, b) => {
      const result = compute(numberOf(a), numberOf(b));
      return result === undefined ? undefined : number(result);
    },
  };
}

function comparison(test: (order: number) => boolean): Operation {
  return { operand: NUMBER, result: BOOL, apply: (a, b) => bool(test(compare(numberOf(a), numberOf(b)))) };
}

function logic(compute: (a: boolean, b: boolean) => boolean): Operation {
  return { operand: BOOL, result: BOOL, apply: (a, b) => bool(compute(truthOf(a), truthOf(b))) };
}

function equality(negated: boolean): Operation {
  return {
    operand: DYNAMIC,
    result: BOOL,
    apply: (a, b) => {
      const result = equals(a, b);
      return negated && result.kind === 'bool' ? bool(!result.value) : result;
    },
  };
}

const OPERATIONS: ReadonlyMap<BinaryOperator, Operation> = new Map<BinaryOperator, Operation>([
  ['+', arithmetic(add, "can't compute sum of opposing infinities")],
  ['-', arithmetic(subtract, "can't subtract infinity from itself")],
  ['*', arithmetic(multiply, "can't multiply zero by infinity")],
  ['/', arithmetic(divide, "can't divide zero by zero or infinity by infinity")],
  ['%', arithmetic(modulo, "can't use modulo with zero and infinity")],
  ['<', comparison((order) => order < 0)],
  ['<=', comparison((order) => order <= 0)],
  ['>', comparison((order) => order > 0)],
  ['>=', comparison((order) => order >= 0)],
  ['&&', logic((a, b) => a && b)],
  ['||', logic((a, b) => a || b)],
  ['==', equality(false)],
  ['!=', equality(true)],
]);

function numberOf(value: Value): Numeric {
  return value.kind === 'number' ? value.value : 0;
}

function truthOf(value: Value): boolean {
  return value.kind === 'bool' && value.value;
}

const NULL_OPERAND = 'Error during operation: argument must not be null.';

export function binary(operator: BinaryOperator, left: Value, right: Value): Outcome {
  const operation = OPERATIONS.get(operator);
  if (!operation) throw new Error(`operator ${operator} has no operation`);
  const a = operand(left, operation.operand, 'left operand', 0);
  if (isFailure(a)) return a;
  const b = operand(right, operation.operand, 'right operand', 1);
  if (isFailure(b)) return b;
  if (operation.operand.kind === 'dynamic') return equalityWithMarks(operation, a, b);
  if (a.kind === 'null' || b.kind === 'null') {
    return failure('Operation failed', NULL_OPERAND);
  }
  const result =
    a.kind === 'unknown' || b.kind === 'unknown' ? undecided(operator, operation, a, b) : operation.apply(a, b);
  if (!result)
    return failure('Operation failed', `Error during operation: ${operation.impossible ?? 'it has no result'}.`);
  return withMarksOf(result, a, b);
}

function operand(value: Value, type: Type, side: string, argument: number): Outcome {
  if (type.kind === 'dynamic') return value;
  const converted = convert(value, type);
  if (!isFailure(converted)) return converted;
  return failure('Invalid operand', `Unsuitable value for ${side}: ${converted.detail}.`, argument);
}

/** A mark anywhere inside decides too: the comparison tells something of it. */
function equalityWithMarks(operation: Operation, a: Value, b: Value): Value {
  const result = operation.apply(a, b) ?? unknown(BOOL, { dependsOn: dependenciesOf(a, b) });
  const sensitive = containsSensitive(a) || containsSensitive(b);
  return withMarksOf(sensitive ? { ...result, sensitive: true } : result, a, b);
}

/** `false && unknown` is false and `true || unknown` is true, in either order. */
function undecided(operator: BinaryOperator, operation: Operation, a: Value, b: Value): Value {
  const decisive = operator === '&&' ? false : operator === '||' ? true : undefined;
  const settled = [a, b].find((value) => value.kind === 'bool' && value.value === decisive);
  if (settled) return bool(decisive === true);
  return unknown(operation.result, { dependsOn: dependenciesOf(a, b), notNull: true });
}

export function unary(operator: Unary['operator'], value: Value): Outcome {
  const type = operator === '-' ? NUMBER : BOOL;
  const operandValue = operand(value, type, 'unary operand', 0);
  if (isFailure(operandValue)) return operandValue;
  if (operandValue.kind === 'null') return failure('Operation failed', NULL_OPERAND);
  if (operandValue.kind === 'unknown') {
    const result = unknown(type, { dependsOn: dependenciesOf(operandValue), notNull: true });
    return withMarksOf(result, operandValue);
  }
  const result = operator === '-' ? number(negate(numberOf(operandValue))) : bool(!truthOf(operandValue));
  return withMarksOf(result, operandValue);
}

export { conditional } from '#model/values/conditional.js';
