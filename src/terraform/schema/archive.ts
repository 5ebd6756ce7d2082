/**
 * The archive of provider schemas, and that of module summaries: one file, one compressed chunk per entry (a resource type, a module), so that
 * reading one costs only that one. Layout: length of the index (uint32, little endian), the index, the chunks. Index and chunks are raw deflate
 * of JSON; chunks use the shared dictionary, since the same names occur in all of them.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What the archive says of one block, as `data/aws-provider-schema.json.gz` has it. */
export interface RawBlock {
  /** Attributes by name: flags (R required, O optional, C computed, S sensitive, D deprecated) and type. */
  readonly a?: Readonly<Record<string, readonly [flags: string, type: RawType]>>;
  readonly b?: Readonly<Record<string, RawNested>>;
}
export interface RawNested extends RawBlock {
  /** Nesting mode. */
  readonly n: 'single' | 'group' | 'list' | 'set' | 'map';
  readonly min?: number;
  readonly max?: number;
}
export type RawType =
  | string
  | readonly [kind: 'list' | 'set' | 'map', element: RawType]
  | readonly [kind: 'object', attributes: Readonly<Record<string, RawType>>]
  | readonly [kind: 'tuple', elements: readonly RawType[]];

interface Index {
  readonly dictionary: number;
  /** Offset and length of the chunk, by `type` or `data.type`. */
  readonly chunks: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

export interface Archive<T = RawBlock> {
  names(): readonly string[];
  read(name: string): T | undefined;
}

export function packArchive<T>(blocks: ReadonlyMap<string, T>, dictionary: Buffer): Buffer {
  const chunks: Record<string, readonly [number, number]> = {};
  const parts: Buffer[] = [];
  let offset = dictionary.length;
  for (const [name, block] of blocks) {
    const chunk = deflateRawSync(JSON.stringify(block), { level: 9, dictionary });
    chunks[name] = [offset, chunk.length];
    parts.push(chunk);
    offset += chunk.length;
  }
  const index: Index = { dictionary: dictionary.length, chunks };
  const packed = deflateRawSync(JSON.stringify(index), { level: 9 });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(packed.length);
  return Buffer.concat([length, packed, dictionary, ...parts]);
}

export function openArchive<T = RawBlock>(bytes: Buffer): Archive<T> {
  const start = 4 + bytes.readUInt32LE(0);
  const index: Index = JSON.parse(inflateRawSync(bytes.subarray(4, start)).toString());
  const dictionary = bytes.subarray(start, start + index.dictionary);
  const chunks = new Map(Object.entries(index.chunks));
  return {
    names: () => [...chunks.keys()],
    read: (name) => {
      const place = chunks.get(name);
      if (!place) return undefined;
      const from = start + place[0];
      return JSON.parse(inflateRawSync(bytes.subarray(from, from + place[1]), { dictionary }).toString());
    },
  };
}
