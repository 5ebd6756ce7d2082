/** The workloads and stores of the same account. */
import { ACCOUNT, ANSWERS_OF_NETWORK, CANARY, REGION } from './account.js';
import type { Answers } from './server.js';

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const iamArn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const cluster = arn('ecs', 'cluster/web');
const definition = (revision: number) => arn('ecs', `task-definition/web:${revision}`);
const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [] });

const COMPUTE: Answers = {
  'ecs:ListClusters': [{ clusterArns: [cluster], nextToken: 'page-1' }, { clusterArns: [] }],
  'ecs:DescribeClusters': [
    {
      clusters: [
        { clusterArn: cluster, clusterName: 'web', capacityProviders: ['nodes'], tags: [{ key: 'a', value: 'b' }] },
      ],
    },
  ],
  'ecs:DescribeCapacityProviders': [
    {
      capacityProviders: [
        { capacityProviderArn: arn('ecs', 'capacity-provider/FARGATE'), name: 'FARGATE' },
        {
          capacityProviderArn: arn('ecs', 'capacity-provider/nodes'),
          name: 'nodes',
          autoScalingGroupProvider: {
            autoScalingGroupArn: arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/nodes'),
          },
        },
      ],
    },
  ],
  'ecs:ListServices': [{ serviceArns: Array.from({ length: 12 }, (_, at) => arn('ecs', `service/web/s${at}`)) }],
  'ecs:DescribeServices': ({ text }) => ({
    services: [...text.matchAll(/service\/web\/(s\d+)/g)].map(([, name = '']) => ({
      serviceArn: arn('ecs', `service/web/${name}`),
      serviceName: name,
      clusterArn: cluster,
      taskDefinition: definition(2),
      enableExecuteCommand: true,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' },
      },
      deployments: [
        { status: 'PRIMARY', taskDefinition: definition(2), rolloutState: 'IN_PROGRESS', runningCount: 1 },
        { status: 'ACTIVE', taskDefinition: definition(1), rolloutState: 'COMPLETED', runningCount: 2 },
      ],
    })),
  }),
  'ecs:ListTaskDefinitionFamilies': [{ families: ['web'], nextToken: 'page-1' }, { families: ['batch'] }],
  'ecs:DescribeTaskDefinition': ({ text }) => {
    const [, family = '', revision = '3'] = /"taskDefinition":"(?:[^"]*\/)?(\w+)(?::(\d+))?"/.exec(text) ?? [];
    return {
      taskDefinition: {
        taskDefinitionArn: arn('ecs', `task-definition/${family}:${revision}`),
        family,
        revision: Number(revision),
        status: 'ACTIVE',
        taskRoleArn: iamArn('role/team/app'),
        containerDefinitions: [
          {
            name: 'app',
            image: 'app:1',
            privileged: true,
            environment: [
              { name: 'TABLE', value: 'orders' },
              { name: 'QUEUE', value: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/jobs` },
              { name: 'PASSWORD', value: CANARY },
              { name: 'MIXED', value: `s3://reports/in?key=${CANARY}` },
            ],
            command: ['serve', `--token=${CANARY}`],
            dockerLabels: { token: CANARY },
            healthCheck: { command: ['CMD', CANARY] },
            logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': CANARY } },
            secrets: [{ name: 'KEY', valueFrom: arn('secretsmanager', 'secret:db-AbCdEf') }],
          },
        ],
        volumes: [
          { name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryption: 'ENABLED' } },
          { name: 'docker', host: { sourcePath: '/var/run/docker.sock' } },
        ],
      },
    };
  },
  'ecs:ListTasks': [{ taskArns: [arn('ecs', 'task/web/1')] }],
  'ecs:DescribeTasks': [
    {
      tasks: [
        {
          taskArn: arn('ecs', 'task/web/1'),
          taskDefinitionArn: definition(1),
          group: 'service:s0',
          enableExecuteCommand: true,
          overrides: {
            taskRoleArn: iamArn('role/node'),
            containerOverrides: [{ environment: [{ name: 'P', value: CANARY }] }],
          },
        },
      ],
    },
  ],
  'ecs:ListContainerInstances': [{ containerInstanceArns: [arn('ecs', 'container-instance/web/1')] }],
  'ecs:DescribeContainerInstances': [
    {
      containerInstances: [
        {
          containerInstanceArn: arn('ecs', 'container-instance/web/1'),
          ec2InstanceId: 'i-1',
          status: 'ACTIVE',
          agentConnected: true,
          attributes: [{ name: 'ecs.capability.task-eni-block-instance-metadata' }, { name: 'stack', value: 'front' }],
        },
      ],
    },
  ],
  'lambda:ListFunctions': [
    {
      Functions: [
        {
          FunctionName: 'jobs',
          FunctionArn: arn('lambda', 'function:jobs'),
          Role: iamArn('role/team/app'),
          Environment: { Variables: { TABLE: 'orders', PASSWORD: CANARY } },
          VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
          FileSystemConfigs: [{ Arn: arn('elasticfilesystem', 'access-point/fsap-1'), LocalMountPath: '/mnt/x' }],
        },
      ],
      NextMarker: 'page-1',
    },
    {
      Functions: [{ FunctionName: 'bare', FunctionArn: arn('lambda', 'function:bare'), VpcConfig: { SubnetIds: [] } }],
    },
  ],
  'lambda:GetPolicy': ({ text }) =>
    text.includes('bare')
      ? { status: 404, code: 'ResourceNotFoundException' }
      : {
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'events',
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'lambda:InvokeFunction',
                Resource: arn('lambda', 'function:jobs'),
                Condition: { ArnLike: { 'AWS:SourceArn': arn('events', 'rule/nightly') } },
              },
              {
                Sid: 'alexa',
                Effect: 'Allow',
                Principal: '*',
                Action: 'lambda:InvokeFunction',
                Condition: { StringEquals: { 'lambda:EventSourceToken': CANARY } },
              },
            ],
          }),
        },
  'lambda:ListFunctionUrlConfigs': [
    {
      FunctionUrlConfigs: [
        { FunctionArn: arn('lambda', 'function:jobs'), AuthType: 'NONE', FunctionUrl: 'https://x/' },
      ],
    },
  ],
  'lambda:ListAliases': [
    { Aliases: [{ AliasArn: arn('lambda', 'function:jobs:live'), Name: 'live', FunctionVersion: '1' }] },
  ],
  'lambda:ListTags': [{ Tags: { team: 'a' } }],
  'ecr:DescribeRepositories': [
    { repositories: [{ repositoryName: 'app', repositoryArn: arn('ecr', 'repository/app') }] },
  ],
  'ecr:GetRepositoryPolicy': [{ policyText: POLICY }],
  'eks:ListClusters': [{ clusters: ['k8s'] }],
  'eks:DescribeCluster': [
    {
      cluster: {
        name: 'k8s',
        arn: arn('eks', 'cluster/k8s'),
        resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
      },
    },
  ],
  'apigateway:GetRestApis': [{ item: [{ id: 'rest1', name: 'rest' }], items: [{ id: 'rest1', name: 'rest' }] }],
  'apigateway:GetResources': [
    {
      item: [
        {
          id: 'root',
          path: '/',
          resourceMethods: {
            GET: {
              authorizationType: 'NONE',
              methodIntegration: {
                type: 'AWS_PROXY',
                uri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn('lambda', 'function:jobs')}/invocations`,
              },
            },
          },
        },
      ],
    },
  ],
  'apigatewayv2:GetApis': [{ items: [{ apiId: 'http1', name: 'http', protocolType: 'HTTP' }] }],
  'apigatewayv2:GetRoutes': [
    { items: [{ routeId: 'r1', routeKey: 'GET /', target: 'integrations/i1', authorizationType: 'NONE' }] },
  ],
  'apigatewayv2:GetIntegrations': [
    {
      items: [
        { integrationId: 'i1', integrationUri: arn('lambda', 'function:jobs') },
        { integrationId: 'i2', integrationUri: `https://user:${CANARY}@example.com/` },
      ],
    },
  ],
};

const STORAGE: Answers = {
  'efs:DescribeFileSystems': [
    {
      FileSystems: [
        {
          FileSystemId: 'fs-1',
          FileSystemArn: arn('elasticfilesystem', 'file-system/fs-1'),
          Encrypted: true,
          Tags: [],
        },
      ],
      NextMarker: 'page-1',
    },
    { FileSystems: [{ FileSystemId: 'fs-2', Encrypted: false, Tags: [] }] },
  ],
  'efs:DescribeFileSystemPolicy': ({ text }) =>
    text.includes('fs-2') ? { status: 404, code: 'PolicyNotFound' } : { FileSystemId: 'fs-1', Policy: POLICY },
  'efs:DescribeLifecycleConfiguration': [{ LifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }] }],
  'efs:DescribeBackupPolicy': [{ BackupPolicy: { Status: 'ENABLED' } }],
  'efs:DescribeMountTargets': [
    { MountTargets: [{ MountTargetId: 'fsmt-1', FileSystemId: 'fs-1', SubnetId: 'subnet-1' }] },
  ],
  'efs:DescribeMountTargetSecurityGroups': [{ SecurityGroups: ['sg-2', 'sg-1'] }],
  'efs:DescribeAccessPoints': [
    {
      AccessPoints: [
        {
          AccessPointId: 'fsap-1',
          AccessPointArn: arn('elasticfilesystem', 'access-point/fsap-1'),
          FileSystemId: 'fs-1',
          PosixUser: { Uid: 0, Gid: 0 },
          RootDirectory: { Path: '/x', CreationInfo: { OwnerUid: 0, OwnerGid: 0, Permissions: '0777' } },
        },
      ],
    },
  ],
  // A page that asks for a page size tells the region of each bucket; this one does not for the second.
  's3:ListBuckets': [
    {
      ListAllMyBucketsResult: { Buckets: { 'Bucket[]': [{ Name: 'reports', BucketRegion: REGION }, { Name: 'far' }] } },
    },
  ],
  's3:GetBucketLocation': [
    '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">ap-south-1</LocationConstraint>',
  ],
  // The document itself is the answer.
  's3:GetBucketPolicy': [POLICY],
  's3:GetPublicAccessBlock': [{ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }],
  's3:GetBucketAcl': [
    {
      AccessControlPolicy: {
        Owner: { ID: 'me' },
        AccessControlList: {
          'Grant[]': [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }],
        },
      },
    },
  ],
  's3:GetBucketOwnershipControls': [{ OwnershipControls: { 'Rule[]': [{ ObjectOwnership: 'ObjectWriter' }] } }],
  's3:GetBucketWebsite': () => ({ status: 404, code: 'NoSuchWebsiteConfiguration' }),
  's3:GetBucketEncryption': [
    {
      ServerSideEncryptionConfiguration: {
        'Rule[]': [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key-1' } }],
      },
    },
  ],
  's3:GetBucketTagging': [{ Tagging: { TagSet: { 'Tag[]': [{ Key: 'team', Value: 'a' }] } } }],
  's3control:GetPublicAccessBlock': [{ PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }],
  'secretsmanager:ListSecrets': [{ SecretList: [{ ARN: arn('secretsmanager', 'secret:db-AbCdEf'), Name: 'db' }] }],
  'secretsmanager:GetResourcePolicy': [{ ResourcePolicy: POLICY }],
  'ssm:DescribeParameters': [
    { Parameters: [{ Name: '/app/key', Type: 'SecureString' }], NextToken: 'page-1' },
    { Parameters: [{ Name: 'plain', Type: 'SecureString' }] },
  ],
  'dynamodb:ListTables': [{ TableNames: ['orders'] }],
  'dynamodb:DescribeTable': [
    {
      Table: {
        TableName: 'orders',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: arn('kms', 'key/key-1') },
      },
    },
  ],
  'dynamodb:GetResourcePolicy': () => ({ status: 400, code: 'PolicyNotFoundException' }),
  'dynamodb:ListTagsOfResource': [
    { Tags: [{ Key: 'a', Value: '1' }], NextToken: 'page-1' },
    { Tags: [{ Key: 'b', Value: '2' }] },
  ],
  'kms:ListKeys': [{ Keys: [{ KeyId: 'key-1', KeyArn: arn('kms', 'key/key-1') }] }],
  'kms:DescribeKey': [{ KeyMetadata: { KeyId: 'key-1', KeyManager: 'CUSTOMER', Enabled: true } }],
  'kms:GetKeyPolicy': [{ Policy: POLICY }],
  'kms:ListGrants': [
    { Grants: [{ GrantId: 'g1', KeyId: 'key-1', GranteePrincipal: iamArn('role/node'), Operations: ['Decrypt'] }] },
  ],
  'kms:ListAliases': [{ Aliases: [{ AliasName: 'alias/app', TargetKeyId: 'key-1' }, { AliasName: 'alias/aws/s3' }] }],
  'sqs:ListQueues': [{ QueueUrls: [`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/jobs`] }],
  'sqs:GetQueueAttributes': [{ Attributes: { QueueArn: arn('sqs', 'jobs'), Policy: POLICY } }],
  'sqs:ListQueueTags': [{ Tags: { team: 'a' } }],
  'sns:ListTopics': [{ Topics: [{ TopicArn: arn('sns', 'alerts') }] }],
  'sns:GetTopicAttributes': [{ Attributes: { 'entry[]': [{ key: 'Policy', value: POLICY }] } }],
  'rds:DescribeDBInstances': [
    {
      DBInstances: {
        'DBInstance[]': [
          { DBInstanceIdentifier: 'db', DbiResourceId: 'db-ABC', MasterUsername: CANARY, PubliclyAccessible: true },
          { DBInstanceIdentifier: 'one', DBClusterIdentifier: 'all' },
        ],
      },
    },
  ],
  'rds:DescribeDBClusters': [
    { DBClusters: { 'DBCluster[]': [{ DBClusterIdentifier: 'all', StorageEncrypted: true }] } },
  ],
  'rds:DescribeDBSubnetGroups': [
    {
      DBSubnetGroups: {
        'DBSubnetGroup[]': [{ DBSubnetGroupName: 'data', Subnets: { 'Subnet[]': [{ SubnetIdentifier: 'subnet-1' }] } }],
      },
    },
  ],
};

export const ANSWERS: Answers = { ...ANSWERS_OF_NETWORK, ...COMPUTE, ...STORAGE };
