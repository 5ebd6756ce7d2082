import {
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  paginateListTables,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Collector } from '../collector.js';
import { type Answer, type Reader, rowsOf } from '../reader.js';
import { block, blocks, type LooseObject, tagsOf } from '../values.js';

type At = Reader<DynamoDBClient, 'dynamodb'>;
const row = rowsOf<DynamoDBClient, 'dynamodb'>();

export const dynamodb: Collector<DynamoDBClient, 'dynamodb'> = {
  service: 'dynamodb',
  connect: (settings) => new DynamoDBClient(settings),
  rows: [
    row({
      call: 'ListTables',
      pages: (client) => paginateListTables({ client, pageSize: 100 }, {}),
      items: (page) => page.TableNames,
      each: addTable,
    }),
  ],
};

async function addTable(name: string, at: At): Promise<void> {
  const arn = at.arn('dynamodb', `table/${name}`);
  const about = { type: 'aws_dynamodb_table', id: name };
  const [table, policy, tags] = await Promise.all([
    at.ask({ call: 'DescribeTable', about }, () => at.client.send(new DescribeTableCommand({ TableName: name }))),
    at.ask({ call: 'GetResourcePolicy', about, absent: ['PolicyNotFoundException'] }, () =>
      at.client.send(new GetResourcePolicyCommand({ ResourceArn: arn })),
    ),
    tagsOfTable(arn, name, at),
  ]);
  const found = table.is === 'read' ? table.value.Table : undefined;
  at.add({
    ...about,
    arn,
    values: { name, ...(found ? tableValues(found) : {}), tags: tags.is === 'read' ? tags.value : undefined },
    unread: [...(found ? [] : UNTOLD), ...(tags.is === 'unread' ? ['tags'] : [])],
  });
  const owned = { type: 'aws_dynamodb_resource_policy', id: arn, values: { resource_arn: arn } };
  at.addAnswered(owned, policy, { policy: ({ Policy }) => Policy });
}

/** Of a table of which there is nothing but the name. */
const UNTOLD = ['server_side_encryption', 'stream_enabled', 'global_secondary_index', 'local_secondary_index'];

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table */
function tableValues(table: TableDescription): LooseObject {
  const { SSEDescription: encryption, KeySchema: keys = [] } = table;
  const keyOf = (type: string, schema = keys) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return {
    hash_key: keyOf('HASH'),
    range_key: keyOf('RANGE'),
    billing_mode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    stream_enabled: table.StreamSpecification?.StreamEnabled ?? false,
    stream_arn: table.LatestStreamArn ?? '',
    stream_view_type: table.StreamSpecification?.StreamViewType ?? '',
    deletion_protection_enabled: table.DeletionProtectionEnabled ?? false,
    global_secondary_index: blocks(table.GlobalSecondaryIndexes, ({ IndexName: name, KeySchema }) => ({
      name,
      hash_key: keyOf('HASH', KeySchema),
    })),
    local_secondary_index: blocks(table.LocalSecondaryIndexes, ({ IndexName: name }) => ({ name })),
    server_side_encryption: block(
      encryption && { enabled: encryption.Status === 'ENABLED', kms_key_arn: encryption.KMSMasterKeyArn ?? '' },
    ),
    replica: blocks(table.Replicas, ({ RegionName: region_name }) => ({ region_name })),
  };
}

/** The SDK has no paginator of this. */
async function tagsOfTable(arn: string, name: string, at: At): Promise<Answer<LooseObject>> {
  const about = { type: 'aws_dynamodb_table', id: name };
  let tags: LooseObject = {};
  let NextToken: string | undefined;
  do {
    const input = { ResourceArn: arn, NextToken };
    const page = await at.ask({ call: 'ListTagsOfResource', about }, () =>
      at.client.send(new ListTagsOfResourceCommand(input)),
    );
    if (page.is !== 'read') return page;
    tags = { ...tags, ...tagsOf(page.value.Tags) };
    ({ NextToken } = page.value);
  } while (NextToken !== undefined);
  return { is: 'read', value: tags };
}
