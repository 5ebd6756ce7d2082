import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

/**
 * A file of many small JSON documents of which few are wanted: a compressed index, then each document compressed by
 * itself, so that looking one up reads and inflates the index and that document only.
 *
 * Layout: length of the index (4 bytes, big-endian), index, documents. The index, inflated, is JSON: key -> [offset from
 * the end of the index, length].
 */
export interface DataFile {
  keys(): readonly string[];
  /** The parsed document, or `undefined` where there is none of that key. */
  read(key: string): unknown;
}

/** Opens `data/<name>` of this package; nothing is read until a key is asked for. */
export function dataFile(name: string): DataFile {
  let path: string | undefined;
  let index: { readonly entries: ReadonlyMap<string, readonly [number, number]>; readonly start: number } | undefined;
  const opened = () => {
    path ??= locate(name);
    index ??= readIndex(path);
    return { path, index };
  };
  return {
    keys: () => [...opened().index.entries.keys()],
    read: (key) => {
      const { path, index } = opened();
      const entry = index.entries.get(key);
      return entry && JSON.parse(inflateRawSync(readBytes(path, index.start + entry[0], entry[1])).toString('utf8'));
    },
  };
}

function readIndex(path: string) {
  const length = readBytes(path, 0, 4).readUInt32BE(0);
  const text = inflateRawSync(readBytes(path, 4, length)).toString('utf8');
  const entries = new Map(Object.entries(JSON.parse(text) as Record<string, readonly [number, number]>));
  return { entries, start: 4 + length };
}

function readBytes(path: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, bytes, 0, length, position);
    if (read !== length)
      throw new Error(`${path} is truncated: ${length} bytes expected at ${position}, ${read} found`);
  } finally {
    closeSync(file);
  }
  return bytes;
}

/** The package's `data` folder is some levels up, how many depends on whether this runs from source or bundled. */
function locate(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'data', name);
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`data/${name} is missing from the package`);
    folder = parent;
  }
}
