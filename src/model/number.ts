import {
  BigFloat,
  FULL_PRECISION,
  addFloats,
  bitLength,
  compareFloats,
  divideFloats,
  isIntegerFloat,
  makeFloat,
  minimalPrecision,
  multiplyFloats,
  truncateFloat,
} from './values/big-float.js';
import { fixedText, shortest } from './values/decimal.js';

/**
 * A number of the Terraform language: a JavaScript number for safe integers and infinities, a {@link BigFloat} for all
 * others. Never NaN. Equal values may have both forms only where precision differs, so compare with {@link compare}.
 */
export type Numeric = number | BigFloat;
export { BigFloat };

/** Beyond this decimal exponent a literal is refused: its expansion would be longer than any use it could have. */
const MAX_DECIMAL_EXPONENT = 20_000;
const MAX_DECIMAL_DIGITS = 100_000;

function simplify(value: BigFloat): Numeric {
  if (value.mantissa === 0n) return value.negative ? -0 : 0;
  if (value.exponent < 0 || value.exponent + bitLength(value.mantissa) > 53) return value;
  return Number(truncateFloat(value));
}

/** As a big float; undefined for infinities. */
export function toBigFloat(value: Numeric): BigFloat | undefined {
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) return undefined;
  const negative = value < 0 || Object.is(value, -0);
  return makeFloat(negative, BigInt(Math.abs(value)), 0, FULL_PRECISION);
}

export function fromBigInt(value: bigint): Numeric {
  const magnitude = value < 0n ? -value : value;
  // Go gives an integer the bits it needs, but at least 64; Terraform never has fewer than 512 after a literal joins in.
  return simplify(makeFloat(value < 0n, magnitude, 0, Math.max(64, bitLength(magnitude))));
}

/** From a float64 result, which keeps the precision of a float64. Undefined for NaN. */
export function fromFloat64(value: number): Numeric | undefined {
  if (Number.isNaN(value)) return undefined;
  if (Number.isSafeInteger(value) || !Number.isFinite(value)) return value;
  let mantissa = Math.abs(value);
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent -= 1;
  }
  return simplify(makeFloat(value < 0, BigInt(mantissa), exponent, 53));
}

const NUMBER_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eEpP])([+-]?\d+))?$/;

/** Decimal text as Go's `big.ParseFloat(text, 10, 512, ToNearestEven)` reads it; undefined if it is no number. */
export function parseNumber(text: string): Numeric | undefined {
  if (text.length <= 15 && /^(?:0|[1-9]\d*)$/.test(text)) return Number(text);
  if (text.length > MAX_DECIMAL_DIGITS) return undefined;
  const infinite = /^([+-]?)[iI]nf$/.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  const match = NUMBER_TEXT.exec(text);
  return match ? parseMatched(match) : undefined;
}

function parseMatched(match: RegExpExecArray): Numeric | undefined {
  const [, sign, whole = '', fraction = '', letter, power = '0'] = match;
  const given = Number(power);
  if (whole + fraction === '' || Math.abs(given) > MAX_DECIMAL_EXPONENT) return undefined;
  // `p` scales by a power of two, `e` by one of ten.
  const binary = letter === 'p' || letter === 'P' ? given : 0;
  return simplify(scaledByTen(sign === '-', BigInt(whole + fraction), given - binary - fraction.length, binary));
}

/** Scales as Go does: by a power of five that has 64 bits more than the result. */
function scaledByTen(negative: boolean, mantissa: bigint, decimal: number, binary: number): BigFloat {
  const exponent = decimal + binary;
  if (mantissa === 0n || decimal === 0) return makeFloat(negative, mantissa, exponent, FULL_PRECISION);
  const five = makeFloat(false, 5n ** BigInt(Math.abs(decimal)), 0, FULL_PRECISION + 64);
  const digits = new BigFloat(negative, mantissa, exponent, FULL_PRECISION);
  return decimal > 0 ? multiplyFloats(digits, five, FULL_PRECISION) : divideFloats(digits, five, FULL_PRECISION);
}

/** The number as Terraform prints it: the shortest decimal that reads back the same, never with an exponent. */
export function formatNumber(value: Numeric): string {
  if (typeof value === 'number') {
    if (value === Infinity) return '+Inf';
    if (value === -Infinity) return '-Inf';
    return Object.is(value, -0) ? '-0' : String(value);
  }
  return (value.negative ? '-' : '') + fixedText(shortest(value));
}

/** The arithmetic of `big.Float`; undefined where that has no result (`Inf - Inf`, `0 * Inf`, `0 / 0`). */
export function add(a: Numeric, b: Numeric): Numeric | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const left = toBigFloat(a);
  const right = toBigFloat(b);
  return left && right ? simplify(addFloats(left, right)) : defined(toNumber(a) + toNumber(b));
}

export function subtract(a: Numeric, b: Numeric): Numeric | undefined {
  return add(a, negate(b));
}

export function multiply(a: Numeric, b: Numeric): Numeric | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  const left = toBigFloat(a);
  const right = toBigFloat(b);
  if (!left || !right) return defined(signum(a) * signum(b) * Infinity);
  const product = multiplyFloats(left, right, FULL_PRECISION);
  const precision = Math.max(left.precision, right.precision, minimalPrecision(product));
  return simplify(makeFloat(product.negative, product.mantissa, product.exponent, precision));
}

export function divide(a: Numeric, b: Numeric): Numeric | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const quotient = a / b;
    if (Number.isSafeInteger(quotient) && quotient * b === a) return quotient;
  }
  const left = toBigFloat(a);
  const right = toBigFloat(b);
  if (!left || !right || right.mantissa === 0n) return defined(signed(a) / signed(b));
  return simplify(divideFloats(left, right));
}

/** A stand-in of the same sign that is zero, finite or infinite as the number is. */
function signed(value: Numeric): number {
  if (typeof value === 'number') return value;
  return value.negative ? -1 : 1;
}

function defined(value: number): Numeric | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** The remainder of the division truncated towards zero, with the sign of `a`; `a` itself where `b` is zero. */
export function modulo(a: Numeric, b: Numeric): Numeric | undefined {
  if (typeof a === 'number' && typeof b === 'number' && Number.isFinite(a) && Number.isFinite(b)) {
    return b === 0 ? a : (a % b) + 0;
  }
  const left = toBigFloat(a);
  const right = toBigFloat(b);
  if (!left || !right) return undefined;
  if (right.mantissa === 0n) return a;
  const whole = truncateFloat(divideFloats(left, right));
  const magnitude = whole < 0n ? -whole : whole;
  const precision = left.precision;
  const product = multiplyFloats(makeFloat(whole < 0n, magnitude, 0, precision), right, precision);
  const negated = new BigFloat(!product.negative, product.mantissa, product.exponent, product.precision);
  return simplify(addFloats(left, negated, precision));
}

export function negate(value: Numeric): Numeric {
  if (typeof value === 'number') return -value;
  return new BigFloat(!value.negative, value.mantissa, value.exponent, value.precision);
}

export function absolute(value: Numeric): Numeric {
  return signum(value) < 0 || Object.is(value, -0) ? negate(value) : value;
}

export function compare(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -1 : 1;
  const left = toBigFloat(a);
  const right = toBigFloat(b);
  if (left && right) return compareFloats(left, right);
  return toNumber(a) < toNumber(b) ? -1 : 1;
}

export function signum(value: Numeric): number {
  if (typeof value === 'number') return value === 0 ? 0 : value < 0 ? -1 : 1;
  if (value.mantissa === 0n) return 0;
  return value.negative ? -1 : 1;
}

export function isInteger(value: Numeric): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : isIntegerFloat(value);
}

/** The whole number at or below the value; infinities stay. */
export function floor(value: Numeric): Numeric {
  if (typeof value === 'number') return value;
  if (isIntegerFloat(value)) return value;
  const whole = truncateFloat(value);
  return fromBigInt(value.negative ? whole - 1n : whole);
}

export function ceil(value: Numeric): Numeric {
  if (typeof value === 'number') return value;
  if (isIntegerFloat(value)) return value;
  const whole = truncateFloat(value);
  return fromBigInt(value.negative ? whole : whole + 1n);
}

/** The integer value, if it is one. */
export function toBigInt(value: Numeric): bigint | undefined {
  if (!isInteger(value)) return undefined;
  return typeof value === 'number' ? BigInt(value) : truncateFloat(value);
}

/** The value as a safe JavaScript integer, if it is one: what indexes, counts and ports need. */
export function toSafeInteger(value: Numeric): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The nearest float64. */
export function toNumber(value: Numeric): number {
  return typeof value === 'number' ? value : Number(scientific(value));
}

function scientific(value: BigFloat): string {
  const { digits, point } = shortest(value);
  return `${value.negative ? '-' : ''}0.${digits}e${point}`;
}
