/**
 * What reaches a thing besides the action whose name says so, as the descriptions of services have it. The access levels of
 * the service authorization reference add to it (reach.ts).
 */
export interface Way {
  readonly actions: readonly string[];
  /** What it does for the caller, as a clause: `hands back the item that it overwrites`. */
  readonly does: string;
  readonly source: string;
  /** It is not enough by itself; it goes where a wildcard that covers it is taken apart. */
  readonly helps?: true;
}
