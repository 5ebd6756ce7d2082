import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hourOf, randomFrom, recordOf, type Deed, type Life, type Record } from './events.js';

export interface Written {
  /** The folder that gets the bucket's folders. */
  readonly folder: string;
  readonly seed: number;
  /** Of the first day: `2026-08-01`. */
  readonly from: string;
  readonly days: number;
  readonly perHour: number;
  readonly deeds?: readonly Deed[];
}

/** Writes a trail as CloudTrail lays it out, a file for each hour and Region. Returns what it came to. */
export async function writeTrail(
  life: Life,
  { folder, seed, from, days, perHour, deeds = [] }: Written,
): Promise<{ events: number; bytes: number; zipped: number }> {
  const random = randomFrom(seed);
  const all = { events: 0, bytes: 0, zipped: 0 };
  for (let hour = 0; hour < days * 24; hour += 1) {
    const time = new Date(Date.parse(`${from}T00:00:00Z`) + hour * 3_600_000);
    const prefix = time.toISOString().slice(0, 13);
    const done = deeds
      .filter(({ at }) => at.startsWith(prefix))
      .map((deed) => recordOf(life, deed, new Date(deed.at), random));
    const records = [...hourOf(life, time, perHour, random), ...done];
    for (const region of new Set(records.map(({ awsRegion }) => String(awsRegion)))) {
      const own = records.filter(({ awsRegion }) => awsRegion === region);
      const { bytes, zipped } = await writeFileOf(life, { folder, region, time }, own);
      all.bytes += bytes;
      all.zipped += zipped;
    }
    all.events += records.length;
  }
  return all;
}

interface Place {
  readonly folder: string;
  readonly region: string;
  readonly time: Date;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html */
async function writeFileOf(
  { account }: Life,
  { folder, region, time }: Place,
  records: readonly Record[],
): Promise<{ bytes: number; zipped: number }> {
  const day = time.toISOString().slice(0, 10);
  const below = join(folder, 'AWSLogs', account, 'CloudTrail', region, ...day.split('-'));
  await mkdir(below, { recursive: true });
  const stamp = `${day.replaceAll('-', '')}T${time.toISOString().slice(11, 13)}55Z`;
  const text = JSON.stringify({ Records: records });
  const zipped = gzipSync(text);
  await writeFile(join(below, `${account}_CloudTrail_${region}_${stamp}_a1B2c3D4e5F6g7H8.json.gz`), zipped);
  return { bytes: text.length, zipped: zipped.length };
}
