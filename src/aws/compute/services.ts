/**
 * ECS services, and tasks that EventBridge starts on a schedule or event: cluster, task definition, launch type, the hosts
 * they may run on.
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Arns } from '../arn.js';
import { groupBy } from '../grouping.js';
import { type Links, nameInArn } from '../link.js';
import { referencesIn } from '#model/values/references.js';
import type { NetworkPosition } from '../network/network.js';
import { type Positions, publicAddressBy } from '../network/positions.js';
import { flagOf, isSet, tagsOf, textOf, wholeOf } from '../reading.js';
import { type SymbolicString, literal, symbolic, symbolicOf } from '../symbolic.js';
import type { Balancers } from './balancers.js';
import type { Clusters, Strategy } from './clusters.js';
import type { Cluster, Host, LoadBalancerRoute, Service, TaskDefinition } from './compute.js';
import { type Provisioners, placementOf, readProvisioners } from './placement.js';

export interface ServiceContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly arns: Arns;
  readonly positions: Positions;
  readonly clusters: Clusters;
  readonly balancers: Balancers;
  readonly hosts: readonly Host[];
  readonly tasks: readonly TaskDefinition[];
}

const TASK = 'aws_ecs_task_definition';

export function readServices(context: ServiceContext): readonly Service[] {
  const { configuration, links, hosts, tasks } = context;
  const index: Index = {
    hostsOf: groupBy(hosts, (host) => host.cluster),
    taskAt: new Map(tasks.map((task) => [task.address, task])),
    provisioners: readProvisioners(configuration, links),
  };
  return [...declaredServices(configuration), ...scheduledTasks(configuration)].map((declared) =>
    readService(declared, context, index),
  );
}

/** What says which tasks run where: a service, or the target of a rule or schedule. */
interface Declared {
  readonly resource: Resource;
  readonly body: BodyView;
  /** The way to the body, for evidence: `ecs_target.`. */
  readonly path: string;
  readonly cluster: Value | undefined;
  readonly task: Value | undefined;
}

function declaredServices(configuration: Configuration): readonly Declared[] {
  return managed(configuration, 'aws_ecs_service').map((resource) => ({
    resource,
    body: resource,
    path: '',
    cluster: resource.attribute('cluster'),
    task: resource.attribute('task_definition'),
  }));
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html */
function scheduledTasks(configuration: Configuration): readonly Declared[] {
  const ruled = managed(configuration, 'aws_cloudwatch_event_target').flatMap((resource) =>
    resource
      .blocks('ecs_target')
      .map((body) => ({ resource, body, path: 'ecs_target.', cluster: resource.attribute('arn') })),
  );
  const scheduled = managed(configuration, 'aws_scheduler_schedule').flatMap((resource) =>
    resource.blocks('target').flatMap((target) =>
      target.blocks('ecs_parameters').map((body) => {
        return { resource, body, path: 'target.ecs_parameters.', cluster: target.attribute('arn') };
      }),
    ),
  );
  return [...ruled, ...scheduled].map((each) => ({ ...each, task: each.body.attribute('task_definition_arn') }));
}

function managed(configuration: Configuration, type: string): readonly Resource[] {
  return configuration.ofType(type).filter((resource) => resource.mode === 'managed');
}

interface Index {
  readonly hostsOf: ReadonlyMap<Cluster | undefined, readonly Host[]>;
  readonly taskAt: ReadonlyMap<string, TaskDefinition>;
  readonly provisioners: Provisioners;
}

function readService(declared: Declared, context: ServiceContext, index: Index): Service {
  const { resource, body } = declared;
  const { links, arns, clusters } = context;
  const cluster = clusters.of(declared.cluster, resource);
  const followed = taskOf(declared.task, links);
  const task = followed.resource && index.taskAt.get(followed.resource.address);
  const strategy = strategyOf(body, cluster, clusters);
  const launchType = launchTypeOf(body, strategy, task);
  const members = (cluster && index.hostsOf.get(cluster)) ?? [];
  const candidates =
    launchType === 'FARGATE' || launchType === 'EXTERNAL'
      ? []
      : members.filter((host) => !strategy || strategy.unknown || strategy.groups.includes(host.address));
  const placement = placementOf({ ...declared, task: task?.resource }, candidates, links, index.provisioners);
  const count = wholeOf(body.attribute(body === resource ? 'desired_count' : 'task_count'));
  return {
    address: resource.address,
    resource,
    cluster,
    task,
    launchType,
    placement,
    hosts: placement.hosts,
    arn: arns.arnOf(resource) ?? symbolicOf(resource.read(['arn'])) ?? symbolic(resource.address),
    name: symbolicOf(resource.attribute('name')) ?? symbolic(resource.address),
    followsLatestRevision: followed.latest && !ignores(resource, 'task_definition'),
    scheduling: textOf(resource.attribute('scheduling_strategy')) === 'DAEMON' ? 'DAEMON' : 'REPLICA',
    desiredCount: typeof count === 'number' ? count : undefined,
    position: positionOf(declared, task, launchType, context.positions),
    executeCommand: flagOf(body.attribute('enable_execute_command')) === true,
    loadBalanced: routesOf(body, context.balancers),
    tags: tagsOf(resource),
  };
}

function strategyOf(body: BodyView, cluster: Cluster | undefined, clusters: Clusters): Strategy | undefined {
  const own = clusters.strategyOf(body.blocks('capacity_provider_strategy'));
  if (own || isSet(body.attribute('launch_type'))) return own;
  return cluster && clusters.defaultStrategy(cluster);
}

function launchTypeOf(
  body: BodyView,
  strategy: Strategy | undefined,
  task: TaskDefinition | undefined,
): Service['launchType'] {
  const given = body.attribute('launch_type');
  const text = textOf(given)?.toUpperCase();
  if (text === 'EC2' || text === 'FARGATE' || text === 'EXTERNAL') return text;
  const compatible = compatibleType(task);
  if (isSet(given)) return compatible ?? 'unknown';
  if (!strategy) return compatible ?? 'EC2';
  if (strategy.groups.length > 0) return 'EC2';
  return strategy.fargate ? 'FARGATE' : (compatible ?? 'unknown');
}

/** The one launch type that the task definition is for, if it is for one only. */
function compatibleType(task: TaskDefinition | undefined): 'EC2' | 'FARGATE' | undefined {
  const [only, another] = task?.compatibilities ?? [];
  return another === undefined && (only === 'FARGATE' || only === 'EC2') ? only : undefined;
}

/** The service names a family, or a revision that a data source looks up: it runs whatever is newest when it is applied. */
function taskOf(value: Value | undefined, links: Links): { resource: Resource | undefined; latest: boolean } {
  if (!isSet(value)) return { resource: undefined, latest: false };
  const resource = namedTask(value, links) ?? links.mentioned(value, TASK).find((found) => found.mode === 'managed');
  const tracks = flagOf(resource?.attribute('track_latest')) === true;
  return { resource, latest: tracks || namesNoRevision(value) || asksForLatest(value) };
}

function namedTask(value: Value, links: Links): Resource | undefined {
  const direct = links.to(value, TASK);
  if (direct?.mode === 'managed') return direct;
  const text = symbolicOf(value);
  if (!text) return undefined;
  const bare = withoutRevision(text);
  for (const family of [bare, nameInArn(bare)]) {
    const found = links.named(family, TASK);
    if (found) return found;
  }
  return undefined;
}

function withoutRevision(text: SymbolicString): SymbolicString {
  const at = text.parts.findLastIndex((part) => typeof part === 'string' && part.includes(':'));
  const part = text.parts[at];
  if (typeof part !== 'string') return text;
  return symbolic(...text.parts.slice(0, at), part.slice(0, part.lastIndexOf(':')));
}

function asksForLatest(value: Value): boolean {
  return referencesIn(value).some(
    ({ address, path }) =>
      /(^|[.:])data\.aws_ecs_task_definition\./.test(address) || path[0] === 'arn_without_revision',
  );
}

function namesNoRevision(value: Value): boolean {
  if (value.ref && /(^|[.:])aws_ecs_task_definition\.[^.]+$/.test(value.ref.address)) {
    return value.ref.path[0] === 'family' || value.ref.path[0] === 'id';
  }
  const text = symbolicOf(value);
  const whole = text && literal(text);
  if (whole === undefined) return false;
  return !/:\d+$/.test(whole);
}

/** https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes */
function ignores(resource: Resource, attribute: string): boolean {
  const block = resource.block?.body.items.find((item) => item.kind === 'block' && item.type === 'lifecycle');
  if (block?.kind !== 'block') return false;
  const setting = block.body.items.find((item) => item.kind === 'attribute' && item.name === 'ignore_changes');
  if (setting?.kind !== 'attribute') return false;
  const { value } = setting;
  if (value.kind === 'variable') return value.name === 'all';
  return value.kind === 'tuple' && value.elements.some((each) => each.kind === 'variable' && each.name === attribute);
}

/** Only Fargate gives tasks public addresses: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html */
function positionOf(
  { resource, body, path }: Declared,
  task: TaskDefinition | undefined,
  launchType: Service['launchType'],
  positions: Positions,
): NetworkPosition | undefined {
  const [block] = body.blocks('network_configuration');
  const own = launchType === 'FARGATE' || !task || task.networkMode === 'awsvpc' || task.networkMode === 'unknown';
  if (!block || !own) return undefined;
  const address = publicAddressBy(resource, `${path}network_configuration.assign_public_ip`, block, 'no');
  return positions.place({
    owner: resource.address,
    resource,
    subnets: [block.attribute('subnets')],
    groups: [block.attribute('security_groups')],
    publicAddress: launchType === 'EC2' ? { state: 'no', evidence: [] } : address,
  });
}

/** The port that a route reaches is the container's, as the service says. */
function routesOf(body: BodyView, balancers: Balancers): readonly LoadBalancerRoute[] {
  return body.blocks('load_balancer').flatMap((block) => {
    const value = [block.attribute('target_group_arn'), block.attribute('elb_name')].find(isSet);
    const port = wholeOf(block.attribute('container_port'));
    const routes = balancers.ofGroup(value);
    return typeof port === 'number' ? routes.map((route) => ({ ...route, targetPort: port })) : routes;
  });
}
