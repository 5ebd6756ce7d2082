import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';

/**
 * How a file holds events: `records`, as CloudTrail delivers them; `lines` or `array`, the records themselves; `lower`, lines with
 * the names of a table in lower case, as `UNLOAD` of Athena writes them; `lookup`, what `aws cloudtrail lookup-events` prints;
 * `envelopes`, as EventBridge delivers them; `log-events`, an export of CloudWatch Logs.
 */
export type Form = 'records' | 'lines' | 'array' | 'lower' | 'lookup' | 'envelopes' | 'log-events' | 'parquet';

/** The form that the beginning of a file shows, or why it is none. */
export async function formOf(path: string): Promise<Form | { readonly fault: string }> {
  const beginning = await beginningOf(path);
  if (typeof beginning !== 'string') return beginning;
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

function ofObject(text: string): Form | { readonly fault: string } {
  if (/"digestStartTime"\s*:/.test(text)) return { fault: 'it is a digest, which has no events' };
  const found = SIGNS.find(([sign]) => sign.test(text));
  return found ? found[1] : { fault: 'it holds JSON that is no CloudTrail event' };
}

const BEGINNING = 4096;

async function beginningOf(path: string): Promise<string | { readonly fault: string }> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
      const raw = buffer.subarray(0, bytesRead);
      return raw[0] === 0x1f && raw[1] === 0x8b ? await unzipped(raw) : raw.toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return { fault: error instanceof Error ? `it can't be read: ${error.message}` : "it can't be read" };
  }
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
