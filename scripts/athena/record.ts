/**
 * Has Trino answer what a trail is asked, and keeps the answers in test/data/trail/athena.json, with which the tests compare those
 * of DuckDB. Takes Java 17 and Maven: `npx tsx --conditions=source scripts/athena/record.ts`
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ASKED, type ColumnType } from '../../src/trail/sql/columns.js';
import { athena, text } from '../../src/trail/sql/dialect.js';
import { queryOf } from '../../src/trail/sql/query.js';
import { ALL_QUESTIONS, asRow, eventsAsked, SCOPE } from '../../test/support/trail-questions.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'ask-trino-'));

function trinoType(type: ColumnType): string {
  if (type === 'text') return 'varchar';
  if (type === 'json') return 'json';
  if (isList(type)) return `array(${trinoType(type[0])})`;
  return `row(${Object.entries(type)
    .map(([member, each]) => `${member.toLowerCase()} ${trinoType(each)}`)
    .join(', ')})`;
}

function isList(type: ColumnType): type is readonly [ColumnType] {
  return Array.isArray(type);
}

const fields = ASKED.map(({ name, type }) => `${name.toLowerCase()} ${trinoType(type)}`).join(', ');
const columns = ASKED.map(({ name, type }) => {
  const member = `r.${name.toLowerCase()}`;
  return `${type === 'json' ? `json_format(${member})` : member} AS ${name.toLowerCase()}`;
});
const rows = eventsAsked().map((event) => `(${text(JSON.stringify(asRow(event)))})`);
const table = `CREATE TABLE events AS SELECT ${columns.join(', ')}, r.recipientaccountid AS account, r.awsregion AS region, replace(substr(r.eventtime, 1, 10), '-', '/') AS day FROM (SELECT CAST(json_parse(line) AS row(${fields})) AS r FROM (VALUES ${rows.join(', ')}) AS v(line))`;
const queries = ALL_QUESTIONS.map((question) => queryOf(question, ['events'], SCOPE, athena));

writeFileSync(join(work, 'in.json'), JSON.stringify([table, ...queries]));
const quiet = { stdio: 'inherit' as const, cwd: here };
execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${join(work, 'lib')}`], quiet);
const classes = join(work, 'out');
execFileSync('javac', ['-cp', join(work, 'lib', '*'), '-d', classes, 'AskTrino.java'], quiet);
execFileSync(
  'java',
  ['-cp', `${classes}:${join(work, 'lib', '*')}`, 'AskTrino', join(work, 'in.json'), join(work, 'out.json')],
  quiet,
);

interface Given {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const [, ...answers] = JSON.parse(readFileSync(join(work, 'out.json'), 'utf8')) as readonly Given[];
const recorded = ALL_QUESTIONS.map(({ id }, at) => ({
  question: id,
  sql: queries[at]?.split('\n'),
  columns: answers[at]?.columns,
  rows: answers[at]?.rows.map((row) => JSON.stringify(row)).toSorted(),
}));
writeFileSync('test/data/trail/athena.json', `${JSON.stringify({ engine: 'Trino 435', recorded }, null, 1)}\n`);
console.log(recorded.map(({ question, rows: all }) => `${question}: ${all?.length ?? 0} rows`).join('\n'));
