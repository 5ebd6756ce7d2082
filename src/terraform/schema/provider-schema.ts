import { readFileSync } from 'node:fs';
import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import { type Archive, openArchive, type RawBlock, type RawType } from './archive.js';
import { pathInData } from '#model/data-folder.js';
import type { AttributeSchema, BlockSchema, NestedSchema } from './block-schema.js';
import { builtInSchema } from './built-in.js';

let archive: Archive | undefined;
const known = new Map<string, BlockSchema | undefined>();

/** The schema of a resource (`aws_instance`) or data source (`data.aws_ami`); `undefined` for a type that is not known. */
export function schemaOf(mode: 'managed' | 'data' | 'ephemeral', type: string): BlockSchema | undefined {
  const name = mode === 'managed' ? type : `${mode}.${type}`;
  if (known.has(name)) return known.get(name);
  const schema = builtInSchema(name) ?? (type.startsWith('aws_') ? fromArchive(name) : undefined);
  known.set(name, schema);
  return schema;
}

/** Names of all types of that mode in the archive, for "did you mean". */
export function typeNames(mode: 'managed' | 'data'): readonly string[] {
  const names = open().names();
  if (mode === 'managed') return names.filter((name) => !name.startsWith('data.'));
  return names.filter((name) => name.startsWith('data.')).map((name) => name.slice('data.'.length));
}

/** An attribute of a resource type by its path through nested blocks: `['metadata_options', 'http_tokens']`. */
export function attributeSchema(type: string, path: readonly string[]): AttributeSchema | undefined {
  const name = path.at(-1);
  if (name === undefined) return undefined;
  return blockSchema(type, path.slice(0, -1))?.attributes.get(name);
}

/** The block of a resource type at a path; the resource's own for an empty path. */
export function blockSchema(type: string, path: readonly string[] = []): BlockSchema | undefined {
  let block = type.startsWith('data.') ? schemaOf('data', type.slice('data.'.length)) : schemaOf('managed', type);
  for (const step of path) block = block?.blocks.get(step)?.block;
  return block;
}

function open(): Archive {
  archive ??= openArchive(readFileSync(pathInData('aws-schema.bin')));
  return archive;
}

function fromArchive(name: string): BlockSchema | undefined {
  const raw = open().read(name);
  return raw ? readBlock(raw) : undefined;
}

function readBlock(raw: RawBlock): BlockSchema {
  const attributes = new Map<string, AttributeSchema>();
  for (const [name, [flags, type]] of Object.entries(raw.a ?? {})) {
    attributes.set(name, {
      required: flags.includes('R'),
      optional: flags.includes('O'),
      computed: flags.includes('C'),
      sensitive: flags.includes('S'),
      deprecated: flags.includes('D'),
      type: readType(type),
    });
  }
  const blocks = new Map<string, NestedSchema>();
  for (const [name, nested] of Object.entries(raw.b ?? {})) {
    blocks.set(name, { nesting: nested.n, min: nested.min ?? 0, max: nested.max, block: readBlock(nested) });
  }
  return { attributes, blocks };
}

const PRIMITIVES = new Map([
  ['string', STRING],
  ['number', NUMBER],
  ['bool', BOOL],
]);

function readType(raw: RawType): Type {
  if (typeof raw === 'string') return PRIMITIVES.get(raw) ?? DYNAMIC;
  switch (raw[0]) {
    case 'object':
      return {
        kind: 'object',
        attributes: new Map(Object.entries(raw[1]).map(([name, type]) => [name, readType(type)])),
      };
    case 'tuple':
      return { kind: 'tuple', elements: raw[1].map(readType) };
    default:
      return { kind: raw[0], element: readType(raw[1]) };
  }
}
