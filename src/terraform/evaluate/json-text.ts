/**
 * JSON text as values, each knowing where in the source it was written: in a heredoc, a file, or a literal.
 *
 * The text may have holes where something is not known. A hole inside a string is part of that string; a hole that is a
 * value by itself is that unknown.
 */
import { type Node, parseTree } from 'jsonc-parser';
import { parseNumber } from '../number.js';
import { DYNAMIC, STRING } from '../type.js';
import { HOLE, type Origin, type Segment, type UnknownValue, type Value } from '../value.js';
import { segmentsOf } from './provenance.js';

/** The value that a string encodes in JSON, or `undefined` where it is no JSON. */
export function decodeJson(value: Value): Value | undefined {
  if (value.kind === 'string') return decodeText(value.value, value, []);
  if (value.kind !== 'unknown') return undefined;
  if (value.encodes) return value.encodes;
  if (!value.parts) return undefined;
  const holes: UnknownValue[] = [];
  const text = value.parts.map((part) => (typeof part === 'string' ? part : (holes.push(part), HOLE))).join('');
  return decodeText(text, value, holes);
}

const MAX_NESTING = 200;

function decodeText(text: string, value: Value, holes: readonly UnknownValue[]): Value | undefined {
  if (!/^\s*[[{]/.test(text) || tooDeep(text)) return undefined;
  // A hole outside a string is a value; written as a string of its own it parses, and keeps all offsets but for quotes.
  const { text: quoted, shifts } = quoteBareHoles(text);
  const errors: { error: number }[] = [];
  const root = parseTree(quoted, errors as never[], { disallowComments: true });
  if (!root || errors.length > 0) return undefined;
  const reader = new Reader(quoted, value, holes, shifts);
  return reader.read(root);
}

class Reader {
  readonly #text: string;
  readonly #value: Value;
  readonly #holes: readonly UnknownValue[];
  readonly #shifts: readonly number[];
  readonly #segments: readonly Segment[];
  #next = 0;

  constructor(text: string, value: Value, holes: readonly UnknownValue[], shifts: readonly number[]) {
    this.#text = text;
    this.#value = value;
    this.#holes = holes;
    this.#shifts = shifts;
    this.#segments = segmentsOf(value);
  }

  /** Nodes are visited in text order, so that holes come up in theirs. */
  read(node: Node): Value {
    const origin = this.#originOf(node);
    const more = origin ? { origin } : {};
    switch (node.type) {
      case 'object':
        return { kind: 'object', entries: this.#members(node), ...more };
      case 'array':
        return { kind: 'tuple', elements: (node.children ?? []).map((child) => this.read(child)), ...more };
      case 'string':
        return this.#string(String(node.value), origin);
      case 'number':
        return {
          kind: 'number',
          value: parseNumber(this.#text.slice(node.offset, node.offset + node.length)) ?? Number(node.value),
          ...more,
        };
      case 'boolean':
        return { kind: 'bool', value: node.value === true, ...more };
      default:
        return { kind: 'null', type: DYNAMIC, ...more };
    }
  }

  #members(node: Node): ReadonlyMap<string, Value> {
    const entries = new Map<string, Value>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const name = String(key.value);
      this.#next += name.split(HOLE).length - 1;
      entries.set(name, this.read(value));
    }
    return entries;
  }

  #string(text: string, origin: Origin | undefined): Value {
    const more = origin ? { origin } : {};
    if (!text.includes(HOLE) || this.#holes.length === 0) return { kind: 'string', value: text, ...more };
    const pieces = text.split(HOLE);
    const parts: (string | UnknownValue)[] = [];
    for (const [at, piece] of pieces.entries()) {
      if (piece !== '') parts.push(piece);
      if (at === pieces.length - 1) continue;
      const hole = this.#holes[this.#next];
      this.#next += 1;
      if (hole) parts.push(hole);
    }
    const [only, second] = parts;
    if (typeof only === 'object' && second === undefined) return { ...only, ...(only.origin ? {} : more) };
    const dependsOn = parts.flatMap((part) => (typeof part === 'string' ? [] : part.dependsOn));
    return { kind: 'unknown', type: STRING, dependsOn, notNull: true, parts, ...more };
  }

  /** The stretch of source that wrote the node, where one segment holds all of it. */
  #originOf(node: Node): Origin | undefined {
    const from = this.#unshifted(node.offset);
    const to = this.#unshifted(node.offset + node.length);
    const start = this.#sourceOf(from, 'start');
    const end = this.#sourceOf(to - 1, 'end');
    if (!start || !end || start.file !== end.file || end.at <= start.at) return this.#fallback();
    const whole = this.#value.origin;
    return {
      file: start.file,
      start: start.at,
      end: end.at,
      kind: 'json',
      ...(whole?.expression ? { expression: whole.expression } : {}),
      ...(whole?.via ? { via: whole.via } : {}),
      ...(whole?.readOnly ? { readOnly: true } : {}),
    };
  }

  #fallback(): Origin | undefined {
    return this.#value.origin;
  }

  #sourceOf(at: number, edge: 'start' | 'end'): { readonly file: Segment['file']; readonly at: number } | undefined {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle];
      if (!segment) return undefined;
      if (at < segment.at) high = middle - 1;
      else if (at >= segment.at + segment.length) low = middle + 1;
      else {
        const exact = segment.length === segment.end - segment.start;
        if (!exact) return { file: segment.file, at: edge === 'start' ? segment.start : segment.end };
        return { file: segment.file, at: segment.start + (at - segment.at) + (edge === 'end' ? 1 : 0) };
      }
    }
    return undefined;
  }

  /** Takes out the quotes that were put around bare holes. */
  #unshifted(offset: number): number {
    let count = 0;
    for (const shift of this.#shifts) {
      if (shift >= offset) break;
      count += 1;
    }
    return offset - count;
  }
}

/** Puts quotes around holes outside strings; `shifts` are the offsets of the quotes that were added. */
function quoteBareHoles(text: string): { readonly text: string; readonly shifts: readonly number[] } {
  if (!text.includes(HOLE)) return { text, shifts: [] };
  const shifts: number[] = [];
  let result = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\uE000|[^"\uE000]+|"/gs)) {
    if (token === HOLE) {
      shifts.push(result.length, result.length + 2);
      result += `"${HOLE}"`;
    } else result += token;
  }
  return { text: result, shifts };
}

function tooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}
