import { describe, expect, test } from 'vitest';
import type { Container, TaskDefinition } from '#aws/compute/compute.js';
import { at, estateOf } from '../estate/support.js';

const task = (body: string, more = ''): TaskDefinition =>
  at(
    estateOf(`resource "aws_ecs_task_definition" "t" {\n family = "t"\n ${body}\n}\n${more}`).tasks,
    'aws_ecs_task_definition.t',
  );

const container = (body: string, more = ''): Container => {
  const [first] = task(body, more).containers;
  if (!first) throw new Error('no container');
  return first;
};

describe('container definitions', () => {
  const JSON_TEXT = '[{"name": "web", "image": "nginx", "privileged": true, "portMappings": [{"containerPort": 80}]}]';
  test.each<[string, string, string]>([
    [
      'jsonencode',
      'container_definitions = jsonencode([{ name = "web", image = "nginx", privileged = true, portMappings = [{ containerPort = 80 }] }])',
      '',
    ],
    ['heredoc', `container_definitions = <<EOF\n${JSON_TEXT}\nEOF`, ''],
    ['quoted', `container_definitions = "${JSON_TEXT.replaceAll('"', '\\"')}"`, ''],
    [
      'heredoc with unknowns',
      `container_definitions = <<EOF\n${JSON_TEXT.replace('"nginx"', '"\\${var.image}", "cpu": \\${var.cpu}').replaceAll('\\$', '$')}\nEOF`,
      'variable "image" {}\nvariable "cpu" {}',
    ],
    [
      'in the Go case',
      'container_definitions = jsonencode([{ Name = "web", Image = "nginx", Privileged = true, PortMappings = [{ ContainerPort = 80 }] }])',
      '',
    ],
    [
      'through a local',
      'container_definitions = local.c',
      'locals {\n web = { name = "web", image = "nginx", privileged = true, portMappings = [{ containerPort = 80 }] }\n c = jsonencode([local.web])\n}',
    ],
  ])('%s', (_, body, more) => {
    const found = container(body, more);
    expect(found.address).toBe('aws_ecs_task_definition.t#web');
    expect(found.privileged).toBe(true);
    expect(found.ports).toEqual([{ containerPort: 80, hostPort: undefined, protocol: 'tcp' }]);
  });

  test('a file', () => {
    const files = {
      'main.tf':
        'resource "aws_ecs_task_definition" "t" {\n family = "t"\n container_definitions = file("${path.module}/tasks/web.json")\n}',
      'tasks/web.json': JSON_TEXT,
    };
    const [found] = at(estateOf(files).tasks, 'aws_ecs_task_definition.t').containers;
    expect(found?.value.entries.get('privileged')?.origin?.file.path).toBe('tasks/web.json');
  });

  test.each<[string, string]>([
    ['a variable', 'container_definitions = var.c'],
    ['not JSON', 'container_definitions = "nonsense"'],
    ['nothing', 'container_definitions = "[]"'],
  ])('incomplete: %s', (_, body) => {
    expect(task(body, 'variable "c" {}')).toMatchObject({ incomplete: true, containers: [] });
  });

  test('all that counts', () => {
    const found = container(
      `container_definitions = jsonencode([{
  name = "web", user = "1000:1000", image = var.image
  mountPoints = [{ sourceVolume = "docker", containerPath = "/var/run/docker.sock", readOnly = true }, { containerPath = "/x" }]
  linuxParameters = { capabilities = { add = ["SYS_ADMIN"], drop = ["NET_RAW"] } }
  environment = [{ name = "A", value = "b" }]
  portMappings = [{ containerPort = 53, hostPort = 5353, protocol = "udp" }]
}])`,
      'variable "image" {}',
    );
    expect(found).toMatchObject({
      user: '1000:1000',
      image: undefined,
      privileged: false,
      capabilities: ['SYS_ADMIN'],
    });
    expect(found.mounts.map(({ volume, path, readOnly }) => ({ volume, path, readOnly }))).toEqual([
      { volume: 'docker', path: '/var/run/docker.sock', readOnly: true },
    ]);
    expect([...found.environment.keys()]).toEqual(['A']);
    expect(found.ports).toEqual([{ containerPort: 53, hostPort: 5353, protocol: 'udp' }]);
  });
});

describe('network mode', () => {
  test.each<[string, string, string]>([
    ['unset', '', 'bridge'],
    ['unset on Fargate', 'requires_compatibilities = ["FARGATE"]', 'awsvpc'],
    ['host', 'network_mode = "host"', 'host'],
    ['unknown', 'network_mode = var.m', 'unknown'],
  ])('%s', (_, body, expected) => {
    expect(task(`${body}\n container_definitions = "[]"`, 'variable "m" {}').networkMode).toBe(expected);
  });
});

test('volumes', () => {
  const { volumes } = task(
    `container_definitions = "[]"
  volume {\n name = "docker"\n host_path = "/var/run/docker.sock"\n }
  volume {\n name = "scratch"\n }
  dynamic "volume" {
    for_each = ["data"]
    content {
      name = volume.value
      efs_volume_configuration {
        file_system_id = aws_efs_file_system.f.id
        transit_encryption = "ENABLED"
        authorization_config {\n access_point_id = aws_efs_access_point.p.id\n iam = "ENABLED"\n }
      }
    }
  }`,
    'resource "aws_efs_file_system" "f" {}\nresource "aws_efs_access_point" "p" {\n file_system_id = aws_efs_file_system.f.id\n root_directory {\n path = "/data"\n }\n}',
  );
  expect(volumes.map(({ name, hostPath }) => `${name} ${hostPath}`)).toEqual([
    'docker /var/run/docker.sock',
    'scratch undefined',
    'data undefined',
  ]);
  expect(volumes[2]?.efs).toMatchObject({ rootDirectory: '/', iam: true, transitEncryption: true });
  expect(volumes[2]?.efs?.fileSystem?.address).toBe('aws_efs_file_system.f');
  expect(volumes[2]?.efs?.accessPoint?.rootDirectory).toBe('/data');
});

test('roles', () => {
  const found = task(
    'container_definitions = "[]"\n task_role_arn = aws_iam_role.t.arn\n execution_role_arn = "arn:aws:iam::123456789012:role/e"',
    'resource "aws_iam_role" "t" {\n assume_role_policy = "{}"\n}\nresource "aws_iam_role" "e" {\n name = "e"\n assume_role_policy = "{}"\n}',
  );
  expect([found.taskRole?.address, found.executionRole?.address]).toEqual(['aws_iam_role.t', 'aws_iam_role.e']);
});
