import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';

/**
 * How a file holds events: `records`, as CloudTrail delivers them; `lines` or `array`, the records themselves; `lower`, lines with
 * the names of a table in lower case, as `UNLOAD` of Athena writes them; `lookup`, what `aws cloudtrail lookup-events` prints;
 * `envelopes`, as EventBridge delivers them; `log-events`, an export of CloudWatch Logs.
 */
export type Form = 'records' | 'lines' | 'array' | 'lower' | 'lookup' | 'envelopes' | 'log-events' | 'parquet';

export interface Looked {
  readonly form: Form;
  /** Bytes, unzipped, as far as the file says. */
  readonly size: number;
}

interface Fault {
  readonly fault: string;
}

/** The form that the beginning of a file shows, or why it is none. */
export async function lookAt({
  path,
  bytes,
}: {
  readonly path: string;
  readonly bytes: number;
}): Promise<Looked | Fault> {
  const found = await beginningOf(path, bytes);
  if ('fault' in found) return found;
  const form = formOf(found.text);
  return typeof form === 'string' ? { form, size: found.size } : form;
}

function formOf(beginning: string): Form | Fault {
  if (beginning.startsWith('PAR1')) return 'parquet';
  const text = beginning.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return { fault: 'it is empty' };
  if (text.startsWith('[')) return 'array';
  if (!text.startsWith('{')) return { fault: 'it holds no JSON' };
  return ofObject(text);
}

const SIGNS: readonly (readonly [RegExp, Form])[] = [
  [/^\{\s*"Records"\s*:\s*\[/, 'records'],
  [/^\{\s*"Events"\s*:\s*\[/, 'lookup'],
  [/^\{[^{[]*"detail-type"\s*:/, 'envelopes'],
  [/^\{[^{[]*"logEvents"\s*:|^\{\s*"messageType"\s*:/, 'log-events'],
  [/^\{\s*"event(Version|Time|ID|Source|Name)"\s*:|^\{\s*"userIdentity"\s*:/, 'lines'],
  [/^\{\s*"event(version|time|id|source|name)"\s*:|^\{\s*"useridentity"\s*:/, 'lower'],
  [/"Records"\s*:\s*\[/, 'records'],
  [/"eventTime"\s*:/, 'lines'],
  [/"eventtime"\s*:/, 'lower'],
];

function ofObject(text: string): Form | Fault {
  if (/"digestStartTime"\s*:/.test(text)) return { fault: 'it is a digest, which has no events' };
  const found = SIGNS.find(([sign]) => sign.test(text));
  return found ? found[1] : { fault: 'it holds JSON that is no CloudTrail event' };
}

const BEGINNING = 4096;

async function beginningOf(
  path: string,
  bytes: number,
): Promise<{ readonly text: string; readonly size: number } | Fault> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
      const raw = buffer.subarray(0, bytesRead);
      if (raw[0] !== 0x1f || raw[1] !== 0x8b) return { text: raw.toString('utf8'), size: bytes };
      return { text: await unzipped(raw), size: await sizeUnzipped(file, bytes) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { fault: error instanceof Error ? `it can't be read: ${error.message}` : "it can't be read" };
  }
}

/** The last four bytes of a zipped file: RFC 1952, section 2.3.1. */
async function sizeUnzipped(file: FileHandle, bytes: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, bytes - 4));
  return bytesRead === 4 ? buffer.readUInt32LE(0) : bytes;
}

/** What the beginning of a zipped file unzips to; a beginning has no end, so that an error past the first bytes is none. */
async function unzipped(raw: Buffer): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of Readable.from([raw]).pipe(createGunzip({ chunkSize: BEGINNING }))) {
      parts.push(part as Buffer);
      if (parts.length > 1) break;
    }
  } catch (error) {
    if (parts.length === 0) throw error;
  }
  return Buffer.concat(parts).toString('utf8');
}
