/** What of a trail is asked about. */
export interface Scope {
  /** ISO 8601 in UTC, to the second: `2026-01-31T00:00:00Z`. The first that counts, and the first that does not. */
  readonly since: string;
  readonly until: string;
  readonly accounts: readonly string[] | 'all';
  readonly regions: readonly string[] | 'all';
}
