/** Values in the form that a state has them. */
import type { Json, JsonObject } from './snapshot.js';

/** What services answer with: members may be missing, times are dates. */
export type Loose =
  | undefined
  | null
  | boolean
  | number
  | string
  | Date
  | readonly Loose[]
  | { readonly [name: string]: Loose };

export type LooseObject = { readonly [name: string]: Loose };

/** What is missing is `null`, as it is in a state. */
export function settled(value: Loose): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(settled);
  return settledObject(value);
}

export function settledObject(value: LooseObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, settled(each)]));
}

/** `Array.isArray` does not narrow read-only lists. */
function isList(value: object): value is readonly Loose[] {
  return Array.isArray(value);
}

/** A nested block that may be there once: a state has it as a list. */
export function block(value: LooseObject | undefined): readonly LooseObject[] {
  return value === undefined ? [] : [value];
}

export function blocks<T>(items: readonly T[] | undefined, make: (item: T) => LooseObject): readonly LooseObject[] {
  return (items ?? []).map(make);
}

/** Tags of most services. */
export function tagsOf(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): LooseObject {
  return Object.fromEntries((tags ?? []).flatMap(({ Key, Value = '' }) => (Key === undefined ? [] : [[Key, Value]])));
}

/** Documents are percent-encoded where the service says so, and plain JSON elsewhere. */
export function documentOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\s*[{[]/.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The last piece of an ARN or a path. */
export function lastPiece(arn: string): string {
  return arn.replace(/^.*[:/]/s, '');
}

/** Lists in a state have an order of their own where the order has no meaning. */
export function sorted(texts: readonly (string | undefined)[] | undefined): readonly string[] {
  return (texts ?? []).filter((text) => text !== undefined).toSorted();
}
