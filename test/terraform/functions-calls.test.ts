import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callFunction, DEFAULT_LIMITS, type FunctionContext, functionNames } from '#terraform/functions/index.js';
import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import { HOLE, type TextFile, type Value } from '#model/value.js';
import { convert, formatType } from '#model/values/convert.js';
import { failure, isFailure, type Outcome } from '#model/values/failure.js';
import {
  bool,
  isMapping,
  isSequence,
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

const FILES = new Map([
  ['a.txt', 'a'],
  ['sub/b.txt', 'b'],
  ['sub/deep/c.json', '{"Action": ["s3:*"]}'],
]);

const context: FunctionContext = {
  readFile: (path) => {
    const text = FILES.get(path);
    if (text === undefined) return failure(path === 'sub' ? 'directory' : 'not-found', path);
    return { bytes: Buffer.from(text), file: { path, text } };
  },
  listFiles: (dir) => {
    const prefix = dir === '.' ? '' : `${dir}/`;
    return [...FILES.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  },
  moduleDir: '.',
  rootDir: '.',
  cwd: '/work',
  renderTemplate: (source: TextFile): Outcome => string(`rendered ${source.path}`),
  limits: DEFAULT_LIMITS,
};

const BUCKET = { address: 'aws_s3_bucket.b', path: ['bucket'] };
const ZONE = { address: 'var.zone', path: [] };
const bucket = unknown(STRING, { ref: BUCKET });
const zone = unknown(STRING, { dependsOn: [ZONE] });

function call(name: string, ...args: readonly Value[]): Outcome {
  return callFunction(name, args, context);
}

/** Known parts as they are, unknown ones by what they depend on. */
function shown(value: Outcome): unknown {
  if (isFailure(value)) return `! ${value.summary}: ${value.detail}`;
  if (value.kind === 'unknown') {
    const parts = value.parts?.map((part) => (typeof part === 'string' ? part : shown(part)));
    const names = [...(value.ref ? [value.ref] : []), ...value.dependsOn].map(({ address }) => address);
    return parts ? { parts } : `?${formatType(value.type)} ${names.join(' ')}`.trim();
  }
  if (isSequence(value)) return value.elements.map(shown);
  if (isMapping(value)) return Object.fromEntries([...value.entries].map(([key, entry]) => [key, shown(entry)]));
  return value.kind === 'null' ? null : value.value;
}

const text = (...values: readonly string[]): readonly Value[] => values.map((value) => string(value));
const STRINGS: Type = { kind: 'list', element: STRING };

describe('unknown arguments', () => {
  test.each<[string, Outcome, unknown]>([
    ['text', call('upper', bucket), '?string aws_s3_bucket.b'],
    [
      'format',
      call('format', string('arn:aws:s3:::%s/%d%%'), bucket, number(2)),
      { parts: ['arn:aws:s3:::', '?string aws_s3_bucket.b', '/2%'] },
    ],
    ['format with a width', call('format', string('%10s|'), bucket), { parts: ['?string aws_s3_bucket.b', '|'] }],
    ['format of a list', call('format', string('%v'), tuple([bucket])), { parts: ['?string aws_s3_bucket.b'] }],
    [
      'formatlist',
      call('formatlist', string('%s!'), tuple([string('a'), bucket])),
      ['a!', { parts: ['?string aws_s3_bucket.b', '!'] }],
    ],
    [
      'join',
      call('join', string('-'), tuple([string('a'), bucket, zone])),
      { parts: ['a-', '?string aws_s3_bucket.b', '-', '?string var.zone'] },
    ],
    [
      'startswith of a known start',
      call('startswith', call('format', string('arn:%s'), zone) as Value, string('arn')),
      true,
    ],
    ['length of a list of unknowns', call('length', tuple([bucket, zone])), 2],
    ['length of a set of unknowns', call('length', set([bucket, zone], STRING)), '?number aws_s3_bucket.b var.zone'],
    ['keys', call('keys', object([['a', bucket]])), ['a']],
    [
      'keys of an unknown object',
      call('keys', unknown({ kind: 'object', attributes: new Map([['k', STRING]]) })),
      ['k'],
    ],
    [
      'merge',
      call('merge', object([['a', bucket]]), object([['b', number(1)]])),
      { a: '?string aws_s3_bucket.b', b: 1 },
    ],
    ['concat', call('concat', tuple([bucket]), tuple([number(1)])), ['?string aws_s3_bucket.b', 1]],
    ['lookup', call('lookup', object([['a', bucket]]), string('a'), string('')), '?string aws_s3_bucket.b'],
    ['lookup in an unknown map', call('lookup', unknown({ kind: 'map', element: NUMBER }), string('a')), '?number'],
    ['contains that is certain', call('contains', tuple([bucket, string('a')]), string('a')), true],
    ['contains that is not', call('contains', tuple([bucket]), string('a')), '?bool aws_s3_bucket.b'],
    ['alltrue', call('alltrue', tuple([unknown(BOOL), bool(false)])), '?bool'],
    ['anytrue', call('anytrue', tuple([unknown(BOOL), bool(true)])), true],
    ['distinct', call('distinct', tuple([bucket])), '?list(string) aws_s3_bucket.b'],
    ['flatten of an unknown list', call('flatten', tuple([unknown(STRINGS)])), '?dynamic'],
    ['flatten of unknown strings', call('flatten', tuple([tuple([bucket])])), ['?string aws_s3_bucket.b']],
    ['coalesce', call('coalesce', nullOf(DYNAMIC), bucket, string('x')), '?string aws_s3_bucket.b'],
    ['element', call('element', tuple([bucket, zone]), number(3)), '?string var.zone'],
    ['regex', call('regex', string('(a)(b)'), bucket), '?tuple([\n    string,\n    string,\n]) aws_s3_bucket.b'],
    ['timestamp', call('timestamp'), '?string'],
    [
      'null where none may be, though another is unknown',
      call('replace', bucket, nullOf(STRING), string('')),
      '! Invalid function argument: Invalid value for "substr" parameter: argument must not be null.',
    ],
  ])('%s', (_, result, expected) => {
    expect(shown(result)).toEqual(expected);
  });
});

describe('JSON keeps the value', () => {
  const source: TextFile = { path: 'policy.json', text: '  {"Action": ["s3:*", 1], "N": {"a": null}}' };
  const whole = { at: 0, length: source.text.length, file: source, start: 0, end: source.text.length };

  test('text of a file decodes to values that know their place in it', () => {
    const decoded = call('jsondecode', string(source.text, { segments: [whole] }));
    const places: unknown[] = [];
    const visit = (value: Outcome): void => {
      if (isFailure(value)) throw new Error(value.detail);
      if (value.origin) places.push([value.origin.kind, source.text.slice(value.origin.start, value.origin.end)]);
      if (isSequence(value)) value.elements.forEach(visit);
      if (isMapping(value)) [...value.entries.values()].forEach(visit);
    };
    visit(decoded);
    expect(places).toEqual([
      ['json', '{"Action": ["s3:*", 1], "N": {"a": null}}'],
      ['json', '["s3:*", 1]'],
      ['json', '"s3:*"'],
      ['json', '1'],
      ['json', '{"a": null}'],
      ['json', 'null'],
    ]);
  });

  test('unknowns inside strings stay', () => {
    const part = unknown(STRING, { parts: ['{"Resource": "', bucket, '/*", "n": [1]}'], dependsOn: [BUCKET] });
    expect(shown(call('jsondecode', part))).toEqual({ Resource: { parts: ['?string aws_s3_bucket.b', '/*'] }, n: [1] });
  });

  test('an unknown outside strings makes all of it unknown', () => {
    const part = unknown(STRING, { parts: ['{"a": ', bucket, '}'], dependsOn: [BUCKET] });
    expect(shown(call('jsondecode', part))).toBe('?dynamic aws_s3_bucket.b');
  });

  test('a private-use character in known text is itself', () => {
    expect(shown(call('jsondecode', string(`"${HOLE}"`)))).toBe(HOLE);
  });

  test('encoding an unknown and decoding it gives it back', () => {
    const encoded = call('jsonencode', object([['a', list([bucket], STRING)]]));
    if (isFailure(encoded)) throw new Error(encoded.detail);
    expect(encoded.kind).toBe('unknown');
    const decoded = call('jsondecode', encoded);
    expect(shown(decoded)).toEqual({ a: ['?string aws_s3_bucket.b'] });
    expect(isFailure(decoded) ? '' : formatType(typeOf(decoded))).toContain('tuple');
  });

  test('file contents are a segment of the file', () => {
    const read = call('file', string('a.txt'));
    expect(read).toMatchObject({
      value: 'a',
      segments: [{ at: 0, length: 1, start: 0, end: 1, file: { path: 'a.txt' } }],
    });
  });
});

describe('failures are worded as terraform words them', () => {
  test.each<[string, Outcome, string]>([
    [
      'too few',
      call('replace', ...text('a')),
      '! Not enough function arguments: Function "replace" expects 3 argument(s). Missing value for "substr".',
    ],
    [
      'too few before more',
      call('setunion'),
      '! Not enough function arguments: Function "setunion" expects at least 1 argument(s). Missing value for "first_set".',
    ],
    [
      'too many',
      call('upper', ...text('a', 'b')),
      '! Too many function arguments: Function "upper" expects only 1 argument(s).',
    ],
    [
      'a slip of the pen',
      call('uper', ...text('a')),
      '! Call to unknown function: There is no function named "uper". Did you mean "upper"?',
    ],
    ['nothing like it', call('frobnicate'), '! Call to unknown function: There is no function named "frobnicate".'],
    [
      'another namespace',
      call('foo::bar'),
      '! Unknown provider function: The function namespace "foo" is not valid. Provider function calls must use the "provider::" namespace prefix.',
    ],
    [
      'wrong type',
      call('keys', string('a')),
      '! Invalid function argument: Invalid value for "inputMap" parameter: must have map or object type.',
    ],
    [
      'element of the wrong type',
      call('join', string(','), tuple([tuple([])])),
      '! Invalid function argument: Invalid value for "lists" parameter: element 0: string required.',
    ],
    [
      'missing file',
      call('filemd5', string('nope')),
      '! Error in function call: Call to function "filemd5" failed: open nope: no such file or directory.',
    ],
    [
      'a folder',
      call('file', string('sub')),
      '! Invalid function argument: Invalid value for "path" parameter: failed to read file: read sub: is a directory.',
    ],
    [
      'gone from the language',
      call('list'),
      '! Error in function call: Call to function "list" failed: the "list" function was deprecated in Terraform v0.12 and is no longer available; use tolist([ ... ]) syntax to write a literal list.',
    ],
  ])('%s', (_, result, expected) => {
    expect(shown(result)).toBe(expected);
  });
});

describe('further functions', () => {
  test.each<[string, Outcome, unknown]>([
    ['fileset', call('fileset', ...text('.', '**/*.txt')), ['a.txt', 'sub/b.txt']],
    ['fileset with braces', call('fileset', ...text('sub', '{b,x}.txt')), ['b.txt']],
    ['fileset upwards', call('fileset', ...text('sub/deep', '../*.txt')), ['../b.txt']],
    [
      'fileset with an open bracket',
      call('fileset', ...text('.', '[a')),
      '! Error in function call: Call to function "fileset" failed: failed to glob pattern "[a": syntax error in pattern.',
    ],
    ['core namespace', call('core::lower', ...text('A')), 'a'],
    [
      'arn_parse',
      call('provider::aws::arn_parse', string('arn:aws:iam::1:role/a:b')),
      { account_id: '1', partition: 'aws', region: '', resource: 'role/a:b', service: 'iam' },
    ],
    ['arn_build', call('provider::aws::arn_build', ...text('aws', 's3', '', '', 'b')), 'arn:aws:s3:::b'],
    [
      'trim_iam_role_path',
      call('provider::aws::trim_iam_role_path', string('arn:aws:iam::1:role/a/b/c')),
      'arn:aws:iam::1:role/c',
    ],
    [
      'encode_expr',
      call(
        'provider::terraform::encode_expr',
        object([
          ['a', string(`$${'{x}'}`)],
          ['bb', tuple([bool(true)])],
        ]),
      ),
      `{\n  a  = "$$${'{x}'}"\n  bb = [true]\n}`,
    ],
    [
      'encode_tfvars',
      call(
        'provider::terraform::encode_tfvars',
        map(
          [
            ['a', number(1)],
            ['bcd', number(2)],
          ],
          NUMBER,
        ),
      ),
      'a   = 1\nbcd = 2\n',
    ],
  ])('%s', (_, result, expected) => {
    expect(shown(result)).toEqual(expected);
  });

  test('a compressed text is a gzip file that unpacks to it', async () => {
    const { gunzipSync } = await import('node:zlib');
    const packed = call('base64gzip', string('hello'));
    expect(packed.kind === 'string' && gunzipSync(Buffer.from(packed.value, 'base64')).toString()).toBe('hello');
  });
});

describe('bounds', () => {
  const nested = '['.repeat(100_000);
  test.each<[string, readonly Value[]]>([
    ['yamldecode', text(nested)],
    ['yamldecode', text('- '.repeat(100_000))],
    ['jsondecode', text(nested)],
    ['regex', text('('.repeat(20_000) + ')'.repeat(20_000), 'a')],
    ['replace', text('a'.repeat(1_000_000), '', 'b'.repeat(1000))],
    ['indent', [number(1e12), string('a\nb')]],
    ['format', text('%9999999s', 'a')],
    ['parseint', [string('9'.repeat(100_000)), number(10)]],
    ['setproduct', Array.from({ length: 12 }, () => tuple(text(...'abcdefghij')))],
    [
      'yamldecode',
      text(
        ['a: &a0 [x]', ...Array.from({ length: 40 }, (_, at) => `a${at}: &a${at + 1} [*a${at}, *a${at}]`)].join('\n'),
      ),
    ],
  ])('%s refuses what is too large', (name, args) => {
    expect(isFailure(callFunction(name, args, context))).toBe(true);
  });

  test('no argument makes a function throw', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((value) => string(value)),
      fc
        .constantFrom('10.0.0.0/8', '%s %d', '{"a":1}', '(a)|(b', '- &x [*x]', '1h', '__proto__')
        .map((value) => string(value)),
      fc.constantFrom(0, -1, 1e15, Infinity, -Infinity).map((value) => number(value)),
      fc.boolean().map((value) => bool(value)),
      fc.constantFrom<Value>(
        nullOf(DYNAMIC),
        nullOf(STRING),
        unknown(DYNAMIC),
        unknown(STRINGS),
        markSensitive(string('s')),
      ),
    );
    const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }).map((elements) => tuple(elements)),
        fc
          .array(fc.tuple(fc.constantFrom('a', 'b', '__proto__'), tie('value')), { maxLength: 3 })
          .map((entries) => object(entries)),
        fc.array(tie('value'), { maxLength: 3 }).map((elements) => {
          const converted = convert(tuple(elements), { kind: 'set', element: DYNAMIC });
          return isFailure(converted) ? tuple(elements) : converted;
        }),
      ),
    })).value;
    const names = functionNames.filter((name) => name !== 'can' && name !== 'try');
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(value, { maxLength: 4 }), (name, args) => {
        const result = callFunction(name, args, context);
        if (!isFailure(result)) typeOf(result);
      }),
      { numRuns: 5000 },
    );
  });
});
