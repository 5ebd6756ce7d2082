import type { ServiceInfo } from './call.js';

/** What holds data, and the keys. */
export const STORAGE = {
  efs: {
    prefix: 'elasticfilesystem',
    calls: {
      DescribeFileSystems: { lists: ['aws_efs_file_system'], without: 'file systems are not known' },
      DescribeFileSystemPolicy: {
        lists: ['aws_efs_file_system_policy'],
        without: 'it is not known who may mount the file system',
      },
      DescribeLifecycleConfiguration: { without: 'the lifecycle of the file system is not known' },
      DescribeBackupPolicy: {
        lists: ['aws_efs_backup_policy'],
        without: 'it is not known whether the file system is backed up',
      },
      DescribeMountTargets: {
        lists: ['aws_efs_mount_target'],
        without: 'it is not known from where the file system can be mounted',
      },
      DescribeMountTargetSecurityGroups: {
        without: 'it is not known from where the file system can be mounted',
      },
      DescribeAccessPoints: { lists: ['aws_efs_access_point'], without: 'access points are not known' },
    },
  },
  s3: {
    prefix: 's3',
    global: true,
    calls: {
      ListBuckets: {
        actions: ['s3:ListAllMyBuckets'],
        lists: [
          'aws_s3_bucket',
          'aws_s3_bucket_policy',
          'aws_s3_bucket_public_access_block',
          'aws_s3_bucket_acl',
          'aws_s3_bucket_ownership_controls',
          'aws_s3_bucket_website_configuration',
          'aws_s3_bucket_server_side_encryption_configuration',
        ],
        without: 'buckets are not known',
      },
      GetBucketLocation: { without: 'the region of the bucket is not known, and so nothing about it' },
      GetBucketPolicy: { lists: ['aws_s3_bucket_policy'], without: 'it is not known who may use the bucket' },
      GetPublicAccessBlock: {
        actions: ['s3:GetBucketPublicAccessBlock'],
        lists: ['aws_s3_bucket_public_access_block'],
        without: 'it is not known whether the bucket may be public',
      },
      GetBucketAcl: { lists: ['aws_s3_bucket_acl'], without: 'it is not known whom the ACL of the bucket lets in' },
      GetBucketOwnershipControls: {
        lists: ['aws_s3_bucket_ownership_controls'],
        without: 'it is not known whether ACLs count for the bucket',
      },
      GetBucketWebsite: {
        lists: ['aws_s3_bucket_website_configuration'],
        without: 'it is not known whether the bucket serves a website',
      },
      GetBucketEncryption: {
        actions: ['s3:GetEncryptionConfiguration'],
        lists: ['aws_s3_bucket_server_side_encryption_configuration'],
        without: 'it is not known which key encrypts the bucket',
      },
      GetBucketTagging: { without: 'tags of the bucket are not known' },
    },
  },
  s3control: {
    prefix: 's3',
    global: true,
    calls: {
      GetPublicAccessBlock: {
        actions: ['s3:GetAccountPublicAccessBlock'],
        lists: ['aws_s3_account_public_access_block'],
        without: 'it is not known whether the account forbids public buckets',
      },
    },
  },
  secretsmanager: {
    prefix: 'secretsmanager',
    calls: {
      ListSecrets: {
        lists: ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_policy'],
        without: 'secrets are not known',
      },
      GetResourcePolicy: {
        lists: ['aws_secretsmanager_secret_policy'],
        without: 'it is not known who may read the secret by its own policy',
      },
    },
  },
  ssm: {
    prefix: 'ssm',
    calls: {
      DescribeParameters: { lists: ['aws_ssm_parameter'], without: 'parameters are not known' },
    },
  },
  dynamodb: {
    prefix: 'dynamodb',
    calls: {
      ListTables: { lists: ['aws_dynamodb_table', 'aws_dynamodb_resource_policy'], without: 'tables are not known' },
      DescribeTable: { lists: ['aws_dynamodb_table'], without: 'nothing but the name of the table is known' },
      GetResourcePolicy: {
        lists: ['aws_dynamodb_resource_policy'],
        without: 'it is not known who may use the table by its own policy',
      },
      ListTagsOfResource: { without: 'tags of the table are not known' },
    },
  },
  kms: {
    prefix: 'kms',
    calls: {
      ListKeys: { lists: ['aws_kms_key', 'aws_kms_grant'], without: 'keys are not known' },
      DescribeKey: { lists: ['aws_kms_key'], without: 'nothing is known of the key' },
      GetKeyPolicy: { without: 'it is not known who may use the key' },
      ListGrants: { lists: ['aws_kms_grant'], without: 'it is not known who may use the key by a grant' },
      ListAliases: { lists: ['aws_kms_alias'], without: 'aliases of keys are not known' },
    },
  },
  sqs: {
    prefix: 'sqs',
    calls: {
      ListQueues: { lists: ['aws_sqs_queue'], without: 'queues are not known' },
      GetQueueAttributes: { without: 'it is not known who may use the queue' },
      ListQueueTags: { without: 'tags of the queue are not known' },
    },
  },
  sns: {
    prefix: 'sns',
    calls: {
      ListTopics: { lists: ['aws_sns_topic'], without: 'topics are not known' },
      GetTopicAttributes: { without: 'it is not known who may use the topic' },
    },
  },
  rds: {
    prefix: 'rds',
    calls: {
      DescribeDBInstances: {
        lists: ['aws_db_instance', 'aws_rds_cluster_instance'],
        without: 'databases are not known',
      },
      DescribeDBClusters: { lists: ['aws_rds_cluster'], without: 'database clusters are not known' },
      DescribeDBSubnetGroups: {
        lists: ['aws_db_subnet_group'],
        without: 'it is not known in which subnets databases are',
      },
    },
  },
} as const satisfies Readonly<Record<string, ServiceInfo>>;
