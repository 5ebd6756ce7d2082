import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colour } from '#attack/engine/coloured.js';
import { DerivationSpace } from '#attack/engine/derivation.js';
import type { AttackGraph, Rule } from '#attack/engine/graph.js';
import { PriorityQueue } from '#attack/engine/queue.js';
import type { Fact } from '#attack/fact.js';
import type { Technique } from '#attack/technique.js';

interface RuleSketch {
  readonly needs: string;
  readonly gains: string;
  readonly cost?: number;
  readonly intended?: boolean;
}

/** Facts are letters; a rule without needs is an entry point's. */
function graphOf(sketches: readonly RuleSketch[]): { graph: AttackGraph; number: (letter: string) => number } {
  const letters = [...new Set(sketches.flatMap(({ needs, gains }) => [...needs, gains]))].toSorted();
  const number = (letter: string) => letters.indexOf(letter);
  const facts = letters.map((letter): Fact => ({ kind: 'reaches', key: letter, address: letter, text: letter }));
  const rules = sketches.map(
    ({ needs, gains, cost = 1, intended = false }, index): Rule => ({
      index,
      technique: undefined,
      from: undefined,
      gains: number(gains),
      needs: [...needs].map(number),
      premises: [],
      explanation: '',
      intended,
      cost,
      entry: needs === '' ? 'entry' : undefined,
    }),
  );
  return { graph: { facts, rules, factNumber: new Map(), truncated: false }, number };
}

const derivationsOf = (graph: AttackGraph, holds: (rule: Rule) => boolean = () => true) =>
  new DerivationSpace(colour(graph), holds).from(new Set(['entry']));

const names = (graph: AttackGraph, rules: readonly Rule[] | undefined) =>
  rules
    ?.map((rule) => `${rule.needs.map((need) => graph.facts[need]?.key).join('')}>${graph.facts[rule.gains]?.key}`)
    .join(' ');

const own = (needs: string, gains: string): RuleSketch => ({ needs, gains, intended: true });
const step = (needs: string, gains: string, cost = 1): RuleSketch => ({ needs, gains, cost });

describe('the cheapest derivation', () => {
  test.each([
    { when: 'a chain', rules: [step('', 'a'), step('a', 'b'), step('b', 'z')], attack: '>a a>b b>z' },
    {
      when: 'a step that needs two facts',
      rules: [step('', 'a'), step('a', 'b'), step('a', 'c'), step('bc', 'z')],
      attack: '>a a>b a>c bc>z',
    },
    {
      when: 'the cheaper of two ways',
      rules: [step('', 'a'), step('a', 'z', 5), step('a', 'b'), step('b', 'z')],
      attack: '>a a>b b>z',
    },
    { when: 'a need that nothing wins', rules: [step('', 'a'), step('ax', 'z'), step('z', 'x')], attack: undefined },
    {
      when: 'nothing but intended access',
      rules: [own('', 'a'), own('a', 'z')],
      attack: undefined,
      intended: '>a a>z',
    },
    {
      when: 'intended access ending in more',
      rules: [own('', 'a'), own('a', 'b'), step('b', 'z')],
      attack: '>a a>b b>z',
    },
    {
      when: 'more that leads to intended access',
      rules: [own('', 'a'), step('a', 'b'), own('b', 'z')],
      attack: '>a a>b b>z',
    },
    {
      when: 'winning again by a detour what was had by design is no attack',
      rules: [own('', 'a'), step('a', 'b'), step('b', 'a'), own('a', 'z')],
      attack: undefined,
      intended: '>a a>z',
    },
    {
      when: 'both: each is found',
      rules: [own('', 'a'), own('a', 'z'), step('a', 'b'), own('b', 'z')],
      attack: '>a a>b b>z',
      intended: '>a a>z',
    },
  ])('$when', ({ rules, attack, intended }) => {
    const { graph, number } = graphOf(rules);
    const derivations = derivationsOf(graph);
    expect(names(graph, derivations.derivation(number('z'), 'attack'))).toBe(attack);
    expect(names(graph, derivations.derivation(number('z'), 'intended'))).toBe(intended);
  });

  test('a rule that is not allowed is not used', () => {
    const { graph, number } = graphOf([step('', 'a'), step('a', 'z'), step('a', 'b'), step('b', 'z')]);
    const derivations = derivationsOf(graph, (rule) => rule.index !== 1);
    expect(names(graph, derivations.derivation(number('z'), 'attack'))).toBe('>a a>b b>z');
  });
});

test('every usable rule stands in one of the derivations', () => {
  const { graph, number } = graphOf([
    step('', 'a'),
    step('a', 'b'),
    step('a', 'b', 3),
    step('a', 'c', 2),
    step('b', 'z'),
    step('c', 'z'),
    step('z', 'y'),
  ]);
  const found = [...derivationsOf(graph).derivationsThrough(number('z'), 'attack')];
  expect(found.map((rules) => rules.map(({ index }) => index).join(' '))).toEqual(
    expect.arrayContaining(['0 1 4', '0 2 4', '0 3 5']),
  );
  expect(new Set(found.flat().map(({ index }) => index))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  // None only repeats what the others showed.
  expect(found).toHaveLength(3);
});

test('a step taken by another technique gives another derivation', () => {
  const { graph, number } = graphOf([step('', 'a'), step('a', 'b'), step('a', 'c'), step('c', 'b'), step('b', 'z')]);
  const techniques = ['enter', 'direct', 'other', 'other', 'last'].map((id) => ({ id }) as Technique);
  const rules = graph.rules.map((rule, at) => ({ ...rule, technique: techniques[at] }));
  const derivations = derivationsOf({ ...graph, rules });
  const best = derivations.derivation(number('z'), 'attack') ?? [];
  expect([...derivations.variants(best)].map((each) => names(graph, each))).toEqual(['>a a>c c>b b>z']);
});

const anyRules = fc.array(
  fc.record({
    needs: fc.uniqueArray(fc.constantFrom(...'abcdef'), { maxLength: 2 }).map((letters) => letters.join('')),
    gains: fc.constantFrom(...'abcdef'),
    cost: fc.integer({ min: 1, max: 5 }),
    intended: fc.boolean(),
  }),
  { minLength: 3, maxLength: 14 },
);

test('a derivation has each need won before it is used, and none twice', () => {
  fc.assert(
    fc.property(anyRules, (sketches) => {
      const { graph, number } = graphOf([
        step('', 'a'),
        ...sketches.filter(({ needs, gains }) => !needs.includes(gains)),
      ]);
      const derivations = derivationsOf(graph);
      for (const letter of 'abcdef') {
        const rules = number(letter) < 0 ? undefined : derivations.derivation(number(letter), 'attack');
        const won = new Set<number>();
        for (const rule of rules ?? []) {
          expect(rule.needs.every((need) => won.has(need))).toBe(true);
          expect(won.has(rule.gains)).toBe(false);
          won.add(rule.gains);
        }
        if (rules) expect(rules.some((rule) => !rule.intended)).toBe(true);
      }
    }),
  );
});

test('the queue gives the least first, and equals in order of arrival', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (priorities) => {
      const queue = new PriorityQueue<number>();
      for (const [order, priority] of priorities.entries()) queue.push(priority, order);
      const out: number[] = [];
      for (let next = queue.pop(); next; next = queue.pop()) out.push(next.item);
      const expected = priorities
        .map((priority, order) => ({ priority, order }))
        .toSorted((a, b) => a.priority - b.priority || a.order - b.order);
      expect(out).toEqual(expected.map(({ order }) => order));
    }),
  );
});
