/** How the events of files are read, in the words of DuckDB: https://duckdb.org/docs/stable/data/json/loading_json */
import { ASKED, duckdbType, PARTITIONS, type Column } from '../sql/columns.js';
import { name, text } from '../sql/dialect.js';
import type { Form } from './form.js';

const MEGABYTE = 1024 * 1024;
/** One file of CloudTrail is one JSON object; DuckDB keeps room for two in each thread, so that it is told what is needed. */
const USUAL_OBJECT = 16 * MEGABYTE;
const LARGEST_OBJECT = 256 * MEGABYTE;

/** Whether a file of this size takes more room than most. */
export function isLarge(size: number): boolean {
  return size > USUAL_OBJECT - MEGABYTE;
}

function roomFor(size: number): number {
  return Math.min(LARGEST_OBJECT, Math.max(USUAL_OBJECT, size + MEGABYTE));
}

/** A query for the events of files that have one form, with the columns of the table and those of its partitions. */
export function eventsOf(form: Form, paths: readonly string[], largest: number): string {
  const json: ReadJson = (...parts) => readJson(roomFor(form === 'lines' || form === 'lower' ? 0 : largest), ...parts);
  const files = `[${paths.map((path) => text(withoutPattern(path))).join(', ')}]`;
  return `SELECT *, recipientaccountid AS account, awsregion AS region, replace(substr(eventtime, 1, 10), '-', '/') AS "day" FROM (${recordsOf(form, files, json)}) WHERE eventtime IS NOT NULL`;
}

/** A table of events without any. */
export function noEvents(): string {
  const columns = ASKED.map(({ name: each, type }) => {
    const plain = type === 'json' ? 'VARCHAR' : duckdbType(type, lower);
    return `CAST(NULL AS ${plain}) AS ${name(each.toLowerCase())}`;
  });
  const partitions = PARTITIONS.map((each) => `CAST(NULL AS VARCHAR) AS ${name(each)}`);
  return `SELECT ${[...columns, ...partitions].join(', ')} WHERE false`;
}

const camel = (member: string): string => member;
const lower = (member: string): string => member.toLowerCase();

type ReadJson = (files: string, columns: Readonly<Record<string, string>>, format?: string) => string;

function recordsOf(form: Form, files: string, json: ReadJson): string {
  switch (form) {
    case 'records':
      return `SELECT ${members('e', camel)} FROM (SELECT unnest("Records") AS e FROM ${json(files, { Records: `${RECORD}[]` })})`;
    case 'array':
      return `SELECT ${members(undefined, camel)} FROM ${json(files, columnsOf(camel), 'array')}`;
    case 'lines':
      return `SELECT ${members(undefined, camel)} FROM ${json(files, columnsOf(camel))}`;
    case 'lower':
      return `SELECT ${members(undefined, lower)} FROM ${json(files, columnsOf(lower))}`;
    case 'envelopes':
      return `SELECT ${members('e', camel)} FROM (SELECT detail AS e FROM ${json(files, { detail: RECORD })})`;
    case 'lookup':
      return fromTexts(
        `SELECT unnest("Events")."CloudTrailEvent" AS t FROM ${json(files, { Events: 'STRUCT("CloudTrailEvent" VARCHAR)[]' })}`,
      );
    case 'log-events':
      return fromTexts(
        `SELECT unnest("logEvents").message AS t FROM ${json(files, { logEvents: 'STRUCT(message VARCHAR)[]' })}`,
      );
    case 'parquet':
      return `SELECT ${ASKED.map(({ name: each }) => name(each.toLowerCase())).join(', ')} FROM read_parquet(${files}, union_by_name = true)`;
  }
}

/** Records that stand as text inside of others. */
function fromTexts(query: string): string {
  const shape = JSON.stringify(shapeOf());
  return `SELECT ${members('e', camel)} FROM (SELECT from_json(t, ${text(shape)}) AS e FROM (${query}))`;
}

/** The structure that `from_json` takes: https://duckdb.org/docs/stable/data/json/json_functions#transforming-json-to-nested-types */
function shapeOf(): Record<string, unknown> {
  return Object.fromEntries(ASKED.map(({ name: each, type }) => [each, shape(type)]));
}

function shape(type: Column['type']): unknown {
  if (type === 'text') return 'VARCHAR';
  if (type === 'json') return 'JSON';
  if (isList(type)) return [shape(type[0])];
  return Object.fromEntries(Object.entries(type).map(([member, each]) => [member, shape(each)]));
}

function isList(type: Column['type']): type is readonly [Column['type']] {
  return Array.isArray(type);
}

const RECORD = `STRUCT(${ASKED.map(({ name: each, type }) => `"${each}" ${duckdbType(type, camel)}`).join(', ')})`;

function columnsOf(spelt: (member: string) => string): Record<string, string> {
  return Object.fromEntries(ASKED.map(({ name: each, type }) => [spelt(each), duckdbType(type, spelt)]));
}

/** The columns under their names in the table, JSON as text. */
function members(of: string | undefined, spelt: (member: string) => string): string {
  return ASKED.map(({ name: each, type }) => {
    const member = `${of === undefined ? '' : `${of}.`}${name(spelt(each))}`;
    return `${type === 'json' ? asText(member) : member} AS ${name(each.toLowerCase())}`;
  }).join(', ');
}

/** A table has JSON as text, and files from a table have that text as a JSON string; a JSON null is none. */
function asText(member: string): string {
  return `CASE json_type(${member}) WHEN 'VARCHAR' THEN ${member} ->> '$' WHEN 'NULL' THEN NULL ELSE CAST(${member} AS VARCHAR) END`;
}

function readJson(
  room: number,
  files: string,
  columns: Readonly<Record<string, string>>,
  format = 'unstructured',
): string {
  const typed = Object.entries(columns).map(([each, type]) => `${text(each)}: ${text(type)}`);
  return `read_json(${files}, columns = {${typed.join(', ')}}, format = ${text(format)}, maximum_object_size = ${room})`;
}

/** DuckDB reads names of files as patterns. */
function withoutPattern(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]');
}
