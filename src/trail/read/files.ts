import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '#analysis/usage-error.js';
import { dayOf } from '../sql/query.js';
import type { Scope } from '../scope.js';

export interface TrailFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

export interface FoundFiles {
  readonly files: readonly TrailFile[];
  /** Left out unread, by their names: of days, accounts or regions that are not asked about. */
  readonly outside: number;
}

/**
 * Beside events, a bucket has digests and what Insights found:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 */
const OTHER_FOLDERS = new Set(['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-Aggregated']);
const EVENTS_FILE = /\.(json|json\.gz|jsonl|ndjson|jsonl\.gz|ndjson\.gz|parquet)$/i;

/** The files of a source: one file, all below a folder, or those that a pattern names. */
export async function findFiles(source: string, scope: Scope): Promise<FoundFiles> {
  const paths = await pathsOf(source);
  const wanted = paths.filter((path) => isWithin(path, scope));
  const files = await inGroups(wanted, fileAt);
  const byPath = (one: TrailFile, other: TrailFile): number => (one.path < other.path ? -1 : 1);
  return { files: files.toSorted(byPath), outside: paths.length - wanted.length };
}

async function pathsOf(source: string): Promise<string[]> {
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile()) return [resolve(source)];
  if (found?.isDirectory()) {
    const below = await filesBelow(resolve(source));
    if (below.length > 0) return below;
    throw new UsageError(
      `There are no CloudTrail files in ${source}.`,
      'Their names end with .json.gz, .json or .parquet.',
    );
  }
  if (!/[*?]/.test(source)) throw new UsageError(`There is no file or folder ${source}.`, 'Check the path.');
  const matching = await matchingFiles(source);
  if (matching.length > 0) return matching;
  throw new UsageError(`No file is called like ${source}.`, 'A star stands for names in one folder, ** for folders.');
}

/** The part of a pattern without stars is where to look. */
async function matchingFiles(pattern: string): Promise<string[]> {
  const whole = resolve(pattern);
  const fixed = whole.slice(0, whole.slice(0, whole.search(/[*?]/)).lastIndexOf('/') + 1);
  const expression = new RegExp(
    `^${whole
      .split(/(\*\*\/|\*|\?)/)
      .map(partOfPattern)
      .join('')}$`,
  );
  const below = await filesBelow(resolve(fixed), () => true).catch(() => []);
  return below.filter((path) => expression.test(path));
}

function partOfPattern(part: string): string {
  if (part === '**/') return '(?:[^/]+/)*';
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  return part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
}

async function filesBelow(
  folder: string,
  isWanted = (name: string): boolean => EVENTS_FILE.test(name),
): Promise<string[]> {
  const found: string[] = [];
  const left = [folder];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !OTHER_FOLDERS.has(entry.name)) left.push(path);
      else if ((entry.isFile() || (await isLinkToFile(entry.isSymbolicLink(), path))) && isWanted(entry.name))
        found.push(path);
    }
  }
  return found;
}

async function isLinkToFile(isLink: boolean, path: string): Promise<boolean> {
  return (
    isLink &&
    (await stat(path).then(
      (found) => found.isFile(),
      () => false,
    ))
  );
}

/** `<account>_CloudTrail_<region>_<yyyymmddThhmmZ>_<id>.json.gz` */
const FILE_NAME = /(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})\d{2}Z_[^/]*$/;
/** Events are delivered within minutes, or, when something is wrong, later: a file of the day after may have them still. */
const LATE_DAYS = 1;

/** What a file's name says decides only where it says all. The account is that of the trail's bucket folder, and so is the region. */
function isWithin(path: string, { since, until, accounts, regions }: Scope): boolean {
  const named = FILE_NAME.exec(path);
  if (!named) return true;
  const [, account = '', region = '', year = '', month = '', day = ''] = named;
  const delivered = `${year}/${month}/${day}`;
  if (delivered < dayOf(since) || delivered > dayOf(later(until))) return false;
  if (accounts !== 'all' && !accounts.includes(account)) return false;
  return regions === 'all' || regions.includes(region);
}

function later(time: string): string {
  const date = new Date(time);
  date.setUTCDate(date.getUTCDate() + LATE_DAYS);
  return date.toISOString();
}

async function fileAt(path: string): Promise<TrailFile> {
  const { size, mtimeMs } = await stat(path).catch(() => lstat(path));
  return { path, bytes: size, changed: Math.round(mtimeMs) };
}

const AT_ONCE = 64;

/** In the order given, some at a time. */
export async function inGroups<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    done.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}
