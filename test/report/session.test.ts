import { expect, test } from 'vitest';
import { boundsReached } from '#report/session.js';

test.each([
  { truncated: true, codes: ['too-many-steps'] },
  { truncated: false, codes: [] },
])('a search that was stopped ($truncated) is said', ({ truncated, codes }) => {
  const graph = { truncated, rules: [], facts: [], factNumber: new Map<string, number>() };

  expect(boundsReached({ rootModule: '.', graph }).map(({ code }) => code)).toEqual(codes);
});
