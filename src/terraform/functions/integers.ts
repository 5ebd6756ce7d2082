import { isInteger, type Numeric, toBigInt } from '#model/number.js';
import type { Value } from '#model/value.js';
import { type Fault, fault } from './define.js';

const LIMIT = 2n ** 63n;

export const NOT_INT64 = 'value must be a whole number, between -9223372036854775808 and 9223372036854775807';

/** The number as the int64 that Go functions take, or the complaint that it is none. */
export function int64(value: Value): bigint | undefined {
  if (value.kind !== 'number' || !isInteger(value.value)) return undefined;
  const whole = toBigInt(value.value);
  return whole !== undefined && whole >= -LIMIT && whole < LIMIT ? whole : undefined;
}

/** As {@link int64}, for counts and indices: huge values stay huge but lose exactness, which no caller can notice. */
export function integerOf(value: Value, argument?: number, prefix = ''): number | Fault {
  const whole = int64(value);
  return whole === undefined ? fault(prefix + NOT_INT64, argument) : Number(whole);
}

export function numberOf(value: Value | undefined): Numeric {
  return value?.kind === 'number' ? value.value : 0;
}

export function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : '';
}
