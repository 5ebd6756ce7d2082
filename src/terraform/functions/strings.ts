import { BOOL, NUMBER, STRING } from '#model/type.js';
import { bool, isSequence, list, string, unknown, dependenciesOf } from '#model/values/make.js';
import { fault, type FunctionSpec, parameter, type Result } from './define.js';
import { graphemes } from '#hcl/parse/graphemes.js';
import { integerOf, textOf } from './integers.js';
import { lowerCase, titleCase, upperCase } from './letter-case.js';
import { STRINGS } from './sequences.js';
import { type Piece, pieceOf, unknownText } from './text-parts.js';

/** Functions on text. */
function ofText(name: string, change: (text: string) => string): FunctionSpec {
  return {
    name,
    params: [parameter('str', STRING)],
    returns: STRING,
    // Text that stays the same is the same value: its origin is where it was written.
    apply: ([value]) => {
      const result = change(textOf(value));
      return value && result === textOf(value) ? value : string(result);
    },
  };
}

function ofTwo(name: string, second: string, change: (text: string, other: string) => string): FunctionSpec {
  return {
    name,
    params: [parameter('str', STRING), parameter(second, STRING)],
    returns: STRING,
    apply: ([value, other]) => {
      const result = change(textOf(value), textOf(other));
      return value && result === textOf(value) ? value : string(result);
    },
  };
}

function test(name: string, second: string, check: (text: string, other: string) => boolean): FunctionSpec {
  return {
    name,
    params: [parameter('str', STRING), parameter(second, STRING)],
    returns: BOOL,
    apply: ([text, other]) => bool(check(textOf(text), textOf(other))),
  };
}

/** Also decides for a text that is known at its start. */
const startswith: FunctionSpec = {
  name: 'startswith',
  params: [parameter('str', STRING, { allowUnknown: true }), parameter('prefix', STRING)],
  returns: BOOL,
  apply: ([text, prefixValue]) => {
    const prefix = textOf(prefixValue);
    if (text?.kind !== 'unknown') return bool(textOf(text).startsWith(prefix));
    const [first] = text.parts ?? [];
    const known = typeof first === 'string' ? first : '';
    if (known.startsWith(prefix)) return bool(true);
    if (known !== '' && !prefix.startsWith(known)) return bool(false);
    return unknown(BOOL, { dependsOn: dependenciesOf(text), notNull: true });
  },
};

const SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text.charAt(start))) start += 1;
  while (end > start && SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function trimSet(text: string, characters: string): string {
  const set = new Set(characters);
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (start < end && set.has(points[start] ?? '')) start += 1;
  while (end > start && set.has(points[end - 1] ?? '')) end -= 1;
  return points.slice(start, end).join('');
}

function chomp(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

const substr: FunctionSpec = {
  name: 'substr',
  params: [parameter('str', STRING), parameter('offset', NUMBER), parameter('length', NUMBER)],
  returns: STRING,
  apply: ([text, offsetValue, lengthValue]) => {
    if (!offsetValue || !lengthValue) throw new Error('substr has three arguments');
    const offset = integerOf(offsetValue);
    if (typeof offset !== 'number') return offset;
    const length = integerOf(lengthValue);
    if (typeof length !== 'number') return length;
    return string(substring(textOf(text), offset, length));
  },
};

/** In grapheme clusters. An offset from the end that lands before the start counts as the start. */
function substring(text: string, offset: number, length: number): string {
  if (offset >= 0 && length === 0) return '';
  const characters = graphemes(text);
  const start = Math.max(offset < 0 ? offset + characters.length : offset, 0);
  // As in the reference, a length of 0 after an offset from the end is no bound.
  const end = length <= 0 ? characters.length : start + length;
  return characters.slice(start, end).join('');
}

const join: FunctionSpec = {
  name: 'join',
  params: [parameter('separator', STRING)],
  variadic: parameter('lists', STRINGS),
  returns: STRING,
  apply: ([separator, ...lists], { limits }) => {
    if (lists.length === 0) return fault('at least one list is required');
    const pieces: Piece[] = [];
    let length = 0;
    for (const [at, items] of lists.entries()) {
      for (const [place, item] of (isSequence(items) ? items.elements : []).entries()) {
        const piece = pieceOf(item);
        if (piece === undefined) return nullElement(place, at, lists.length);
        if (pieces.length > 0) pieces.push(textOf(separator));
        pieces.push(piece);
        length += typeof piece === 'string' ? piece.length + textOf(separator).length : 0;
      }
    }
    if (length > limits.characters) return fault('the result is too long');
    const known = pieces.filter((piece) => typeof piece === 'string');
    return known.length === pieces.length ? string(known.join('')) : unknownText(pieces);
  },
};

function nullElement(place: number, at: number, count: number): Result {
  const where = count > 1 ? `element ${place} of list ${at + 1}` : `element ${place}`;
  return fault(`${where} is null; cannot concatenate null values`, at + 1);
}

const split: FunctionSpec = {
  name: 'split',
  params: [parameter('separator', STRING), parameter('str', STRING)],
  returns: STRINGS,
  apply: ([separator, text], { limits }) => {
    const items = textOf(separator) === '' ? [...textOf(text)] : textOf(text).split(textOf(separator));
    if (items.length > limits.elements) return fault(`the result has more than ${limits.elements} elements`);
    return list(
      items.map((item) => string(item)),
      STRING,
    );
  },
};

const indent: FunctionSpec = {
  name: 'indent',
  params: [parameter('spaces', NUMBER), parameter('str', STRING)],
  returns: STRING,
  apply: ([spacesValue, text], { limits }) => {
    const spaces: number | Result = spacesValue ? integerOf(spacesValue) : 0;
    if (typeof spaces !== 'number') return spaces;
    if (spaces < 0) return fault('panic in function implementation: strings: negative Repeat count');
    const lines = textOf(text).split('\n');
    if (lines.length * spaces > limits.characters) return fault('the result is too long');
    return string(lines.join(`\n${' '.repeat(lines.length > 1 ? spaces : 0)}`));
  },
};

export const STRING_FUNCTIONS: readonly FunctionSpec[] = [
  ofText('upper', upperCase),
  ofText('lower', lowerCase),
  ofText('title', titleCase),
  ofText('chomp', chomp),
  ofText('trimspace', trimSpace),
  ofText('strrev', (text) => graphemes(text).toReversed().join('')),
  ofTwo('trim', 'cutset', trimSet),
  ofTwo('trimprefix', 'prefix', (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  ofTwo('trimsuffix', 'suffix', (text, suffix) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  startswith,
  test('endswith', 'suffix', (text, suffix) => text.endsWith(suffix)),
  test('strcontains', 'substr', (text, part) => text.includes(part)),
  substr,
  join,
  split,
  indent,
];
