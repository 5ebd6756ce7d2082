/**
 * The columns of a table of events: those of the table that AWS documents for Athena, with lower-case names, of which the queries
 * ask some. The same are read from files, so that a query needs no other words for them.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */
export interface Column {
  /** As events have it; in a table it is in lower case. */
  readonly name: string;
  readonly type: ColumnType;
  /** Only in the table that is created on Athena: nothing asks for it. */
  readonly unasked?: true;
}

/** `json`: text that holds JSON. */
export type ColumnType = 'text' | 'json' | { readonly [member: string]: ColumnType } | readonly [ColumnType];

const IDENTITY: ColumnType = {
  type: 'text',
  principalId: 'text',
  arn: 'text',
  accountId: 'text',
  invokedBy: 'text',
  accessKeyId: 'text',
  userName: 'text',
  sessionContext: {
    sessionIssuer: { type: 'text', principalId: 'text', arn: 'text', accountId: 'text', userName: 'text' },
  },
};

export const COLUMNS: readonly Column[] = [
  { name: 'eventVersion', type: 'text', unasked: true },
  { name: 'userIdentity', type: IDENTITY },
  { name: 'eventTime', type: 'text' },
  { name: 'eventSource', type: 'text' },
  { name: 'eventName', type: 'text' },
  { name: 'awsRegion', type: 'text' },
  { name: 'sourceIPAddress', type: 'text' },
  { name: 'userAgent', type: 'text' },
  { name: 'errorCode', type: 'text' },
  { name: 'errorMessage', type: 'text' },
  { name: 'requestParameters', type: 'json' },
  { name: 'responseElements', type: 'json' },
  { name: 'additionalEventData', type: 'json', unasked: true },
  { name: 'requestID', type: 'text', unasked: true },
  { name: 'eventID', type: 'text' },
  { name: 'readOnly', type: 'text', unasked: true },
  { name: 'resources', type: [{ ARN: 'text', accountId: 'text', type: 'text' }] },
  { name: 'eventType', type: 'text' },
  { name: 'recipientAccountId', type: 'text' },
  { name: 'serviceEventDetails', type: 'json' },
  { name: 'sharedEventID', type: 'text' },
  { name: 'vpcEndpointId', type: 'text', unasked: true },
];

export const ASKED: readonly Column[] = COLUMNS.filter(({ unasked }) => unasked !== true);

/** What a table is partitioned by: every query names all three. */
export const PARTITIONS = ['account', 'region', 'day'] as const;

/** The type of a column when DuckDB reads it of a file. */
export function duckdbType(type: ColumnType, spelt: (member: string) => string): string {
  if (type === 'text') return 'VARCHAR';
  if (type === 'json') return 'JSON';
  if (isList(type)) return `${duckdbType(type[0], spelt)}[]`;
  const members = Object.entries(type).map(([member, each]) => `"${spelt(member)}" ${duckdbType(each, spelt)}`);
  return `STRUCT(${members.join(', ')})`;
}

/** The type of a column of the table on Athena; JSON arrives as text there. */
export function athenaType(type: ColumnType): string {
  if (type === 'text' || type === 'json') return 'string';
  if (isList(type)) return `array<${athenaType(type[0])}>`;
  const members = Object.entries(type).map(([member, each]) => `${member.toLowerCase()}:${athenaType(each)}`);
  return `struct<${members.join(',')}>`;
}

function isList(type: ColumnType): type is readonly [ColumnType] {
  return Array.isArray(type);
}
