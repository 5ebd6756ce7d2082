import { formatNumber, toBigFloat } from '#model/number.js';
import type { Value } from '#model/value.js';
import { fault, type Fault } from './define.js';

/** Values as JSON text, byte for byte as Terraform's jsonencode writes it. */
export function encodeJson(value: Value): string | Fault {
  const out: string[] = [];
  const problem = write(value, out);
  return problem ?? out.join('');
}

function write(value: Value, out: string[]): Fault | undefined {
  switch (value.kind) {
    case 'null':
      out.push('null');
      return undefined;
    case 'string':
      out.push(quoteJson(value.value));
      return undefined;
    case 'bool':
      out.push(String(value.value));
      return undefined;
    case 'number':
      if (!toBigFloat(value.value)) return fault('cannot serialize infinity as JSON');
      out.push(formatNumber(value.value));
      return undefined;
    case 'unknown':
      return fault('value is not known');
    default:
      return 'elements' in value ? writeSequence(value.elements, out) : writeMapping(value.entries, out);
  }
}

function writeSequence(elements: readonly Value[], out: string[]): Fault | undefined {
  out.push('[');
  for (const [at, element] of elements.entries()) {
    if (at > 0) out.push(',');
    const problem = write(element, out);
    if (problem) return problem;
  }
  out.push(']');
  return undefined;
}

function writeMapping(entries: ReadonlyMap<string, Value>, out: string[]): Fault | undefined {
  let separator = '{';
  for (const [key, entry] of entries) {
    out.push(separator, quoteJson(key), ':');
    const problem = write(entry, out);
    if (problem) return problem;
    separator = ',';
  }
  out.push(entries.size === 0 ? '{}' : '}');
  return undefined;
}

/** What Go's encoder escapes beyond JSON's own rules, for JSON inside HTML. */
const BEYOND = /[<>&\u2028\u2029]/g;

export function quoteJson(text: string): string {
  return JSON.stringify(text).replaceAll(
    BEYOND,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
