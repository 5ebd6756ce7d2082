import type { ServiceInfo } from './call.js';

/** What runs. */
export const COMPUTE = {
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
} as const satisfies Readonly<Record<string, ServiceInfo>>;
