import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTable } from '#trail/athena/table.js';
import { AthenaFault, type AthenaEngine } from '#trail/athena/engine.js';
import type { Row } from '#trail/read/duckdb.js';
import type { Scope } from '#trail/scope.js';
import { tableDefinition } from '#trail/sql/ddl.js';
import { KINDS } from '#trail/sql/questions.js';
import { trail } from '#trail/trail.js';

const SCOPE: Scope = {
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-03T00:00:00Z',
  accounts: ['111122223333'],
  regions: ['eu-west-1', 'us-east-1'],
};
const TEMPLATE = 's3://logs/AWSLogs/${account}/CloudTrail/${region}/${day}';
const ROW: Row = {
  account: '111122223333',
  region: 'eu-west-1',
  source: 'ecs.amazonaws.com',
  event: 'RunTask',
  n: '3',
  first: 'a',
  last: 'b',
};

function stub({ partitions = ['account', 'region', 'day'], size = 1e6, fails = '' } = {}) {
  const queries: string[] = [];
  const folders: string[] = [];
  const engine: AthenaEngine = {
    describe: async () => ({ partitions, template: TEMPLATE }),
    bytesBelow: async (folder) => {
      folders.push(folder);
      return size;
    },
    run: async (sql, { isTooMuch }) => {
      queries.push(sql);
      if (fails !== '') throw new AthenaFault(fails);
      if (isTooMuch(size)) throw new AthenaFault('it scanned more than --max-scan allows, and was stopped');
      return {
        scanned: size,
        rows: (async function* () {
          yield ROW;
        })(),
      };
    },
  };
  return { engine, queries, folders };
}

const open = (
  engine: AthenaEngine,
  { source = 'athena:logs.cloudtrail', scope = SCOPE, mostScanned = 1e9, notes = [] as string[] } = {},
) => openTable({ source, scope, mostScanned, questions: 2, place: {}, note: (text) => notes.push(text) }, engine);

describe('a table on Athena', () => {
  test('is asked within its partitions, and what lies in them is told before', async () => {
    const { engine, queries, folders } = stub();
    const notes: string[] = [];
    const opened = await open(engine, { notes });
    expect(notes).toEqual(['athena:logs.cloudtrail: the queries will scan some 0.01 GB, at most 1.0 GB in all']);
    expect(folders).toEqual([
      's3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/',
      's3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/',
      's3://logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/',
      's3://logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/',
    ]);
    const answers = [];
    for await (const answer of opened.ask(KINDS)) answers.push(answer);
    expect(answers).toEqual([
      {
        dimensions: { account: '111122223333', region: 'eu-west-1', source: 'ecs.amazonaws.com', event: 'RunTask' },
        count: 3,
        first: 'a',
        last: 'b',
      },
    ]);
    expect(queries).toEqual([
      expect.stringContaining(
        `WHERE "day" BETWEEN '2026/01/01' AND '2026/01/03'\n  AND "account" IN ('111122223333')\n  AND "region" IN ('eu-west-1', 'us-east-1')`,
      ),
    ]);
    expect(opened.reading.bytes).toBe(1e6);
  });

  test.each([
    ['no name of a table', { source: 'athena:logs' }, {}, 'names no table'],
    ['a name with more in it', { source: 'athena:logs.x"; DROP TABLE y' }, {}, 'names no table'],
    ['no account', { scope: { ...SCOPE, accounts: 'all' as const } }, {}, 'is read by account and Region'],
    ['no Region', { scope: { ...SCOPE, regions: 'all' as const } }, {}, 'is read by account and Region'],
    ['other partitions', {}, { partitions: ['timestamp'] }, 'is not partitioned by account, region, day'],
    ['too much to scan', { mostScanned: 1e6 }, {}, 'would scan some 0.01 GB'],
  ])('%s: nothing is asked', async (_what, options, behaviour, message) => {
    const { engine, queries } = stub(behaviour);
    await expect(open(engine, options)).rejects.toThrow(message);
    expect(queries).toEqual([]);
  });

  test('what it says of a failure is told', async () => {
    const { engine } = stub({ fails: 'Insufficient permissions\nat line 1' });
    const opened = await open(engine);
    await expect(opened.ask(KINDS)[Symbol.asyncIterator]().next()).rejects.toThrow(
      'Athena did not answer about athena:logs.cloudtrail: Insufficient permissions.',
    );
  });
});

test('the definition of a table', () => {
  const text = tableDefinition({
    location: "s3://logs/o'r/AWSLogs/",
    accounts: ['1', '2'],
    regions: ['eu-west-1'],
    since: '2026-01-01',
  });
  expect(text).toContain('PARTITIONED BY (account string, region string, day string)');
  expect(text).toContain(`  'projection.account.values' = '1,2'`);
  expect(text).toContain(`  'projection.day.range' = '2026/01/01,NOW'`);
  expect(text).toContain(`LOCATION 's3://logs/o\\'r/AWSLogs/'`);
  expect(text).toContain(
    "  'storage.location.template' = 's3://logs/o\\'r/AWSLogs/${account}/CloudTrail/${region}/${day}'",
  );
  expect(text).toContain('  useridentity struct<type:string,principalid:string,arn:string,');
});

describe('what a trail prints', () => {
  const NASTY = 'x\u001b[2J\u202e\n<b>';
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  writeFileSync(join(folder, 'main.tf'), 'resource "aws_s3_bucket" "b" {}\n');
  const event = {
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: NASTY,
    eventName: NASTY,
    awsRegion: NASTY,
    recipientAccountId: NASTY,
  };
  writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: [event] }));

  test('keeps its schema, and moves no cursor', async () => {
    const { resultText } = await import('../support/print-trail.js');
    const result = await trail({ source: join(folder, 'trail.json') }, { root: folder });
    const { json, pretty, faults } = await resultText(result);
    expect(faults).toEqual([]);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(result)));
    // oxlint-disable-next-line no-control-regex
    expect(pretty).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(pretty).toContain('x\\x1b[2J\\u202e');
    expect(pretty).toMatch(/2026-01-01T00:00:00Z UTC, 1 day with events/);
  });
});
