/** The value at a path like `metadata_options.http_tokens` or `policy.Statement[0].Action[2]`. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { decodeJson } from '#model/json/read.js';
import { schemaOf } from '#terraform/schema/provider-schema.js';

/** `whole`: a block, of which nothing but its being there is asked. */
export type Found = { readonly value: Value } | 'whole' | 'absent' | 'no-such-place';

type Step = string | number;

export function stepsOf(path: string): readonly Step[] {
  return Array.from(path.matchAll(/\[(\d+)\]|[^.[\]]+/g), ([word, index]) =>
    index === undefined ? word : Number(index),
  );
}

/** Words that are no attribute of the type are remarks: nothing stands there. */
export function valueAt(resource: Resource, path: string): Found {
  const [first, ...rest] = stepsOf(path);
  if (typeof first !== 'string') return 'no-such-place';
  const schema = schemaOf(resource.mode, resource.type);
  const isKnown = !schema || schema.attributes.has(first) || schema.blocks.has(first);
  return isKnown ? inBody(resource, first, rest) : 'no-such-place';
}

function inBody(body: BodyView, name: string, rest: readonly Step[]): Found {
  const blocks = body.blocks(name);
  if (blocks.length > 0) {
    const [index] = rest;
    const at = typeof index === 'number' ? index : 0;
    const [next, ...further] = typeof index === 'number' ? rest.slice(1) : rest;
    const block = blocks[at];
    if (!block) return 'absent';
    return typeof next === 'string' ? inBody(block, next, further) : 'whole';
  }
  return inValue(body.attribute(name), rest);
}

function inValue(value: Value | undefined, [step, ...rest]: readonly Step[]): Found {
  if (value === undefined || value.kind === 'null') return 'absent';
  if (step === undefined) return { value };
  if (value.kind === 'string' || (value.kind === 'unknown' && value.encodes)) {
    const inner = value.encodes ?? decodeJson(value);
    return inner ? inValue(inner, [step, ...rest]) : 'no-such-place';
  }
  if (value.kind === 'unknown') return { value };
  if ('elements' in value) {
    // A list of one is often written as the one.
    return typeof step === 'number' ? inValue(value.elements[step], rest) : inValue(value.elements[0], [step, ...rest]);
  }
  if ('entries' in value) return inValue(value.entries.get(String(step)), rest);
  return step === 0 ? inValue(value, rest) : 'no-such-place';
}
