/** What holds for every edit, on every configuration. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childrenOf, type Node } from '#hcl/children.js';
import { applyEdits, type EditResult, isRefusal, replace } from '#hcl/edit/edit.js';
import { removeAttribute, setAttribute } from '#hcl/edit/attribute.js';
import { appendTopLevelBlock, insertBlock, removeBlock } from '#hcl/edit/block.js';
import { addTupleElement, removeObjectItems, removeTupleElements, setObjectItem } from '#hcl/edit/collection.js';
import { findAttribute, findObjectItem } from '#hcl/edit/locate.js';
import { parseFile } from '#hcl/parse/parse.js';
import type { Body, SyntaxFile } from '#hcl/syntax.js';
import { CORPUS, mutate, randomFrom } from './corpus.js';

interface Attempt {
  readonly what: string;
  readonly result: EditResult;
  /** Whether the edit did what it should, in the tree of the new text. */
  readonly holds: (after: SyntaxFile) => boolean;
}

type Choose = (below: number) => number;

function everyNode(file: SyntaxFile): Node[] {
  const nodes: Node[] = [file.body];
  for (const node of nodes) nodes.push(...childrenOf(node));
  return nodes;
}

/** Places in the tree survive an edit elsewhere; so the n-th body, tuple or object is the same one afterwards. */
function nth<Kind extends Node['kind']>(
  file: SyntaxFile,
  kind: Kind,
  index: number,
): Extract<Node, { kind: Kind }> | undefined {
  return everyNode(file).filter((node): node is Extract<Node, { kind: Kind }> => node.kind === kind)[index];
}

const NAMES = ['x', 'a_rather_long_name', 'ami', 'a', 'kind'];
const VALUES = ['1', '"two"', '[\n  3,\n]', '{\n  four = 4\n}'];

function attempt(file: SyntaxFile, choose: Choose): Attempt | undefined {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[choose(items.length)];
  const bodies = everyNode(file).filter((node): node is Body => node.kind === 'body');
  const index = choose(bodies.length);
  const body = bodies[index];
  if (!body) return undefined;
  const name = pick(NAMES) ?? 'x';
  switch (choose(7)) {
    case 5:
      return several(file, body, index, choose);
    case 6:
      return blockByAttribute(file, choose);
    case 0:
    case 1: {
      const value = pick(VALUES) ?? '1';
      const holds = (after: SyntaxFile): boolean => {
        const found = findAttribute(nth(after, 'body', index) ?? after.body, name)?.value;
        return (
          found !== undefined &&
          after.text.slice(found.start, found.end).replaceAll(/\s/g, '') === value.replaceAll(/\s/g, '')
        );
      };
      return { what: `set ${name} to ${value}`, result: setAttribute(file, body, name, value), holds };
    }
    case 2:
      return removal(file, body, index, choose);
    case 3:
      if (choose(3) === 0) {
        const holds = (after: SyntaxFile): boolean => after.body.items.length === file.body.items.length + 1;
        return { what: 'append', result: appendTopLevelBlock(file, ['new "block" {', '  x = 1', '}']), holds };
      }
      return {
        what: 'insert a block',
        result: insertBlock(file, body, ['new {', '  x = 1', '}'], choose(2) ? pick(body.items) : undefined),
        holds: (after) => (nth(after, 'body', index)?.items.length ?? 0) === body.items.length + 1,
      };
    default:
      return collection(file, choose);
  }
}

/** Attributes that one patch gives a body together. */
function several(file: SyntaxFile, body: Body, index: number, choose: Choose): Attempt {
  const names = NAMES.filter(() => choose(2) === 0);
  const results = names.map((name) => setAttribute(file, body, name, '"new"'));
  const holds = (after: SyntaxFile): boolean =>
    names.every((name) => findAttribute(nth(after, 'body', index) ?? after.body, name) !== undefined);
  return { what: `set ${names.join()}`, result: results.find(isRefusal) ?? results.flatMap(editsOf), holds };
}

function editsOf(result: EditResult) {
  return isRefusal(result) ? [] : result;
}

function blockByAttribute(file: SyntaxFile, choose: Choose): Attempt | undefined {
  const blocks = everyNode(file).filter((node) => node.kind === 'block');
  const block = blocks[choose(Math.max(blocks.length, 1))];
  if (!block) return undefined;
  const count = (text: string): number => text.split('instead').length;
  return {
    what: `an attribute for the block ${block.type}`,
    result: [replace(file, { start: block.start, end: block.end }, 'instead = []')],
    holds: (after) => count(after.text) === count(file.text) + 1,
  };
}

function removal(file: SyntaxFile, body: Body, index: number, choose: Choose): Attempt | undefined {
  const item = body.items[choose(body.items.length)];
  if (!item || item.kind === 'invalid') return undefined;
  const result = item.kind === 'block' ? removeBlock(file, item) : removeAttribute(file, body, item.name);
  return {
    what: 'remove an item',
    result,
    holds: (after) => nth(after, 'body', index)?.items.length === body.items.length - 1,
  };
}

function collection(file: SyntaxFile, choose: Choose): Attempt | undefined {
  const kind = choose(2) ? 'tuple' : 'object';
  const count = everyNode(file).filter((node) => node.kind === kind).length;
  const index = choose(Math.max(count, 1));
  const some = <Item>(items: readonly Item[]): Item[] => items.filter(() => choose(2) === 0);
  if (kind === 'tuple') {
    const tuple = nth(file, 'tuple', index);
    if (!tuple) return undefined;
    const elements = some(tuple.elements);
    if (choose(2) === 0) {
      const holds = (after: SyntaxFile): boolean =>
        nth(after, 'tuple', index)?.elements.length === tuple.elements.length + 1;
      return { what: 'add an element', result: addTupleElement(file, tuple, '"new"'), holds };
    }
    const left = tuple.elements.length - elements.length;
    const holds = (after: SyntaxFile): boolean => nth(after, 'tuple', index)?.elements.length === left;
    return { what: 'remove elements', result: removeTupleElements(file, tuple, elements), holds };
  }
  const object = nth(file, 'object', index);
  if (!object) return undefined;
  if (choose(2) === 0) {
    const holds = (after: SyntaxFile): boolean => {
      const found = nth(after, 'object', index);
      return found !== undefined && findObjectItem(found, 'new_key') !== undefined;
    };
    return { what: 'set an item', result: setObjectItem(file, object, 'new_key', '1'), holds };
  }
  const items = some(object.items);
  const left = object.items.length - items.length;
  const holds = (after: SyntaxFile): boolean => nth(after, 'object', index)?.items.length === left;
  return { what: 'remove items', result: removeObjectItems(file, object, items), holds };
}

/** The text without what alignment may change. */
function squeezed(text: string): string {
  return text.replaceAll(/[ \t]+/g, ' ');
}

function check(text: string, choose: Choose): string | undefined {
  const file = parseFile('main.tf', text);
  const made = attempt(file, choose);
  if (!made || 'refused' in made.result) return undefined;
  const applied = applyEdits(text, made.result);
  if ('refused' in applied) throw new Error(`${made.what}: ${applied.refused}`);
  const after = parseFile('main.tf', applied.text);
  expect([made.what, applied.text, after.diagnostics.slice(0, 1)]).toEqual([made.what, applied.text, []]);
  expect([made.what, applied.text, made.holds(after)]).toEqual([made.what, applied.text, true]);
  // Locality: what lies outside of the edited spans is there, in order, but for alignment.
  let rest = squeezed(applied.text);
  let at = 0;
  for (const edit of [...made.result].sort((a, b) => a.start - b.start)) {
    const kept = squeezed(text.slice(at, edit.start)).trim();
    const found = rest.indexOf(kept);
    expect(found, `${made.what}: ${kept}`).toBeGreaterThanOrEqual(0);
    rest = rest.slice(found + kept.length);
    at = Math.max(at, edit.end);
  }
  expect(rest.endsWith(squeezed(text.slice(at)).trimStart())).toBe(true);
  return applied.text;
}

describe('an edit does what it says, leaves the rest, and the result parses', () => {
  test('on the corpus, with either line ending', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, windows) => {
        const choose = randomFrom(seed);
        const text = CORPUS[choose(CORPUS.length)] ?? '';
        check(windows ? text.replaceAll(/\r?\n/g, '\r\n') : text, choose);
      }),
      { numRuns: 3000 },
    );
  });

  test('on mutations of it that still parse', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const choose = randomFrom(seed);
        const text = mutate(CORPUS[choose(CORPUS.length)] ?? '', choose);
        if (parseFile('main.tf', text).diagnostics.length === 0) check(text, choose);
      }),
      { numRuns: 5000 },
    );
  });

  test('nothing throws on what does not parse', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const choose = randomFrom(seed);
        const file = parseFile('main.tf', mutate(CORPUS[choose(CORPUS.length)] ?? '', choose));
        const made = attempt(file, choose);
        if (made && !('refused' in made.result)) applyEdits(file.text, made.result);
      }),
      { numRuns: 3000 },
    );
  });
});

const terraform = spawnSync('terraform', ['version'], { encoding: 'utf8' });
const hasTerraform = terraform.status === 0;
if (!hasTerraform) process.stderr.write('SKIPPED: without terraform its formatter is not asked about our edits\n');

test.skipIf(!hasTerraform)(
  'terraform fmt accepts what we make of files that it accepts',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'chokepoint-fmt-'));
    try {
      const sources = CORPUS.filter((text) => !text.startsWith('\ufeff'));
      sources.forEach((text, index) => writeFileSync(join(folder, `${index}.tf`), text));
      execFileSync('terraform', ['fmt', folder]);
      const formatted = sources.map((_, index) => readFileSync(join(folder, `${index}.tf`), 'utf8'));
      const choose = randomFrom(3);
      const texts = new Map<string, string>();
      for (let count = 0; count < 500; count++) {
        const text = formatted[choose(formatted.length)] ?? '';
        const result = check(text, choose);
        if (result !== undefined) texts.set(`edited-${count}.tf`, result);
      }
      expect(texts.size).toBeGreaterThan(150);
      for (const [name, text] of texts) writeFileSync(join(folder, name), text);
      const checked = spawnSync('terraform', ['fmt', '-check', '-diff', folder], { encoding: 'utf8' });
      expect(checked.stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
