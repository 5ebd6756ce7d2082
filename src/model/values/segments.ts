import type { Segment, Value } from '../value.js';

/** The segments of a string: its own, or the one of a plain quoted literal. */
export function segmentsOf(value: Value): readonly Segment[] {
  if (value.kind !== 'string' && value.kind !== 'unknown') return [];
  if (value.segments) return value.segments;
  const origin = value.origin;
  if (value.kind !== 'string' || !origin) return [];
  const part =
    origin.expression?.kind === 'template' && origin.kind === 'expression' ? origin.expression.parts : undefined;
  const only = part?.length === 1 ? part[0] : undefined;
  if (only?.kind !== 'text' || only.value !== value.value) return [];
  return [{ at: 0, length: value.value.length, file: origin.file, start: only.start, end: only.end }];
}
