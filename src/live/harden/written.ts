/**
 * An account written as Terraform, in memory alone: controls edit text, so that what they would change there says what is to
 * be changed in the account. Nobody applies it.
 */
import type { Resource } from '#model/resource.js';
import { schemaOf } from '#terraform/schema/provider-schema.js';
import type { BlockSchema } from '#terraform/schema/block-schema.js';
import type { Json, JsonObject, LiveResource } from '../snapshot.js';

export const ACCOUNT_FILE = 'account.tf';

export function writtenAccount(read: ReadonlyMap<Resource, LiveResource>): string {
  return [...read].map(([{ type, name }, { values }]) => resourceText(type, name, values)).join('\n');
}

function resourceText(type: string, name: string, values: JsonObject): string {
  const schema = schemaOf('managed', type);
  const lines = schema ? bodyLines(values, schema, 1) : [];
  return [`resource "${type}" "${name}" {`, ...lines, '}', ''].join('\n');
}

/** What a configuration may say; the rest only AWS knows. */
function bodyLines(values: JsonObject, schema: BlockSchema, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(values).flatMap(([name, value]): string[] => {
    const nested = schema.blocks.get(name);
    if (nested) {
      const blocks = Array.isArray(value) ? value : [value];
      return blocks
        .filter(isObject)
        .flatMap((each) => [`${indent}${name} {`, ...bodyLines(each, nested.block, depth + 1), `${indent}}`]);
    }
    const attribute = schema.attributes.get(name);
    if (!attribute || value === null || !(attribute.required || attribute.optional) || name === 'id') return [];
    return [`${indent}${name} = ${expression(value, depth, 'encoded')}`];
  });
}

/** A text that is JSON as what it encodes, so that its parts can be edited. */
function expression(value: Json, depth: number, texts: 'encoded' | 'plain' = 'plain'): string {
  if (typeof value === 'string') {
    const inner = texts === 'encoded' ? encodedIn(value) : undefined;
    return inner === undefined ? quoted(value) : `jsonencode(${expression(inner, depth)})`;
  }
  if (value === null || typeof value !== 'object') return String(value);
  const indent = '  '.repeat(depth + 1);
  const end = '  '.repeat(depth);
  if (isList(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((each) => `${indent}${expression(each, depth + 1)},\n`).join('')}${end}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([name, each]) => `${indent}${keyOf(name)} = ${expression(each, depth + 1)}\n`);
  return `{\n${lines.join('')}${end}}`;
}

function encodedIn(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
