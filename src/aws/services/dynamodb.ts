import { flagOf } from '../reading.js';
import { defineService } from './service.js';

const INDEXES = ['global_secondary_index', 'local_secondary_index'] as const;

export const dynamodb = defineService({
  name: 'Amazon DynamoDB',
  prefix: 'dynamodb',
  resources: {
    aws_dynamodb_table: { arn: 'dynamodb:{R}:{A}:table/{name}', id: 'name', inner: { stream_arn: '/stream/' } },
  },
  stores: [
    {
      type: 'aws_dynamodb_table',
      kind: 'data',
      readings: [
        {
          actions: [
            'dynamodb:GetItem',
            'dynamodb:BatchGetItem',
            'dynamodb:Query',
            'dynamodb:Scan',
            'dynamodb:PartiQLSelect',
          ],
        },
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
        {
          actions: ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect'],
          suffix: '/index/*',
          part: 'an index of {} has a name',
          works: (table) => INDEXES.some((name) => table.blocks(name).length > 0),
        },
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
        {
          actions: ['dynamodb:GetRecords'],
          with: ['dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
          suffix: '/stream/*',
          part: 'a stream of {} has a label',
          works: (table) => flagOf(table.attribute('stream_enabled')) === true,
        },
      ],
      encryption: {
        key: [{ path: ['server_side_encryption', 'kms_key_arn'] }],
        managedIf: { settings: [{ path: ['server_side_encryption', 'enabled'] }], is: /^true$/ },
        unset: 'aws-owned',
        source: 'https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html',
      },
    },
  ],
  resourcePolicies: [
    {
      of: ['aws_dynamodb_table'],
      written: [{ type: 'aws_dynamodb_resource_policy', attribute: 'policy', owner: 'resource_arn' }],
      decides: 'beside-identity',
      takesUnsigned: false,
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html
      publicAccess: 'always-blocked',
      rewrites: ['dynamodb:PutResourcePolicy'],
      source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html',
    },
  ],
  targets: [
    {
      of: ['aws_dynamodb_table'],
      own: ['backup', 'export', 'import', 'index', 'stream', 'table'],
      suffixes: ['', '/*'],
      ways: [
        {
          actions: ['dynamodb:ReadDataForReplication', 'dynamodb:SearchVectors'],
          does: 'reads items',
          source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html',
        },
        {
          actions: [
            'dynamodb:DeleteItem',
            'dynamodb:PartiQLDelete',
            'dynamodb:PartiQLUpdate',
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
          ],
          does: 'returns the item that it changes (ReturnValues) to a caller who knows its key',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html',
        },
        {
          actions: ['dynamodb:ConditionCheckItem'],
          does: 'confirms whether an item is what the caller guesses',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConditionCheck.html',
          helps: true,
        },
        {
          actions: [
            'dynamodb:AssociateTableReplica',
            'dynamodb:CreateGlobalTable',
            'dynamodb:CreateTableReplica',
            'dynamodb:EnableKinesisStreamingDestination',
            'dynamodb:ExportTableToPointInTime',
            'dynamodb:RestoreTableFromAwsBackup',
            'dynamodb:RestoreTableFromBackup',
            'dynamodb:RestoreTableToPointInTime',
            'dynamodb:UpdateGlobalTable',
            'dynamodb:UpdateKinesisStreamingDestination',
          ],
          does: 'copies the table to where the caller can read it',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.HowItWorks.html',
          helps: true,
        },
      ],
      noWay: ['dynamodb:UpdateAbacStatus'],
    },
  ],
});
