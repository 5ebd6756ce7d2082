import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  ceil,
  compare,
  divide,
  floor,
  formatNumber,
  fromBigInt,
  fromFloat64,
  modulo,
  multiply,
  type Numeric,
  negate,
  parseNumber,
  subtract,
  toBigInt,
  toNumber,
  toSafeInteger,
} from '#model/number.js';

function parsed(text: string): Numeric {
  const value = parseNumber(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
}

describe('text to number to text', () => {
  test.each([
    ['0', '0'],
    ['-0', '-0'],
    ['007', '7'],
    ['+5', '5'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5e-7', '0.00000015'],
    ['1p3', '8'],
    ['18446744073709551616', '18446744073709551616'],
    ['99999999999999999.5', '99999999999999999.5'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['5e-324', `0.${'0'.repeat(323)}5`],
    ['Inf', '+Inf'],
    ['-inf', '-Inf'],
    [
      '3.14159265358979323846264338327950288419716939937510582097494459',
      '3.14159265358979323846264338327950288419716939937510582097494459',
    ],
  ])('%s is %s', (text, expected) => {
    expect(formatNumber(parsed(text))).toBe(expected);
  });

  test.each(['', ' 1', '1 ', '0x10', '1_000', 'INF', 'Infinity', 'NaN', '1e', '--1', '1e999999999'])(
    '%j is no number',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );
});

describe('arithmetic', () => {
  test.each<[string, Numeric | undefined, string]>([
    ['0.1 + 0.2', add(parsed('0.1'), parsed('0.2')), '0.3'],
    ['7 / 2', divide(7, 2), '3.5'],
    ['2 / 3', divide(2, 3), `0.${'6'.repeat(153)}7`],
    ['1e20 % 7', modulo(parsed('1e20'), 7), '2'],
    ['-7 % -3', modulo(-7, -3), '-1'],
    ['5.5 % 2', modulo(parsed('5.5'), 2), '1.5'],
    ['5 % 0', modulo(5, 0), '5'],
    ['2^53 + 1', add(2 ** 53 - 1, 2), '9007199254740993'],
    ['0 * -1', multiply(0, -1), '-0'],
    ['1 / 0', divide(1, 0), '+Inf'],
    ['1 / Inf', divide(1, Infinity), '0'],
    ['floor -5.1', floor(parsed('-5.1')), '-6'],
    ['ceil -0.5', ceil(parsed('-0.5')), '0'],
    ['a float64 prints as one', fromFloat64(1.1 ** 2), '1.2100000000000002'],
  ])('%s', (_, result, expected) => {
    expect(result === undefined ? undefined : formatNumber(result)).toBe(expected);
  });

  test.each([
    ['Inf - Inf', subtract(Infinity, Infinity)],
    ['0 * Inf', multiply(0, Infinity)],
    ['0 / 0', divide(0, 0)],
    ['Inf / Inf', divide(Infinity, Infinity)],
    ['5 % Inf', modulo(5, Infinity)],
    ['NaN', fromFloat64(Number.NaN)],
  ])('%s has no result', (_, result) => {
    expect(result).toBeUndefined();
  });

  test('integers agree with BigInt', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 200n), 2n ** 200n), fc.bigInt(-(2n ** 200n), 2n ** 200n), (a, b) => {
        const x = parsed(String(a));
        const y = parsed(String(b));
        expect([toBigInt(x), toBigInt(fromBigInt(b))]).toEqual([a, b]);
        expect(formatNumber(multiply(x, y) ?? 0).replace('-0', '0')).toBe(String(a * b));
        expect(Math.sign(compare(x, y))).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(formatNumber(parsed(formatNumber(x)))).toBe(String(a));
      }),
    );
  });

  test('every float64 keeps its digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(toNumber(fromFloat64(value) ?? 0)).toBe(value);
        expect(toNumber(negate(fromFloat64(value) ?? 0))).toBe(-value);
      }),
    );
  });

  test('only safe integers are integers for counting', () => {
    expect([3, Infinity, parsed('0.5'), parsed('1e30')].map(toSafeInteger)).toEqual([
      3,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
