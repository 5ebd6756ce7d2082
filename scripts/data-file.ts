import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

/** Writes a file that `src/aws/iam/data-file.ts` reads. Keys are sorted, so that the same input gives the same bytes. */
export function writeDataFile(path: string, documents: ReadonlyMap<string, unknown>): number {
  const index: Record<string, readonly [number, number]> = {};
  const blobs: Buffer[] = [];
  let offset = 0;
  for (const key of [...documents.keys()].sort()) {
    const blob = deflateRawSync(JSON.stringify(documents.get(key)), { level: 9 });
    index[key] = [offset, blob.length];
    blobs.push(blob);
    offset += blob.length;
  }
  const head = deflateRawSync(JSON.stringify(index), { level: 9 });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const bytes = Buffer.concat([length, head, ...blobs]);
  writeFileSync(path, bytes);
  return bytes.length;
}
