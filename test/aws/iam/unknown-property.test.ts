import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Match } from '#aws/iam/choices.js';
import { matches } from '#aws/iam/pattern.js';
import { barredAt } from '#aws/iam/unknown-piece.js';
import { type Hole, symbolic, type SymbolicString } from '#aws/symbolic.js';

type Piece = string | Hole;
const make = (pieces: readonly Piece[]): SymbolicString => symbolic(...pieces);
const variable = (name: string): Hole => ({ id: `var.${name}`, ref: { address: `var.${name}`, path: [] } });

/** Whether the pattern covers the text, both known. */
function covers(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

const name = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 5 });
const bucket = fc.tuple(name, fc.constantFrom('', '/*', '/a/*')).map(([own, rest]) => ({ own, rest }));
const place = fc.tuple(fc.nat(5), fc.nat(5));
const wild = fc.constantFrom('', '*', '?');

/** `arn:aws:s3:::` and a name of which some stretch is not known. */
const patternOf = (name: string, rest: string, from: number, to: number, hole: Hole): Piece[] => {
  const [start, end] = [Math.min(from, name.length), Math.min(Math.max(from, to), name.length)];
  return [`arn:aws:s3:::${name.slice(0, start)}`, hole, `${name.slice(end)}${rest}`];
};

test('what is true stays possible when a piece of the pattern is no longer known', () => {
  fc.assert(
    fc.property(bucket, wild, name, fc.nat(5), fc.nat(5), ({ own, rest }, star, other, from, to) => {
      for (const target of [own, other]) {
        const text = `arn:aws:s3:::${target}/a/x`;
        const pattern = `arn:aws:s3:::${own}${star}${rest}`;
        if (!covers(pattern, text)) continue;
        const open = make(patternOf(own, `${star}${rest}`, from, to, variable('x')));
        expect(matches(open, symbolic(text))).not.toBe('no');
      }
    }),
    { numRuns: 1000 },
  );
});

test('what is true stays possible when a piece of the text is no longer known', () => {
  fc.assert(
    fc.property(bucket, wild, fc.nat(5), fc.nat(5), ({ own }, star, from, to) => {
      const pattern = symbolic(`arn:aws:s3:::${own}${star}/*`);
      const text = make(patternOf(own, '/a', from, to, variable('x')));
      if (covers(`arn:aws:s3:::${own}${star}/*`, `arn:aws:s3:::${own}/a`))
        expect(matches(pattern, text)).not.toBe('no');
    }),
    { numRuns: 1000 },
  );
});

test('an answer that is certain holds for every name that the piece can be', () => {
  fc.assert(
    fc.property(bucket, wild, name, place, name, ({ own, rest }, star, target, [from, to], filling) => {
      const pieces = patternOf(own, `${star}${rest}`, from, to, variable('x'));
      const text = `arn:aws:s3:::${target}/a/x`;
      const answer = matches(make(pieces), symbolic(text));
      const [start, , end] = pieces;
      const actual = covers(`${start as string}${filling}${end as string}`, text);
      if (answer === 'yes') expect(actual).toBe(true);
      if (answer === 'no') expect(actual).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

/** What several answers come to when any of them may be the one. */
function any(answers: readonly Match[]): Match {
  if (answers.every((each) => each === 'yes')) return 'yes';
  return answers.every((each) => each === 'no') ? 'no' : 'maybe';
}

const choice = (...texts: string[]): Hole => ({ id: texts.join('|'), oneOf: texts.map((each) => symbolic(each)) });

test('a piece that is one of a few is each of them, in pattern and text', () => {
  const texts = fc.array(name, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(texts, texts, wild, (left, right, star) => {
      const pattern = make(['arn:aws:s3:::', choice(...left), `${star}/*`]);
      const text = make(['arn:aws:s3:::', choice(...right), '/x']);
      const same = left.join('|') === right.join('|');
      const pairs = left.flatMap((one, at) =>
        right.filter((_, other) => !same || at === other).map((other) => [one, other] as const),
      );
      const expected = any(
        pairs.map(([one, other]) => (covers(`arn:aws:s3:::${one}${star}/*`, `arn:aws:s3:::${other}/x`) ? 'yes' : 'no')),
      );
      expect(matches(pattern, text)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test('what a function makes of the ARNs of some resources is about no others', () => {
  const arnOf = (own: string) => `arn:aws:s3:::${own}`;
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 3 }),
      name,
      fc.constantFrom('', '/*'),
      (about, target, rest) => {
        const made: Hole = { id: 'regex(…)', about: about.map((own) => symbolic(arnOf(own))) };
        const answer = matches(make([made, rest]), symbolic(`${arnOf(target)}${rest === '' ? '' : '/x'}`));
        expect(answer).toBe(about.includes(target) ? 'maybe' : 'no');
      },
    ),
    { numRuns: 1000 },
  );
});

test('a piece of a name holds no separator', () => {
  const services = fc.constantFrom('s3', 'sqs', 'dynamodb', 'lambda', 'sns');
  fc.assert(
    fc.property(services, name, (service, own) => {
      const before = `arn:aws:${service}:eu-west-1:123456789012:t/${own}`;
      const barred = barredAt([before, variable('x'), '/*'], 1);
      for (const separator of barred) {
        const text = symbolic(`${before}a${separator}b/x`);
        expect(matches(make([before, variable('x'), '/x']), text)).toBe('no');
      }
    }),
  );
});
