import { STRING } from '#model/type.js';
import type { Reference, UnknownValue, Value } from '#model/value.js';
import { dependenciesOf, unknown } from '#model/values/make.js';
import { convert } from '#model/values/convert.js';
import { formatNumber } from '#model/number.js';

/** A piece of a string that is known in part. */
export type Piece = string | UnknownValue;

/** The unknown string made of the pieces: those of pieces that are known in part themselves are spliced in. */
export function unknownText(pieces: readonly Piece[]): UnknownValue {
  const parts: Piece[] = [];
  const dependsOn: Reference[] = [];
  for (const piece of pieces) {
    for (const part of typeof piece === 'string' ? [piece] : partsOf(piece)) append(parts, part);
    if (typeof piece !== 'string') dependsOn.push(...dependenciesOf(piece));
  }
  const distinct = dependsOn.filter((reference, at) => dependsOn.indexOf(reference) === at);
  return unknown(STRING, { dependsOn: distinct, parts, notNull: true });
}

function partsOf(piece: UnknownValue): readonly Piece[] {
  return piece.parts ?? [piece];
}

function append(parts: Piece[], part: Piece): void {
  const last = parts.at(-1);
  if (part === '') return;
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
  else parts.push(part);
}

/** A value as a piece of text, if it is one that converts to a string. */
export function pieceOf(value: Value): Piece | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'number') return formatNumber(value.value);
  if (value.kind === 'bool') return String(value.value);
  if (value.kind !== 'unknown') return undefined;
  const converted = convert(value, STRING);
  return converted.kind === 'unknown' ? converted : undefined;
}
