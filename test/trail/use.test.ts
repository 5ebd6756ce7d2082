import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trail } from '#trail/trail.js';
import { symbolic } from '#aws/symbolic.js';
import { mayCover, resourceOf } from '#trail/use/arns.js';
import { gapsIn } from '#trail/use/gaps.js';
import type { PermissionResult } from '#trail/result.js';

const ACCOUNT = '111122223333';

/** A public instance whose role may do things that lead on. */
const CONFIGURATION = `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_user" "ci" {
  name = "ci"
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_iam_role" "admin" {
  name = "admin"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.admin.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_s3_bucket" "records" {
  bucket = "records"
}
resource "aws_secretsmanager_secret" "key" {
  name = "key"
}
resource "aws_iam_user_policy" "ci" {
  user = aws_iam_user.ci.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["lambda:CreateFunction", "lambda:InvokeFunction", "iam:PassRole", "s3:GetObject", "secretsmanager:GetSecretValue"], Resource = "*" },
    ]
  })
}
`;

interface Call {
  readonly by?: string;
  readonly at?: string;
  readonly in?: string;
  readonly [member: string]: unknown;
}

const call = (
  source: string,
  eventName: string,
  { by = 'ci', at = '2026-03-31T12:00:00Z', in: region = 'eu-west-1', ...more }: Call = {},
) => ({
  eventTime: at,
  eventSource: `${source}.amazonaws.com`,
  eventName,
  awsRegion: source === 'iam' ? 'us-east-1' : region,
  recipientAccountId: ACCOUNT,
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/${by}` },
  requestParameters: null,
  ...more,
});

/** A trail of 90 days that has calls that read and calls that write, of both Regions. */
const everyday = Array.from({ length: 90 }, (_, day) => {
  const at = new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString().slice(0, 19) + 'Z';
  return [call('ec2', 'DescribeInstances', { by: 'other', at }), call('iam', 'UpdateRole', { by: 'other', at })];
}).flat();

async function permissions(
  calls: readonly object[],
  { events = everyday as readonly object[], configuration = CONFIGURATION, alone = false } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'use-'));
  writeFileSync(join(folder, 'main.tf'), configuration);
  const present = alone ? [] : [call('sts', 'GetCallerIdentity')];
  writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: [...events, ...present, ...calls] }));
  const { permissions: all } = await trail({ source: join(folder, 'trail.json') }, { root: folder });
  return all.filter(({ principal }) => principal === 'aws_iam_user.ci');
}

function answerOn(all: readonly PermissionResult[], action: string): string {
  const [found] = all.filter((each) => each.action === action && each.paths.length > 0);
  return found ? `${found.answer}: ${found.why}` : 'not asked';
}

const DENIED = {
  errorCode: 'AccessDenied',
  errorMessage: `User: arn:aws:iam::${ACCOUNT}:user/ci is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:eu-west-1:${ACCOUNT}:function:x because`,
};
const UNUSED = 'not used in 90 days of trail, last seen never';

describe('a permission is used, not used, or not known', () => {
  test.each([
    ['lambda:CreateFunction', 'never called', [], `unused: ${UNUSED}`],
    [
      'lambda:CreateFunction',
      'called',
      [call('lambda', 'CreateFunction20150331')],
      'used: used once, last on 2026-03-31',
    ],
    [
      'lambda:CreateFunction',
      'called by another',
      [call('lambda', 'CreateFunction20150331', { by: 'other' })],
      `unused: ${UNUSED}`,
    ],
    [
      'lambda:CreateFunction',
      'refused',
      [call('lambda', 'CreateFunction20150331', DENIED)],
      'unused: not used in 90 days of trail, and refused once, last on 2026-03-31',
    ],
    [
      'lambda:CreateFunction',
      'called in vain',
      [call('lambda', 'CreateFunction20150331', { errorCode: 'InvalidParameterValueException' })],
      'used: used once, last on 2026-03-31',
    ],
    [
      'iam:PassRole',
      'a role was passed',
      [call('lambda', 'CreateFunction20150331', { requestParameters: { role: `arn:aws:iam::${ACCOUNT}:role/admin` } })],
      'used: used once, last on 2026-03-31',
    ],
    [
      'iam:PassRole',
      'another role was passed',
      [call('lambda', 'CreateFunction20150331', { requestParameters: { role: `arn:aws:iam::${ACCOUNT}:role/other` } })],
      `unused: ${UNUSED}`,
    ],
    [
      'iam:PassRole',
      'a call may have passed it',
      [call('sagemaker', 'CreateEndpointConfig')],
      'not-known: it made calls that may pass a role, and whose events do not tell',
    ],
    [
      's3:GetObject',
      'without data events',
      [],
      'not-known: it is a data event, and the trail has none of it from anybody: they may be off',
    ],
    [
      's3:GetObject',
      'with data events of another bucket',
      [call('s3', 'GetObject', { by: 'other', requestParameters: { bucketName: 'assets' } })],
      'not-known: it is a data event, and the trail has none of it from anybody: they may be off',
    ],
    [
      's3:GetObject',
      'with data events of the bucket',
      [call('s3', 'GetObject', { by: 'other', requestParameters: { bucketName: 'records' } })],
      `unused: ${UNUSED}`,
    ],
    [
      's3:GetObject',
      'with its own',
      [call('s3', 'HeadObject', { requestParameters: { bucketName: 'records' } })],
      'used: used once, last on 2026-03-31',
    ],
    [
      'secretsmanager:GetSecretValue',
      'of this secret',
      [call('secretsmanager', 'GetSecretValue', { requestParameters: { secretId: 'key' } })],
      'used: used once, last on 2026-03-31',
    ],
    [
      'secretsmanager:GetSecretValue',
      'of another',
      [call('secretsmanager', 'GetSecretValue', { requestParameters: { secretId: 'other' } })],
      `unused: ${UNUSED}`,
    ],
    [
      'secretsmanager:GetSecretValue',
      'of one that is not said',
      [call('secretsmanager', 'GetSecretValue')],
      'used: used once, last on 2026-03-31',
    ],
  ])('%s, %s', async (action, _when, calls, answer) => {
    expect(answerOn(await permissions(calls), action)).toBe(answer);
  });

  test('with who did it and from where', async () => {
    const all = await permissions([
      call('lambda', 'CreateFunction20150331', { at: '2026-02-01T00:00:00Z' }),
      call('lambda', 'CreateFunction20150331', { sourceIPAddress: '203.0.113.9' }),
      call('lambda', 'CreateFunction20150331', { sourceIPAddress: '203.0.113.9' }),
      call('lambda', 'CreateFunction20150331', DENIED),
    ]);
    const found = all.find(({ action, paths }) => action === 'lambda:CreateFunction' && paths.length > 0);
    expect(found?.allowed).toEqual({
      count: 3,
      first: '2026-02-01T00:00:00Z',
      last: '2026-03-31T12:00:00Z',
      from: [
        { name: '203.0.113.9', count: 2 },
        { name: '198.51.100.7', count: 1 },
      ],
      by: [],
    });
    expect(found?.denied.count).toBe(1);
  });
});

describe('nothing is said to be unused where the trail would not show it', () => {
  const only = (kept: (name: string) => boolean): object[] => everyday.filter(({ eventName }) => kept(eventName));
  test.each([
    [
      'no calls that write',
      { events: only((name) => name.startsWith('Describe')) },
      'lambda:CreateFunction',
      /^not-known: the trail has no calls that write in account/,
    ],
    [
      'no calls that read',
      { events: only((name) => name === 'UpdateRole'), alone: true },
      'secretsmanager:GetSecretValue',
      /^not-known: no role or user of the configuration/,
    ],
    [
      'nobody of the configuration',
      { alone: true },
      'lambda:CreateFunction',
      /^not-known: no role or user of the configuration is in the trail/,
    ],
    ['no events', { events: [], alone: true }, 'lambda:CreateFunction', /^not-known: the trail has no events/],
    [
      'no events of another account',
      {
        configuration: CONFIGURATION.replace(
          'region = "eu-west-1"',
          'region = "eu-west-1"\n  allowed_account_ids = ["999988887777"]',
        ),
      },
      'lambda:CreateFunction',
      /^not-known: /,
    ],
    [
      'a name that is made up',
      { configuration: CONFIGURATION.replace('name = "ci"', 'name = "ci-${timestamp()}"') },
      'lambda:CreateFunction',
      /^not-known: its name is known only after apply/,
    ],
  ])('%s', async (_what, setting, action, answer) => {
    expect(answerOn(await permissions([], setting), action)).toMatch(answer);
  });

  test('and somebody who is new had less time', async () => {
    const created = call('iam', 'CreateUser', {
      by: 'other',
      at: '2026-03-20T12:00:00Z',
      requestParameters: { userName: 'ci' },
    });
    expect(answerOn(await permissions([created]), 'lambda:CreateFunction')).toMatch(
      /^unused: not used in 11 days of trail/,
    );
  });
});

describe('what an event names, as an ARN', () => {
  const place = { account: ACCOUNT, region: 'eu-west-1' };
  test.each([
    ['s3', 'records', 'arn:aws:s3:::records'],
    ['s3', `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/records`, null],
    ['dynamodb', 'table/orders', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`],
    ['dynamodb', 'table/arn:aws:dynamodb:eu-west-1:1:table/orders', 'arn:aws:dynamodb:eu-west-1:1:table/orders'],
    ['lambda', 'function:work', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:work`],
    ['lambda', 'function:work:7', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:work`],
    ['lambda', `function:${ACCOUNT}:function:work`, `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:work`],
    ['lambda', 'function:arn:aws:lambda:eu-west-1:1:function:work:live', 'arn:aws:lambda:eu-west-1:1:function:work'],
    ['iam', 'role/app', null],
    ['ecs', 'cluster/main', null],
  ])('%s %s', (prefix, named, arn) => {
    expect(resourceOf(prefix, named, place)).toBe(arn);
  });
});

describe('whether a pattern may cover what an event names', () => {
  const unknown = { id: 'var.x' };
  test.each([
    [symbolic('arn:aws:s3:::records/*'), 'arn:aws:s3:::records', true],
    [symbolic('arn:aws:s3:::rec*'), 'arn:aws:s3:::records', true],
    [symbolic('arn:aws:s3:::other/*'), 'arn:aws:s3:::records', false],
    [symbolic('arn:aws:s3:::', unknown, '/*'), 'arn:aws:s3:::records', true],
    [symbolic('arn:aws:s3:::recordings/*'), 'arn:aws:s3:::records', false],
    [symbolic('arn:aws:dynamodb:*:*:table/orders/index/by-day'), 'arn:aws:dynamodb:eu-west-1:1:table/orders', true],
    [symbolic('arn:aws:dynamodb:us-east-1:*:table/orders'), 'arn:aws:dynamodb:eu-west-1:1:table/orders', false],
    [symbolic('arn:aws:secretsmanager:*:*:secret:key-??????'), 'arn:aws:secretsmanager:eu-west-1:1:secret:key', true],
    [
      symbolic('arn:aws:secretsmanager:*:*:secret:key-', unknown),
      'arn:aws:secretsmanager:eu-west-1:1:secret:key-AbCdEf',
      true,
    ],
    [
      symbolic('arn:aws:secretsmanager:*:*:secret:key-', unknown),
      'arn:aws:secretsmanager:eu-west-1:1:secret:other',
      false,
    ],
    [symbolic('*'), 'arn:aws:sns:eu-west-1:1:topic', true],
    [symbolic(unknown), 'arn:aws:sns:eu-west-1:1:topic', true],
    [symbolic('arn:aws:s3:::a.b'), 'arn:aws:s3:::axb', false],
  ])('%j covers %s: %s', (pattern, arn, covers) => {
    expect(mayCover(pattern, arn)).toBe(covers);
  });
});

describe('gaps', () => {
  const hours = (...ranges: readonly (readonly [number, number])[]): Set<string> =>
    new Set(
      ranges.flatMap(([from, to]) =>
        Array.from({ length: to - from }, (_, at) =>
          new Date(Date.UTC(2026, 0, 1, from + at)).toISOString().slice(0, 13),
        ),
      ),
    );
  test.each([
    ['none', hours([0, 100]), []],
    ['an hour of a busy account', hours([0, 50], [51, 100]), ['2026-01-03T02:00Z 1']],
    ['nights of a quiet one', hours([8, 17], [32, 41], [56, 65]), []],
    ['days', hours([0, 10], [100, 110]), ['2026-01-01T10:00Z 90']],
    ['nothing', hours(), []],
  ])('%s', (_what, known, expected) => {
    expect(gapsIn(ACCOUNT, known).map(({ from, hours: missing }) => `${from} ${missing}`)).toEqual(expected);
  });
});
