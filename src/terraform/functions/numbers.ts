import { absolute, add, ceil, compare, floor, fromBigInt, fromFloat64, type Numeric, toNumber } from '#model/number.js';
import { NUMBER } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import {
  isMapping,
  isSequence,
  isWhollyKnown,
  list,
  number,
  typeOf,
  dependenciesOf,
  unknown,
} from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { typeName } from '#model/values/types.js';
import { anything, fault, type FunctionSpec, parameter, type Result } from './define.js';
import { int64, integerOf, NOT_INT64, numberOf } from './integers.js';
import { power } from './power.js';

function ofOne(name: string, compute: (value: Numeric) => Numeric): FunctionSpec {
  return {
    name,
    params: [parameter('num', NUMBER)],
    returns: NUMBER,
    apply: ([value]) => number(compute(numberOf(value))),
  };
}

/** Through float64, as the reference computes them: the result has a float64's precision. */
function throughFloat(name: string, second: string, compute: (a: number, b: number) => number): FunctionSpec {
  return {
    name,
    params: [parameter('num', NUMBER), parameter(second, NUMBER)],
    returns: NUMBER,
    apply: ([a, b]) => {
      const result = fromFloat64(compute(toNumber(numberOf(a)), toNumber(numberOf(b))));
      return result === undefined ? fault('panic in function implementation: Float.SetFloat64(NaN)') : number(result);
    },
  };
}

/** The argument itself that is least or greatest, so it keeps its origin. */
function extreme(name: string, sign: number): FunctionSpec {
  return {
    name,
    params: [],
    variadic: parameter('numbers', NUMBER),
    returns: NUMBER,
    apply: (args) => {
      const [first] = args;
      if (!first) return fault('must pass at least one number');
      return args.reduce((best, next) => (compare(numberOf(next), numberOf(best)) * sign > 0 ? next : best), first);
    },
  };
}

const signum: FunctionSpec = {
  name: 'signum',
  params: [parameter('num', NUMBER)],
  returns: NUMBER,
  apply: ([value]) => {
    const whole = value && int64(value);
    if (whole === undefined) return fault(NOT_INT64);
    return number(whole === 0n ? 0 : whole < 0n ? -1 : 1);
  },
};

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const parseint: FunctionSpec = {
  name: 'parseint',
  params: [anything('number'), parameter('base', NUMBER)],
  returns: NUMBER,
  apply: ([text, baseValue], { limits }) => {
    if (text?.kind !== 'string') {
      return fault(`first argument must be a string, not ${text ? typeName(typeOf(text)) : 'dynamic'}`, 0);
    }
    const base = baseValue ? integerOf(baseValue, 1) : 0;
    if (typeof base !== 'number') return base;
    if (base < 2 || base > 62) return fault('base must be a whole number between 2 and 62 inclusive', 1);
    // Conversion from a base takes time quadratic in the length.
    if (text.value.length > Math.min(limits.characters, 20_000)) return fault('the number is too long', 0);
    const parsed = parseDigits(text.value, base);
    if (parsed === undefined) return fault(`cannot parse ${quoted(text.value)} as a base ${base} integer`, 0);
    return number(fromBigInt(parsed));
  },
};

function parseDigits(text: string, base: number): bigint | undefined {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (digits === '') return undefined;
  let value = 0n;
  for (const character of base <= 36 ? digits.toLowerCase() : digits) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0 || digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return negative ? -value : value;
}

const NOT_NUMBERS = 'argument must be list, set, or tuple of number values';

const sum: FunctionSpec = {
  name: 'sum',
  params: [anything('list')],
  returns: NUMBER,
  apply: ([value]) => {
    if (!value || (!isSequence(value) && !isMapping(value))) return fault('cannot sum noniterable', 0);
    const size = isSequence(value) ? value.elements.length : value.entries.size;
    if (size === 0) return fault('cannot sum an empty list', 0);
    if (!isSequence(value)) {
      return fault(`argument must be list, set, or tuple. Received ${typeName(typeOf(value))}`, 0);
    }
    if (!isWhollyKnown(value)) return unknown(NUMBER, { dependsOn: dependenciesOf(value), notNull: true });
    return sumOf(value.elements);
  },
};

function sumOf(values: readonly Value[]): Result {
  let total: Numeric | undefined;
  for (const value of values) {
    const converted = value.kind === 'null' ? undefined : convert(value, NUMBER);
    if (!converted || isFailure(converted) || converted.kind !== 'number') return fault(NOT_NUMBERS, 0);
    const next = total === undefined ? converted.value : add(total, converted.value);
    if (next === undefined) return fault("can't compute sum of opposing infinities");
    total = next;
  }
  return number(total ?? 0);
}

/** As many as Terraform allows. */
const MAX_RANGE = 1024;

const range: FunctionSpec = {
  name: 'range',
  params: [],
  variadic: parameter('params', NUMBER),
  returns: { kind: 'list', element: NUMBER },
  apply: (args) => {
    const numbers = args.map(numberOf);
    if (numbers.length < 1 || numbers.length > 3) return fault('must have one, two, or three arguments');
    const [start, end] = numbers.length === 1 ? [0, numbers[0] ?? 0] : [numbers[0] ?? 0, numbers[1] ?? 0];
    const step = numbers[2] ?? (compare(end, start) < 0 ? -1 : 1);
    return rangeOf(start, end, step);
  },
};

function rangeOf(start: Numeric, end: Numeric, step: Numeric): Result {
  const down = compare(step, 0) < 0;
  if (down && compare(end, start) > 0) return fault('end must be less than start when step is negative', 1);
  if (!down && compare(end, start) < 0) return fault('end must be greater than start when step is positive', 1);
  const values: Value[] = [];
  let next: Numeric | undefined = start;
  while (next !== undefined && (down ? compare(next, end) > 0 : compare(next, end) < 0)) {
    if (values.length >= MAX_RANGE) {
      return fault(
        'more than 1024 values were generated; either decrease the difference between start and end or use a smaller step',
      );
    }
    values.push(number(next));
    next = add(next, step);
  }
  return list(values, NUMBER);
}

export const NUMBER_FUNCTIONS: readonly FunctionSpec[] = [
  ofOne('abs', absolute),
  ofOne('ceil', ceil),
  ofOne('floor', floor),
  throughFloat('log', 'base', (value, base) => Math.log(value) / Math.log(base)),
  throughFloat('pow', 'power', power),
  extreme('max', 1),
  extreme('min', -1),
  signum,
  parseint,
  sum,
  range,
];
