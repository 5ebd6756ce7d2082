/**
 * The calls by which an account is read, what each needs to be allowed, what comes of it, and what can't be known without it.
 * Reading makes no other: the collectors' calls are typed by this table, and a test holds what they send against it.
 * Actions: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** One call of a service. */
export interface CallInfo {
  /** Where it is not `prefix:Call`. */
  readonly actions?: readonly string[];
  /** Types of which it lists the resources. Without, it is about a resource that another call listed. */
  readonly lists?: readonly string[];
  /** What can't be known where it is denied, as a clause. */
  readonly without: string;
}

interface ServiceInfo {
  /** As in IAM actions. */
  readonly prefix: string;
  /** Its resources have no region. */
  readonly global?: boolean;
  readonly calls: Readonly<Record<string, CallInfo>>;
}

const SERVICES = {
  sts: {
    prefix: 'sts',
    global: true,
    calls: {
      // It needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      GetCallerIdentity: { actions: [], without: 'the account is not known' },
    },
  },
  iam: {
    prefix: 'iam',
    global: true,
    calls: {
      GetAccountAuthorizationDetails: {
        lists: [
          'aws_iam_role',
          'aws_iam_role_policy',
          'aws_iam_role_policy_attachment',
          'aws_iam_user',
          'aws_iam_user_policy',
          'aws_iam_user_policy_attachment',
          'aws_iam_user_group_membership',
          'aws_iam_group',
          'aws_iam_group_policy',
          'aws_iam_group_policy_attachment',
          'aws_iam_policy',
        ],
        without: 'no principal and no policy of the account is known, and so no attack path through permissions',
      },
      ListInstanceProfiles: {
        lists: ['aws_iam_instance_profile'],
        without: 'it is not known which roles instances have',
      },
      ListAccessKeys: {
        lists: ['aws_iam_access_key'],
        without: 'it is not known which users have access keys that could leak',
      },
      GetLoginProfile: {
        lists: ['aws_iam_user_login_profile'],
        without: 'it is not known which users log in with a password',
      },
    },
  },
  ec2: {
    prefix: 'ec2',
    calls: {
      DescribeInstances: { lists: ['aws_instance'], without: 'no instance is known' },
      DescribeInstanceAttribute: {
        without:
          'what instances are told at their start is not known: the file systems that they mount, and their cluster where it is not seen otherwise',
      },
      GetInstanceMetadataDefaults: {
        lists: ['aws_ec2_instance_metadata_defaults'],
        without: "the account's defaults of the instance metadata service are not known",
      },
      DescribeLaunchTemplates: {
        lists: ['aws_launch_template'],
        without: 'what Auto Scaling groups launch is not known',
      },
      DescribeLaunchTemplateVersions: { without: 'what the launch template says is not known' },
      DescribeVpcs: {
        lists: ['aws_vpc', 'aws_vpc_ipv4_cidr_block_association'],
        without: 'networks are not known',
      },
      DescribeSubnets: { lists: ['aws_subnet'], without: 'it is not known where in a network workloads are' },
      DescribeRouteTables: {
        lists: ['aws_route_table', 'aws_route_table_association', 'aws_main_route_table_association'],
        without: 'it is not known which subnets the internet reaches',
      },
      DescribeInternetGateways: {
        lists: ['aws_internet_gateway'],
        without: 'it is not known which networks have a way to the internet',
      },
      DescribeNatGateways: { lists: ['aws_nat_gateway'], without: 'NAT gateways are not known' },
      DescribeNetworkAcls: { lists: ['aws_network_acl'], without: 'network ACLs are not known' },
      DescribeSecurityGroups: {
        lists: ['aws_security_group'],
        without: 'it is not known which addresses and ports are open',
      },
      DescribeNetworkInterfaces: {
        lists: ['aws_network_interface'],
        without: 'network interfaces that exist by themselves are not known',
      },
      DescribeAddresses: { lists: ['aws_eip'], without: 'elastic IP addresses are not known' },
      DescribeVpcPeeringConnections: {
        lists: ['aws_vpc_peering_connection'],
        without: 'it is not known which networks are peered',
      },
      DescribeTransitGatewayVpcAttachments: {
        lists: ['aws_ec2_transit_gateway_vpc_attachment'],
        without: 'it is not known which networks a transit gateway joins',
      },
      DescribeManagedPrefixLists: {
        lists: ['aws_ec2_managed_prefix_list'],
        without: 'prefix lists are not known',
      },
      GetManagedPrefixListEntries: { without: 'it is not known which addresses the prefix list holds' },
      DescribeRegions: { lists: [], without: 'the regions of the account are not known' },
    },
  },
  autoscaling: {
    prefix: 'autoscaling',
    calls: {
      DescribeAutoScalingGroups: {
        lists: ['aws_autoscaling_group'],
        without: 'Auto Scaling groups are not known',
      },
      DescribeLaunchConfigurations: {
        lists: ['aws_launch_configuration'],
        without: 'what Auto Scaling groups launch is not known',
      },
    },
  },
  elb: {
    prefix: 'elasticloadbalancing',
    calls: {
      DescribeLoadBalancers: { lists: ['aws_elb'], without: 'classic load balancers are not known' },
    },
  },
  elbv2: {
    prefix: 'elasticloadbalancing',
    calls: {
      DescribeLoadBalancers: {
        lists: ['aws_lb', 'aws_lb_listener', 'aws_lb_listener_rule'],
        without: 'it is not known which workloads the internet reaches through load balancers',
      },
      DescribeListeners: {
        lists: ['aws_lb_listener', 'aws_lb_listener_rule'],
        without: 'it is not known where the load balancer leads',
      },
      DescribeRules: { lists: ['aws_lb_listener_rule'], without: 'it is not known where the listener leads' },
      DescribeTargetGroups: {
        lists: ['aws_lb_target_group', 'aws_lb_target_group_attachment'],
        without: 'it is not known where load balancers lead',
      },
      DescribeTargetGroupAttributes: {
        without: 'it is not known whether the target group keeps the addresses of clients',
      },
      DescribeTargetHealth: {
        lists: ['aws_lb_target_group_attachment'],
        without: 'it is not known what is in the target group',
      },
    },
  },
  ecs: {
    prefix: 'ecs',
    calls: {
      ListClusters: {
        lists: ['aws_ecs_cluster', 'aws_ecs_cluster_capacity_providers', 'aws_ecs_service'],
        without: 'no cluster and no service is known',
      },
      DescribeClusters: {
        lists: ['aws_ecs_cluster', 'aws_ecs_cluster_capacity_providers'],
        without: 'clusters are not known',
      },
      DescribeCapacityProviders: {
        lists: ['aws_ecs_capacity_provider'],
        without: 'it is not known which hosts capacity providers give',
      },
      ListServices: { lists: ['aws_ecs_service'], without: 'services of the cluster are not known' },
      DescribeServices: { lists: ['aws_ecs_service'], without: 'services of the cluster are not known' },
      ListTaskDefinitionFamilies: {
        lists: ['aws_ecs_task_definition'],
        without: 'task definitions that nothing runs are not known',
      },
      DescribeTaskDefinition: {
        lists: ['aws_ecs_task_definition'],
        without: 'it is not known what the task definition runs',
      },
      ListTasks: { without: 'it is not known which tasks run in the cluster, and so whether old revisions do' },
      DescribeTasks: { without: 'it is not known which tasks run in the cluster, and so whether old revisions do' },
      ListContainerInstances: { without: 'it is not known which instances belong to the cluster' },
      DescribeContainerInstances: { without: 'it is not known which instances belong to the cluster' },
    },
  },
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
  lambda: {
    prefix: 'lambda',
    calls: {
      ListFunctions: {
        lists: ['aws_lambda_function', 'aws_lambda_permission', 'aws_lambda_function_url', 'aws_lambda_alias'],
        without: 'functions are not known',
      },
      GetPolicy: { lists: ['aws_lambda_permission'], without: 'it is not known who may invoke the function' },
      ListFunctionUrlConfigs: {
        lists: ['aws_lambda_function_url'],
        without: 'it is not known whether the function has a URL of its own',
      },
      ListAliases: { lists: ['aws_lambda_alias'], without: 'aliases of the function are not known' },
      ListTags: { without: 'tags of the function are not known' },
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
  ecr: {
    prefix: 'ecr',
    calls: {
      DescribeRepositories: { lists: ['aws_ecr_repository'], without: 'image repositories are not known' },
      GetRepositoryPolicy: {
        lists: ['aws_ecr_repository_policy'],
        without: 'it is not known who may use the repository by its own policy',
      },
    },
  },
  eks: {
    prefix: 'eks',
    calls: {
      ListClusters: { lists: ['aws_eks_cluster'], without: 'Kubernetes clusters are not known' },
      DescribeCluster: { without: 'nothing but the name of the cluster is known' },
    },
  },
  apigateway: {
    prefix: 'apigateway',
    calls: {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
      GetRestApis: {
        actions: ['apigateway:GET'],
        lists: ['aws_api_gateway_rest_api', 'aws_api_gateway_method', 'aws_api_gateway_integration'],
        without: 'it is not known which functions the internet reaches through REST APIs',
      },
      GetResources: {
        actions: ['apigateway:GET'],
        lists: ['aws_api_gateway_method', 'aws_api_gateway_integration'],
        without: 'it is not known where the API leads',
      },
    },
  },
  apigatewayv2: {
    prefix: 'apigateway',
    calls: {
      GetApis: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_api', 'aws_apigatewayv2_route', 'aws_apigatewayv2_integration'],
        without: 'it is not known which functions the internet reaches through HTTP APIs',
      },
      GetRoutes: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_route'],
        without: 'it is not known where the API leads',
      },
      GetIntegrations: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_integration'],
        without: 'it is not known where the API leads',
      },
    },
  },
  organizations: {
    prefix: 'organizations',
    global: true,
    calls: {
      DescribeOrganization: { without: 'whether the account belongs to an organization is not known' },
      ListParents: { without: 'it is not known which service control policies limit the account' },
      ListPoliciesForTarget: {
        lists: ['aws_organizations_policy', 'aws_organizations_policy_attachment'],
        without: 'it is not known which service control policies limit the account',
      },
      DescribePolicy: { without: 'it is not known what the service control policy denies' },
    },
  },
} as const satisfies Readonly<Record<string, ServiceInfo>>;

export type ServiceName = keyof typeof SERVICES;
export type CallOf<Service extends ServiceName> = keyof (typeof SERVICES)[Service]['calls'] & string;

/** A call with all that the table says of it. */
export interface Call {
  readonly service: ServiceName;
  readonly name: string;
  /** Of its service, as in IAM actions. */
  readonly prefix: string;
  readonly actions: readonly string[];
  readonly lists: readonly string[];
  readonly without: string;
}

export function callOf<Service extends ServiceName>(service: Service, name: CallOf<Service>): Call {
  return described(service, name);
}

function described(service: ServiceName, name: string): Call {
  const { prefix, calls }: ServiceInfo = SERVICES[service];
  const info = calls[name];
  if (!info) throw new Error(`invariant: ${service} has no call ${name}`);
  const { actions = [`${prefix}:${name}`], lists = [], without } = info;
  return { service, name, prefix, actions, lists, without };
}

export const SERVICE_NAMES = Object.keys(SERVICES).filter(isServiceName);

function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name);
}

export function isGlobal(service: ServiceName): boolean {
  const { global = false }: ServiceInfo = SERVICES[service];
  return global;
}

/** Every call that reading may make. */
export function allCalls(): readonly Call[] {
  return SERVICE_NAMES.flatMap((service) =>
    Object.keys(SERVICES[service].calls).map((name) => described(service, name)),
  );
}
