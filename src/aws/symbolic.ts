import { formatNumber } from '#terraform/number.js';
import type { Reference, UnknownValue, Value } from '#terraform/value.js';

/**
 * A string of which pieces may not be known before apply. A hole has an identity: two strings with the same holes in the
 * same places are the same string, whatever the holes turn out to be.
 */
export interface SymbolicString {
  readonly parts: readonly (string | Hole)[];
  /** Canonical text; equal exactly when the strings are certainly equal. */
  readonly key: string;
}

/** `id` names what the piece stands for: `aws_iam_role.x.name`, `var.bucket`, or one of {@link ACCOUNT}, {@link REGION}, {@link PARTITION}. */
export interface Hole {
  readonly id: string;
  /** The attribute that the piece is, where it is one. Identity is `id` alone. */
  readonly ref?: Reference;
}

/** The account of the default provider; another is `<account:...>` (accounts/). In a request: that of the resource, else of the caller. */
export const ACCOUNT: Hole = { id: '<account>' };
/** Likewise; in a request that is about no resource, one of the caller's choice. */
export const REGION: Hole = { id: '<region>' };
export const PARTITION: Hole = { id: '<partition>' };
/** `amazonaws.com`, or what takes its place in another partition. */
export const DNS_SUFFIX: Hole = { id: '<dns-suffix>' };

export function symbolic(...pieces: readonly (string | Hole | SymbolicString)[]): SymbolicString {
  const parts: (string | Hole)[] = [];
  for (const piece of pieces) {
    for (const part of typeof piece === 'string' || 'id' in piece ? [piece] : piece.parts) {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    }
  }
  return { parts, key: parts.map((part) => (typeof part === 'string' ? part : `\uE000${part.id}\uE001`)).join('') };
}

/** The whole string, if every piece is known. */
export function literal(text: SymbolicString): string | undefined {
  if (text.parts.length === 0) return '';
  const [first] = text.parts;
  return text.parts.length === 1 && typeof first === 'string' ? first : undefined;
}

/** For people: holes in braces. */
export function display(text: SymbolicString): string {
  return text.parts.map((part) => (typeof part === 'string' ? part : `{${part.id.replace(/^<|>$/g, '')}}`)).join('');
}

/** A string value as pieces; `undefined` for null and for values that are no strings. */
export function symbolicOf(value: Value | undefined): SymbolicString | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'string') return symbolic(value.value);
  if (value.kind === 'number') return symbolic(formatNumber(value.value));
  if (value.kind === 'bool') return symbolic(String(value.value));
  if (value.kind !== 'unknown') return undefined;
  if (!value.parts) return symbolic(holeOf(value));
  return symbolic(...value.parts.map((part) => (typeof part === 'string' ? part : holeOf(part))));
}

/** The hole that stands for an attribute of a resource. */
export function holeFor(address: string, attribute: string): Hole {
  return { id: `${address}.${attribute}`, ref: { address, path: [attribute] } };
}

const WELL_KNOWN: readonly (readonly [RegExp, Hole])[] = [
  [/(^|\.)data\.aws_caller_identity\.[^.]+\.(account_id|id)$/, ACCOUNT],
  [/(^|\.)data\.aws_region\.[^.]+\.(name|id|region)$/, REGION],
  [/(^|\.)data\.aws_partition\.[^.]+\.(partition|id)$/, PARTITION],
  [/(^|\.)data\.aws_partition\.[^.]+\.dns_suffix$/, DNS_SUFFIX],
];

function holeOf(value: UnknownValue): Hole {
  const reference = value.ref ?? (value.dependsOn.length === 1 ? value.dependsOn[0] : undefined);
  const names = (value.ref ? [value.ref] : value.dependsOn).map((each) => [each.address, ...each.path].join('.'));
  // What a function makes of `var.x` is not `var.x`, but it is the same thing wherever that one expression is used.
  if (!value.ref && value.origin?.kind === 'call') {
    return { id: `unknown(${names.join(', ')})@${value.origin.file.path}:${value.origin.start}` };
  }
  if (!reference) return { id: `unknown(${names.join(', ')})` };
  const id = names[0] ?? '';
  // Which account or region it is hangs on the provider configuration of the data source.
  return { id: WELL_KNOWN.find(([pattern]) => pattern.test(id))?.[1].id ?? id, ref: reference };
}
