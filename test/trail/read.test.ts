import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readFiles } from '#trail/read/read.js';
import { HOURS, KINDS } from '#trail/sql/questions.js';
import type { Scope } from '#trail/scope.js';
import { asRow } from '../support/trail-questions.js';

const ALL: Scope = { since: '1970-01-01T00:00:00Z', until: '9000-01-01T00:00:00Z', accounts: 'all', regions: 'all' };

const event = (eventName: string, more: object = {}) => ({
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'ecs.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci' },
  requestParameters: { family: 'web' },
  ...more,
});

type Files = Readonly<Record<string, string | Buffer>>;

function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'trail-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The events read, by name, and why files were skipped. */
async function read(source: string, { scope = ALL, cache }: { scope?: Scope; cache?: string } = {}) {
  const trail = await readFiles({ source, scope, questions: [KINDS, HOURS], ...(cache ? { cache } : {}) });
  const events: string[] = [];
  for await (const { dimensions, count } of trail.ask(KINDS)) events.push(`${dimensions['event']} ${count}`);
  await trail.close();
  const { skipped, files, outside, cached } = trail.reading;
  return { events: events.toSorted(), skipped: skipped.map(({ reason }) => reason), files, outside, cached };
}

const records = (...names: string[]): string => JSON.stringify({ Records: names.map((each) => event(each)) });

describe('a file has events in one of several forms', () => {
  test.each([
    ['as CloudTrail delivers them', 'a.json.gz', gzipSync(records('A', 'B'))],
    ['unzipped, over several lines', 'a.json', JSON.stringify({ Records: [event('A'), event('B')] }, null, 2)],
    ['a list', 'a.json', JSON.stringify([event('A'), event('B')], null, 1)],
    ['one a line', 'a.jsonl', `${JSON.stringify(event('A'))}\n${JSON.stringify(event('B'))}\n`],
    [
      'in envelopes of EventBridge',
      'a.json',
      [event('A'), event('B')]
        .map((detail) =>
          JSON.stringify({
            version: '0',
            id: '1',
            'detail-type': 'AWS API Call via CloudTrail',
            source: 'aws.ecs',
            detail,
          }),
        )
        .join('\n'),
    ],
    [
      'printed by lookup-events',
      'a.json',
      JSON.stringify({
        Events: ['A', 'B'].map((each) => ({ EventId: '1', CloudTrailEvent: JSON.stringify(event(each)) })),
      }),
    ],
    [
      'exported from CloudWatch Logs',
      'a.json.gz',
      gzipSync(
        JSON.stringify({
          messageType: 'DATA_MESSAGE',
          logEvents: ['A', 'B'].map((each) => ({ id: '1', message: JSON.stringify(event(each)) })),
        }),
      ),
    ],
    ['unloaded from a table', 'a.json', ['A', 'B'].map((each) => JSON.stringify(asRow(event(each)))).join('\n')],
    ['with a byte order mark', 'a.json', `\uFEFF${records('A', 'B')}`],
  ])('%s', async (_form, name, content) => {
    expect(await read(folderWith({ [name]: content }))).toMatchObject({ events: ['A 1', 'B 1'], skipped: [] });
  });

  test('names with characters that patterns have are names', async () => {
    expect(await read(folderWith({ "we[ir]d * 'n' ?/a'b*.json": records('A') }))).toMatchObject({
      events: ['A 1'],
      skipped: [],
    });
  });
});

describe('what can not be read is named and left out', () => {
  const whole = gzipSync(records('B', 'C'));
  test.each([
    ['cut off', 'b.json', records('B').slice(0, 120), /^it is cut off or malformed \(Malformed JSON at byte/],
    ['cut off when zipped', 'b.json.gz', whole.subarray(0, whole.length - 60), /^it is cut off or malformed/],
    [
      'with a byte wrong in it',
      'b.json.gz',
      Buffer.concat([whole.subarray(0, 40), Buffer.from([255, 255, 255]), whole.subarray(43)]),
      /^it (is cut off|can't be read|holds no JSON)/,
    ],
    ['empty', 'b.json', '', /^it is empty$/],
    ['no JSON', 'b.json', 'hello', /^it holds no JSON$/],
    ['other JSON', 'b.json', '{"a":1}', /^it holds JSON that is no CloudTrail event$/],
    ['a digest', 'b.json', '{"awsAccountId":"1","digestStartTime":"2026"}', /^it is a digest/],
    [
      'an identity that is none',
      'b.json',
      JSON.stringify({ Records: [event('B', { userIdentity: 'me' })] }),
      /^it is cut off or malformed/,
    ],
    ['no Parquet', 'b.parquet', 'PAR1 and no more', /^it is cut off or malformed/],
  ])('%s', async (_what, name, content, reason) => {
    const found = await read(folderWith({ 'a.json': records('A'), [name]: content, 'c.json': records('Z') }));
    expect(found.events).toEqual(['A 1', 'Z 1']);
    expect(found.skipped).toEqual([expect.stringMatching(reason)]);
  });

  test('where nothing can be, that is an error', async () => {
    await expect(read(folderWith({ 'a.json': 'hello' }))).rejects.toThrow('No file of');
    await expect(read(folderWith({ 'a.txt': records('A') }))).rejects.toThrow('There are no CloudTrail files in');
    await expect(read('/nowhere/at/all')).rejects.toThrow('There is no file or folder');
    await expect(read('/nowhere/at/*.json')).rejects.toThrow('No file is called like');
  });
});

describe('files are chosen', () => {
  const file = (account: string, region: string, stamp: string): string =>
    `AWSLogs/${account}/CloudTrail/${region}/${account}_CloudTrail_${region}_${stamp}_x.json.gz`;
  const folder = folderWith({
    [file('111122223333', 'eu-west-1', '20260102T0310Z')]: gzipSync(records('A')),
    [file('111122223333', 'eu-west-1', '20260103T0010Z')]: gzipSync(records('B')),
    [file('111122223333', 'us-east-1', '20260102T0310Z')]: gzipSync(
      JSON.stringify({ Records: [event('C', { awsRegion: 'us-east-1' })] }),
    ),
    [file('444455556666', 'eu-west-1', '20260102T0310Z')]: gzipSync(
      JSON.stringify({ Records: [event('D', { recipientAccountId: '444455556666' })] }),
    ),
    [file('111122223333', 'eu-west-1', '20260404T0310Z')]: gzipSync('not even read'),
    'AWSLogs/111122223333/CloudTrail-Digest/d.json.gz': 'not even seen',
  });
  const day: Scope = { ...ALL, since: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z' };

  test.each([
    ['by the day in their names, and the next for what comes late', folder, day, ['A 1', 'B 1', 'C 1', 'D 1'], 1],
    ['by account', folder, { ...day, accounts: ['444455556666'] }, ['D 1'], 4],
    ['by Region', folder, { ...day, regions: ['us-east-1'] }, ['C 1'], 4],
    ['by a pattern', join(folder, 'AWSLogs/**/us-east-1/*.gz'), day, ['C 1'], 0],
    [
      'by a pattern in one folder',
      join(folder, 'AWSLogs/111122223333/CloudTrail/eu-*/*_2026010?T*'),
      day,
      ['A 1', 'B 1'],
      0,
    ],
  ] as const)('%s', async (_how, source, scope, events, outside) => {
    expect(await read(source, { scope })).toMatchObject({ events, outside, skipped: [] });
  });
});

describe('what was read stays in the cache', () => {
  test('and counts as long as the files are the same', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'cache-'));
    const folder = folderWith({ 'a.json': records('A'), 'b.json': 'hello' });
    const first = await read(folder, { cache });
    expect(first).toMatchObject({ events: ['A 1'], cached: 0, skipped: ['it holds no JSON'] });
    expect(await read(folder, { cache })).toEqual({ ...first, cached: 2 });

    writeFileSync(join(folder, 'c.json'), records('C'));
    expect(await read(folder, { cache })).toMatchObject({ events: ['A 1', 'C 1'], cached: 2 });
    expect(await read(folder, { cache })).toMatchObject({ events: ['A 1', 'C 1'], cached: 3 });
    expect(await read(folder, { cache, scope: { ...ALL, until: '2026-01-01T00:00:00Z' } })).toMatchObject({
      events: [],
    });

    rmSync(join(folder, 'a.json'));
    expect(await read(folder, { cache })).toMatchObject({ events: ['C 1'], cached: 0 });
    expect(readdirSync(cache)).toHaveLength(1);
  });

  test('and is Parquet, which can be read by itself', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'cache-'));
    await read(folderWith({ 'a.json': records('A') }), { cache });
    const [own = ''] = readdirSync(cache);
    const part = join(cache, own, 'events-1.parquet');
    expect(existsSync(part)).toBe(true);
    expect(await read(part)).toMatchObject({ events: ['A 1'] });
  });
});
