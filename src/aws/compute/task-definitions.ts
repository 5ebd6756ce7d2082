/**
 * ECS task definitions with their containers and volumes. Container definitions are JSON as the ECS API takes it, from
 * `jsonencode`, a heredoc, a file; what can't be known in them is left open.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
import { readJson } from '#model/json/read.js';
import type { Configuration } from '#model/configuration.js';
import type { NestedBlock, Resource } from '#model/resource.js';
import type { MappingValue, Value } from '#model/value.js';
import type { Arns } from '../arn.js';
import type { Iam } from '../iam/decision.js';
import type { Links } from '../link.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf, wholeOf } from '../reading.js';
import { type FileSystems } from '../storage/file-systems.js';
import { symbolic, symbolicOf } from '../symbolic.js';
import type { Container, TaskDefinition, Volume } from './compute.js';

export interface TaskContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly arns: Arns;
  readonly iam: Iam;
  readonly fileSystems: FileSystems;
}

export function readTaskDefinitions(context: TaskContext): readonly TaskDefinition[] {
  return context.configuration
    .ofType('aws_ecs_task_definition')
    .filter((resource) => resource.mode === 'managed')
    .map((resource) => readTask(resource, context));
}

type Draft = { -readonly [Key in keyof TaskDefinition]: TaskDefinition[Key] };

function readTask(resource: Resource, { arns, iam, links, fileSystems }: TaskContext): TaskDefinition {
  const compatibilities = itemsOf(resource.attribute('requires_compatibilities'))
    .map((item) => textOf(item)?.toUpperCase())
    .filter((text) => text !== undefined);
  const { value } = readJson(resource.attribute('container_definitions'));
  const definitions = value?.kind === 'unknown' ? [] : itemsOf(value);
  const family = symbolicOf(resource.attribute('family')) ?? symbolic(resource.address);
  const task: Draft = {
    address: resource.address,
    resource,
    family,
    compatibilities,
    arn: arns.arnOf(resource) ?? symbolicOf(resource.read(['arn'])) ?? symbolic(resource.address),
    networkMode: networkModeOf(resource, compatibilities),
    pidMode: textOf(resource.attribute('pid_mode')),
    ipcMode: textOf(resource.attribute('ipc_mode')),
    taskRole: iam.roleOf(resource.attribute('task_role_arn'), resource),
    executionRole: iam.roleOf(resource.attribute('execution_role_arn'), resource),
    containers: [],
    volumes: resource.blocks('volume').map((block) => readVolume(block, links, fileSystems)),
    incomplete: definitions.length === 0 || definitions.some((item) => !isMapping(item)),
  };
  task.containers = definitions.flatMap((item, index) => (isMapping(item) ? [readContainer(item, index, task)] : []));
  return task;
}

const MODES: ReadonlySet<string> = new Set(['host', 'bridge', 'awsvpc', 'none']);

/** Unset: bridge on EC2 (Linux); Fargate has awsvpc only. */
function networkModeOf(resource: Resource, compatibilities: readonly string[]): TaskDefinition['networkMode'] {
  const value = resource.attribute('network_mode');
  const text = textOf(value);
  if (text !== undefined && isMode(text)) return text;
  if (isSet(value)) return 'unknown';
  return compatibilities.includes('FARGATE') ? 'awsvpc' : 'bridge';
}

function isMode(text: string): text is 'host' | 'bridge' | 'awsvpc' | 'none' {
  return MODES.has(text);
}

function isMapping(value: Value): value is MappingValue {
  return value.kind === 'object' || value.kind === 'map';
}

/** The provider decodes keys as Go does: in any case, the exact one first. */
function field(of: Value | undefined, name: string): Value | undefined {
  if (!of || !isMapping(of)) return undefined;
  const exact = of.entries.get(name);
  if (exact) return exact;
  const lower = name.toLowerCase();
  for (const [key, value] of of.entries) if (key.toLowerCase() === lower) return value;
  return undefined;
}

function readContainer(value: MappingValue, index: number, task: TaskDefinition): Container {
  const name = textOf(field(value, 'name')) ?? String(index);
  const privileged = flagOf(field(value, 'privileged'));
  return {
    address: `${task.address}#${name}`,
    name,
    task,
    index,
    value,
    privileged: privileged === UNKNOWN ? undefined : (privileged ?? false),
    user: textOf(field(value, 'user')),
    image: textOf(field(value, 'image')),
    ports: itemsOf(field(value, 'portMappings')).flatMap(portOf),
    mounts: itemsOf(field(value, 'mountPoints')).flatMap(mountOf),
    capabilities: itemsOf(field(field(field(value, 'linuxParameters'), 'capabilities'), 'add'))
      .map(textOf)
      .filter((text) => text !== undefined),
    environment: environmentOf(field(value, 'environment')),
  };
}

function portOf(value: Value): Container['ports'] {
  const containerPort = wholeOf(field(value, 'containerPort'));
  const hostPort = wholeOf(field(value, 'hostPort'));
  if (typeof containerPort !== 'number') return [];
  return [
    {
      containerPort,
      hostPort: typeof hostPort === 'number' ? hostPort : undefined,
      protocol: textOf(field(value, 'protocol'))?.toLowerCase() ?? 'tcp',
    },
  ];
}

function mountOf(value: Value): Container['mounts'] {
  const volume = textOf(field(value, 'sourceVolume'));
  if (volume === undefined) return [];
  const path = textOf(field(value, 'containerPath')) ?? '';
  return [{ volume, path, readOnly: flagOf(field(value, 'readOnly')) === true, value }];
}

function environmentOf(value: Value | undefined): ReadonlyMap<string, Value> {
  const environment = new Map<string, Value>();
  for (const item of itemsOf(value)) {
    const name = textOf(field(item, 'name'));
    const content = field(item, 'value');
    if (name !== undefined && content) environment.set(name, content);
  }
  return environment;
}

function readVolume(block: NestedBlock, links: Links, fileSystems: FileSystems): Volume {
  const [efs] = block.blocks('efs_volume_configuration');
  const volume = { name: textOf(block.attribute('name')) ?? '', hostPath: hostPathOf(block), block };
  if (!efs) return volume;
  const [authorization] = efs.blocks('authorization_config');
  const accessPoint = links.to(authorization?.attribute('access_point_id'), 'aws_efs_access_point');
  const fileSystem = links.to(efs.attribute('file_system_id'), 'aws_efs_file_system');
  return {
    ...volume,
    efs: {
      fileSystem: fileSystem && fileSystems.fileSystem(fileSystem.address),
      accessPoint: accessPoint && fileSystems.accessPoint(accessPoint.address),
      rootDirectory: textOf(efs.attribute('root_directory')) ?? '/',
      iam: textOf(authorization?.attribute('iam'))?.toUpperCase() === 'ENABLED',
      transitEncryption: textOf(efs.attribute('transit_encryption'))?.toUpperCase() === 'ENABLED',
    },
  };
}

/** `host_path = ""` is a volume of Docker's own, not the host's root. */
function hostPathOf(block: NestedBlock): string | undefined {
  const path = textOf(block.attribute('host_path'));
  return path === '' ? undefined : path;
}
