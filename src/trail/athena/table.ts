import { UsageError } from '#analysis/usage-error.js';
import { answerOf, type Trail } from '../answers.js';
import type { Scope } from '../scope.js';
import { athena } from '../sql/dialect.js';
import { PARTITIONS } from '../sql/columns.js';
import { dayOf, queryOf, type Answer, type Question } from '../sql/query.js';
import { type AthenaEngine, type AthenaPlace, type AthenaTable, AthenaFault } from './engine.js';

export interface TableSource {
  /** `athena:DATABASE.TABLE` */
  readonly source: string;
  readonly scope: Scope;
  /** Bytes that all queries together may scan. */
  readonly mostScanned: number;
  /** How many questions will be asked; each scans the whole of what is asked about. */
  readonly questions: number;
  readonly place: AthenaPlace;
  /** Tells what the queries will scan before they run. */
  readonly note?: (text: string) => void;
}

export const MOST_SCANNED = 100e9;

/** A trail that lies in a table on Athena. */
export async function openTable(options: TableSource, connected?: AthenaEngine): Promise<Trail> {
  const { source, scope, note } = options;
  const table = nameIn(source);
  checkScope(scope);
  const engine = connected ?? (await import('#trail/athena/ask.js')).connect(options.place);
  const limit = new Limit(options.mostScanned);
  return told(source, async () => {
    const described = await engine.describe(...table);
    checkPartitions(described, table);
    const estimate = await estimated(engine, described, scope);
    const whole = estimate === undefined ? undefined : estimate * options.questions;
    note?.(`${source}: ${estimateText(whole)}, ${limit.text}`);
    if (whole !== undefined && limit.isTooMuch(whole)) throw tooMuch(whole, limit);
    return {
      scope,
      reading: {
        kind: 'athena',
        source,
        files: 0,
        get bytes() {
          return limit.scanned;
        },
        skipped: [],
        outside: 0,
        cached: 0,
      },
      ask: (question) => asked(engine, { question, table, scope, limit, source }),
      close: async () => {},
    };
  });
}

class Limit {
  scanned = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get text(): string {
    return `at most ${(this.#most / 1e9).toFixed(1)} GB in all`;
  }

  isTooMuch(more: number): boolean {
    return this.scanned + more > this.#most;
  }
}

interface Asking {
  readonly question: Question;
  readonly table: readonly [string, string];
  readonly scope: Scope;
  readonly limit: Limit;
  readonly source: string;
}

async function* asked(engine: AthenaEngine, { question, table, scope, limit, source }: Asking): AsyncGenerator<Answer> {
  const sql = queryOf(question, table, scope, athena);
  const { scanned, rows } = await told(source, () => engine.run(sql, { isTooMuch: (bytes) => limit.isTooMuch(bytes) }));
  limit.scanned += scanned;
  for await (const row of rows) yield answerOf(row, question);
}

/** Beyond these, what lies in the partitions is not added up. */
const MOST_PARTITIONS = 5_000;
const AT_ONCE = 16;

/** The bytes in the partitions that a question touches, as they lie in S3; undefined where the table does not say where. */
async function estimated(engine: AthenaEngine, { template }: AthenaTable, scope: Scope): Promise<number | undefined> {
  const folders = template === undefined ? [] : foldersOf(template, scope);
  if (folders.length === 0 || folders.length > MOST_PARTITIONS) return undefined;
  let bytes = 0;
  for (let at = 0; at < folders.length; at += AT_ONCE) {
    const some = await Promise.all(folders.slice(at, at + AT_ONCE).map((folder) => engine.bytesBelow(folder)));
    bytes += some.reduce((sum, each) => sum + each, 0);
  }
  return bytes;
}

function foldersOf(template: string, { accounts, regions, since, until }: Scope): string[] {
  if (accounts === 'all' || regions === 'all') return [];
  const days: string[] = [];
  for (let time = Date.parse(since.slice(0, 10)); time < Date.parse(until); time += DAY) {
    days.push(dayOf(new Date(time).toISOString()));
  }
  return accounts.flatMap((account) =>
    regions.flatMap((region) =>
      days.map((day) => {
        const values = new Map([
          ['account', account],
          ['region', region],
          ['day', day],
        ]);
        return `${template.replaceAll(/\$\{(\w+)\}/g, (whole, key: string) => values.get(key) ?? whole)}/`;
      }),
    ),
  );
}

const DAY = 86_400_000;

function estimateText(bytes: number | undefined): string {
  return bytes === undefined
    ? 'how much the queries will scan is not known'
    : `the queries will scan some ${(bytes / 1e9).toFixed(2)} GB`;
}

function tooMuch(bytes: number, { text }: Limit): UsageError {
  return new UsageError(
    `The queries would scan some ${(bytes / 1e9).toFixed(2)} GB, and may scan ${text}.`,
    'Ask about less with --since, --in-account and --in-region, or raise --max-scan.',
  );
}

function nameIn(source: string): readonly [string, string] {
  const [, database, table] = /^athena:([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)$/.exec(source) ?? [];
  if (database !== undefined && table !== undefined) return [database, table];
  throw new UsageError(`${source} names no table.`, 'It is athena:DATABASE.TABLE, in letters, digits and underscores.');
}

/** A query that names no account or Region would read every partition of all. */
function checkScope({ accounts, regions }: Scope): void {
  if (accounts !== 'all' && regions !== 'all') return;
  throw new UsageError(
    'A table on Athena is read by account and Region, so that only what is asked about is scanned.',
    'Name them with --in-account and --in-region; IAM records its events in us-east-1.',
  );
}

function checkPartitions({ partitions }: AthenaTable, table: readonly [string, string]): void {
  if (PARTITIONS.every((each) => partitions.includes(each))) return;
  throw new UsageError(
    `${table.join('.')} is not partitioned by ${PARTITIONS.join(', ')}.`,
    'chokepoint trail --print-ddl s3://BUCKET/AWSLogs prints the definition of one that is.',
  );
}

async function told<T>(source: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    const isTooMuch = error instanceof AthenaFault && error.message.includes('--max-scan');
    const hint = isTooMuch
      ? 'Ask about less with --since, --in-account and --in-region, or raise it.'
      : 'It takes athena:StartQueryExecution, GetQueryExecution, GetQueryResults, GetTableMetadata, and access to the table in AWS Glue, its bucket and the place of the results.';
    throw new UsageError(`Athena did not answer about ${source}: ${error.message.split('\n')[0] ?? ''}.`, hint);
  }
}
