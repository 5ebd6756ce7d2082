/** How a reference sees the attributes and blocks of a resource: typed, complete, each with the way to it. */
import type { BodyView, NestedBlock } from '../resource.js';
import type { BlockSchema, NestedSchema } from '../schema/provider-schema.js';
import { DYNAMIC, type Type } from '../type.js';
import type { UnknownValue, Value } from '../value.js';
import { nullOf, object } from '../values/make.js';

/** An attribute of an instance. */
export interface Place {
  readonly address: string;
  readonly path: readonly string[];
}

export function withReference(value: Value, place: Place): Value {
  return { ...value, ref: place };
}

export function unknownAt(type: Type, place: Place): UnknownValue {
  return { kind: 'unknown', type, dependsOn: [place], ref: place };
}

function inside(place: Place, ...steps: readonly string[]): Place {
  return { address: place.address, path: [...place.path, ...steps] };
}

/** Nested blocks as the collection that their nesting mode makes of them. */
export function blocksValue(blocks: readonly NestedBlock[], schema: NestedSchema, place: Place): Value {
  const single = schema.nesting === 'single' || schema.nesting === 'group';
  if (single) {
    const [only] = blocks;
    if (!only) return nullOf(DYNAMIC);
    return object(bodyEntries(only, schema.block, place), {
      ...(only.origin ? { origin: only.origin } : {}),
      ref: place,
    });
  }
  const elements = blocks.map((block, at) => {
    const here = schema.nesting === 'set' ? place : inside(place, String(at));
    return object(bodyEntries(block, schema.block, here), {
      ...(block.origin ? { origin: block.origin } : {}),
      ref: here,
    });
  });
  const kind = schema.nesting === 'set' ? 'set' : 'list';
  if (blocks.some((block) => block.maybe)) {
    return { ...unknownAt(DYNAMIC, place), notNull: true };
  }
  return { kind, elements, elementType: DYNAMIC, ref: place };
}

/** All that a body has for a reference, by name. */
export function bodyEntries(
  body: BodyView,
  schema: BlockSchema | undefined,
  place: Place,
): readonly (readonly [string, Value])[] {
  const entries: (readonly [string, Value])[] = [];
  if (!schema) {
    for (const name of body.names()) {
      const value = body.attribute(name);
      if (value) entries.push([name, withReference(value, inside(place, name))]);
    }
    return entries;
  }
  for (const [name, attribute] of schema.attributes) {
    const set = body.attribute(name);
    const here = inside(place, name);
    if (set && set.kind !== 'null') entries.push([name, withReference(set, here)]);
    else entries.push([name, attribute.computed ? unknownAt(attribute.type, here) : nullOf(attribute.type)]);
  }
  for (const [name, nested] of schema.blocks)
    entries.push([name, blocksValue(body.blocks(name), nested, inside(place, name))]);
  return entries;
}
