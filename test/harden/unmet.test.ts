import { describe, expect, test } from 'vitest';
import { Needs } from '#harden/needs/needs.js';
import { allow, balanced, publicHost, publicNetwork, READS, role } from './plan-of.js';
import { analyseMain } from './support.js';

/** A load balancer on 443 in a group that lets in the offices, whose addresses are not known, and a partner. */
const offices = (...cidrs: readonly string[]): string =>
  `variable "offices" { type = list(string) }
${balanced('aws_iam_role.site.name').replace('cidr_blocks = ["0.0.0.0/0"]', `cidr_blocks = ${cidrs[0]}`)}${READS}
${cidrs
  .slice(1)
  .map(
    (each, at) => `resource "aws_security_group_rule" "r${at}" {
  type              = "ingress"
  security_group_id = aws_security_group.web.id
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ${each}
}
`,
  )
  .join('')}`;
const PARTNER = '["198.51.100.7/32"]';

const two = (first: number, second: number): string => {
  const group = (port: number) =>
    `resource "aws_security_group" "api" {${publicNetwork(port).split('resource "aws_security_group" "web" {')[1] ?? ''}`;
  const api = publicHost('api').replace('aws_security_group.web.id', 'aws_security_group.api.id');
  return `${publicNetwork(first)}${group(second)}${role('box', 'ec2')}${publicHost('box')}${role('api', 'ec2')}${api}`;
};

describe('what another state of the sources no longer meets', () => {
  const unknown = 'aws_lb.front serves port 443 to unknown addresses';
  test.each([
    {
      when: 'nothing is changed',
      before: offices('var.offices', PARTNER),
      after: offices('var.offices', PARTNER),
      unmet: [],
    },
    {
      when: 'addresses that are not known are taken out; a rule that is known stays',
      before: offices('var.offices', PARTNER),
      after: offices('["10.0.0.0/16"]', PARTNER),
      unmet: ['aws_lb.front serves port 443 to the internet', unknown],
    },
    {
      when: 'a known address is taken out',
      before: offices('var.offices', PARTNER),
      after: offices('var.offices'),
      unmet: ['aws_lb.front serves port 443 to 198.51.100.7/32'],
    },
    {
      when: 'one of two rules of which the addresses are not known goes',
      before: offices('var.offices', 'var.offices'),
      after: offices('var.offices', PARTNER),
      unmet: [unknown],
    },
    {
      when: 'one of two hosts is closed',
      before: two(443, 443),
      after: two(443, 8443),
      unmet: ['aws_instance.api serves port 443 to the internet'],
    },
    {
      when: 'what stands behind the load balancer goes',
      before: balanced('aws_iam_role.site.name') + READS,
      after: (balanced('aws_iam_role.site.name') + READS).replace(
        /resource "aws_instance" "site" [^]*?\n}\nresource "aws_lb_target_group_attachment"[^]*?\n}\n/,
        '',
      ),
      unmet: ['aws_lb.front reaches aws_instance.site, which is behind it'],
    },
  ])('$when', ({ before, after, unmet }) => {
    const needs = new Needs(analyseMain(before).estate);
    expect(needs.unmetIn(analyseMain(after).estate).map(({ what }) => what)).toEqual(unmet);
  });
});

describe('what shows that a file system is mounted', () => {
  const shownBy = (text: string) =>
    new Needs(analyseMain(text).estate)
      .without(() => true)
      .filter(({ what }) => / mounts? /.test(what))
      .map(({ what, evidence }) => [what, ...evidence.map(({ address, attribute }) => `${address}.${attribute}`)]);

  test('by a function: the file system itself', () => {
    const text = `resource "aws_lambda_function" "site" {
  function_name = "site"
  role          = aws_iam_role.site.arn
  file_system_config {
    arn              = aws_efs_access_point.media.arn
    local_mount_path = "/mnt/media"
  }
}
${role('site', 'lambda', allow('elasticfilesystem:*', '"*"'))}
resource "aws_efs_file_system" "media" {}
resource "aws_efs_access_point" "media" { file_system_id = aws_efs_file_system.media.id }
resource "aws_efs_mount_target" "media" {
  file_system_id = aws_efs_file_system.media.id
  subnet_id      = "subnet-1"
}
`;
    expect(shownBy(text)).toEqual([
      ['aws_lambda_function.site mounts aws_efs_file_system.media', 'aws_efs_file_system.media.id'],
    ]);
  });

  test('by a host: its user data', () => {
    const text = `${publicNetwork()}${role('box', 'ec2')}
      ${publicHost('box', '  user_data = "mount -t efs -o tls,iam ${aws_efs_file_system.media.id}:/ /mnt"\n')}
      resource "aws_efs_file_system" "media" {}`;
    expect(shownBy(text)).toEqual([
      ['aws_instance.box mounts aws_efs_file_system.media', 'aws_instance.box.user_data'],
    ]);
  });
});
