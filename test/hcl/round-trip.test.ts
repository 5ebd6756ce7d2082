import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childrenOf, type Node } from '#hcl/children.js';
import { nodePath } from '#hcl/edit/locate.js';
import { parseFile, parseTemplate } from '#hcl/parse/parse.js';
import { leaves, print } from '#hcl/print/print.js';
import { CORPUS, FRAGMENTS, mutate, randomFrom } from './corpus.js';

/** Text of any kind that a configuration may be mistaken for. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...FRAGMENTS, ...CORPUS), { maxLength: 20 }).map((pieces) => pieces.join('')),
  fc.integer().map((seed) => {
    const random = randomFrom(seed);
    return mutate(CORPUS[random(CORPUS.length)] ?? '', random);
  }),
);

describe('printing the tree gives back the text', () => {
  test.each(CORPUS.map((text) => [text]))('%j', (text) => {
    const file = parseFile('main.tf', text);
    expect(file.diagnostics).toEqual([]);
    expect(print(file)).toBe(text);
    const windows = text.replaceAll(/\r?\n/g, '\r\n');
    expect(print(parseFile('main.tf', windows))).toBe(windows);
  });

  test('of any text, well-formed or not', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(print(parseFile('main.tf', text))).toBe(text);
        expect(print(parseTemplate('main.tftpl', text))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  /** What of a node's text is not its own words or a child's: nothing but this. */
  const PUNCTUATION: Partial<Record<Node['kind'], RegExp>> = {
    body: /^$/,
    block: /^[{}]+$/,
    attribute: /^=$/,
    'object-item': /^[=:]$/,
    interpolation: /^(?:\$\{~?|~?\})$/,
    'get-attribute': /^\.$/,
    index: /^[.[\]]+$/,
    call: /^[(),.]+$/,
    object: /^[{},]+$/,
    tuple: /^[[\],]+$/,
    conditional: /^[?:]$/,
    parenthesis: /^[()]+$/,
    splat: /^[\w.*[\]-]+$/,
    for: /^[\p{ID_Continue}\-,:[\]{}=>.]+$/u,
  };

  test('every byte belongs to one leaf, and each leaf to a node that has such', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parseFile('main.tf', text);
        let at = 0;
        for (const leaf of leaves(file)) {
          expect([leaf.start, leaf.text]).toEqual([at, text.slice(leaf.start, leaf.end)]);
          at = leaf.end;
          if (leaf.kind === 'trivia')
            expect(leaf.text).toMatch(/^(?:\s|\ufeff|#[^\n]*\n?|\/\/[^\n]*\n?|\/\*[^]*?\*\/)*$/);
          if (leaf.kind === 'punctuation' && file.diagnostics.length === 0) {
            expect(leaf.text).toMatch(PUNCTUATION[leaf.node.kind] ?? /^no punctuation$/);
          }
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('children lie within their parent, in order, without overlap; and are found by their span', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parseFile('main.tf', text);
        const visit = (node: Node): void => {
          let at = node.start;
          for (const child of childrenOf(node)) {
            expect(child.start).toBeGreaterThanOrEqual(at);
            expect(child.end).toBeLessThanOrEqual(node.end);
            at = child.end;
            visit(child);
          }
          if (node.end > node.start && file.diagnostics.length === 0) {
            expect(
              nodePath(file, node).filter((found) => found.start === node.start && found.end === node.end),
            ).toContain(node);
          }
        };
        visit(file.body);
      }),
      { numRuns: 1000 },
    );
  });
});
