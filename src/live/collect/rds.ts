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
import { block, type LooseObject, sorted, tagsOf } from '../values.js';

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
  const { DBInstanceIdentifier: identifier = '', DBInstanceArn: arn, DBClusterIdentifier: cluster_identifier } = found;
  const values = { identifier, ...instanceValues(found) };
  if (cluster_identifier === undefined) {
    at.add({ type: 'aws_db_instance', id: found.DbiResourceId ?? identifier, arn, values });
  } else {
    const member = { ...values, cluster_identifier };
    at.add({ type: 'aws_rds_cluster_instance', id: identifier, arn, values: member });
  }
}

function instanceValues(found: DBInstance): LooseObject {
  return {
    ...protectionOf(found),
    engine: found.Engine,
    publicly_accessible: found.PubliclyAccessible ?? false,
    db_subnet_group_name: found.DBSubnetGroup?.DBSubnetGroupName ?? '',
    port: found.Endpoint?.Port,
    address: found.Endpoint?.Address,
    tags: tagsOf(found.TagList),
  };
}

function addCluster(found: DBCluster, at: At): void {
  const { DBClusterIdentifier: cluster_identifier = '', DBClusterArn: arn } = found;
  at.add({
    type: 'aws_rds_cluster',
    id: cluster_identifier,
    arn,
    values: {
      cluster_identifier,
      ...protectionOf(found),
      engine: found.Engine,
      db_subnet_group_name: found.DBSubnetGroup ?? '',
      endpoint: found.Endpoint,
      port: found.Port,
      tags: tagsOf(found.TagList),
    },
  });
}

/** What instances and clusters have in common. */
function protectionOf(found: DBInstance | DBCluster): LooseObject {
  const { MasterUserSecret: secret } = found;
  return {
    vpc_security_group_ids: sorted(found.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
    storage_encrypted: found.StorageEncrypted ?? false,
    kms_key_id: found.KmsKeyId ?? '',
    iam_database_authentication_enabled: found.IAMDatabaseAuthenticationEnabled ?? false,
    master_user_secret: block(secret && { secret_arn: secret.SecretArn, kms_key_id: secret.KmsKeyId }),
  };
}
