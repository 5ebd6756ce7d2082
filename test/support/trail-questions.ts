import { ARCHIVE, archiveAttack } from '../../bench/trail/archive.js';
import { hourOf, randomFrom, recordOf, type Record } from '../../bench/trail/events.js';
import type { Scope } from '#trail/scope.js';
import { ASKED, type ColumnType } from '#trail/sql/columns.js';
import type { Question } from '#trail/sql/query.js';
import { DATA, HOURS, KINDS, useBy } from '#trail/sql/questions.js';

/** What both engines are asked, of which events. */
export const SCOPE: Scope = {
  since: '2026-08-20T00:00:00Z',
  until: '2026-08-20T03:00:00Z',
  accounts: ['111122223333', "1' OR '1'='1"],
  regions: ['eu-central-1', 'us-east-1', '"; --'],
};

export const HOSTILE_NAME = `it's"; DROP TABLE events; -- \\' \u202e \u{1f600} %_*?`;

export const ALL_QUESTIONS: readonly Question[] = [
  HOURS,
  KINDS,
  DATA,
  useBy(['archive-portal', 'archive-bastion', 'archive-nightly', 'ci', HOSTILE_NAME]),
];

/** A few hours of the everyday life of an estate, an attack, and what records may have besides. */
export function eventsAsked(): readonly Record[] {
  const random = randomFrom(7);
  const hours = [1, 2, 3].flatMap((hour) => [...hourOf(ARCHIVE, new Date(Date.UTC(2026, 7, 20, hour)), 60, random)]);
  const deeds = archiveAttack('2026-08-20').map((deed) => recordOf(ARCHIVE, deed, new Date(deed.at), random));
  return [...hours, ...deeds, ...SPECIAL];
}

const ISSUER = 'arn:aws:iam::111122223333:role/path/archive-portal';

const special = (members: object): Record => ({
  eventTime: '2026-08-20T01:30:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-central-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '198.51.100.9',
  userAgent: '[aws-cli/2]',
  eventType: 'AwsApiCall',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/archive-portal/app',
    sessionContext: { sessionIssuer: { type: 'Role', arn: ISSUER } },
  },
  requestParameters: { bucketName: 'records', key: 'a' },
  ...members,
});

const SPECIAL: readonly Record[] = [
  special({}),
  special({ requestParameters: null, resources: [{ ARN: 'arn:aws:s3:::records/a' }, { ARN: 'arn:aws:s3:::records' }] }),
  special({ requestParameters: null, errorCode: 'AccessDenied', errorMessage: 'Access Denied', resources: [] }),
  special({ requestParameters: { bucketName: HOSTILE_NAME }, sourceIPAddress: HOSTILE_NAME, userAgent: '\u001b[2J' }),
  special({ eventSource: HOSTILE_NAME, eventName: HOSTILE_NAME }),
  special({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci', userName: 'ci' } }),
  special({ userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${HOSTILE_NAME}` } }),
  special({ userIdentity: { type: 'AWSAccount', accountId: 'anonymous' } }),
  special({ userIdentity: null }),
  special({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    requestParameters: { iamInstanceProfile: { name: 'archive-bastion' } },
    errorCode: 'Client.UnauthorizedOperation',
    errorMessage:
      'You are not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/x because',
  }),
  special({ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', errorCode: 'Client.DryRunOperation' }),
  special({
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    errorCode: 'ResourceNotFoundException',
  }),
  special({
    eventSource: 'ecs.amazonaws.com',
    eventName: 'RunTask',
    requestParameters: {
      taskDefinition: 'a:1',
      overrides: { taskRoleArn: 'arn:aws:iam::1:role/t', executionRoleArn: 'arn:aws:iam::1:role/e' },
    },
  }),
  special({ recipientAccountId: '999999999999' }),
  special({ awsRegion: 'ap-south-1' }),
  special({ eventTime: '2026-08-20T03:00:00Z' }),
  special({ eventTime: '2026-08-19T23:59:59Z' }),
];

/** An event as a table on Athena has it: names in lower case. */
export function asRow(event: Record): object {
  return Object.fromEntries(ASKED.map(({ name, type }) => [name.toLowerCase(), lowered(event[name], type)]));
}

function lowered(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'text' || type === 'json') return value;
  if (Array.isArray(value)) return value.map((each) => lowered(each, elementOf(type)));
  return Object.fromEntries(
    Object.entries(type).map(([member, each]: [string, ColumnType]) => [
      member.toLowerCase(),
      lowered(memberOf(value, member), each),
    ]),
  );
}

function elementOf(type: ColumnType): ColumnType {
  return Array.isArray(type) ? (type as readonly [ColumnType])[0] : type;
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === member)?.[1]
    : undefined;
}
