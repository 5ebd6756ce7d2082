import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimumHittingSet } from '#harden/hitting-set.js';

const sets = (...lists: number[][]) => lists.map((list) => new Set(list));

describe('minimumHittingSet', () => {
  test.each([
    { when: 'nothing is to be hit', costs: [1], constraints: sets(), forbidden: sets(), chosen: [] },
    {
      when: 'one choice hits all',
      costs: [5, 3, 3],
      constraints: sets([0, 1], [0, 2]),
      forbidden: sets(),
      chosen: [0],
    },
    {
      when: 'two cheap ones beat a dear one',
      costs: [7, 3, 3],
      constraints: sets([0, 1], [0, 2]),
      forbidden: sets(),
      chosen: [1, 2],
    },
    { when: 'a tie goes to the lower index', costs: [4, 4], constraints: sets([1, 0]), forbidden: sets(), chosen: [0] },
    {
      when: 'a pair is forbidden',
      costs: [1, 1, 9],
      constraints: sets([0, 2], [1, 2]),
      forbidden: sets([0, 1]),
      chosen: [2],
    },
  ])('$when', async ({ costs, constraints, forbidden, chosen }) => {
    expect([...((await minimumHittingSet({ costs, constraints, forbidden })) ?? [])]).toEqual(chosen);
  });

  test('a set that nothing may hit has no solution', async () => {
    expect(
      await minimumHittingSet({ costs: [1, 1], constraints: sets([0], [1]), forbidden: sets([0, 1]) }),
    ).toBeUndefined();
  });

  test('costs no more than any set that hits everything', async () => {
    const problem = fc.record({
      costs: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 6, maxLength: 6 }),
      constraints: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 8,
      }),
    });
    await fc.assert(
      fc.asyncProperty(problem, async ({ costs, constraints }) => {
        const found = await minimumHittingSet({ costs, constraints: sets(...constraints), forbidden: [] });
        expect(total(costs, [...(found ?? [])])).toBe(bruteForce(costs, constraints));
      }),
      { numRuns: 40 },
    );
  });
});

function total(costs: readonly number[], chosen: readonly number[]): number {
  return chosen.reduce((sum, index) => sum + costs[index]!, 0);
}

function bruteForce(costs: readonly number[], constraints: readonly (readonly number[])[]): number {
  let best = Infinity;
  for (let mask = 0; mask < 1 << costs.length; mask++) {
    const chosen = costs.flatMap((_, index) => (mask & (1 << index) ? [index] : []));
    if (constraints.every((set) => set.some((index) => chosen.includes(index))))
      best = Math.min(best, total(costs, chosen));
  }
  return best;
}
