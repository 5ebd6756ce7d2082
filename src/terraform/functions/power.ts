/**
 * x to the power y in float64, by the steps of Go's `math.Pow` (repeated squaring of the fraction, the exponent apart).
 * ECMAScript leaves the last bits of `**` open, and Terraform prints them.
 */
export function power(x: number, y: number): number {
  const special = specialPower(x, y);
  if (special !== undefined) return special;
  const magnitude = Math.abs(y);
  let whole = Math.trunc(magnitude);
  let fraction = magnitude - whole;
  if (fraction !== 0 && x < 0) return Number.NaN;
  if (whole >= 2 ** 63) return hugePower(x, y);
  let result = 1;
  let exponent = 0;
  if (fraction !== 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    result = Math.exp(fraction * Math.log(x));
  }
  let [base, scale] = splitFloat(x);
  for (let left = BigInt(whole); left !== 0n; left >>= 1n) {
    if (scale < -4096 || scale > 4096) {
      exponent += scale;
      break;
    }
    if ((left & 1n) === 1n) {
      result *= base;
      exponent += scale;
    }
    base *= base;
    scale *= 2;
    if (base < 0.5) {
      base += base;
      scale -= 1;
    }
  }
  return y < 0 ? scaled(1 / result, -exponent) : scaled(result, exponent);
}

/** The cases that need no computing. Zero, infinities and the like agree with ECMAScript. */
function specialPower(x: number, y: number): number | undefined {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x === -1 ? 1 : x ** y;
  if (y === 0.5) return Math.sqrt(x);
  return y === -0.5 ? 1 / Math.sqrt(x) : undefined;
}

function hugePower(x: number, y: number): number {
  if (x === -1) return 1;
  return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
}

/** A fraction from 0.5 up to 1 and the power of two that it is to be scaled by. */
function splitFloat(x: number): [number, number] {
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let fraction = x * 2 ** -exponent;
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    exponent -= 1;
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    exponent += 1;
  }
  return [fraction, exponent];
}

/** Scales by a power of two in steps that neither overflow nor round before the last. */
function scaled(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  while (left > 1000 && Number.isFinite(result)) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000 && result !== 0) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** Math.max(-1000, Math.min(1000, left));
}
