/**
 * The text of a template as JSON is read from it: what directives write that can't be decided is put in their place, one
 * text behind the other, and marked. A directive that stands for one value is left a hole.
 */
import { HOLE, type Origin, type Segment, type StringValue, type UnknownValue, type Value } from '../value.js';
import { segmentsOf } from '../values/segments.js';

export interface ExpandedText {
  /** Unknown pieces are one {@link HOLE} each. */
  readonly text: string;
  /** The unknown pieces by their offsets, in order. */
  readonly holes: ReadonlyMap<number, UnknownValue>;
  readonly segments: readonly Segment[];
  /** Stretches of which nobody can tell whether they are there: start and end. */
  readonly regions: readonly (readonly [start: number, end: number])[];
  readonly origin: Origin | undefined;
}

type Source = StringValue | UnknownValue;
type Read = (text: Value) => { readonly value: Value | undefined; readonly problem: object | undefined };

export function expandDirectives(source: Source, read: Read): ExpandedText {
  if (source.kind === 'string') {
    const { value, origin } = source;
    return { text: value, holes: NONE, segments: segmentsOf(source), regions: [], origin };
  }
  const expansion = new Expansion(read);
  expansion.add(source, 0);
  return expansion.finish(source.origin);
}

const NONE: ReadonlyMap<number, UnknownValue> = new Map();

/** Directives within directives beyond this depth, and texts beyond this length, are left as they are. */
const MAX_DEPTH = 16;
const MAX_LENGTH = 2_000_000;

class Expansion {
  readonly #read: Read;
  readonly #holes = new Map<number, UnknownValue>();
  readonly #segments: Segment[] = [];
  readonly #regions: [number, number][] = [];
  #text = '';
  #inString = false;

  constructor(read: Read) {
    this.#read = read;
  }

  finish(origin: Origin | undefined): ExpandedText {
    return { text: this.#text, holes: this.#holes, segments: this.#segments, regions: this.#regions, origin };
  }

  add(source: Source, depth: number): void {
    const segments = segmentsOf(source);
    let offset = 0;
    let next = 0;
    for (const part of source.kind === 'string' ? [source.value] : (source.parts ?? [source])) {
      const length = typeof part === 'string' ? part.length : HOLE.length;
      const shift = this.#text.length - offset;
      const before = this.#text.length;
      if (typeof part === 'string') this.#literal(part);
      else this.#piece(part, depth);
      const whole = this.#text.length - before === length;
      for (; next < segments.length; next += 1) {
        const segment = segments[next];
        if (!segment || segment.at >= offset + length) break;
        if (typeof part === 'string' || whole) this.#segments.push({ ...segment, at: segment.at + shift });
      }
      offset += length;
    }
  }

  #literal(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === '\\' && this.#inString) at += 1;
      else if (text[at] === '"') this.#inString = !this.#inString;
    }
    this.#text += text;
  }

  #piece(hole: UnknownValue, depth: number): void {
    const texts = this.#inString || depth >= MAX_DEPTH || this.#text.length > MAX_LENGTH ? undefined : directive(hole);
    if (!texts || texts.every((text) => this.#isValue(text))) {
      this.#holes.set(this.#text.length, hole);
      this.#text += HOLE;
      return;
    }
    const start = this.#text.length;
    for (const text of texts) this.add(text, depth + 1);
    if (depth === 0) this.#regions.push([start, this.#text.length]);
  }

  /** The text is one JSON value, or nothing. */
  #isValue(text: Source): boolean {
    if (text.kind === 'string' && text.value.trim() === '') return true;
    let known = areValues.get(text);
    if (known === undefined) {
      const { value, problem } = this.#read(text);
      known = value !== undefined && problem === undefined;
      areValues.set(text, known);
    }
    return known;
  }
}

/** Remembered, so that directives within directives are not read again for each that they are in. */
const areValues = new WeakMap<Source, boolean>();

/** The texts that a directive of a template may have written; `undefined` for any other unknown piece. */
function directive(hole: UnknownValue): readonly Source[] | undefined {
  if (hole.encodes || hole.ref) return undefined;
  const { entries, rest } = hole.members ?? { entries: [] };
  const values = hole.oneOf ?? [...entries.map(({ value }) => value), ...(rest ? [rest.value] : [])];
  const texts = values.filter((value) => value.kind === 'string' || value.kind === 'unknown');
  return texts.length > 0 && texts.length === values.length ? texts : undefined;
}
