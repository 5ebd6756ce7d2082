import {
  type CapacityProvider,
  type CapacityProviderStrategyItem,
  type Cluster,
  type ContainerInstance,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListContainerInstances,
  paginateListServices,
  paginateListTaskDefinitionFamilies,
  paginateListTasks,
  type Service,
  type Tag,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, blocks, type LooseObject, sorted } from '../values.js';
import { taskDefinitionValues } from './task-definition.js';

type At = Reader<ECSClient, 'ecs'>;
const row = rowsOf<ECSClient, 'ecs'>();

export const ecs: Collector<ECSClient, 'ecs'> = {
  service: 'ecs',
  connect: (settings) => new ECSClient(settings),
  rows: [
    row({
      call: 'ListClusters',
      pages: (client) => paginateListClusters({ client, pageSize: 100 }, {}),
      items: (page) => page.clusterArns,
      batch: { size: 100, read: addClusters },
    }),
    row({
      call: 'DescribeCapacityProviders',
      pages: describeCapacityProviders,
      items: (page) => page.capacityProviders,
      each: addCapacityProvider,
    }),
    row({
      call: 'ListTaskDefinitionFamilies',
      pages: (client) => paginateListTaskDefinitionFamilies({ client, pageSize: 100 }, { status: 'ACTIVE' }),
      items: (page) => page.families,
      // The newest revision of each: what anybody who may run tasks can run.
      each: (family, at) => addTaskDefinition(family, at),
    }),
  ],
};

/** The SDK has no paginator of this. */
async function* describeCapacityProviders(client: ECSClient) {
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeCapacityProvidersCommand({ include: ['TAGS'], nextToken }));
    yield page;
    ({ nextToken } = page);
  } while (nextToken !== undefined && nextToken !== '');
}

async function addClusters(clusters: readonly string[], at: At): Promise<void> {
  const answer = await at.ask({ call: 'DescribeClusters' }, () =>
    at.client.send(
      new DescribeClustersCommand({ clusters: [...clusters], include: ['CONFIGURATIONS', 'SETTINGS', 'TAGS'] }),
    ),
  );
  if (answer.is === 'read') for (const cluster of answer.value.clusters ?? []) addCluster(cluster, at);
  await Promise.all(clusters.map((cluster) => addContents(cluster, at)));
}

function addCluster(cluster: Cluster, at: At): void {
  const { clusterArn: arn = '', clusterName: name = '', settings, configuration } = cluster;
  const shell = configuration?.executeCommandConfiguration;
  at.add({
    type: 'aws_ecs_cluster',
    id: arn,
    arn,
    values: {
      name,
      setting: blocks(settings, (each) => ({ name: each.name, value: each.value })),
      configuration: block(
        shell && {
          execute_command_configuration: [{ kms_key_id: shell.kmsKeyId, logging: shell.logging }],
        },
      ),
      tags: tags(cluster.tags),
    },
  });
  const { capacityProviders = [], defaultCapacityProviderStrategy } = cluster;
  if (capacityProviders.length === 0) return;
  at.add({
    type: 'aws_ecs_cluster_capacity_providers',
    id: name,
    values: {
      cluster_name: name,
      capacity_providers: sorted(capacityProviders),
      default_capacity_provider_strategy: strategy(defaultCapacityProviderStrategy),
    },
  });
}

function addCapacityProvider(provider: CapacityProvider, at: At): void {
  const { capacityProviderArn: arn, name = '', autoScalingGroupProvider: group } = provider;
  // Those of Fargate are AWS's own.
  if (!group) return;
  at.add({
    type: 'aws_ecs_capacity_provider',
    id: arn ?? name,
    arn,
    values: {
      name,
      auto_scaling_group_provider: [
        {
          auto_scaling_group_arn: group.autoScalingGroupArn,
          managed_termination_protection: group.managedTerminationProtection,
        },
      ],
      tags: tags(provider.tags),
    },
  });
}

/** The services, the instances and the tasks of a cluster. */
async function addContents(cluster: string, at: At): Promise<void> {
  const about = { type: 'aws_ecs_cluster', id: cluster };
  await at.read(
    row({
      call: 'ListServices',
      about,
      pages: (client) => paginateListServices({ client, pageSize: 100 }, { cluster }),
      items: (page) => page.serviceArns,
      batch: { size: 10, read: (services) => addServices(cluster, services, at) },
    }),
    row({
      call: 'ListContainerInstances',
      about,
      pages: (client) => paginateListContainerInstances({ client, pageSize: 100 }, { cluster }),
      items: (page) => page.containerInstanceArns,
      batch: { size: 100, read: (instances) => addContainerInstances(cluster, instances, at) },
    }),
    row({
      call: 'ListTasks',
      about,
      pages: (client) => paginateListTasks({ client, pageSize: 100 }, { cluster, desiredStatus: 'RUNNING' }),
      items: (page) => page.taskArns,
      batch: { size: 100, read: (tasks) => addTasks(cluster, tasks, at) },
    }),
  );
}

async function addServices(cluster: string, services: readonly string[], at: At): Promise<void> {
  const about = { type: 'aws_ecs_cluster', id: cluster };
  const answer = await at.ask({ call: 'DescribeServices', about }, () =>
    at.client.send(new DescribeServicesCommand({ cluster, services: [...services], include: ['TAGS'] })),
  );
  if (answer.is !== 'read') return;
  for (const service of answer.value.services ?? []) {
    addService(service, at);
    const deployed = [service, ...(service.deployments ?? [])].map(({ taskDefinition }) => taskDefinition);
    await Promise.all(deployed.map((each) => addTaskDefinition(each, at)));
  }
}

function addService(service: Service, at: At): void {
  const { serviceArn: arn = '', networkConfiguration } = service;
  const network = networkConfiguration?.awsvpcConfiguration;
  at.add({
    type: 'aws_ecs_service',
    id: arn,
    arn,
    values: {
      name: service.serviceName,
      cluster: service.clusterArn,
      task_definition: service.taskDefinition,
      desired_count: service.desiredCount,
      launch_type: service.launchType ?? '',
      scheduling_strategy: service.schedulingStrategy,
      enable_execute_command: service.enableExecuteCommand ?? false,
      platform_version: service.platformVersion ?? '',
      iam_role: service.roleArn,
      capacity_provider_strategy: strategy(service.capacityProviderStrategy),
      network_configuration: block(
        network && {
          assign_public_ip: network.assignPublicIp === 'ENABLED',
          security_groups: sorted(network.securityGroups),
          subnets: sorted(network.subnets),
        },
      ),
      load_balancer: blocks(service.loadBalancers, (each) => ({
        target_group_arn: each.targetGroupArn ?? '',
        elb_name: each.loadBalancerName ?? '',
        container_name: each.containerName,
        container_port: each.containerPort,
      })),
      placement_constraints: blocks(service.placementConstraints, ({ type, expression = '' }) => ({
        type,
        expression,
      })),
      ordered_placement_strategy: blocks(service.placementStrategy, ({ type, field = '' }) => ({ type, field })),
      tags: tags(service.tags),
    },
  });
  for (const deployment of service.deployments ?? []) {
    at.observe((place) => ({
      kind: 'deployment',
      ...place,
      serviceArn: arn,
      taskDefinitionArn: deployment.taskDefinition ?? '',
      status: deployment.status ?? '',
      rolloutState: deployment.rolloutState ?? null,
      runningCount: deployment.runningCount ?? 0,
    }));
  }
}

async function addContainerInstances(cluster: string, instances: readonly string[], at: At): Promise<void> {
  const about = { type: 'aws_ecs_cluster', id: cluster };
  const answer = await at.ask({ call: 'DescribeContainerInstances', about }, () =>
    at.client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances: [...instances] })),
  );
  if (answer.is === 'read')
    for (const each of answer.value.containerInstances ?? []) observeContainerInstance(cluster, each, at);
}

function observeContainerInstance(clusterArn: string, found: ContainerInstance, at: At): void {
  const { attributes = [] } = found;
  at.observe((place) => ({
    kind: 'container-instance',
    ...place,
    arn: found.containerInstanceArn ?? '',
    clusterArn,
    instanceId: found.ec2InstanceId ?? '',
    status: found.status ?? '',
    agentConnected: found.agentConnected ?? false,
    attributes: Object.fromEntries(attributes.map(({ name = '', value = null }) => [name, value])),
  }));
}

async function addTasks(cluster: string, tasks: readonly string[], at: At): Promise<void> {
  const about = { type: 'aws_ecs_cluster', id: cluster };
  const answer = await at.ask({ call: 'DescribeTasks', about }, () =>
    at.client.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] })),
  );
  if (answer.is !== 'read') return;
  const running = answer.value.tasks ?? [];
  for (const task of running) observeTask(cluster, task, at);
  const definitions = new Set(running.map(({ taskDefinitionArn }) => taskDefinitionArn));
  await Promise.all([...definitions].map((each) => addTaskDefinition(each, at)));
}

function observeTask(clusterArn: string, task: Task, at: At): void {
  at.observe((place) => ({
    kind: 'task',
    ...place,
    arn: task.taskArn ?? '',
    clusterArn,
    taskDefinitionArn: task.taskDefinitionArn ?? '',
    group: task.group ?? null,
    containerInstanceArn: task.containerInstanceArn ?? null,
    launchType: task.launchType ?? null,
    enableExecuteCommand: task.enableExecuteCommand ?? false,
    taskRoleArn: task.overrides?.taskRoleArn ?? null,
    executionRoleArn: task.overrides?.executionRoleArn ?? null,
  }));
}

/** By its ARN, or the newest of a family. Each revision is asked for once. */
async function addTaskDefinition(name: string | undefined, at: At): Promise<void> {
  if (name === undefined || !at.once(`task definition ${name.replace(/^.*\//, '')}`)) return;
  const about = { type: 'aws_ecs_task_definition', id: name };
  const answer = await at.ask({ call: 'DescribeTaskDefinition', about }, () =>
    at.client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ['TAGS'] })),
  );
  const found = answer.is === 'read' ? answer.value.taskDefinition : undefined;
  if (answer.is !== 'read' || !found) return;
  const { taskDefinitionArn: arn = '' } = found;
  at.add({
    type: 'aws_ecs_task_definition',
    // The provider's own id, the family, is that of all its revisions.
    id: arn,
    arn,
    values: { ...taskDefinitionValues(found, at.hidden), id: found.family, tags: tags(answer.value.tags) },
  });
}

function strategy(items: readonly CapacityProviderStrategyItem[] | undefined): readonly LooseObject[] {
  return blocks(items, ({ capacityProvider: capacity_provider, weight, base }) => ({
    capacity_provider,
    weight,
    base,
  }));
}

function tags(found: readonly Tag[] | undefined): LooseObject {
  return Object.fromEntries(
    (found ?? []).flatMap(({ key = '', value = '' }) => (key.startsWith('aws:') ? [] : [[key, value]])),
  );
}
