import { closeSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { pathInData } from '#model/data-folder.js';

/**
 * A file of many small JSON documents of which few are wanted: a compressed index, then each document compressed by
 * itself, so that looking one up reads and inflates the index and that document only.
 *
 * Layout: length of the index (4 bytes, big-endian), index, documents. The index, inflated, is a line for each key: key,
 * offset from the end of the index, length, separated by tabs. It is searched as text, which costs less than parsing it.
 */
export interface DataFile {
  keys(): readonly string[];
  /** The parsed document, or `undefined` where there is none of that key. */
  read(key: string): unknown;
}

/** Opens `data/<name>` of this package; nothing is read until a key is asked for. */
export function dataFile(name: string): DataFile {
  let opened: Opened | undefined;
  const open = () => (opened ??= readIndex(pathInData(name)));
  return {
    keys: () => Array.from(open().index.matchAll(/\n([^\t]+)\t/g), ([, key]) => key ?? ''),
    read(key) {
      const { path, index, start } = open();
      const at = index.indexOf(`\n${key}\t`);
      if (at < 0 || /[\t\n]/.test(key)) return undefined;
      const [, offset, length] = index.slice(at + 1, index.indexOf('\n', at + 1)).split('\t');
      const bytes = readBytes(path, start + Number(offset), Number(length));
      return JSON.parse(inflateRawSync(bytes).toString('utf8'));
    },
  };
}

interface Opened {
  readonly path: string;
  readonly index: string;
  /** Where the documents begin. */
  readonly start: number;
}

function readIndex(path: string): Opened {
  const length = readBytes(path, 0, 4).readUInt32BE(0);
  return { path, index: inflateRawSync(readBytes(path, 4, length)).toString('utf8'), start: 4 + length };
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
