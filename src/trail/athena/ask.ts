/** Asks Athena. Everything that speaks to AWS for a trail is behind this module, which loads with the first question. */
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Row } from '../read/duckdb.js';
import { AthenaFault, type AthenaEngine, type AthenaPlace } from './engine.js';

export function connect({ workgroup, output, region, endpoint }: AthenaPlace): AthenaEngine {
  const settings = { ...(region ? { region } : {}), ...(endpoint ? { endpoint } : {}) };
  const client = new AthenaClient(settings);
  const s3 = new S3Client({ ...settings, followRegionRedirects: true, forcePathStyle: endpoint !== undefined });
  return {
    bytesBelow: (folder) => bytesBelow(s3, folder),
    describe: async (database, table) => {
      const { TableMetadata } = await client.send(
        new GetTableMetadataCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: database, TableName: table }),
      );
      return {
        partitions: (TableMetadata?.PartitionKeys ?? []).flatMap((key) => key.Name ?? []),
        template: TableMetadata?.Parameters?.['storage.location.template'],
      };
    },
    run: async (sql, { isTooMuch }) => {
      const started = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          ...(workgroup ? { WorkGroup: workgroup } : {}),
          ...(output ? { ResultConfiguration: { OutputLocation: output } } : {}),
        }),
      );
      const id = started.QueryExecutionId ?? '';
      const scanned = await finished(client, id, isTooMuch);
      return { scanned, rows: rowsOf(client, id) };
    },
  };
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 3_000;

async function finished(client: AthenaClient, id: string, isTooMuch: (bytes: number) => boolean): Promise<number> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const scanned = QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
    const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {};
    if (state === 'SUCCEEDED') return scanned;
    if (state === 'FAILED' || state === 'CANCELLED')
      throw new AthenaFault(reason ?? `the query ${state.toLowerCase()}`);
    if (isTooMuch(scanned)) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      throw new AthenaFault('it scanned more than --max-scan allows, and was stopped');
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** The first row of the first page is the header: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
async function* rowsOf(client: AthenaClient, id: string): AsyncGenerator<Row> {
  let token: string | undefined;
  let isFirst = true;
  do {
    const page = await client.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1000, ...(token ? { NextToken: token } : {}) }),
    );
    const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name ?? '');
    const rows = page.ResultSet?.Rows ?? [];
    for (const { Data } of isFirst ? rows.slice(1) : rows) {
      yield Object.fromEntries(names.map((each, at) => [each, Data?.[at]?.VarCharValue ?? null]));
    }
    isFirst = false;
    token = page.NextToken;
  } while (token !== undefined);
}

async function bytesBelow(client: S3Client, folder: string): Promise<number> {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(folder) ?? [];
  if (bucket === undefined || prefix === undefined) throw new AthenaFault(`${folder} is no place in S3`);
  let bytes = 0;
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }),
    );
    for (const { Size } of page.Contents ?? []) bytes += Size ?? 0;
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return bytes;
}
