import { describe, expect, test } from 'vitest';
import { columnsOf, cut, wrap } from '#report/formats/pretty/text.js';
import { visible, visibleLine } from '#report/safe-text.js';

test.each([
  { text: 'plain', columns: 5 },
  { text: '\u001b[31mred\u001b[39m', columns: 3 },
  { text: '日本', columns: 4 },
  { text: 'e\u0301', columns: 1 },
  { text: '👩‍💻', columns: 2 },
  { text: '→ ─ …', columns: 5 },
  { text: '', columns: 0 },
])('$text takes $columns columns', ({ text, columns }) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  { text: 'abcdef', columns: 6, cutTo: 'abcdef' },
  { text: 'abcdefg', columns: 6, cutTo: 'abcde…' },
  { text: 'ab cdefg', columns: 4, cutTo: 'ab…' },
  { text: '日本語', columns: 4, cutTo: '日…' },
])('$text is cut to $cutTo in $columns columns', ({ text, columns, cutTo }) => {
  expect(cut(text, columns)).toBe(cutTo);
});

test.each([
  { text: 'one two three', columns: 7, lines: ['one two', 'three'] },
  { text: 'averylongword is kept', columns: 5, lines: ['averylongword', 'is', 'kept'] },
  { text: 'two\nlines', columns: 20, lines: ['two', 'lines'] },
  { text: '', columns: 20, lines: [''] },
])('$text is wrapped to $columns columns', ({ text, columns, lines }) => {
  expect(wrap(text, columns)).toEqual(lines);
});

describe('what could steer a terminal is shown instead', () => {
  test.each([
    { text: '\u001b[2J', shown: '\\x1b[2J' },
    { text: '\u009b2J', shown: '\\x9b2J' },
    { text: 'a\rb', shown: 'a\\x0db' },
    { text: '\u202eabc', shown: '\\u202eabc' },
    { text: 'a\u2028b', shown: 'a\\u2028b' },
    { text: 'a\tb', shown: 'a  b' },
    { text: 'naïve → 日本', shown: 'naïve → 日本' },
  ])('$shown', ({ text, shown }) => {
    expect(visible(text)).toBe(shown);
  });

  test('line feeds stay in text and show in a line', () => {
    expect(visible('a\nb')).toBe('a\nb');
    expect(visibleLine('a\nb')).toBe('a\\nb');
  });
});
