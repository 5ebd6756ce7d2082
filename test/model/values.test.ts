import { describe, expect, test } from 'vitest';
import { binary, conditional, unary } from '#terraform/evaluate/operators.js';
import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert, formatType, typeName, unify } from '#model/values/convert.js';
import { isFailure, type Outcome } from '#model/values/failure.js';
import { encodeJson } from '#terraform/functions/json-text.js';
import {
  bool,
  equals,
  list,
  map,
  markSensitive,
  nullOf,
  number,
  object,
  set,
  string,
  tuple,
  typeOf,
  unknown,
} from '#model/values/make.js';

const s = string;
const n = (value: number): Value => number(value);
const listOf = (element: Type): Type => ({ kind: 'list', element });
const setOf = (element: Type): Type => ({ kind: 'set', element });
const mapOf = (element: Type): Type => ({ kind: 'map', element });
const objectOf = (attributes: Readonly<Record<string, Type>>, ...optional: readonly string[]): Type => ({
  kind: 'object',
  attributes: new Map(Object.entries(attributes)),
  ...(optional.length > 0 ? { optional: new Set(optional) } : {}),
});

function shown(result: Outcome): string {
  if (isFailure(result)) return `! ${[...(result.path ?? []), result.detail].join(': ')}`;
  const json = encodeJson(result);
  return `${typeof json === 'string' ? json : '?'} ${formatType(typeOf(result)).replaceAll(/\s+/g, '')}`;
}

describe('convert', () => {
  test.each<[string, Outcome, string]>([
    ['number to string', convert(n(1.5e3), STRING), '"1500" string'],
    ['bool to string', convert(bool(true), STRING), '"true" string'],
    ['string to number', convert(s('1e3'), NUMBER), '1000 number'],
    ['string to bool', convert(s('1'), BOOL), 'true bool'],
    ['a word to bool', convert(s('True'), BOOL), '! a bool is required; to convert from string, use lowercase "true"'],
    ['bool to number', convert(bool(true), NUMBER), '! number required'],
    ['tuple to list of one type', convert(tuple([n(1), s('a')]), listOf(DYNAMIC)), '["1","a"] list(string)'],
    ['tuple to set', convert(tuple([s('b'), s('a'), s('b')]), setOf(STRING)), '["a","b"] set(string)'],
    ['list to tuple', convert(list([n(1)], NUMBER), { kind: 'tuple', elements: [NUMBER] }), '! tuple required'],
    ['empty tuple', convert(tuple([]), listOf(NUMBER)), '[] list(number)'],
    ['null', convert(nullOf(DYNAMIC), listOf(STRING)), 'null list(string)'],
    ['unknown', convert(unknown(DYNAMIC), NUMBER), '? number'],
    [
      'object to map',
      convert(
        object([
          ['a', n(1)],
          ['b', s('x')],
        ]),
        mapOf(STRING),
      ),
      '{"a":"1","b":"x"} map(string)',
    ],
    [
      'nulls in a map of any',
      convert(
        object([
          ['a', nullOf(DYNAMIC)],
          ['b', tuple([n(1)])],
        ]),
        mapOf(DYNAMIC),
      ),
      '{"a":null,"b":[1]} map(tuple([number,]),)',
    ],
    [
      'more attributes',
      convert(
        object([
          ['a', n(1)],
          ['b', s('x')],
        ]),
        objectOf({ a: STRING }),
      ),
      '{"a":"1"} object({a:string,})',
    ],
    ['a missing attribute', convert(object([]), objectOf({ a: STRING })), '! attribute "a" is required'],
    [
      'missing attributes',
      convert(object([]), objectOf({ a: STRING, b: STRING, c: STRING })),
      '! attributes "a", "b", and "c" are required',
    ],
    [
      'an optional attribute',
      convert(object([]), objectOf({ a: listOf(STRING) }, 'a')),
      '{"a":null} object({a:list(string),})',
    ],
    [
      'map to object',
      convert(
        map(
          [
            ['a', s('1')],
            ['z', s('2')],
          ],
          STRING,
        ),
        objectOf({ a: NUMBER }),
      ),
      '{"a":1} object({a:number,})',
    ],
    [
      'map without the key',
      convert(map([], STRING), objectOf({ a: NUMBER })),
      '! map has no element for required attribute "a"',
    ],
    [
      'the place of what does not fit',
      convert(object([['a', tuple([n(1), s('x')])]]), objectOf({ a: listOf(NUMBER) })),
      '! a: 1: a number is required',
    ],
    ['a wrong element', convert(tuple([n(1)]), listOf(BOOL)), '! element 0: bool required'],
    [
      'a wrong element type',
      convert(list([bool(true)], BOOL), listOf(NUMBER)),
      '! incorrect list element type: number required',
    ],
    [
      'a wrong attribute',
      convert(object([['a', tuple([])]]), objectOf({ a: STRING })),
      '! attribute "a": string required',
    ],
  ])('%s', (_, result, expected) => {
    expect(shown(result)).toBe(expected);
  });

  test('keeps origin, reference and marks', () => {
    const origin = { kind: 'expression', file: { path: 'a.tf', text: '1' }, start: 0, end: 1 } as const;
    const ref = { address: 'aws_x.y', path: ['z'] };
    expect(convert(number(1, { origin, ref, sensitive: true }), STRING)).toEqual({
      kind: 'string',
      value: '1',
      origin,
      ref,
      sensitive: true,
    });
    const converted = convert(tuple([number(1, { origin })]), setOf(STRING));
    expect(converted).toMatchObject({ elements: [{ value: '1', origin }] });
  });
});

describe('unify', () => {
  test.each<[string, readonly Type[], string | undefined]>([
    ['number and string', [NUMBER, STRING], 'string'],
    ['number and bool', [NUMBER, BOOL], undefined],
    ['list and set', [listOf(STRING), setOf(STRING)], 'list of string'],
    ['tuples of one length', [typeOf(tuple([n(1)])), typeOf(tuple([s('a')]))], 'tuple'],
    ['tuples of different lengths', [typeOf(tuple([n(1)])), typeOf(tuple([]))], 'list of number'],
    ['objects of the same names', [objectOf({ a: NUMBER }), objectOf({ a: STRING })], 'object'],
    ['objects of other names', [objectOf({ a: NUMBER }), objectOf({ b: STRING })], 'map of string'],
    ['object and map', [objectOf({ a: NUMBER }), mapOf(STRING)], 'map of string'],
    ['object and tuple', [objectOf({}), typeOf(tuple([]))], undefined],
    ['nothing', [], undefined],
  ])('%s', (_, types, expected) => {
    const unified = unify(types, true);
    expect(unified && typeName(unified)).toBe(expected);
  });
});

describe('sets', () => {
  test.each<[string, readonly Value[], string]>([
    ['strings by code point', [s('\u{1f600}'), s('\uff61'), s('a')], '["a","\uff61","\u{1f600}"]'],
    ['numbers by value', [n(10), n(9), n(-1)], '[-1,9,10]'],
    ['nulls last', [nullOf(STRING), s('z')], '["z",null]'],
    ['tuples by text', [tuple([n(10)]), tuple([n(9)]), tuple([n(10)])], '[[10],[9]]'],
  ])('%s', (_, elements, expected) => {
    const result = encodeJson(set(elements, DYNAMIC));
    expect(result).toBe(expected);
  });

  test('marks of elements become marks of the set', () => {
    const marked = set([markSensitive(s('a'))], STRING);
    expect([marked.sensitive, marked.elements[0]?.sensitive]).toEqual([true, undefined]);
  });
});

test('strings are in normal form C, and keys with them', () => {
  expect(s('e\u0301').value).toBe('\u00e9');
  expect([...object([['e\u0301', n(1)]]).entries.keys()]).toEqual(['\u00e9']);
});

describe('equals', () => {
  test.each<[string, Value, Value, boolean | 'unknown']>([
    ['nulls of any type', nullOf(STRING), nullOf(NUMBER), true],
    ['null and a value', nullOf(STRING), s(''), false],
    ['other types', tuple([n(1)]), list([n(1)], NUMBER), false],
    ['unknown', s('a'), unknown(STRING), 'unknown'],
    ['unknown of another type', s('a'), unknown(NUMBER), false],
    ['an unknown that is not null, and null', unknown(STRING, { notNull: true }), nullOf(STRING), false],
    ['a difference before an unknown', tuple([n(1), unknown(NUMBER)]), tuple([n(2), unknown(NUMBER)]), false],
    ['an unknown inside', tuple([n(1), unknown(NUMBER)]), tuple([n(1), n(2)]), 'unknown'],
    [
      'objects',
      object([
        ['a', n(1)],
        ['b', n(2)],
      ]),
      object([
        ['b', n(2)],
        ['a', n(1)],
      ]),
      true,
    ],
    ['sets', set([n(1), n(2)], NUMBER), set([n(2), n(1)], NUMBER), true],
  ])('%s', (_, a, b, expected) => {
    const result = equals(a, b);
    expect(result.kind === 'unknown' ? 'unknown' : result.value).toBe(expected);
  });
});

describe('operators', () => {
  test.each<[string, Outcome, string]>([
    ['text as number', binary('+', s('1'), n(2)), '3 number'],
    ['null', binary('+', nullOf(DYNAMIC), n(2)), '! Error during operation: argument must not be null.'],
    ['no number', binary('*', tuple([]), n(2)), '! Unsuitable value for left operand: number required.'],
    [
      'no result',
      binary('-', n(Infinity), n(Infinity)),
      "! Error during operation: can't subtract infinity from itself.",
    ],
    ['unknown', binary('+', unknown(NUMBER), n(2)), '? number'],
    ['false and unknown', binary('&&', unknown(BOOL), bool(false)), 'false bool'],
    ['true or unknown', binary('||', bool(true), unknown(BOOL)), 'true bool'],
    ['true and unknown', binary('&&', bool(true), unknown(BOOL)), '? bool'],
    ['minus zero', unary('-', n(0)), '-0 number'],
    ['not', unary('!', s('true')), 'false bool'],
  ])('%s', (_, result, expected) => {
    expect(shown(result)).toBe(expected);
  });

  test.each<[string, Outcome, string]>([
    ['common type', conditional(bool(true), n(1), s('a')), '"1" string'],
    ['null takes the other type', conditional(bool(true), nullOf(DYNAMIC), tuple([n(1)])), 'null tuple([number,])'],
    [
      'nothing in common',
      conditional(bool(true), s('a'), tuple([])),
      "! The true and false result expressions must have consistent types. The 'true' value is string, but the 'false' value is tuple.",
    ],
    [
      'an attribute too many',
      conditional(bool(true), object([['a', n(1)]]), object([['b', tuple([])]])),
      "! The true and false result expressions must have consistent types. The 'true' value includes object attribute \"a\", which is absent in the 'false' value.",
    ],
    [
      'null condition',
      conditional(nullOf(BOOL), n(1), n(2)),
      '! The condition value is null. Conditions must either be true or false.',
    ],
    ['no condition', conditional(s('yes'), n(1), n(2)), '! The condition expression must be of type bool.'],
    ['unknown condition', conditional(unknown(BOOL), n(1), s('a')), '? string'],
    ['text that is no number', conditional(bool(true), tuple([s('a')]), list([n(1)], NUMBER)), '["a"] list(string)'],
  ])('conditional: %s', (_, result, expected) => {
    expect(shown(result)).toBe(expected);
  });

  test('marks come through, from the branch not taken too', () => {
    const secret = markSensitive(n(1));
    expect(binary('+', secret, n(1))).toMatchObject({ value: 2, sensitive: true });
    expect(binary('==', tuple([secret]), n(1))).toMatchObject({ value: false, sensitive: true });
    expect(conditional(bool(false), secret, n(2))).toMatchObject({ value: 2, sensitive: true });
  });
});

describe('types in words', () => {
  test.each<[Type, string, string]>([
    [listOf(STRING), 'list of string', 'list(string)'],
    [mapOf(objectOf({ a: NUMBER })), 'map of object', 'map(\n    object({\n        a: number,\n    }),\n)'],
    [typeOf(tuple([])), 'tuple', 'tuple([])'],
    [objectOf({}), 'object', 'object({})'],
    [DYNAMIC, 'dynamic', 'dynamic'],
  ])('%j', (type, name, printed) => {
    expect([typeName(type), formatType(type)]).toEqual([name, printed]);
  });
});
