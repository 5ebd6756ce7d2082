import { parseNumber } from '#model/number.js';
import { DYNAMIC } from '#model/type.js';
import { HOLE, type Origin, type Segment, type UnknownValue, type Value } from '#model/value.js';
import { bool, type Carried, nullOf, number, object, string, tuple } from '#model/values/make.js';
import { fault, type Fault, isFault } from './define.js';
import { type Piece, unknownText } from './text-parts.js';

/**
 * JSON text to values, strict as Go's decoder, each value with the place in the file where its text was written.
 * Unknown pieces may stand inside strings (as {@link HOLE} in the text); elsewhere they make the whole unknown.
 */
export interface JsonText {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** The unknown pieces in order of their holes. */
  readonly holes: readonly UnknownValue[];
  /** The origin of values whose own place can't be told: that of the text. */
  readonly origin: Origin | undefined;
}

/** An unknown piece outside a string: structure that can't be told. */
export const UNREADABLE = fault('the structure is not known');

const MAX_DEPTH = 500;

export function decodeJson(source: JsonText): Value | Fault {
  const reader = new Reader(source);
  const value = reader.value(0);
  if (isFault(value)) return value;
  reader.space();
  return reader.at < source.text.length ? fault('extraneous data after JSON object') : value;
}

const SPACES = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /(?:[ !#-[\]-\uDFFF\uE001-\uFFFF])*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const LITERALS: readonly (readonly [string, (more: Carried) => Value])[] = [
  ['true', (more) => bool(true, more)],
  ['false', (more) => bool(false, more)],
  ['null', (more) => nullOf(DYNAMIC, more)],
];

class Reader {
  readonly #source: JsonText;
  at = 0;
  #hole = 0;

  constructor(source: JsonText) {
    this.#source = source;
  }

  space(): void {
    this.#match(SPACES);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#source.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  #unexpected(where = ' looking for beginning of value'): Fault {
    const character = this.#source.text[this.at];
    if (character === undefined) return fault('EOF');
    if (character === HOLE) return UNREADABLE;
    const shown = character === "'" ? "'\\''" : `'${JSON.stringify(character).slice(1, -1)}'`;
    return fault(`invalid character ${shown}${where}`);
  }

  value(depth: number): Value | Fault {
    if (depth > MAX_DEPTH) return fault('the JSON is nested too deeply');
    this.space();
    const start = this.at;
    const { text } = this.#source;
    const next = text[start];
    if (next === '{') return this.#object(start, depth);
    if (next === '[') return this.#array(start, depth);
    if (next === '"') return this.#stringValue(start);
    for (const [word, make] of LITERALS) {
      if (!text.startsWith(word, start)) continue;
      this.at += word.length;
      return make(this.#place(start));
    }
    const digits = this.#match(NUMBER);
    const parsed = digits ? parseNumber(digits) : undefined;
    return parsed === undefined ? this.#unexpected() : number(parsed, this.#place(start));
  }

  #array(start: number, depth: number): Value | Fault {
    const elements: Value[] = [];
    this.at += 1;
    this.space();
    if (this.#taken(']')) return tuple(elements, this.#place(start));
    for (;;) {
      const element = this.value(depth + 1);
      if (isFault(element)) return element;
      elements.push(element);
      this.space();
      if (this.#taken(']')) return tuple(elements, this.#place(start));
      if (!this.#taken(',')) return this.#unexpected(' after array element');
    }
  }

  #object(start: number, depth: number): Value | Fault {
    const entries = new Map<string, Value>();
    this.at += 1;
    this.space();
    if (this.#taken('}')) return object(entries, this.#place(start));
    for (;;) {
      const problem = this.#entry(entries, depth);
      if (problem) return problem;
      this.space();
      if (this.#taken('}')) return object(entries, this.#place(start));
      if (!this.#taken(',')) return this.#unexpected(' after object key:value pair');
    }
  }

  #entry(entries: Map<string, Value>, depth: number): Fault | undefined {
    this.space();
    if (this.#source.text[this.at] !== '"') return this.#unexpected('');
    const key = this.#text();
    if (!Array.isArray(key)) return key;
    const name = key.every((piece) => typeof piece === 'string') ? key.join('') : undefined;
    if (name === undefined) return UNREADABLE;
    this.space();
    if (!this.#taken(':')) return this.#unexpected(' after object key');
    const value = this.value(depth + 1);
    if (isFault(value)) return value;
    entries.set(name, value);
    return undefined;
  }

  #taken(sign: string): boolean {
    if (this.#source.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #stringValue(start: number): Value | Fault {
    const pieces = this.#text();
    if (!Array.isArray(pieces)) return pieces;
    const place = this.#place(start);
    if (pieces.every((piece) => typeof piece === 'string')) return string(pieces.join(''), place);
    return { ...unknownText(pieces), ...place };
  }

  /** The pieces of a string literal: text, and the unknowns that stand in it. */
  #text(): Piece[] | Fault {
    const pieces: Piece[] = [];
    let known = '';
    this.at += 1;
    for (;;) {
      known += this.#match(PLAIN) ?? '';
      const next = this.#source.text[this.at];
      if (next === '"') {
        this.at += 1;
        pieces.push(known);
        return pieces;
      }
      if (next === HOLE && this.#source.holes[this.#hole]) {
        const hole = this.#source.holes[this.#hole];
        if (hole) pieces.push(known, hole);
        known = '';
        this.#hole += 1;
        this.at += 1;
        continue;
      }
      if (next === HOLE) {
        known += HOLE;
        this.at += 1;
        continue;
      }
      const escape = next === '\\' ? this.#escape() : this.#unexpected(' in string literal');
      if (typeof escape !== 'string') return escape;
      known += escape;
    }
  }

  #escape(): string | Fault {
    const { text } = this.#source;
    const letter = text[this.at + 1];
    if (letter === 'u') {
      const digits = text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return fault('invalid character in \\u hexadecimal character escape');
      this.at += 6;
      return this.#codeUnit(Number.parseInt(digits, 16));
    }
    const character = ESCAPES.get(letter ?? '');
    if (character === undefined) {
      this.at += 1;
      return this.#unexpected(' in string escape code');
    }
    this.at += 2;
    return character;
  }

  /** Half of a surrogate pair needs its other half behind it; alone it is no character. */
  #codeUnit(unit: number): string {
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    const pair = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(this.#source.text.slice(this.at, this.at + 6));
    if (unit >= 0xdc00 || !pair) return '\ufffd';
    this.at += 6;
    return String.fromCharCode(unit, Number.parseInt(pair[1] ?? '', 16));
  }

  /** Where the text from `start` to here was written. */
  #place(start: number): Carried {
    const { segments, origin } = this.#source;
    const first = placeOf(segments, start);
    const last = placeOf(segments, this.at - 1);
    if (first && last && first.file === last.file) {
      const readOnly = origin?.readOnly ? { readOnly: true } : {};
      const via = origin?.via ? { via: origin.via } : {};
      return {
        origin: { kind: 'json', file: first.file, start: first.offset, end: last.offset + 1, ...via, ...readOnly },
      };
    }
    return origin ? { origin } : {};
  }
}

/** The offset in a file at which the character of the text was written, where the two agree one to one. */
function placeOf(
  segments: readonly Segment[],
  at: number,
): { readonly file: Segment['file']; readonly offset: number } | undefined {
  const segment = segments.find((each) => at >= each.at && at < each.at + each.length);
  if (!segment || segment.end - segment.start !== segment.length) return undefined;
  return { file: segment.file, offset: segment.start + (at - segment.at) };
}
