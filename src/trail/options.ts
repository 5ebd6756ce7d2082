import type { AthenaPlace } from './athena/engine.js';

/** Where a trail is, and what of it counts. */
export interface TrailSource {
  /** A file, a folder or a pattern; `athena:DATABASE.TABLE` for a table on Athena. */
  readonly source: string;
  /** ISO 8601, UTC. Default: 90 days before `until`. */
  readonly since?: string;
  /** The first time that does not count. Default: now. */
  readonly until?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** A folder for what was read, so that it is read quickly the next time. */
  readonly cache?: string;
  /** Of a table: where queries run, and how many bytes they may scan. */
  readonly athena?: AthenaPlace & { readonly mostScanned?: number };
  /** Told what is worth knowing before it happens. */
  readonly note?: (text: string) => void;
  readonly progress?: (done: number, total: number) => void;
}
