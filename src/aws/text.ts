import type { SymbolicString } from './symbolic.js';
import { symbolic, symbolicOf } from './symbolic.js';
import { HOLE, type UnknownValue, type Value } from '#model/value.js';

/** A string in which unknown pieces count as one {@link HOLE} each, so that it can be searched. */
export interface HoledText {
  readonly text: string;
  /** The unknown pieces in order. */
  readonly holes: readonly UnknownValue[];
}

/** `undefined` where nothing of the string is known, or the value is none. */
export function holedText(value: Value | undefined): HoledText | undefined {
  if (value?.kind === 'string') return { text: value.value, holes: [] };
  if (value?.kind !== 'unknown' || !value.parts) return undefined;
  const holes = value.parts.filter((part) => typeof part !== 'string');
  return { text: value.parts.map((part) => (typeof part === 'string' ? part : HOLE)).join(''), holes };
}

/** The stretch from `start` to `end` with its holes named. */
export function symbolicSlice(of: HoledText, start: number, end: number): SymbolicString {
  const pieces: (string | SymbolicString)[] = [];
  let next = count(of.text, start);
  let from = start;
  for (let at = start; at < end; at += 1) {
    if (of.text[at] !== HOLE) continue;
    pieces.push(of.text.slice(from, at), symbolicOf(of.holes[next]) ?? HOLE);
    next += 1;
    from = at + 1;
  }
  return symbolic(...pieces, of.text.slice(from, end));
}

/** The unknown pieces between `start` and `end`. */
export function holesIn(of: HoledText, start: number, end: number): readonly UnknownValue[] {
  const first = count(of.text, start);
  return of.holes.slice(first, first + count(of.text.slice(start, end), end - start));
}

function count(text: string, end: number): number {
  let found = 0;
  for (let at = text.indexOf(HOLE); at >= 0 && at < end; at = text.indexOf(HOLE, at + 1)) found += 1;
  return found;
}
