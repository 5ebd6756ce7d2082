import type { Row } from '../read/duckdb.js';

/** Where queries run; credentials are those that the AWS SDK finds. */
export interface AthenaPlace {
  readonly workgroup?: string;
  /** `s3://…`, for results, where the workgroup has no place of its own. */
  readonly output?: string;
  readonly region?: string;
  /** Only tests and emulators have one. */
  readonly endpoint?: string;
}

export interface AthenaEngine {
  describe(database: string, table: string): Promise<AthenaTable>;
  /** The bytes of the objects below a folder, `s3://bucket/folder/`. */
  bytesBelow(folder: string): Promise<number>;
  /** Runs a query to its end; it is stopped as soon as it has scanned too much. */
  run(
    sql: string,
    limits: { isTooMuch(bytes: number): boolean },
  ): Promise<{ readonly scanned: number; readonly rows: AsyncIterable<Row> }>;
}

export interface AthenaTable {
  readonly partitions: readonly string[];
  /** Where a partition lies, with `${account}` for the value of a column; undefined where the table does not say it. */
  readonly template: string | undefined;
}

/** Athena did not answer: a clause. */
export class AthenaFault extends Error {}
