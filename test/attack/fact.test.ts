import { CALLS, isOfKind, type FactKind } from '#attack/fact.js';
import { expect, test } from 'vitest';

test.each<[readonly FactKind[], boolean]>([
  [['calls'], true],
  [['controls', 'calls'], true],
  [['controls'], false],
  [[], false],
])('a technique on %j is asked what follows of calling from outside: %s', (kinds, expected) => {
  expect(isOfKind(CALLS, kinds)).toBe(expected);
});
