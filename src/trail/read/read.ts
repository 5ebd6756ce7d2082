import { dirname, join } from 'node:path';
import { UsageError } from '#analysis/usage-error.js';
import { answerOf, type Reading, type SkippedFile, type Trail } from '../answers.js';
import type { Scope } from '../scope.js';
import { duckdb, name, text } from '../sql/dialect.js';
import { mergeOf, queryOf, type Answer, type Question } from '../sql/query.js';
import { openCache, writeManifest, type Cache } from './cache.js';
import { Database } from './duckdb.js';
import { findFiles, inGroups, type TrailFile } from './files.js';
import { type Form, lookAt } from './form.js';
import { eventsOf, isLarge, noEvents } from './relations.js';

export interface ReadOptions {
  readonly source: string;
  readonly scope: Scope;
  /** All that will be asked: the files are read once. */
  readonly questions: readonly Question[];
  /** A folder in which what was read stays, for the next time. */
  readonly cache?: string;
  readonly progress?: (done: number, total: number) => void;
}

/** Reads the events of files, in batches, into the answers to the questions. */
export async function readFiles(options: ReadOptions): Promise<Trail> {
  const { source, scope, cache: below } = options;
  const found = await findFiles(source, scope);
  const cache = below === undefined ? undefined : await openCache(below, source);
  const folders = [commonFolder(found.files), ...(cache ? [cache.folder] : [])];
  const database = await Database.open(folders);
  try {
    const reader = new Reader(database, options, cache);
    await reader.read(found.files);
    const { skipped, cached } = reader;
    checkUseful(source, found.files, skipped);
    const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
    const reading: Reading = {
      kind: 'files',
      source,
      files: found.files.length,
      bytes,
      skipped,
      outside: found.outside,
      cached,
    };
    return { scope, reading, ask: (question) => merged(database, question), close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Some files that can't be read are named in the result; where none can, there is none. */
function checkUseful(source: string, files: readonly TrailFile[], skipped: readonly SkippedFile[]): void {
  const [first] = skipped;
  if (!first || skipped.length < files.length) return;
  throw new UsageError(
    `No file of ${source} could be read as CloudTrail events: of ${first.file}, ${first.reason}.`,
    'chokepoint reads what CloudTrail delivers to a bucket (.json.gz), records one a line, and Parquet with the columns of the Athena table.',
  );
}

async function* merged(database: Database, question: Question): AsyncGenerator<Answer> {
  for await (const row of database.rows(mergeOf(question, question.id))) yield answerOf(row, question);
}

/** The batch that is being read. */
const BATCH = 'batch';
const CACHED = 'cached';
const MOST_BYTES = 24 * 1024 * 1024;
const MOST_FILES = 400;

interface SizedFile extends TrailFile {
  /** Unzipped. */
  readonly size: number;
}

/** Files of one form. */
interface Batch {
  readonly form: Form;
  readonly files: readonly SizedFile[];
}

class Reader {
  readonly skipped: SkippedFile[] = [];
  cached = 0;
  readonly #database: Database;
  readonly #options: ReadOptions;
  readonly #cache: Cache | undefined;
  readonly #parts: string[];
  #done = 0;

  constructor(database: Database, options: ReadOptions, cache: Cache | undefined) {
    this.#database = database;
    this.#options = options;
    this.#cache = cache;
    this.#parts = [...(cache?.parts ?? [])];
    this.skipped.push(...(cache?.skipped ?? []));
  }

  async read(files: readonly TrailFile[]): Promise<void> {
    await this.#prepare();
    const known = new Set(this.#cache?.files.map(({ path }) => path));
    const fresh = files.filter(({ path }) => !known.has(path));
    this.cached = files.length - fresh.length;
    if (this.#cache && this.#parts.length > 0) await this.#askCached(this.#cache);
    const total = fresh.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const batch of await this.#batches(fresh)) {
      this.#options.progress?.(this.#done, total);
      await this.#take(batch);
      this.#done += batch.files.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    if (this.#cache && fresh.length > 0) {
      const all = [...this.#cache.files, ...fresh];
      await writeManifest({ ...this.#cache, files: all, skipped: this.skipped, parts: this.#parts });
    }
  }

  /** A table for each question, to which every batch adds its answer. */
  async #prepare(): Promise<void> {
    await this.#database.run(`CREATE TEMP TABLE ${BATCH} AS ${noEvents()}`);
    for (const question of this.#options.questions) {
      const sql = queryOf(question, [BATCH], this.#options.scope, duckdb);
      await this.#database.run(`CREATE TEMP TABLE ${name(question.id)} AS ${sql}`);
    }
  }

  /** Files of one form together, as they follow one another. */
  async #batches(files: readonly TrailFile[]): Promise<readonly Batch[]> {
    const looked = await inGroups(files, lookAt);
    const byKind = new Map<string, { form: Form; files: SizedFile[] }>();
    for (const [at, file] of files.entries()) {
      const found = looked[at];
      if (!found) continue;
      if ('fault' in found) {
        this.skipped.push({ file: file.path, reason: found.fault });
        continue;
      }
      const { form, size } = found;
      const key = `${form} ${isLarge(size)}`;
      const kind = byKind.get(key) ?? { form, files: [] };
      byKind.set(key, kind);
      kind.files.push({ ...file, size });
    }
    return [...byKind.values()].flatMap(({ form, files: all }) =>
      portions(all).map((portion) => ({ form, files: portion })),
    );
  }

  /** A file at which reading fails is found by halves; the rest counts. */
  async #take({ form, files }: Batch): Promise<void> {
    const paths = files.map(({ path }) => path);
    const largest = Math.max(...files.map(({ size }) => size));
    try {
      await this.#database.run(`CREATE OR REPLACE TEMP TABLE ${BATCH} AS ${eventsOf(form, paths, largest)}`);
    } catch (error) {
      const [only] = paths;
      if (paths.length === 1 && only !== undefined) {
        this.skipped.push({ file: only, reason: faultOf(error) });
        return;
      }
      const half = Math.ceil(files.length / 2);
      await this.#take({ form, files: files.slice(0, half) });
      await this.#take({ form, files: files.slice(half) });
      return;
    }
    await this.#keep();
    await this.#ask(BATCH);
  }

  async #keep(): Promise<void> {
    if (!this.#cache) return;
    const part = `events-${this.#parts.length + 1}.parquet`;
    const path = text(join(this.#cache.folder, part));
    await this.#database.run(`COPY ${BATCH} TO ${path} (FORMAT parquet, COMPRESSION zstd)`);
    this.#parts.push(part);
  }

  async #askCached({ folder, parts }: Cache): Promise<void> {
    const paths = parts.map((part) => text(join(folder, part)));
    await this.#database.run(`CREATE TEMP VIEW ${CACHED} AS SELECT * FROM read_parquet([${paths.join(', ')}])`);
    await this.#ask(CACHED);
  }

  async #ask(table: string): Promise<void> {
    for (const question of this.#options.questions) {
      const sql = queryOf(question, [table], this.#options.scope, duckdb);
      await this.#database.run(`INSERT INTO ${name(question.id)} ${sql}`);
    }
  }
}

function portions(files: readonly SizedFile[]): SizedFile[][] {
  const all: SizedFile[][] = [];
  let last: SizedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (last.length === 0 || last.length >= MOST_FILES || bytes + file.bytes > MOST_BYTES) {
      all.push((last = []));
      bytes = 0;
    }
    last.push(file);
    bytes += file.bytes;
  }
  return all;
}

/** What DuckDB says of a file, without the file's name, which is said beside it. */
function faultOf(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const fault = message
    .replace(/^(?:Error: )?(?:[A-Z][A-Za-z]* )*Error: /, '')
    .replace(/ in file "[^"]*",?/, '')
    .replace(/[.\s]+$/, '');
  return `it is cut off or malformed (${fault})`;
}

/** The innermost folder that holds all of the files. */
function commonFolder(files: readonly TrailFile[]): string {
  const [first, ...others] = files.map(({ path }) => dirname(path).split('/'));
  if (!first) return '/nowhere';
  const same = others.reduce((shared, folder) => {
    const at = folder.findIndex((each, index) => each !== shared[index]);
    return at < 0 ? shared.slice(0, folder.length) : shared.slice(0, at);
  }, first);
  // A name with the characters of a pattern is looked up by DuckDB in the folder around it.
  const odd = same.findIndex((each) => /[*?[]/.test(each));
  return (odd < 0 ? same : same.slice(0, odd)).join('/') || '/';
}
