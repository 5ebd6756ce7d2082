import { athenaType, COLUMNS } from './columns.js';
import { dayOf } from './query.js';

/** What a table of a trail is made of. */
export interface TableOptions {
  /** `s3://BUCKET/PREFIX/AWSLogs/o-ORGANISATION`, the folder that has one folder for each account. */
  readonly location: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly since: string;
}

/**
 * A table whose partitions Athena works out of the query, so that none has to be added:
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export function tableDefinition({ location, accounts, regions, since }: TableOptions): string {
  const columns = COLUMNS.map(({ name, type }) => `  ${name.toLowerCase()} ${athenaType(type)}`);
  const folder = location.replace(/\/+$/, '');
  const properties: readonly (readonly [string, string])[] = [
    ['projection.enabled', 'true'],
    ['projection.account.type', 'enum'],
    ['projection.account.values', accounts.join(',')],
    ['projection.region.type', 'enum'],
    ['projection.region.values', regions.join(',')],
    ['projection.day.type', 'date'],
    ['projection.day.format', 'yyyy/MM/dd'],
    ['projection.day.range', `${dayOf(since)},NOW`],
    ['projection.day.interval', '1'],
    ['projection.day.interval.unit', 'DAYS'],
    ['storage.location.template', `${folder}/\${account}/CloudTrail/\${region}/\${day}`],
  ];
  return [
    'CREATE EXTERNAL TABLE cloudtrail (',
    columns.join(',\n'),
    ')',
    'PARTITIONED BY (account string, region string, day string)',
    "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
    "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
    "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
    `LOCATION ${hiveText(`${folder}/`)}`,
    'TBLPROPERTIES (',
    properties.map(([key, value]) => `  ${hiveText(key)} = ${hiveText(value)}`).join(',\n'),
    ');',
    '',
  ].join('\n');
}

/** Statements that define tables are Hive's, which reads backslashes as escapes. */
function hiveText(value: string): string {
  return `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
