import {
  type DBCluster,
  type DBInstance,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  paginateDescribeDBSubnetGroups,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, sorted, tagsOf } from '../values.js';

type At = Reader<RDSClient, 'rds'>;
const row = rowsOf<RDSClient, 'rds'>();

export const rds: Collector<RDSClient, 'rds'> = {
  service: 'rds',
  connect: (settings) => new RDSClient(settings),
  rows: [
    row({
      call: 'DescribeDBInstances',
      pages: (client) => paginateDescribeDBInstances({ client, pageSize: 100 }, {}),
      items: (page) => page.DBInstances,
      each: addInstance,
    }),
    row({
      call: 'DescribeDBClusters',
      pages: (client) => paginateDescribeDBClusters({ client, pageSize: 100 }, {}),
      items: (page) => page.DBClusters,
      each: addCluster,
    }),
    row({
      call: 'DescribeDBSubnetGroups',
      pages: (client) => paginateDescribeDBSubnetGroups({ client, pageSize: 100 }, {}),
      items: (page) => page.DBSubnetGroups,
      each: ({ DBSubnetGroupName: name = '', DBSubnetGroupArn: arn, Subnets }, at) =>
        at.add({
          type: 'aws_db_subnet_group',
          id: name,
          arn,
          values: { name, subnet_ids: sorted(Subnets?.map(({ SubnetIdentifier }) => SubnetIdentifier)) },
        }),
    }),
  ],
};

/** What belongs to a cluster is a resource of another type. */
function addInstance(found: DBInstance, at: At): void {
  const { DBInstanceIdentifier: identifier = '', DBInstanceArn: arn, DBClusterIdentifier: cluster } = found;
  at.add({
    type: cluster === undefined ? 'aws_db_instance' : 'aws_rds_cluster_instance',
    id: cluster === undefined ? (found.DbiResourceId ?? identifier) : identifier,
    arn,
    values: {
      identifier,
      engine: found.Engine,
      publicly_accessible: found.PubliclyAccessible ?? false,
      vpc_security_group_ids: sorted(found.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
      db_subnet_group_name: found.DBSubnetGroup?.DBSubnetGroupName ?? '',
      storage_encrypted: found.StorageEncrypted ?? false,
      kms_key_id: found.KmsKeyId ?? '',
      iam_database_authentication_enabled: found.IAMDatabaseAuthenticationEnabled ?? false,
      port: found.Endpoint?.Port,
      address: found.Endpoint?.Address,
      username: found.MasterUsername === undefined ? undefined : '***',
      master_user_secret: secret(found.MasterUserSecret),
      ...(cluster === undefined ? {} : { cluster_identifier: cluster }),
      tags: tagsOf(found.TagList),
    },
  });
}

function addCluster(found: DBCluster, at: At): void {
  const { DBClusterIdentifier: cluster_identifier = '', DBClusterArn: arn } = found;
  at.add({
    type: 'aws_rds_cluster',
    id: cluster_identifier,
    arn,
    values: {
      cluster_identifier,
      engine: found.Engine,
      vpc_security_group_ids: sorted(found.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
      db_subnet_group_name: found.DBSubnetGroup ?? '',
      storage_encrypted: found.StorageEncrypted ?? false,
      kms_key_id: found.KmsKeyId ?? '',
      iam_database_authentication_enabled: found.IAMDatabaseAuthenticationEnabled ?? false,
      endpoint: found.Endpoint,
      port: found.Port,
      master_user_secret: secret(found.MasterUserSecret),
      tags: tagsOf(found.TagList),
    },
  });
}

function secret(found: DBInstance['MasterUserSecret']) {
  return block(found && { secret_arn: found.SecretArn, kms_key_id: found.KmsKeyId });
}
