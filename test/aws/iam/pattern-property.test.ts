import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LITERAL_STAR, matches } from '#aws/iam/pattern.js';
import { type Hole, symbolic, type SymbolicString } from '#aws/symbolic.js';

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
