import { describe, expect, test } from 'vitest';
import { limitEfsMountTargetIngress } from '#harden/controls/network/limit-efs-mount-target-ingress/control.js';
import { edited, editsOf, estateOf, proposalsOf } from './control-folder.js';

/** Who is admitted to a mount target instead of a range of addresses. */
const RULE_BLOCK = `  ingress {
    from_port   = 2049
    to_port     = 2049
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
`;
const MODERN = `
resource "aws_vpc_security_group_ingress_rule" "nfs" {
  security_group_id = aws_security_group.nfs.id
  description       = "mounts"
  cidr_ipv4         = "10.0.0.0/16"
  from_port         = 2049
  to_port           = 2049
  ip_protocol       = "tcp"
}
`;
const OLDER = `
resource "aws_security_group_rule" "nfs" {
  type              = "ingress"
  security_group_id = aws_security_group.nfs.id
  from_port         = 2000
  to_port           = 3000
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/16"]
}
`;

const world = (inside: string, beside: string, clients: string, target = 'aws_security_group.nfs.id') => `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_efs_file_system" "data" {
  encrypted = true
}
resource "aws_efs_access_point" "p" {
  file_system_id = aws_efs_file_system.data.id
}
resource "aws_efs_mount_target" "data" {
  file_system_id  = aws_efs_file_system.data.id
  subnet_id       = aws_subnet.main.id
  security_groups = [${target}]
}
resource "aws_security_group" "nfs" {
  vpc_id = aws_vpc.main.id
${inside}}
${beside}${clients}`;

const group = (name: string, more = '') =>
  `\nresource "aws_security_group" "${name}" {\n  vpc_id = aws_vpc.main.id\n${more}}\n`;
const client = (name: string, groups: string) => `
resource "aws_lambda_function" "${name}" {
  function_name = "${name}"
  role          = "arn:aws:iam::123456789012:role/x"
  vpc_config {
    subnet_ids         = [aws_subnet.main.id]
    security_group_ids = [${groups}]
  }
  file_system_config {
    arn              = aws_efs_access_point.p.arn
    local_mount_path = "/mnt/x"
  }
}
`;
const APP = group('app') + client('app', 'aws_security_group.app.id');
const JOBS = group('jobs') + client('jobs', 'aws_security_group.jobs.id');
const SAME = client('same', 'aws_security_group.nfs.id');
const BACK =
  '  ingress {\n    from_port       = 80\n    to_port         = 80\n    protocol        = "tcp"\n    security_groups = [aws_security_group.nfs.id]\n  }\n';

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));

describe('the rule is narrowed to', () => {
  test.each([
    ['the group of a client', world(RULE_BLOCK, '', APP), ['security_groups = [aws_security_group.app.id]']],
    [
      'those of two clients',
      world(RULE_BLOCK, '', APP + JOBS),
      ['security_groups = [aws_security_group.app.id, aws_security_group.jobs.id]'],
    ],
    ['the group itself, which a client carries', world(RULE_BLOCK, '', SAME), ['self = true']],
    [
      'the group itself and another',
      world(RULE_BLOCK, '', SAME + APP),
      ['self = true', 'security_groups = [aws_security_group.app.id]'],
    ],
    [
      'the group that came with the VPC',
      world(RULE_BLOCK, '', client('app', '')),
      ['security_groups = [aws_vpc.main.default_security_group_id]'],
    ],
    [
      'one more besides those that it admits',
      world(RULE_BLOCK.replace('  }\n', '    security_groups = [aws_security_group.app.id]\n  }\n'), '', APP + JOBS),
      ['security_groups = [aws_security_group.app.id, aws_security_group.jobs.id]'],
    ],
    [
      'one group, by a resource of its own',
      world('', MODERN, APP),
      ['referenced_security_group_id = aws_security_group.app.id'],
    ],
    [
      'two groups, by one resource each',
      world('', MODERN, APP + JOBS),
      [
        'referenced_security_group_id = aws_security_group.app.id',
        'resource "aws_vpc_security_group_ingress_rule" "nfs_2" {',
        'description = "mounts"',
        'description = "mounts"',
        'referenced_security_group_id = aws_security_group.jobs.id',
      ],
    ],
    [
      'the group itself and another, by one resource each',
      world('', MODERN, SAME + APP),
      [
        'referenced_security_group_id = aws_security_group.nfs.id',
        'referenced_security_group_id = aws_security_group.app.id',
      ],
    ],
    [
      'the group itself and another, by the older resource',
      world('', OLDER, SAME + APP),
      ['self = true', 'source_security_group_id = aws_security_group.app.id'],
    ],
  ])('%s', (_, text, added) => {
    const sources = { 'main.tf': text };
    const edits = editsOf(proposalsOf(limitEfsMountTargetIngress, estateOf(sources)));
    expect(edits).toHaveLength(1);
    const before = lines(text);
    const after = lines(edited(sources, edits)['main.tf'] ?? '');
    expect(after.filter((line) => added.includes(line)).toSorted()).toEqual([...added].toSorted());
    expect(after.filter((line) => /cidr/.test(line)).length).toBeLessThan(
      before.filter((line) => /cidr/.test(line)).length,
    );
  });
});

describe('it is left to a person', () => {
  test.each([
    ['where no client is to be seen', world(RULE_BLOCK, '', ''), /shows no client/],
    [
      'where two groups would name each other',
      world(RULE_BLOCK, '', group('app', BACK) + client('app', 'aws_security_group.app.id')),
      /can't be edited safely/,
    ],
  ])('%s', (_, text, reason) => {
    const [proposal, ...more] = proposalsOf(limitEfsMountTargetIngress, estateOf({ 'main.tf': text }));
    expect(proposal).toMatchObject({ kind: 'manual', reason: expect.stringMatching(reason) });
    expect(more).toEqual([]);
  });

  test('not where only the resources beside name each other', () => {
    const beside = `
resource "aws_vpc_security_group_ingress_rule" "back" {
  security_group_id            = aws_security_group.app.id
  referenced_security_group_id = aws_security_group.nfs.id
  from_port                    = 80
  to_port                      = 80
  ip_protocol                  = "tcp"
}
`;
    const proposals = proposalsOf(limitEfsMountTargetIngress, estateOf({ 'main.tf': world(RULE_BLOCK, beside, APP) }));
    expect(proposals.map(({ kind }) => kind)).toEqual(['edit']);
  });
});

describe('which rules let addresses in', () => {
  const rule = (
    from: number,
    to: number,
    protocol: string,
    source = 'cidr_blocks = ["10.0.0.0/16"]',
    direction = 'ingress',
  ) =>
    `  ${direction} {\n    from_port = ${from}\n    to_port = ${to}\n    protocol = "${protocol}"\n    ${source}\n  }\n`;
  test.each([
    ['the port', rule(2049, 2049, 'tcp'), true],
    ['a range that ends with it', rule(2000, 2049, 'tcp'), true],
    ['a range that begins with it', rule(2049, 3000, 'tcp'), true],
    ['every port', rule(0, 0, '-1'), true],
    ['the ports below', rule(2000, 2048, 'tcp'), false],
    ['the ports above', rule(2050, 3000, 'tcp'), false],
    ['another protocol', rule(2049, 2049, 'udp'), false],
    ['a group', rule(2049, 2049, 'tcp', 'self = true'), false],
    ['on the way out', rule(2049, 2049, 'tcp', undefined, 'egress'), false],
  ])('%s', (_, inside, expected) => {
    const findings = [...limitEfsMountTargetIngress.findings(estateOf({ 'main.tf': world(inside, '', APP) }))];
    expect(findings.length > 0).toBe(expected);
  });
});
