/** How a reference sees the attributes and blocks of a resource: typed, complete, each with the way to it. */
import type { BodyView, NestedBlock } from '#model/resource.js';
import type { AttributeSchema, BlockSchema, NestedSchema } from '../schema/block-schema.js';
import { DYNAMIC, type Type } from '#model/type.js';
import type { UnknownValue, Value } from '#model/value.js';
import { nullOf, object } from '#model/values/make.js';
import { withAlternatives } from '#model/values/partly.js';
import { LazyEntries } from './lazy-entries.js';

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

/**
 * Nested blocks as the collection that their nesting mode makes of them. Where none is written there may be some all the same, if the
 * provider sets anything in them.
 */
export function blocksValue(blocks: readonly NestedBlock[], schema: NestedSchema, place: Place): Value {
  if (blocks.length === 0 && hasComputed(schema.block)) return unknownAt(DYNAMIC, place);
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

/** What the source leaves out the provider may set, or have a default for, of which its schema does not tell. */
export function notWritten({ type, required }: AttributeSchema, place: Place): Value {
  return required ? nullOf(type) : unknownAt(type, place);
}

function hasComputed({ attributes, blocks }: BlockSchema): boolean {
  return (
    [...attributes.values()].some(({ computed }) => computed) ||
    [...blocks.values()].some(({ block }) => hasComputed(block))
  );
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
    else entries.push([name, notWritten(attribute, here)]);
  }
  for (const [name, nested] of schema.blocks)
    entries.push([name, blocksValue(body.blocks(name), nested, inside(place, name))]);
  return entries;
}

/** A value that a resource without schema is given: the provider may add to what is in it, at any depth. */
export function opened(value: Value, place: Place): Value {
  if (value.kind === 'object') {
    const { entries } = value;
    const read = (name: string): Value => {
      const found = entries.get(name);
      return found ? opened(found, inside(place, name)) : unknownAt(DYNAMIC, inside(place, name));
    };
    return { ...value, entries: new LazyEntries(entries.keys(), read, true) };
  }
  if (value.kind !== 'tuple') return value;
  return { ...value, elements: value.elements.map((element, at) => opened(element, inside(place, String(at)))) };
}

/** Blocks of a resource without schema. Whether one block is an object or the only one of a list, only the provider knows. */
export function untypedBlocks(blocks: readonly NestedBlock[], place: Place): Value {
  const element = (block: NestedBlock, here: Place): Value => {
    const entries = new Map<string, Value>();
    for (const name of block.names()) {
      const inner = block.blocks(name);
      const given = block.attribute(name) ?? (inner.length > 0 ? untypedBlocks(inner, inside(here, name)) : undefined);
      if (given) entries.set(name, withReference(given, inside(here, name)));
    }
    return opened({ kind: 'object', entries, ...(block.origin ? { origin: block.origin } : {}) }, here);
  };
  const list: Value = {
    kind: 'tuple',
    elements: blocks.map((block, at) => element(block, inside(place, String(at)))),
  };
  const [only, ...others] = blocks;
  if (!only || others.length > 0) return list;
  return withAlternatives({ ...unknownAt(DYNAMIC, place), notNull: true }, [list, element(only, place)]);
}
