/**
 * What `chokepoint trail` prints with `--format json`. `npm run generate` makes its JSON Schema, schema/trail.schema.json, of these
 * types.
 */
export interface TrailResult {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: string; readonly version: string };
  /** The folder with the configuration, as the user named it. */
  readonly root: string;
  readonly trail: TrailSummary;
  /** The permissions that attack paths rest on and that edits of the plan take away, each with what the trail shows of it. */
  readonly permissions: readonly PermissionResult[];
}

export interface TrailSummary {
  readonly kind: 'files' | 'athena';
  /** As the user named it. */
  readonly source: string;
  /** @integer */
  readonly files: number;
  /**
   * Files of which the events came from the cache.
   * @integer
   */
  readonly cached: number;
  /**
   * Files that were not read, since their names say that they are of another day, account or region.
   * @integer
   */
  readonly outside: number;
  /**
   * Compressed; of a table the bytes that the queries scanned.
   * @integer
   */
  readonly bytes: number;
  /** @integer */
  readonly events: number;
  readonly window: WindowResult;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Times without events between others. */
  readonly gaps: readonly GapResult[];
  /** What the trail can't show: a sentence each. */
  readonly notShown: readonly string[];
  /** Files that could not be read, and why. */
  readonly skipped: readonly SkippedResult[];
}

/** All times are in UTC. */
export interface WindowResult {
  readonly timeZone: 'UTC';
  /** What was asked about; null: as far as the files go. */
  readonly since: string | null;
  readonly until: string | null;
  /** Of the first and the last event; null where there is none. */
  readonly first: string | null;
  readonly last: string | null;
  /**
   * Days that have events.
   * @integer
   */
  readonly days: number;
}

export interface GapResult {
  readonly account: string;
  readonly from: string;
  readonly until: string;
  /** @integer */
  readonly hours: number;
}

export interface SkippedResult {
  readonly file: string;
  /** A clause. */
  readonly reason: string;
}

export interface PermissionResult {
  readonly rootModule: string;
  /** The address of the role, user or group. */
  readonly principal: string;
  /** An action or a pattern of actions. */
  readonly action: string;
  /** An address, or a pattern as a policy has it. */
  readonly resource: string;
  /** `not-known`: the trail would not show it. */
  readonly answer: 'used' | 'unused' | 'not-known';
  /** A clause. */
  readonly why: string;
  readonly allowed: CallsResult;
  readonly denied: CallsResult;
  /** ARNs that it was used on, as far as events tell. */
  readonly usedOn: readonly string[];
  /** Ids of the attack paths that rest on it. */
  readonly paths: readonly string[];
  /** Ids of the edits of the plan that take it away. */
  readonly edits: readonly string[];
}

export interface CallsResult {
  /** @integer */
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Where calls came from: addresses, and services that called on the principal's behalf. The most frequent first. */
  readonly from: readonly FrequencyResult[];
  /** Sessions, the names of which tell the workload: an instance, a function, a person. What is random in them is a star. */
  readonly by: readonly FrequencyResult[];
}

export interface FrequencyResult {
  readonly name: string;
  /** @integer */
  readonly count: number;
}
