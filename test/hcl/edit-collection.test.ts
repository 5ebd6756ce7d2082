import { describe, test } from 'vitest';
import {
  addTupleElement,
  addTupleElements,
  removeObjectItems,
  removeTupleElements,
  setObjectItem,
} from '#hcl/edit/collection.js';
import { expectEdit, type Maker, object, tuple } from './editing.js';

describe('tuples', () => {
  const without =
    (...indices: number[]): Maker =>
    (file) =>
      removeTupleElements(
        file,
        tuple(file),
        tuple(file).elements.filter((_, index) => indices.includes(index)),
      );

  test.each([
    ['v = [1, 2, 3]\n', [0], 'v = [2, 3]\n'],
    ['v = [1, 2, 3]\n', [1], 'v = [1, 3]\n'],
    ['v = [1, 2, 3]\n', [2], 'v = [1, 2]\n'],
    ['v = [1, 2, 3]\n', [0, 2], 'v = [2]\n'],
    ['v = [1, 2, 3,]\n', [2], 'v = [1, 2,]\n'],
    ['v = [1]\n', [0], 'v = []\n'],
    ['v = [\n  1,\n  2, # two\n  3\n]\n', [1], 'v = [\n  1,\n  3\n]\n'],
    ['v = [\n  1, # one\n  2,\n  3\n]\n', [1, 2], 'v = [\n  1 # one\n]\n'],
    ['v = [\n  1,\n  2,\n]\n', [1], 'v = [\n  1,\n]\n'],
    ['v = [\n  # about one\n  1,\n  2,\n]\n', [0], 'v = [\n  # about one\n  2,\n]\n'],
    ['v = [1, 2,\n  3]\n', [1], 'v = [1,\n  3]\n'],
    ['v = [1,\n  2]\n', [0], 'v = [\n  2]\n'],
    ['v = [{\n  a = 1\n}, {\n  a = 2\n}]\n', [0], 'v = [{\n  a = 2\n}]\n'],
  ])('%j without %j', (text, indices, expected) => {
    expectEdit(text, expected, without(...indices));
  });

  test.each([
    ['v = [1]\n', 'v = [1, 9]\n'],
    ['v = [1,]\n', 'v = [1, 9,]\n'],
    ['v = []\n', 'v = [9]\n'],
    ['v = [\n  1,\n  2 # two\n]\n', 'v = [\n  1,\n  2, # two\n  9\n]\n'],
    ['v = [\n  1,\n  2, # two\n]\n', 'v = [\n  1,\n  2, # two\n  9,\n]\n'],
    ['v = [\n  1\n]\n', 'v = [\n  1,\n  9\n]\n'],
  ])('%j with one more', (text, expected) => {
    expectEdit(text, expected, (file) => addTupleElement(file, tuple(file), '9'));
  });

  test('several at once', () => {
    expectEdit('v = [\n  1\n]\n', 'v = [\n  1,\n  8,\n  9\n]\n', (file) =>
      addTupleElements(file, tuple(file), ['8', '9']),
    );
  });
});

describe('objects', () => {
  const put =
    (key: string): Maker =>
    (file) =>
      setObjectItem(file, object(file), key, '9');

  test.each([
    ['v = {}\n', 'a', 'v = {\n  a = 9\n}\n'],
    ['v = { a = 1 }\n', 'a', 'v = { a = 9 }\n'],
    ['v = { a = 1 }\n', 'bc', 'v = { a = 1, bc = 9 }\n'],
    ['v = {\n  a = 1\n}\n', 'bcd', 'v = {\n  a   = 1\n  bcd = 9\n}\n'],
    ['v = {\n  "a" = 1\n}\n', 'a', 'v = {\n  "a" = 9\n}\n'],
    ['v = {\n  "a" : 1,\n  "b" : 2\n}\n', '"c"', 'v = {\n  "a" : 1,\n  "b" : 2,\n  "c" : 9\n}\n'],
    ['v = {\n  "a": 1,\n}\n', '"c"', 'v = {\n  "a": 1,\n  "c": 9,\n}\n'],
  ])('%j with %s', (text, key, expected) => {
    expectEdit(text, expected, put(key));
  });

  test.each([
    ['v = { a = 1, b = 2 }\n', [0], 'v = { b = 2 }\n'],
    ['v = { a = 1, b = 2 }\n', [1], 'v = { a = 1 }\n'],
    ['v = {\n  abc = 1 # x\n  d   = 2\n}\n', [0], 'v = {\n  d = 2\n}\n'],
    ['v = {\n  a = 1,\n  b = 2\n}\n', [1], 'v = {\n  a = 1\n}\n'],
    ['v = {\n  a = 1\n}\n', [0], 'v = {}\n'],
  ])('%j without %j', (text, indices, expected) => {
    expectEdit(text, expected, (file) => {
      const all = object(file);
      return removeObjectItems(
        file,
        all,
        all.items.filter((_, index) => indices.includes(index)),
      );
    });
  });
});
