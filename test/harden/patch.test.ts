import { describe, expect, test } from 'vitest';
import { applyPatch, buildPatch } from '#harden/patch.js';
import type { Change } from '#harden/change.js';
import { parseFile } from '#hcl/parse/parse.js';
import { nodePath } from '#hcl/edit/locate.js';
import type { Block, Expression, SyntaxFile } from '#hcl/syntax.js';

/** A file, and finding what a change is made of by the text of it. */
class Fixture {
  readonly file: SyntaxFile;

  constructor(text: string) {
    this.file = parseFile('main.tf', text);
  }

  span(text: string, from = 0) {
    const start = this.file.text.indexOf(text, from);
    if (start < 0) throw new Error(`no ${text}`);
    return { start, end: start + text.length };
  }

  block(type: string): Block {
    const found = nodePath(this.file, this.span(`${type} `)).findLast((node) => node.kind === 'block');
    if (found?.kind !== 'block') throw new Error(`no block ${type}`);
    return found;
  }

  /** The list around an element. */
  list(element: string): Expression {
    const found = nodePath(this.file, this.span(element)).findLast((node) => node.kind === 'tuple');
    if (found?.kind !== 'tuple') throw new Error(`no list around ${element}`);
    return found;
  }

  remove(element: string, ifEmpty?: Change): Change {
    return {
      kind: 'remove-elements',
      file: this.file,
      container: this.list(element),
      elements: [this.span(element)],
      ...(ifEmpty ? { ifEmpty } : {}),
    };
  }

  apply(...changes: readonly Change[]): string | undefined {
    const patch = buildPatch(changes);
    expect(patch.refused.map(({ reason }) => reason)).toEqual([]);
    return applyPatch(patch.edits).get('main.tf');
  }
}

describe('changes that meet in one list', () => {
  const fixture = new Fixture('resource "a" "b" {\n  list = ["x", "y", "z"]\n  other = 1\n}\n');
  const instead: Change = {
    kind: 'set-attribute',
    file: fixture.file,
    body: fixture.block('resource').body,
    name: 'other',
    value: '2',
  };

  test.each([
    ['removals go together', [fixture.remove('"x"'), fixture.remove('"z"')], 'list = ["y"]\n  other = 1'],
    ['the same removal counts once', [fixture.remove('"x"'), fixture.remove('"x"')], 'list = ["y", "z"]\n  other = 1'],
    [
      'what is to be done for an empty list waits until it is one',
      [fixture.remove('"x"', instead), fixture.remove('"y"', instead)],
      'list = ["z"]\n  other = 1',
    ],
    [
      'and then takes the place of the removals',
      [fixture.remove('"x"', instead), fixture.remove('"y"', instead), fixture.remove('"z"', instead)],
      'list = ["x", "y", "z"]\n  other = 2',
    ],
    [
      'a list without such an alternative is emptied',
      [fixture.remove('"x"'), fixture.remove('"y"'), fixture.remove('"z"')],
      'list = []\n  other = 1',
    ],
    [
      'what is added takes the place of what is removed',
      [
        fixture.remove('"z"'),
        { kind: 'add-element', file: fixture.file, container: fixture.list('"z"'), value: '"new"' } as const,
      ],
      'list = ["x", "y", "new"]\n  other = 1',
    ],
  ])('%s', (_, changes, body) => {
    const expected = `resource "a" "b" {\n  ${body}\n}\n`;
    const patch = buildPatch(changes);
    expect(patch.refused).toEqual([]);
    expect(applyPatch(patch.edits).get('main.tf') ?? fixture.file.text).toBe(expected);
  });
});

describe('changes that meet in one body', () => {
  const text = 'resource "a" "b" {\n  from = 1\n  cidr = ["c"]\n}\n';
  const fixture = new Fixture(text);
  const { body } = fixture.block('resource');
  const { file } = fixture;

  test('what comes in takes the line of what goes', () => {
    const after = fixture.apply(
      { kind: 'remove-attribute', file, body, name: 'cidr' },
      { kind: 'set-attribute', file, body, name: 'self', value: 'true' },
      { kind: 'set-attribute', file, body, name: 'groups', value: '[g]' },
    );
    expect(after).toBe('resource "a" "b" {\n  from   = 1\n  self   = true\n  groups = [g]\n}\n');
  });

  test('the same block is added once', () => {
    const block: Change = { kind: 'add-block', file, body, block: 'inner {\n  x = 1\n}' };
    expect(fixture.apply(block, { ...block })).toBe(
      'resource "a" "b" {\n  from = 1\n  cidr = ["c"]\n\n  inner {\n    x = 1\n  }\n}\n',
    );
  });

  test('two values for one attribute: the second is refused, and named', () => {
    const first: Change = { kind: 'set-attribute', file, body, name: 'from', value: '2' };
    const second: Change = { kind: 'set-attribute', file, body, name: 'from', value: '3' };
    const patch = buildPatch([first, second]);
    expect(patch.refused.map(({ change }) => change)).toEqual([second]);
    expect(applyPatch(patch.edits).get('main.tf')).toBe(text.replace('from = 1', 'from = 2'));
  });

  test('edits that overlap are refused, and the rest is made', () => {
    const whole: Change = { kind: 'replace', file, at: fixture.list('"c"'), value: '[]' };
    const inner: Change = { kind: 'replace', file, at: fixture.span('"c"'), value: '"d"' };
    const patch = buildPatch([whole, inner]);
    expect(patch.refused.map(({ change }) => change)).toEqual([inner]);
    expect(applyPatch(patch.edits).get('main.tf')).toBe(text.replace('["c"]', '[]'));
  });

  test('what lies in a block that goes needs no edit', () => {
    const outer = new Fixture('a {\n  b = 1\n}\n\nc {\n}\n');
    const block = outer.block('a');
    const after = outer.apply(
      { kind: 'remove-block', file: outer.file, at: block },
      { kind: 'set-attribute', file: outer.file, body: block.body, name: 'b', value: '2' },
    );
    expect(after).toBe('c {\n}\n');
  });
});

describe('blocks', () => {
  const fixture = new Fixture('a {\n  b {\n    x = 1\n  }\n\n  c {\n    x = 2\n  }\n}\n');
  const { file } = fixture;
  const siblings = [fixture.block('b'), fixture.block('c')];
  const gone = (block: Block): Change => ({
    kind: 'remove-block',
    file,
    at: block,
    last: { siblings, instead: { kind: 'set-attribute', file, body: block.body, name: 'x', value: '0' } },
  });

  test('one of several goes', () => {
    expect(fixture.apply(gone(fixture.block('b')))).toBe('a {\n  c {\n    x = 2\n  }\n}\n');
  });

  test('of the last one something stays', () => {
    expect(fixture.apply(gone(fixture.block('b')), gone(fixture.block('c')))).toBe('a {\n  b {\n    x = 0\n  }\n}\n');
  });
});

describe('lists to which several edits add', () => {
  const fixture = new Fixture('a {\n}\n');
  const deny = (...items: string[]): Change => ({
    kind: 'append',
    file: fixture.file,
    block: { key: 'deny', before: 'd {\n  list = [', items, after: ']\n}' },
  });

  test('become one', () => {
    expect(fixture.apply(deny('"y"'), deny('"x"'), deny('"y"'))).toBe('a {\n}\n\nd {\n  list = ["x", "y"]\n}\n');
  });

  test('are refused together, by the changes that were given', () => {
    const broken = { ...fixture.file, path: 'other.tf' };
    const changes = ['"x"', '"y"'].map(
      (item): Change => ({
        kind: 'add-element',
        file: broken,
        container: { start: 0, end: 1 },
        value: { key: 'k', before: '[', items: [item], after: ']' },
      }),
    );
    expect(buildPatch(changes).refused.map(({ change }) => change)).toEqual(changes);
  });
});

describe('elements that stand for several', () => {
  test('leave what all edits keep', () => {
    const fixture = new Fixture('a {\n  list = [\n    "x*",\n    "z",\n  ]\n}\n');
    const narrow = (...keep: string[]): Change => ({
      kind: 'narrow-element',
      file: fixture.file,
      container: fixture.list('"x*"'),
      element: fixture.span('"x*"'),
      keep,
    });
    expect(fixture.apply(narrow('"x1"', '"x2"', '"x3"'), narrow('"x2"', '"x3"', '"x4"'))).toBe(
      'a {\n  list = [\n    "x2",\n    "x3",\n    "z",\n  ]\n}\n',
    );
  });

  test('become a list where they stood alone', () => {
    const fixture = new Fixture('a {\n  one = "x*"\n}\n');
    const span = fixture.span('"x*"');
    expect(
      fixture.apply({
        kind: 'narrow-element',
        file: fixture.file,
        container: span,
        element: span,
        keep: ['"x1"', '"x2"'],
      }),
    ).toBe('a {\n  one = ["x1", "x2"]\n}\n');
  });
});

test('JSON in a file and in a heredoc', () => {
  const json = { path: 'p.json', text: '{\n  "a": {"b": true, "list": [1, 2]}\n}\n' };
  const document = { start: 0, end: json.text.length };
  const at = (text: string) => ({ start: json.text.indexOf(text), end: json.text.indexOf(text) + text.length });
  const patch = buildPatch([
    { kind: 'remove-elements', file: json, container: at('[1, 2]'), elements: [at('1')], json: { document } },
    {
      kind: 'set-item',
      file: json,
      container: at('{"b": true, "list": [1, 2]}'),
      key: 'b',
      value: 'false',
      json: { document },
    },
    {
      kind: 'set-item',
      file: json,
      container: at('{"b": true, "list": [1, 2]}'),
      key: 'c',
      value: '3',
      json: { document },
    },
  ]);
  expect(patch.refused).toEqual([]);
  expect(applyPatch(patch.edits).get('p.json')).toBe('{\n  "a": {"b": false, "list": [2], "c": 3}\n}\n');
});
