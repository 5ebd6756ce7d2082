/**
 * Binary floating point of any precision, as Go's `big.Float` computes it: round to nearest, ties to even.
 *
 * Terraform's numbers are `big.Float`s of 512 bits (fewer where a function goes through an int64 or a float64), and the
 * precision decides which digits are printed, so it is part of the value. The mantissa is kept odd (or 0), which makes
 * equal values structurally equal.
 */
export class BigFloat {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly precision: number;

  /** Use {@link makeFloat}, which rounds and normalises. */
  constructor(negative: boolean, mantissa: bigint, exponent: number, precision: number) {
    this.negative = negative;
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.precision = precision;
  }
}

/** The precision of literals and of text converted to numbers. */
export const FULL_PRECISION = 512;

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : hexBitLength(value.toString(16));
}

function hexBitLength(hex: string): number {
  const top = Number.parseInt(hex.charAt(0), 16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(top));
}

function trailingZeros(value: bigint): number {
  let zeros = 0;
  let rest = value;
  while ((rest & 0xffff_ffffn) === 0n) {
    rest >>= 32n;
    zeros += 32;
  }
  const low = Number(rest & 0xffff_ffffn);
  return zeros + (31 - Math.clz32(low & -low));
}

/** `mantissa * 2^exponent`, rounded; `sticky` says that the true value is a little more than the mantissa. */
export function makeFloat(
  negative: boolean,
  mantissa: bigint,
  exponent: number,
  precision: number,
  sticky = false,
): BigFloat {
  if (mantissa === 0n) return new BigFloat(negative, 0n, 0, precision);
  const excess = bitLength(mantissa) - precision;
  let kept = mantissa;
  let power = exponent;
  if (excess > 0) {
    const shift = BigInt(excess);
    kept = mantissa >> shift;
    power += excess;
    const rest = mantissa - (kept << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (sticky || (kept & 1n) === 1n))) kept += 1n;
  }
  const zeros = trailingZeros(kept);
  return new BigFloat(negative, kept >> BigInt(zeros), power + zeros, precision);
}

export function addFloats(a: BigFloat, b: BigFloat, precision = Math.max(a.precision, b.precision)): BigFloat {
  if (a.mantissa === 0n && b.mantissa === 0n) return new BigFloat(a.negative && b.negative, 0n, 0, precision);
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = aligned(a, exponent) + aligned(b, exponent);
  return makeFloat(sum < 0n, sum < 0n ? -sum : sum, exponent, precision);
}

function aligned(value: BigFloat, exponent: number): bigint {
  if (value.mantissa === 0n) return 0n;
  const scaled = value.mantissa << BigInt(value.exponent - exponent);
  return value.negative ? -scaled : scaled;
}

export function multiplyFloats(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  return makeFloat(a.negative !== b.negative, a.mantissa * b.mantissa, a.exponent + b.exponent, precision);
}

/** The bits that the value needs: Go's `MinPrec`. */
export function minimalPrecision(value: BigFloat): number {
  return bitLength(value.mantissa);
}

/** `b` must not be zero. */
export function divideFloats(a: BigFloat, b: BigFloat, precision = Math.max(a.precision, b.precision)): BigFloat {
  if (a.mantissa === 0n) return new BigFloat(a.negative !== b.negative, 0n, 0, precision);
  const shift = Math.max(0, precision + 2 - (bitLength(a.mantissa) - bitLength(b.mantissa)));
  const dividend = a.mantissa << BigInt(shift);
  const quotient = dividend / b.mantissa;
  const exact = quotient * b.mantissa === dividend;
  return makeFloat(a.negative !== b.negative, quotient, a.exponent - b.exponent - shift, precision, !exact);
}

export function compareFloats(a: BigFloat, b: BigFloat): number {
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB) return signA < signB ? -1 : 1;
  if (signA === 0) return 0;
  const topA = bitLength(a.mantissa) + a.exponent;
  const topB = bitLength(b.mantissa) + b.exponent;
  if (topA !== topB) return topA < topB ? -signA : signA;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = aligned(a, exponent);
  const right = aligned(b, exponent);
  return left === right ? 0 : left < right ? -1 : 1;
}

function signOf(value: BigFloat): number {
  if (value.mantissa === 0n) return 0;
  return value.negative ? -1 : 1;
}

/** The integer part, towards zero. */
export function truncateFloat(value: BigFloat): bigint {
  const magnitude =
    value.exponent >= 0 ? value.mantissa << BigInt(value.exponent) : value.mantissa >> BigInt(-value.exponent);
  return value.negative ? -magnitude : magnitude;
}

export function isIntegerFloat(value: BigFloat): boolean {
  return value.exponent >= 0;
}
