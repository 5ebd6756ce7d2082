import { DYNAMIC, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { list, object, string } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { type Fault, fault, type FunctionSpec, parameter } from './define.js';
import { textOf } from './integers.js';

/** `csvdecode`: RFC 4180 as Go's `encoding/csv` reads it. */
interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

function bad(line: number, message: string): Fault {
  return fault(`CSV parse error on line ${line}: ${message}`);
}

function parseRows(source: string, limit: number): Row[] | Fault {
  const text = source.replaceAll('\r\n', '\n');
  const rows: Row[] = [];
  const cursor = { at: 0, line: 1 };
  while (cursor.at < text.length) {
    if (text[cursor.at] === '\n') {
      cursor.at += 1;
      cursor.line += 1;
      continue;
    }
    const row = parseRow(text, cursor);
    if ('kind' in row) return row;
    rows.push(row);
    if (rows.length > limit) return fault(`the text has more than ${limit} rows`);
  }
  return rows;
}

interface Cursor {
  at: number;
  line: number;
}

function parseRow(text: string, cursor: Cursor): Row | Fault {
  const { line } = cursor;
  const fields: string[] = [];
  for (;;) {
    const field = text[cursor.at] === '"' ? quotedField(text, cursor) : plainField(text, cursor);
    if (typeof field !== 'string') return field;
    fields.push(field);
    const next = text[cursor.at];
    cursor.at += 1;
    if (next === ',') continue;
    if (next === '\n') cursor.line += 1;
    return { line, fields };
  }
}

function plainField(text: string, cursor: Cursor): string | Fault {
  const start = cursor.at;
  while (cursor.at < text.length && text[cursor.at] !== ',' && text[cursor.at] !== '\n') {
    if (text[cursor.at] === '"') return bad(cursor.line, 'bare " in non-quoted-field');
    cursor.at += 1;
  }
  return text.slice(start, cursor.at);
}

const UNCLOSED = 'extraneous or missing " in quoted-field';

function quotedField(text: string, cursor: Cursor): string | Fault {
  let value = '';
  cursor.at += 1;
  for (;;) {
    const end = text.indexOf('"', cursor.at);
    const part = end < 0 ? text.slice(cursor.at) : text.slice(cursor.at, end);
    cursor.line += part.split('\n').length - 1;
    if (end < 0) return bad(cursor.line, UNCLOSED);
    value += part;
    cursor.at = end + 1;
    const next = text[cursor.at];
    if (next === undefined || next === ',' || next === '\n') return value;
    if (next !== '"') return bad(cursor.line, UNCLOSED);
    value += '"';
    cursor.at += 1;
  }
}

const csvdecode: FunctionSpec = {
  name: 'csvdecode',
  params: [parameter('str', STRING)],
  returns: { kind: 'list', element: DYNAMIC },
  apply: ([source], { limits }) => {
    const rows = parseRows(textOf(source), limits.elements);
    if (!Array.isArray(rows)) return rows;
    const [header, ...body] = rows;
    if (!header) return fault('missing header line');
    const repeated = firstRepeated(header.fields);
    if (repeated !== undefined) return fault(`duplicate column name ${quoted(repeated)}`);
    const wrong = body.find((row) => row.fields.length !== header.fields.length);
    if (wrong) return bad(wrong.line, 'wrong number of fields');
    const values: Value[] = body.map((row) =>
      object(header.fields.map((name, at) => [name, string(row.fields[at] ?? '')])),
    );
    return list(values, rowType(header.fields));
  },
};

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function rowType(names: readonly string[]): Type {
  return { kind: 'object', attributes: new Map(names.toSorted().map((name) => [name, STRING])) };
}

export const CSV_FUNCTIONS: readonly FunctionSpec[] = [csvdecode];
