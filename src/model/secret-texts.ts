/** Texts that must not be shown: those of sensitive values, at any depth. */
import { formatNumber } from './number.js';
import type { Value } from './value.js';
import { isMapping, isSequence } from './values/inspect.js';

/** A text that is shorter stands in too many places where it is no secret. */
const MIN_LENGTH = 4;

const MAX_DEPTH = 50;

/** Adds what `value` has that is sensitive; all of it where it is `inside` something sensitive. */
export function collectSecrets(value: Value, into: Set<string>, inside = false, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  const secret = inside || value.sensitive === true;
  if (secret) for (const text of textsOf(value)) addSecret(text, into);
  for (const part of partsOf(value)) collectSecrets(part, into, secret, depth + 1);
  if ('encodes' in value && value.encodes) collectSecrets(value.encodes, into, false, depth + 1);
}

function textsOf(value: Value): readonly string[] {
  if (value.kind === 'string') return [value.value];
  if (value.kind === 'number') return [formatNumber(value.value)];
  return value.kind === 'unknown' ? (value.parts ?? []).filter((part) => typeof part === 'string') : [];
}

function partsOf(value: Value): Iterable<Value> {
  if (isSequence(value)) return value.elements;
  return isMapping(value) ? value.entries.values() : [];
}

/** A text of several lines is shown line by line. */
export function addSecret(text: string, into: Set<string>): void {
  for (const line of text.includes('\n') ? [text, ...text.split(/\r?\n/)] : [text]) {
    const trimmed = line.trim();
    if (trimmed.length >= MIN_LENGTH) into.add(trimmed);
  }
}
