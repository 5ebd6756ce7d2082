/** Values of the edited text as AWS takes them: what refers to a resource of the account is what that has there. */
import { textOf } from '#aws/reading.js';
import type { Value } from '#model/value.js';
import type { Json } from '../snapshot.js';

/** The text that an attribute of a resource of the account has. */
export type Known = (address: string, attribute: string) => string | undefined;

/** `undefined` where a piece is not known. */
export function plainText(value: Value | undefined, known: Known): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'unknown') return textOf(value);
  if (value.encodes) {
    const plain = plainOf(value.encodes, known);
    return plain === undefined ? undefined : JSON.stringify(plain);
  }
  if (value.parts) {
    const parts = value.parts.map((part) => (typeof part === 'string' ? part : plainText(part, known)));
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  const reference = value.ref ?? (value.dependsOn.length === 1 ? value.dependsOn[0] : undefined);
  const [attribute, ...deeper] = reference?.path ?? [];
  return reference && attribute !== undefined && deeper.length === 0 ? known(reference.address, attribute) : undefined;
}

function plainOf(value: Value, known: Known): Json | undefined {
  if ('elements' in value) {
    const items = value.elements.map((each) => plainOf(each, known));
    return items.every((each) => each !== undefined) ? items : undefined;
  }
  if ('entries' in value) {
    const entries = Array.from(value.entries, ([name, each]) => [name, plainOf(each, known)] as const);
    const settled = entries.flatMap(([name, each]) => (each === undefined ? [] : [[name, each] as const]));
    return settled.length === entries.length ? Object.fromEntries(settled) : undefined;
  }
  if (value.kind === 'null') return null;
  if (value.kind === 'bool') return value.value;
  const text = plainText(value, known);
  return value.kind === 'number' && text !== undefined ? Number(text) : text;
}
