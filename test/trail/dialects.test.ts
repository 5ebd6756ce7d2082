import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Trail } from '#trail/answers.js';
import { readFiles } from '#trail/read/read.js';
import { athena, duckdb, name, text } from '#trail/sql/dialect.js';
import { queryOf } from '#trail/sql/query.js';
import { ALL_QUESTIONS, asRow, eventsAsked, SCOPE } from '../support/trail-questions.js';

interface Recorded {
  readonly question: string;
  readonly sql: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

const { recorded } = JSON.parse(readFileSync('test/data/trail/athena.json', 'utf8')) as {
  readonly recorded: Recorded[];
};
const RECORD = 'npx tsx --conditions=source scripts/athena/record.ts has Trino answer it';

/** Which events are asked for grows with the services that are known; how, is what Trino has to understand. */
function withoutNames(sql: readonly string[]): string[] {
  return sql.map((line) => line.replace(/ IN \('.*'\)/, ' IN (…)'));
}

describe('both dialects give the same rows of the same events', () => {
  let trail: Trail;

  beforeAll(async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trail-')), 'events.json');
    writeFileSync(file, JSON.stringify({ Records: eventsAsked() }));
    trail = await readFiles({ source: file, scope: SCOPE, questions: ALL_QUESTIONS });
  });
  afterAll(() => trail.close());

  test.each(ALL_QUESTIONS.map((question) => [question.id, question] as const))('%s', async (id, question) => {
    const known = recorded.find((each) => each.question === id);
    expect(withoutNames(queryOf(question, ['events'], SCOPE, athena).split('\n')), RECORD).toEqual(
      withoutNames(known?.sql ?? []),
    );
    const rows: string[] = [];
    for await (const { dimensions, count, first, last } of trail.ask(question))
      rows.push(JSON.stringify([...Object.values(dimensions), count, first, last]));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.toSorted()).toEqual(known?.rows);
  });

  test('and of the rows of a table, as a query on Athena unloads them', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trail-')), 'rows.json');
    const rows = eventsAsked().map((event) => {
      const row = new Map(Object.entries(asRow(event)));
      for (const json of ['requestparameters', 'responseelements'])
        if (typeof row.get(json) === 'object' && row.get(json) !== null) row.set(json, JSON.stringify(row.get(json)));
      return JSON.stringify(Object.fromEntries(row));
    });
    writeFileSync(file, rows.join('\n'));
    const unloaded = await readFiles({ source: file, scope: SCOPE, questions: ALL_QUESTIONS });
    for (const question of ALL_QUESTIONS) {
      const answers: string[] = [];
      for await (const { dimensions, count, first, last } of unloaded.ask(question))
        answers.push(JSON.stringify([...Object.values(dimensions), count, first, last]));
      expect(answers.toSorted()).toEqual(recorded.find(({ question: id }) => id === question.id)?.rows);
    }
    await unloaded.close();
  });
});

describe('what is asked about decides which partitions are scanned', () => {
  test.each(
    ALL_QUESTIONS.flatMap((question) =>
      [duckdb, athena].map((dialect) => [question.id, dialect.id, question, dialect] as const),
    ),
  )('%s, %s', (_id, _dialect, question, dialect) => {
    const sql = queryOf(question, ['logs', 'trail'], SCOPE, dialect);
    const where = sql.slice(sql.indexOf('\nWHERE '));
    expect(where).toMatch(
      /^\nWHERE "day" BETWEEN '2026\/08\/20' AND '2026\/08\/20'\n {2}AND "account" IN \('111122223333', /,
    );
    expect(where).toContain(`AND "region" IN ('eu-central-1', 'us-east-1', '"; --')`);
    expect(sql).toContain('FROM "logs"."trail"');
  });
});

describe('nothing from outside is read as SQL', () => {
  test.each([
    ["it's", "'it''s'"],
    ["'; DROP TABLE x; --", "'''; DROP TABLE x; --'"],
    ['\\', "'\\'"],
    ['', "''"],
  ])('text %j', (value, sql) => {
    expect(text(value)).toBe(sql);
  });

  test('a name', () => {
    expect(name('a"b')).toBe('"a""b"');
    expect(() => text('\0')).toThrow('NUL');
    expect(() => name('\0')).toThrow('NUL');
  });
});
