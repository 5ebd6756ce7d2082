import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as DuckDB from '@duckdb/node-api';
import { UsageError } from '#analysis/usage-error.js';
import { text } from '../sql/dialect.js';

/** What a query gives: a row has a text, a number or null in each column. */
export type Row = Readonly<Record<string, string | number | null>>;

const MEMORY = '1000MB';

/** An embedded DuckDB that reads and writes in the folders it is given, and reaches neither other files nor the network. */
export class Database {
  readonly #instance: DuckDB.DuckDBInstance;
  readonly #connection: DuckDB.DuckDBConnection;
  readonly #spill: string;

  private constructor(instance: DuckDB.DuckDBInstance, connection: DuckDB.DuckDBConnection, spill: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#spill = spill;
  }

  static async open(folders: readonly string[]): Promise<Database> {
    const { DuckDBInstance: Instance } = await load();
    const spill = await mkdtemp(join(tmpdir(), 'chokepoint-trail-'));
    const instance = await Instance.create(':memory:', {
      memory_limit: MEMORY,
      threads: String(Math.min(8, availableParallelism())),
      temp_directory: spill,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const allowed = [...new Set([...folders, spill])].map(text);
    await connection.run(`SET allowed_directories = [${allowed.join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return new Database(instance, connection, spill);
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** The rows of a query, some at a time, so that no answer has to fit into memory. */
  async *rows(sql: string): AsyncGenerator<Row> {
    const result = await this.#connection.stream(sql);
    const names = result.columnNames();
    for await (const rows of result.yieldRowsJs()) {
      for (const row of rows) yield Object.fromEntries(names.map((each, at) => [each, plain(row[at])]));
    }
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#spill, { recursive: true, force: true });
  }
}

function plain(value: unknown): string | number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** It is installed by default, but may be left out, or lack a build for this platform. */
async function load(): Promise<typeof DuckDB> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UsageError(
      `Reading a trail takes the package @duckdb/node-api, which does not load: ${reason}.`,
      'npm install @duckdb/node-api (beside chokepoint: npm install --global @duckdb/node-api where that is installed globally) gets it. With --athena it is not needed.',
    );
  }
}
