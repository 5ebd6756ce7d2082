import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fields, parsed } from '#live/checked-json.js';
import type { SkippedFile } from '../answers.js';
import { ASKED } from '../sql/columns.js';
import { inGroups, type TrailFile } from './files.js';

/** What was read of a source before, as Parquet: for a source a folder, with a list of the files that its parts hold. */
export interface Cache {
  readonly folder: string;
  readonly files: readonly TrailFile[];
  readonly skipped: readonly SkippedFile[];
  /** The names of the parts, in the folder. */
  readonly parts: readonly string[];
}

const MANIFEST = 'cache.json';
/** Parts with other columns are of no use. */
const VERSION = createHash('sha256')
  .update(JSON.stringify(['1', ASKED]))
  .digest('hex')
  .slice(0, 12);

/** The cache of a source below a folder: empty where there is none yet, or where files that it holds are no longer the same. */
export async function openCache(below: string, source: string): Promise<Cache> {
  const folder = join(resolve(below), createHash('sha256').update(resolve(source)).digest('hex').slice(0, 16));
  const known = await readManifest(folder);
  if (known && (await inGroups(known.files, isSame)).every(Boolean)) return { ...known, folder };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return { folder, files: [], skipped: [], parts: [] };
}

export async function writeManifest({ folder, files, skipped, parts }: Cache): Promise<void> {
  const path = join(folder, MANIFEST);
  await writeFile(`${path}.new`, JSON.stringify({ version: VERSION, files, skipped, parts }));
  await rename(`${path}.new`, path);
}

async function readManifest(folder: string): Promise<Omit<Cache, 'folder'> | undefined> {
  try {
    const json = parsed(await readFile(join(folder, MANIFEST), 'utf8'));
    const fields = new Fields(json, '');
    if (fields.text('version') !== VERSION) return undefined;
    return {
      files: fields.list('files', (each) => ({
        path: each.text('path'),
        bytes: each.count('bytes'),
        changed: each.count('changed'),
      })),
      skipped: fields.list('skipped', (each) => ({ file: each.text('file'), reason: each.text('reason') })),
      parts: fields.texts('parts').filter((part) => /^events-\d+\.parquet$/.test(part)),
    };
  } catch {
    return undefined;
  }
}

async function isSame({ path, bytes, changed }: TrailFile): Promise<boolean> {
  const now = await stat(path).catch(() => undefined);
  return now !== undefined && now.size === bytes && Math.round(now.mtimeMs) === changed;
}
