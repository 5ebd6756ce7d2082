import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { leaveHostNetwork } from '#harden/controls/containers/leave-host-network/control.js';
import { editsOf, estateOf, harden, proposalsOf } from './control-folder.js';

const before = readFileSync(
  join(import.meta.dirname, '../../src/harden/controls/containers/leave-host-network/before.tf'),
  'utf8',
);

const ROLE = `
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = "{}"
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}
`;

const withRole = (script: string) =>
  before.replace(/ {2}user_data .*/, `  iam_instance_profile   = aws_iam_instance_profile.node.name\n${script}`) + ROLE;
const SCRIPT = '  user_data = <<-EOT\n    echo ECS_CLUSTER=main >> /etc/ecs/ecs.config\n  EOT';
const SILENT = SCRIPT.replace('EOT\n ', 'EOT\n    echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config\n ');

/** The worker's node, with other arguments for its place in the network. */
const placed = (place: string) =>
  before.replace(
    /(resource "aws_instance" "node" \{[^]*?)  subnet_id .*\n  vpc_security_group_ids .*\n/,
    (_, head: string) => `${head}${place}`,
  );
const SUBNETS = 'data "aws_subnets" "s" {}\n';
const GROUP = '  vpc_security_group_ids = [aws_security_group.node.id]\n';

const ROWS: readonly (readonly [when: string, text: string, mode: string])[] = [
  ['there is a way out of the subnet', before, 'awsvpc'],
  ['no service runs it', before.replace(/resource "aws_ecs_service" "worker"[^]*?\n}\n/, ''), 'bridge'],
  ['there is none', before.replace(/resource "aws_route_table_association"[^]*?\n}\n/, ''), 'bridge'],
  ['it would lead to the metadata service of a host with a role', withRole(SCRIPT), 'bridge'],
  ['the agent keeps tasks from it', withRole(SILENT), 'awsvpc'],
  ['no subnet is named', placed(GROUP), 'bridge'],
  ['one of several subnets is meant', SUBNETS + placed(`  subnet_id = data.aws_subnets.s.ids[0]\n${GROUP}`), 'bridge'],
  [
    'the groups can not be known',
    placed('  subnet_id = aws_subnet.private.id\n  vpc_security_group_ids = ["sg-1"]\n'),
    'bridge',
  ],
];

describe('leave-host-network', () => {
  test.each(ROWS)('%s', (_, text, mode) => {
    const after = harden(leaveHostNetwork, { 'main.tf': text });
    const { tasks } = estateOf(after);
    expect(tasks.find(({ address }) => address.endsWith('.worker'))?.networkMode).toBe(mode);
  });

  test('where the host is in the group that came with the VPC, the task is too', () => {
    const after = harden(leaveHostNetwork, { 'main.tf': placed('  subnet_id = aws_subnet.private.id\n') })['main.tf'];
    expect(after).toContain('security_groups = [aws_vpc.main.default_security_group_id]');
  });

  test('where a bridge can not be had, the agent is told to keep tasks from the metadata service', () => {
    const text = withRole(SCRIPT).replace('memory = 64', 'memory = 64, portMappings = [{ containerPort = var.port }]');
    const sources = { 'main.tf': `${text}\nvariable "port" {}\n` };
    const edits = editsOf(proposalsOf(leaveHostNetwork, estateOf(sources)));
    expect(edits.filter(({ address }) => address.endsWith('.worker')).map(({ applyEffect }) => applyEffect)).toEqual([
      'restart',
    ]);
    expect(harden(leaveHostNetwork, sources)['main.tf']).toContain('echo ECS_AWSVPC_BLOCK_IMDS=true');
  });
});
