import { describe, expect, test } from 'vitest';
import { analyseText, takenSteps } from './technique-folder.js';
import { FARGATE, from, host, NETWORK, NODE_ROLE, role, service, user } from './written.js';

const INSIDE = 'cidr_blocks = ["10.0.1.0/24"]';

function fileSystem(ingress: string): string {
  return `
resource "aws_efs_file_system" "data" {}
resource "aws_efs_access_point" "data" {
  file_system_id = aws_efs_file_system.data.id
}
resource "aws_efs_mount_target" "data" {
  file_system_id  = aws_efs_file_system.data.id
  subnet_id       = aws_subnet.main.id
  security_groups = [aws_security_group.data.id]
}
resource "aws_security_group" "data" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 2049
    to_port   = 2049
    protocol  = "tcp"
    ${ingress}
  }
}
`;
}

function policy(...statements: readonly string[]): string {
  const list = statements.map((inside) => `{ Resource = "*", ${inside} }`).join(', ');
  return `
resource "aws_efs_file_system_policy" "data" {
  file_system_id = aws_efs_file_system.data.id
  policy         = jsonencode({ Version = "2012-10-17", Statement = [${list}] })
}
`;
}

const MOUNT = 'Action = "elasticfilesystem:ClientMount"';
const ANYBODY = `Effect = "Allow", Principal = { AWS = "*" }, ${MOUNT}`;
const NODE_ONLY = `Effect = "Allow", Principal = { AWS = aws_iam_role.node.arn }, ${MOUNT}`;
const THROUGH_POINT = `${ANYBODY}, Condition = { StringEquals = { "elasticfilesystem:AccessPointArn" = aws_efs_access_point.data.arn } }`;
const ANY_ACTION = 'Effect = "Allow", Principal = { AWS = "*" }, Action = "elasticfilesystem:Client*"';
const NO_TLS_DENIED = `Effect = "Deny", Principal = { AWS = "*" }, Action = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } }`;
const TLS_ALLOWED = `${ANYBODY}, Condition = { Bool = { "aws:SecureTransport" = "true" } }`;
const TARGET_ALLOWED = `${ANYBODY}, Condition = { Bool = { "elasticfilesystem:AccessedViaMountTarget" = "true" } }`;
const OTHERS_DENIED = `Effect = "Deny", Principal = { AWS = "*" }, ${MOUNT}, Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.other.arn } }`;

/** Who mounts the file system how. */
function mounts(...pieces: readonly string[]): string[] {
  const taken = takenSteps(analyseText(pieces.join('')));
  const ids = taken.flatMap(({ technique }) => technique?.id ?? []);
  return [...new Set(ids.filter((id) => id.startsWith('mount-') || id === 'use-declared-mount'))].toSorted();
}

describe('mounting from a host in the same subnet', () => {
  const allowed = (...statements: readonly string[]) => [
    NETWORK,
    NODE_ROLE,
    host(),
    role('other', 'ec2.amazonaws.com'),
    fileSystem(INSIDE),
    ...(statements.length > 0 ? [policy(...statements)] : []),
  ];
  test.each([
    ['without a policy', [], ['mount-efs-anonymously']],
    ['with a policy for anybody', [ANYBODY], ['mount-efs-anonymously']],
    ['with TLS only', [ANYBODY, NO_TLS_DENIED], ['mount-efs-anonymously']],
    ['for whoever uses TLS', [TLS_ALLOWED], ['mount-efs-anonymously']],
    ['for whoever comes through a mount target', [TARGET_ALLOWED], ['mount-efs-anonymously']],
    ['for whoever does not', [TARGET_ALLOWED.replace('"true"', '"false"')], []],
    ['through an access point only', [THROUGH_POINT], ['mount-efs-anonymously']],
    ['with a policy for its role', [NODE_ONLY], ['mount-efs-with-iam']],
    ['with a policy for another role', [NODE_ONLY.replace('.node.', '.other.')], []],
    ['with all others denied', [ANY_ACTION, OTHERS_DENIED], []],
  ])('%s', (_, statements, expected) => {
    expect(mounts(from('aws_instance.node'), ...allowed(...statements))).toEqual(expected);
  });
});

describe('who reaches the mount target', () => {
  const rest = [NETWORK, NODE_ROLE, host(), service({ ...FARGATE })];
  test.each([
    ['aws_instance.node', INSIDE, ['mount-efs-anonymously']],
    ['aws_instance.node', 'cidr_blocks = ["10.0.2.0/24"]', []],
    ['aws_instance.node', 'security_groups = [aws_security_group.open.id]', ['mount-efs-anonymously']],
    ['aws_instance.node', 'self = true', []],
    ['aws_ecs_service.web', INSIDE, ['mount-efs-anonymously']],
    ['aws_ecs_service.web', 'self = true', []],
  ])('%s where it admits %s', (entry, ingress, expected) => {
    expect(mounts(from(entry), ...rest, fileSystem(ingress))).toEqual(expected);
  });

  test.each([
    [
      ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'],
      ['mount-efs-anonymously', 'mount-efs-from-own-task'],
    ],
    [['ecs:RegisterTaskDefinition', 'ecs:RunTask'], ['mount-efs-from-own-task']],
    [['ecs:UpdateService', 'ecs:RunTask'], []],
  ])('a user with %j', (actions, expected) => {
    const allowed = actions.map((action) => `Action = "${action}", Resource = "*"`);
    expect(mounts(NETWORK, service({ ...FARGATE }), fileSystem(INSIDE), user(...allowed))).toEqual(expected);
  });
});

describe('mounts that the workload declares', () => {
  const volume = (point: string) =>
    `volume {\n name = "data"\n efs_volume_configuration {\n file_system_id = aws_efs_file_system.data.id\n ${point}\n }\n }`;
  const mountPoint = 'mountPoints = [{ sourceVolume = "data", containerPath = "/data" }]';
  test.each([
    ['a volume that the container mounts', { container: mountPoint, task: volume('') }, ['use-declared-mount']],
    ['a volume that it does not mount', { task: volume('') }, []],
  ])('%s', (_, web, expected) => {
    const pieces = [NETWORK, NODE_ROLE, host(), service(web), fileSystem('self = true')];
    const analysis = analyseText([from('aws_ecs_service.web'), ...pieces].join(''));
    expect(mounts(from('aws_ecs_service.web'), ...pieces)).toEqual(expected);
    const reached = analysis.paths.filter(({ target }) => target.address === 'aws_efs_file_system.data');
    expect(reached.map(({ intended }) => intended)).toEqual(expected.map(() => true));
  });
});

describe('mounting by its own role what the workload declares', () => {
  const declared = `volume {\n name = "data"\n efs_volume_configuration {\n file_system_id = aws_efs_file_system.data.id\n }\n }`;
  const task = (volume: string) =>
    service({ ...FARGATE, task: `${FARGATE.task}\ntask_role_arn = aws_iam_role.web.arn\n${volume}` });
  const mounting = (named: string) =>
    fileSystem(INSIDE) + policy(`Effect = "Allow", Principal = { AWS = ${named} }, ${MOUNT}`);
  const byUserData = host({ agent: 'mount -t efs ${aws_efs_file_system.data.id}:/ /data' });
  test.each([
    ['a task', task(declared), 'aws_ecs_service.web', 'web', true],
    ['a task that declares none', task(''), 'aws_ecs_service.web', 'web', false],
    ['an instance', byUserData, 'aws_instance.node', 'node', true],
    ['an instance whose user data says nothing of it', host(), 'aws_instance.node', 'node', false],
  ])('%s', (_, workload, entry, named, intended) => {
    const web = role('web', 'ecs-tasks.amazonaws.com');
    const pieces = [NETWORK, NODE_ROLE, web, workload, mounting(`aws_iam_role.${named}.arn`)];
    const { paths } = analyseText([from(entry), ...pieces].join(''));
    const reached = paths.filter(({ target }) => target.address === 'aws_efs_file_system.data');
    expect(reached.map((path) => path.intended)).toEqual([intended]);
  });
});
