import type { Reference, Value } from '../value.js';

const MAX_INPUTS = 200;

/** Every reference in a value, in its pieces, and in the inputs of the calls that made it. */
export function referencesIn(value: Value): readonly Reference[] {
  const found: Reference[] = [];
  const seen = new Set<Value>();
  const queue: Value[] = [value];
  for (let next = queue.pop(); next && seen.size < MAX_INPUTS; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.ref) found.push(next.ref);
    if (next.kind === 'unknown') found.push(...next.dependsOn);
    queue.push(...insideOf(next), ...(next.origin?.inputs ?? []));
  }
  return found;
}

/** Elements of a list, and whatever an unknown is made of or may turn out to be. */
function insideOf(value: Value): readonly Value[] {
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple') return value.elements;
  if (value.kind !== 'unknown') return [];
  const { parts = [], oneOf = [], members } = value;
  return [
    ...parts.filter((part) => typeof part !== 'string'),
    ...oneOf,
    ...(members?.entries ?? []).map((each) => each.value),
  ];
}
