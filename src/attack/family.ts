import type { Technique } from './technique.js';

/**
 * Techniques that differ in nothing but data: each is a row of one family, made of what a service says of itself
 * (src/aws/services). Below the folder of the family, each row has a folder with its `open.tf` and `closed.tf`.
 */
export interface Family {
  /** The same as the folder's name; the ids of rows begin with it, but for those that are older than the family. */
  readonly id: string;
  /** Ids of techniques that became rows: `explain` still knows them. */
  readonly formerly?: readonly string[];
  readonly title: string;
  readonly techniques: readonly Technique[];
}

/** Declares a family. */
export function defineFamily(family: Family): Family {
  return family;
}

/** The ids of a row: its own, and the one that it had before there were families. */
export function rowIds(
  family: string,
  row: string,
  published: ReadonlyMap<string, string>,
): Pick<Technique, 'id' | 'row'> {
  const place = `${family}/${row}`;
  return { id: published.get(row) ?? place, row: place };
}
