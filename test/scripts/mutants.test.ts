import { describe, expect, test } from 'vitest';
import { mutantsOf, sample } from '../../scripts/mutate/mutants.js';

/** What becomes of a piece of code, each fault by itself. */
function faults(code: string): string[] {
  return mutantsOf('x.ts', code).map(
    ({ operator, start, end, replacement }) => `${operator}: ${code.slice(0, start)}${replacement}${code.slice(end)}`,
  );
}

const within = (statement: string) => `function f() { ${statement} }`;
const inside = (statement: string) =>
  faults(within(statement))
    .filter((fault) => !fault.startsWith('body'))
    .map((fault) => fault.replace('function f() { ', '').replace(/ \}$/, ''));

describe('faults', () => {
  test.each([
    ['if (a) return;', ['guard: if (false) return;']],
    ['if (a) { return; }', ['guard: if (false) { return; }']],
    ['if (a) g();', ['condition: if (!(a)) g();']],
    ['if (a) return; else g();', ['condition: if (!(a)) return; else g();']],
    ['g(a ? b : c);', ['condition: g(!(a) ? b : c);']],
    ['g(a && b);', ['logical: g(a || b);']],
    ['g(a ?? b);', ['fallback: g(a);']],
    ['g(a < b);', ['comparison: g(a <= b);']],
    ['g(a === b);', ['comparison: g(a !== b);']],
    ['g(!a);', ['not: g((a));']],
    ['g(true);', ['boolean: g(false);']],
    ['return a;', ['return: return undefined;']],
    ['return undefined;', []],
    ['list.push(a);', ['statement: ;']],
    ['list.sort(a);', []],
    ['g([a, b]);', ['element: g([b]);', 'element: g([a]);']],
    ['g([a]);', ['element: g([]);']],
    ['g({ references: [a] });', []],
    ['g({ width: 2 });', ['number: g({ width: 2 + 1 });']],
    ["g({ applyEffect: 'restart' });", ["word: g({ applyEffect: 'other' });"]],
    ["g({ title: 'restart' });", []],
    ['g(list.filter(h));', ['call: g(list);']],
    ['g(list.some(h));', ['call: g(list.every(h));']],
    ['g((a) => a.has(b));', ['predicate: g((a) => true);', 'predicate: g((a) => false);']],
    ['g((a) => a.name);', []],
  ])('%s', (statement, expected) => {
    expect(inside(statement)).toEqual(expected);
  });

  test('a body is emptied, a step not taken', () => {
    expect(faults('function* f() { yield a; }')).toEqual(['body: function* f() {}', 'yield: function* f() { ; }']);
  });

  test('types are left alone', () => {
    expect(faults('interface A { a: true }\ntype B = true | false;\nfunction f(a: true): a is true {}')).toEqual([]);
  });
});

describe('a fault', () => {
  const code = within('if (a) return; if (a) return;');
  const ids = (text: string, file = 'x.ts') => mutantsOf(file, text).map(({ id }) => id);

  test('is the same wherever its code stands', () => {
    expect(ids(`const other = 1;\n\n${code}`)).toEqual(ids(code));
  });

  test('is another in another place', () => {
    expect(new Set([...ids(code), ...ids(code, 'y.ts'), ...ids(code.replace('f()', 'g()'))]).size).toBe(9);
  });

  test('is chosen by the seed', () => {
    const all = mutantsOf('x.ts', within('g(a && b && c && d && e, [h, i, j, k]);'));
    const chosen = (seed: string) => sample(all, 4, seed).map(({ id }) => id);
    expect(chosen('one')).toEqual(chosen('one'));
    expect(chosen('one')).not.toEqual(chosen('two'));
    expect(new Set(chosen('one')).size).toBe(4);
    expect(sample(all.toReversed(), 4, 'one')).toEqual(sample(all, 4, 'one'));
  });
});
