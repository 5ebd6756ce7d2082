import { type BigFloat, bitLength } from './big-float.js';

/**
 * Decimal text of binary numbers, digit for digit as Go's `big.Float.Text` prints it.
 *
 * The shortest form walks the exact decimal expansion until it has left the interval that rounds back to the same
 * number (Steele & White's idea in the simple form that Go uses), so the digits agree even where shortest is not unique.
 */
export interface Decimal {
  /** Digits without leading or trailing zeros; empty for zero. */
  readonly digits: string;
  /** The value is 0.DIGITS * 10^point. */
  readonly point: number;
}

const TRAILING_ZEROS = /0+$/;

function exactDecimal(mantissa: bigint, exponent: number): Decimal {
  if (mantissa === 0n) return { digits: '', point: 0 };
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = scaled.toString();
  const point = exponent >= 0 ? text.length : text.length + exponent;
  return { digits: text.replace(TRAILING_ZEROS, ''), point };
}

export function exact(value: BigFloat): Decimal {
  return exactDecimal(value.mantissa, value.exponent);
}

/** The shortest decimal that rounds to the value at its precision. */
export function shortest(value: BigFloat): Decimal {
  const decimal = exact(value);
  if (decimal.digits === '') return decimal;
  const size = bitLength(value.mantissa);
  if (value.exponent >= 0 && size + value.exponent <= value.precision) return decimal;
  const shift = value.precision + 1 - size;
  const mantissa = value.mantissa << BigInt(shift);
  const exponent = value.exponent - shift;
  const lower = exactDecimal(mantissa - 1n, exponent);
  const upper = exactDecimal(mantissa + 1n, exponent);
  const inclusive = (mantissa & 2n) === 0n;
  for (let at = 0; at < decimal.digits.length; at += 1) {
    const digit = digitAt(decimal, at);
    const low = digitAt(lower, at);
    const high = digitAt(upper, at);
    const down = low !== digit || (inclusive && at + 1 === lower.digits.length);
    const up = digit !== high && (inclusive || digit + 1 < high || at + 1 < upper.digits.length);
    if (down && up) return roundDecimal(decimal, at + 1);
    if (down) return truncateDecimal(decimal, at + 1);
    if (up) return roundUp(decimal, at + 1);
  }
  return decimal;
}

function digitAt(decimal: Decimal, at: number): number {
  return at < decimal.digits.length ? decimal.digits.charCodeAt(at) - 48 : 0;
}

/** Rounded to `count` significant digits, half to even. */
export function roundDecimal(decimal: Decimal, count: number): Decimal {
  if (count < 0) return { digits: '', point: 0 };
  if (count >= decimal.digits.length) return decimal;
  const next = digitAt(decimal, count);
  const tie = next === 5 && count + 1 === decimal.digits.length;
  const up = tie ? count > 0 && digitAt(decimal, count - 1) % 2 === 1 : next >= 5;
  return up ? roundUp(decimal, count) : truncateDecimal(decimal, count);
}

function truncateDecimal(decimal: Decimal, count: number): Decimal {
  const digits = decimal.digits.slice(0, count).replace(TRAILING_ZEROS, '');
  return digits === '' ? { digits, point: 0 } : { digits, point: decimal.point };
}

function roundUp(decimal: Decimal, count: number): Decimal {
  let at = count;
  while (at > 0 && decimal.digits[at - 1] === '9') at -= 1;
  if (at === 0) return { digits: '1', point: decimal.point + 1 };
  const digits = decimal.digits.slice(0, at - 1) + String(digitAt(decimal, at - 1) + 1);
  return { digits, point: decimal.point };
}

/** `%f`: `places` digits behind the point, or all that the decimal has. */
export function fixedText(decimal: Decimal, places = Math.max(decimal.digits.length - decimal.point, 0)): string {
  const { digits, point } = decimal;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (places === 0) return whole;
  const zeros = point < 0 ? '0'.repeat(Math.min(-point, places)) : '';
  const fraction = (zeros + digits.slice(Math.max(point, 0))).slice(0, places).padEnd(places, '0');
  return `${whole}.${fraction}`;
}

/** `%e`: one digit before the point, `places` behind it. */
export function scientificText(decimal: Decimal, places = Math.max(decimal.digits.length - 1, 0)): string {
  const { digits, point } = decimal;
  const first = digits === '' ? '0' : digits.charAt(0);
  const fraction = places > 0 ? `.${digits.slice(1, 1 + places).padEnd(places, '0')}` : '';
  const power = digits === '' ? 0 : point - 1;
  return `${first}${fraction}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
