import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, LITERAL_QUESTION, LITERAL_STAR, matches, type MatchOptions } from '#aws/iam/pattern.js';
import { ACCOUNT, type Hole, PARTITION, REGION, symbolic, type SymbolicString } from '#aws/symbolic.js';

/** Variables: what they stand for is chosen by the property. */
const X: Hole = { id: 'var.x', ref: { address: 'var.x', path: [] } };
const Y: Hole = { id: 'var.y', ref: { address: 'var.y', path: [] } };

const word = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 4 });
const piece = (wildcards: boolean) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<string>('a', 'b', ':') },
    { weight: wildcards ? 2 : 0, arbitrary: fc.constantFrom<string>('*', '?', LITERAL_STAR) },
    { weight: 1, arbitrary: fc.constantFrom<Hole>(X, Y) },
  );
const text = (wildcards: boolean) => fc.array(piece(wildcards), { maxLength: 8 });

type Piece = string | Hole;
const make = (pieces: readonly Piece[]): SymbolicString => symbolic(...pieces);

/** The pattern as a regular expression, variables replaced by what they stand for. */
function oracle(pattern: readonly Piece[], target: readonly Piece[], x: string, y: string): boolean {
  const known = (one: Piece) => (typeof one === 'string' ? one : one.id === X.id ? x : y);
  const source = pattern
    .map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one === LITERAL_STAR ? '\\*' : known(one)))
    .join('');
  return new RegExp(`^${source}$`, 's').test(target.map(known).join(''));
}

test('what is certain holds whatever the variables stand for', () => {
  fc.assert(
    fc.property(text(true), text(false), word, word, (pattern, target, x, y) => {
      const result = matches(make(pattern), make(target));
      const actual = oracle(pattern, target, x, y);
      if (result === 'yes') expect(actual).toBe(true);
      if (result === 'no') expect(actual).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

test('without variables the answer is certain', () => {
  const known = (wildcards: boolean) => text(wildcards).map((all) => all.filter((one) => typeof one === 'string'));
  fc.assert(
    fc.property(known(true), known(false), (pattern, target) => {
      expect(matches(make(pattern), make(target))).toBe(oracle(pattern, target, '', '') ? 'yes' : 'no');
    }),
    { numRuns: 5000 },
  );
});

describe('the quick ways out change no answer', () => {
  const holes: readonly Hole[] = [
    X,
    ACCOUNT,
    REGION,
    PARTITION,
    { id: 'aws_instance.i.id', ref: { address: 'aws_instance.i', path: ['id'] } },
    { id: 'aws_secretsmanager_secret.s.suffix', ref: { address: 'aws_secretsmanager_secret.s', path: ['suffix'] } },
    { id: '(a | b)', oneOf: [symbolic('a'), symbolic('B:'), undefined] },
    { id: 'nobody knows \uE002' },
    { id: 'made(x)', about: [symbolic('arn:aws:s3:::a')] },
  ];
  const letters = fc.constantFrom<Piece>('a', 'A', ':', '/', '1');
  const wild = fc.constantFrom<Piece>('*', '?', LITERAL_STAR, LITERAL_QUESTION);
  const mixed = (some: number) =>
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: letters },
        { weight: some, arbitrary: wild },
        { weight: 2, arbitrary: fc.constantFrom<Piece>(...holes) },
      ),
      { maxLength: 6 },
    );
  /** With a beginning or an end in common, as most ARNs that are compared have. */
  const pairs = fc
    .tuple(fc.constantFrom<Piece[]>([], ['arn:aws:s3:::'], ['arn:', PARTITION, ':iam::', ACCOUNT, ':']), mixed(1))
    .chain(([start, end]) =>
      fc.record({
        pattern: fc.tuple(mixed(2), fc.boolean()).map(([own, ends]) => [...start, ...own, ...(ends ? end : [])]),
        target: fc
          .tuple(mixed(1), fc.boolean(), fc.boolean())
          .map(([own, starts, ends]) => [...(starts ? start : []), ...own, ...(ends ? end : [])]),
      }),
    );
  const flags: readonly MatchOptions[] = [{}, { exact: true }, { ignoreCase: true }, { some: true }];

  test.each(flags)('with %o', (options) => {
    let differing = 0;
    fc.assert(
      fc.property(pairs, ({ pattern, target }) => {
        const [left, right] = [make(pattern), make(target)];
        // Only patterns are written with variables.
        fc.pre(!/[\uE010\uE011]/.test(right.key));
        const full = decide(left, right, options);
        if (full === 'no') differing += 1;
        expect(matches(left, right, options)).toBe(full);
      }),
      { numRuns: 2000 },
    );
    expect(differing).toBeGreaterThan(500);
  });
});
