import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

/** Writes a file that `src/aws/iam/data-file.ts` reads. Keys are sorted, so that the same input gives the same bytes. */
export function writeDataFile(path: string, documents: ReadonlyMap<string, unknown>): number {
  let index = '\n';
  const blobs: Buffer[] = [];
  let offset = 0;
  for (const key of [...documents.keys()].sort()) {
    const blob = deflateRawSync(JSON.stringify(documents.get(key)), { level: 9 });
    if (/[\t\n]/.test(key)) throw new Error(`a key with a tab or newline: ${key}`);
    index += `${key}\t${offset}\t${blob.length}\n`;
    blobs.push(blob);
    offset += blob.length;
  }
  const head = deflateRawSync(index, { level: 9 });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const bytes = Buffer.concat([length, head, ...blobs]);
  writeFileSync(path, bytes);
  return bytes.length;
}
