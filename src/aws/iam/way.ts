/**
 * What reaches a thing besides the action whose name says so, by kind of target: the facts. The access levels of the service
 * authorization reference and the descriptions of services add to them (reach.ts).
 */
export interface Way {
  readonly actions: readonly string[];
  /** What it does for the caller, as a clause: `hands back the item that it overwrites`. */
  readonly does: string;
  readonly source: string;
  /** It is not enough by itself; it goes where a wildcard that covers it is taken apart. */
  readonly helps?: true;
}

/** A kind of target. */
export interface Kind {
  /** Whose actions a statement is searched for. */
  readonly service: string;
  /** Resource types of the service that are the target or a part of it: their ARNs are the target's with one of `suffixes`. */
  readonly own: readonly string[];
  readonly suffixes: readonly string[];
  /** Further resource types on which permissions are rewritten that lead to the target. */
  readonly near?: readonly string[];
  /** ARNs of other resources by which the same is reached. */
  readonly doors?: readonly string[];
  /** Patterns that stand for what they cover of the actions that no ARN stops. */
  readonly families?: readonly string[];
  /** Asked about something else than the target, whatever the resource types say. */
  readonly elsewhere?: readonly string[];
  readonly ways: readonly Way[];
}
