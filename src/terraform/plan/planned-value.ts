/** Values out of a plan's or a state's JSON, typed by the provider's schema where there is one. */
import { fromFloat64 } from '#model/number.js';
import type { AttributeSchema, BlockSchema, NestedSchema } from '../schema/block-schema.js';
import { DYNAMIC, type Type } from '#model/type.js';
import type { Reference, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { nullOf, object, string, tuple } from '#model/values/make.js';
import { isRecord, type Json, member } from './json-shape.js';

const MAX_DEPTH = 100;

/** A value with what the plan says of its parts: `true` in the place of a part that is unknown or sensitive. */
export interface Marked {
  readonly value: unknown;
  readonly unknown: unknown;
  readonly sensitive: unknown;
}

/** What unknown parts depend on. */
export type Dependencies = readonly Reference[];

export function plannedAttribute(marked: Marked, schema: AttributeSchema | undefined, dependsOn: Dependencies): Value {
  const raw = plannedValue(marked, dependsOn, schema?.type ?? DYNAMIC, 0);
  if (!schema) return raw;
  const typed = convert(raw, schema.type);
  return isFailure(typed) ? raw : typed;
}

/** Nested blocks: objects typed by their own schema. */
export function plannedBlocks(marked: Marked, schema: NestedSchema, dependsOn: Dependencies): Value {
  if (Array.isArray(marked.value)) {
    const elements = marked.value.map((_, at) => plannedBlock(inside(marked, at), schema.block, dependsOn));
    return { kind: schema.nesting === 'set' ? 'set' : 'list', elements, elementType: DYNAMIC };
  }
  if (isRecord(marked.value)) return plannedBlock(marked, schema.block, dependsOn);
  return marked.unknown === true ? unknownValue(DYNAMIC, dependsOn) : nullOf(DYNAMIC);
}

function plannedBlock(marked: Marked, schema: BlockSchema, dependsOn: Dependencies): Value {
  const value = isRecord(marked.value) ? marked.value : {};
  const entries: (readonly [string, Value])[] = [];
  for (const [name, attribute] of schema.attributes) {
    if (Object.hasOwn(value, name) || member(marked.unknown, name) === true) {
      entries.push([name, plannedAttribute(inside(marked, name), attribute, dependsOn)]);
    }
  }
  for (const [name, nested] of schema.blocks) {
    if (Object.hasOwn(value, name)) entries.push([name, plannedBlocks(inside(marked, name), nested, dependsOn)]);
  }
  return object(entries);
}

export function inside({ value, unknown, sensitive }: Marked, step: string | number): Marked {
  return {
    value: at(value, step),
    unknown: unknown === true ? true : at(unknown, step),
    sensitive: sensitive === true ? true : at(sensitive, step),
  };
}

function at(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return member(value, String(step));
}

function plannedValue(marked: Marked, dependsOn: Dependencies, type: Type, depth: number): Value {
  if (marked.unknown === true) return unknownValue(type, dependsOn);
  if (depth > MAX_DEPTH) return unknownValue(DYNAMIC, []);
  const value = knownValue(marked, dependsOn, depth);
  return marked.sensitive === true ? { ...value, sensitive: true } : value;
}

function knownValue(marked: Marked, dependsOn: Dependencies, depth: number): Value {
  const { value } = marked;
  if (typeof value === 'string') return string(value);
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'number') return { kind: 'number', value: fromFloat64(value) ?? value };
  if (Array.isArray(value))
    return tuple(value.map((_, index) => plannedValue(inside(marked, index), dependsOn, DYNAMIC, depth + 1)));
  if (isRecord(value)) return mapping(value, marked, dependsOn, depth);
  return nullOf(DYNAMIC);
}

/** Members that are not known yet are missing from the values, and `true` among the unknowns. */
function mapping(value: Json, marked: Marked, dependsOn: Dependencies, depth: number): Value {
  const names = new Set(Object.keys(value));
  if (isRecord(marked.unknown))
    for (const [name, flag] of Object.entries(marked.unknown)) if (flag === true) names.add(name);
  return object(
    Array.from(names, (name) => [name, plannedValue(inside(marked, name), dependsOn, DYNAMIC, depth + 1)] as const),
  );
}

function unknownValue(type: Type, dependsOn: Dependencies): Value {
  const [ref, ...others] = dependsOn;
  return { kind: 'unknown', type, dependsOn, ...(ref && others.length === 0 ? { ref } : {}) };
}
