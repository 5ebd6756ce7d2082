import type { Scope } from '../scope.js';
import { PARTITIONS } from './columns.js';
import { name, text, type Dialect } from './dialect.js';

/**
 * A question that is asked of a table of events: how many there are of each kind, and when the first and the last of them were.
 * What the kinds are, the dimensions say. Answers about parts of a trail add up: those about batches of files to that about all.
 */
export interface Question {
  readonly id: string;
  readonly dimensions: readonly Dimension[];
  /** Only these events; all where it is not said. */
  readonly where?: (dialect: Dialect) => string;
}

export interface Dimension {
  readonly name: string;
  readonly of: (dialect: Dialect) => string;
}

/** A row of an answer: the dimensions by name, in text. */
export interface Answer {
  readonly dimensions: Readonly<Record<string, string | null>>;
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** Of the table with this name (or these names, the outermost first), as the dialect has it. */
export function queryOf(question: Question, table: readonly string[], scope: Scope, dialect: Dialect): string {
  const { dimensions, where } = question;
  const columns = dimensions.map(({ name: each, of }) => `${of(dialect)} AS ${name(each)}`);
  const conditions = [...pruning(scope), ...(where ? [where(dialect)] : [])];
  return [
    `SELECT ${[...columns, 'count(*) AS "n"', 'min(eventtime) AS "first"', 'max(eventtime) AS "last"'].join(',\n  ')}`,
    `FROM ${table.map(name).join('.')}`,
    `WHERE ${conditions.join('\n  AND ')}`,
    `GROUP BY ${dimensions.map((_, at) => at + 1).join(', ')}`,
  ].join('\n');
}

/** The answers about parts of a trail, in one table, as that about all. */
export function mergeOf({ dimensions }: Question, table: string): string {
  const columns = dimensions.map((each) => name(each.name));
  return [
    `SELECT ${[...columns, 'CAST(sum("n") AS BIGINT) AS "n"', 'min("first") AS "first"', 'max("last") AS "last"'].join(', ')}`,
    `FROM ${name(table)}`,
    `GROUP BY ${columns.map((_, at) => at + 1).join(', ')}`,
  ].join('\n');
}

/** First what leaves out whole partitions, and then the times to the second. */
function pruning({ since, until, accounts, regions }: Scope): string[] {
  const [account, region, day] = PARTITIONS.map(name);
  return [
    `${day} BETWEEN ${text(dayOf(since))} AND ${text(dayOf(until))}`,
    ...(accounts === 'all' ? [] : [`${account} IN (${accounts.map(text).join(', ')})`]),
    ...(regions === 'all' ? [] : [`${region} IN (${regions.map(text).join(', ')})`]),
    `eventtime >= ${text(since)}`,
    `eventtime < ${text(until)}`,
  ];
}

/** `2026/01/31`, as the folders of a trail are called. */
export function dayOf(time: string): string {
  return time.slice(0, 10).replaceAll('-', '/');
}
