import { describe, expect, test } from 'vitest';
import { display } from '#aws/symbolic.js';
import type { Host } from '#aws/compute/compute.js';
import { VPC, at, estateOf } from '../estate/support.js';

const host = (source: string, address = 'aws_instance.web'): Host => at(estateOf(source).hosts, address);

describe('metadata service', () => {
  const said = ({ metadata }: Host) =>
    `${metadata.endpoint} ${metadata.tokens} ${metadata.hopLimit ?? '-'} ${metadata.resource.address}`;
  const options = (text: string) => `metadata_options {\n${text}\n}`;
  const template = (text: string) => `resource "aws_launch_template" "t" {\n name = "t"\n ${text}\n}\n`;

  test.each<[string, string, string]>([
    ['nothing said', 'resource "aws_instance" "web" {}', 'enabled unset - aws_instance.web'],
    [
      'required',
      `resource "aws_instance" "web" {\n${options('http_tokens = "required"\n http_put_response_hop_limit = 1')}\n}`,
      'enabled required 1 aws_instance.web',
    ],
    [
      'off',
      `resource "aws_instance" "web" {\n${options('http_endpoint = "disabled"')}\n}`,
      'disabled unset - aws_instance.web',
    ],
    [
      'unknown',
      `variable "t" {}\nresource "aws_instance" "web" {\n${options('http_tokens = var.t')}\n}`,
      'enabled unknown - aws_instance.web',
    ],
    [
      'from the template',
      `${template(options('http_tokens = "required"'))}resource "aws_instance" "web" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}`,
      'enabled required - aws_launch_template.t',
    ],
    [
      'own over the template',
      `${template(options('http_tokens = "required"\n http_put_response_hop_limit = 2'))}resource "aws_instance" "web" {\n launch_template {\n name = "t"\n }\n ${options('http_tokens = "optional"')}\n}`,
      'enabled optional 2 aws_instance.web',
    ],
    [
      'a template that is not declared here',
      'variable "t" {}\nresource "aws_instance" "web" {\n launch_template {\n id = var.t\n }\n}',
      'unknown unknown - aws_instance.web',
    ],
    [
      'the default of the account',
      'resource "aws_ec2_instance_metadata_defaults" "d" {\n http_tokens = "required"\n}\nresource "aws_instance" "web" {}',
      'enabled required - aws_instance.web',
    ],
  ])('%s', (_, source, expected) => {
    expect(said(host(source))).toBe(expected);
  });

  test.each<[string, string, string]>([
    [
      'launch template',
      `${template(options('http_tokens = "required"'))}resource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n version = aws_launch_template.t.latest_version\n }\n}`,
      'enabled required - aws_launch_template.t',
    ],
    [
      'mixed instances',
      `${template(options('http_tokens = "required"'))}resource "aws_autoscaling_group" "g" {\n mixed_instances_policy {\n launch_template {\n launch_template_specification {\n launch_template_id = aws_launch_template.t.id\n }\n }\n }\n}`,
      'enabled required - aws_launch_template.t',
    ],
    [
      'launch configuration',
      'resource "aws_launch_configuration" "c" {\n metadata_options {\n http_tokens = "optional"\n }\n}\nresource "aws_autoscaling_group" "g" {\n launch_configuration = aws_launch_configuration.c.name\n}',
      'enabled optional - aws_launch_configuration.c',
    ],
  ])('of a group: %s', (_, source, expected) => {
    expect(said(host(source, 'aws_autoscaling_group.g'))).toBe(expected);
  });
});

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html */
describe('metadata options that nobody sets', () => {
  const said = ({ metadata }: Host) => `${metadata.tokens} ${metadata.hopLimit ?? '-'}`;
  const ami = (body: string) => `data "aws_ami" "a" {\n most_recent = true\n ${body}\n}\n`;
  const named = (pattern: string, owners = '["amazon"]') =>
    ami(`owners = ${owners}\n filter {\n name = "name"\n values = ["${pattern}"]\n }`);
  const web = (more = '', image = 'data.aws_ami.a.id', type = 't3.micro') =>
    `resource "aws_instance" "web" {\n ami = ${image}\n instance_type = "${type}"\n ${more}\n}\n`;
  const parameter = (name: string) => `data "aws_ssm_parameter" "a" {\n name = "${name}"\n}\n`;
  const VALUE = 'data.aws_ssm_parameter.a.value';
  test.each<[string, string, string]>([
    ['Amazon Linux 2', named('amzn2-ami-hvm-*-x86_64-gp2') + web(), 'optional 1'],
    ['Amazon Linux 2 for ECS', named('amzn2-ami-ecs-hvm-*') + web(), 'optional 1'],
    ['Amazon Linux 2, copied', named('amzn2-ami-hvm-*', '["self"]') + web(), 'unset -'],
    [
      'Amazon Linux 2 of an owner that is not known',
      `variable "o" {}\n${named('amzn2-ami-hvm-*', '[var.o]')}${web()}`,
      'unset -',
    ],
    [
      'Amazon Linux 2 on a type that may require tokens',
      named('amzn2-ami-hvm-*') + web('', undefined, 'm8g.large'),
      'unset -',
    ],
    ['Amazon Linux 2023', named('al2023-ami-2023*') + web(), 'required 2'],
    ['Amazon Linux 2023 on any type', named('al2023-ami-2023*') + web('', undefined, 'm8g.large'), 'required 2'],
    [
      'Ubuntu 22.04',
      named('ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*', '["099720109477"]') + web(),
      'optional 1',
    ],
    [
      'Ubuntu 24.04',
      named('ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*', '["099720109477"]') + web(),
      'unset -',
    ],
    ['by a regular expression', ami('owners = ["amazon"]\n name_regex = "^amzn2-ami-hvm"') + web(), 'optional 1'],
    [
      'images of two families',
      ami('owners = ["amazon"]\n filter {\n name = "name"\n values = ["amzn2-ami-*", "al2023-ami-*"]\n }') + web(),
      'unset -',
    ],
    ['an image of their own', named('web-*', '["self"]') + web(), 'unset -'],
    ['an id', web('', '"ami-0123456789abcdef0"'), 'unset -'],
    [
      'by a parameter',
      parameter('/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id') + web('', VALUE),
      'optional 1',
    ],
    [
      'by a parameter of AL2023',
      parameter('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64') + web('', VALUE),
      'required 2',
    ],
    [
      'by part of a parameter',
      parameter('/aws/service/ecs/optimized-ami/amazon-linux-2/recommended') +
        web('', `jsondecode(${VALUE})["image_id"]`),
      'optional 1',
    ],
    ['by a parameter of their own', parameter('/golden/image') + web('', VALUE), 'unset -'],
    ['told otherwise', named('al2023-ami-*') + web('metadata_options {\n http_tokens = "optional"\n }'), 'optional 2'],
    ['told in part', named('amzn2-ami-*') + web('metadata_options {\n http_tokens = "required"\n }'), 'required 1'],
    [
      'told by the account',
      `resource "aws_ec2_instance_metadata_defaults" "d" {\n http_tokens = "required"\n}\n${named('amzn2-ami-*')}${web()}`,
      'required 1',
    ],
  ])('%s', (_, source, expected) => {
    expect(said(host(source))).toBe(expected);
  });

  test('in a launch template, by the name of a parameter', () => {
    const source = `resource "aws_launch_template" "t" {\n image_id = "resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"\n instance_type = "t3.micro"\n}
resource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}`;
    expect(said(host(source, 'aws_autoscaling_group.g'))).toBe('optional 1');
  });
});

describe('role', () => {
  const role = `
resource "aws_iam_role" "r" {\n name = "r"\n assume_role_policy = "{}"\n}
resource "aws_iam_instance_profile" "p" {\n name = "profile"\n role = aws_iam_role.r.name\n}
`;
  test.each<[string, string, string, string | undefined, boolean]>([
    [
      'by reference',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n iam_instance_profile = aws_iam_instance_profile.p.name\n}',
      'aws_iam_role.r',
      false,
    ],
    [
      'by id',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n iam_instance_profile = aws_iam_instance_profile.p.id\n}',
      'aws_iam_role.r',
      false,
    ],
    [
      'by name',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n iam_instance_profile = "profile"\n}',
      'aws_iam_role.r',
      false,
    ],
    ['none', 'aws_instance.web', 'resource "aws_instance" "web" {}', undefined, false],
    [
      'of elsewhere',
      'aws_instance.web',
      'variable "p" {}\nresource "aws_instance" "web" {\n iam_instance_profile = var.p\n}',
      undefined,
      true,
    ],
    [
      'in a template, by ARN',
      'aws_autoscaling_group.g',
      'resource "aws_launch_template" "t" {\n iam_instance_profile {\n arn = aws_iam_instance_profile.p.arn\n }\n}\nresource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}',
      'aws_iam_role.r',
      false,
    ],
    [
      'in a template, by name',
      'aws_autoscaling_group.g',
      'resource "aws_launch_template" "t" {\n iam_instance_profile {\n name = aws_iam_instance_profile.p.name\n }\n}\nresource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}',
      'aws_iam_role.r',
      false,
    ],
  ])('%s', (_, address, source, expected, unknown) => {
    const found = host(role + source, address);
    expect(found.role?.address).toBe(expected);
    expect(found.roleUnknown).toBe(unknown);
  });

  test.each<[string, string, string]>([
    [
      'the managed policy',
      'resource "aws_iam_role_policy_attachment" "a" {\n role = aws_iam_role.r.name\n policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"\n}',
      'yes',
    ],
    [
      'the older one',
      'resource "aws_iam_role_policy_attachment" "a" {\n role = aws_iam_role.r.name\n policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"\n}',
      'yes',
    ],
    ['no policy', '', 'no'],
    [
      'another policy',
      'resource "aws_iam_role_policy_attachment" "a" {\n role = aws_iam_role.r.name\n policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"\n}',
      'no',
    ],
  ])('managed by Systems Manager: %s', (_, more, expected) => {
    const source = `${role}${more}\nresource "aws_instance" "web" {\n iam_instance_profile = aws_iam_instance_profile.p.name\n}`;
    expect(host(source).ssmManaged).toBe(expected);
  });
});

describe('ECS cluster', () => {
  const cluster = 'variable "name" {}\nresource "aws_ecs_cluster" "c" {\n name = "web-${var.name}"\n}\n';
  const group = (template: string) =>
    `resource "aws_launch_template" "t" {\n ${template}\n}\nresource "aws_autoscaling_group" "web" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}`;
  test.each<[string, string, string, string | undefined]>([
    [
      'heredoc',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n user_data = <<-EOF\n  #!/bin/bash\n  echo ECS_CLUSTER=${aws_ecs_cluster.c.name} >> /etc/ecs/ecs.config\n EOF\n}',
      'aws_ecs_cluster.c',
    ],
    [
      'the name spelled out',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n user_data = "echo ECS_CLUSTER=web-${var.name} >> /etc/ecs/ecs.config"\n}',
      'aws_ecs_cluster.c',
    ],
    [
      'another name',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n user_data = "echo ECS_CLUSTER=other >> /etc/ecs/ecs.config"\n}',
      'other',
    ],
    ['no agent', 'aws_instance.web', 'resource "aws_instance" "web" {\n user_data = "echo hello"\n}', undefined],
    [
      'encoded in a template',
      'aws_autoscaling_group.web',
      group('user_data = base64encode("echo ECS_CLUSTER=${aws_ecs_cluster.c.name}")'),
      'aws_ecs_cluster.c',
    ],
    [
      'encoded, all known',
      'aws_autoscaling_group.web',
      group('user_data = base64encode("ECS_CLUSTER=fixed")'),
      'fixed',
    ],
    ['already encoded', 'aws_autoscaling_group.web', group('user_data = "RUNTX0NMVVNURVI9Zml4ZWQK"'), 'fixed'],
    [
      'a local between',
      'aws_instance.web',
      'locals {\n ud = join("\\n", ["#!/bin/sh", "echo ECS_CLUSTER=${aws_ecs_cluster.c.name} > /etc/ecs/ecs.config"])\n}\nresource "aws_instance" "web" {\n user_data = local.ud\n}',
      'aws_ecs_cluster.c',
    ],
    [
      'base64 argument',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n user_data_base64 = base64encode("ECS_CLUSTER=fixed")\n}',
      'fixed',
    ],
    [
      'cloud-init',
      'aws_instance.web',
      'data "cloudinit_config" "d" {\n part {\n content = "ECS_CLUSTER=${aws_ecs_cluster.c.name}"\n }\n}\nresource "aws_instance" "web" {\n user_data = data.cloudinit_config.d.rendered\n}',
      'aws_ecs_cluster.c',
    ],
    [
      'template_file',
      'aws_instance.web',
      'data "template_file" "d" {\n template = "ECS_CLUSTER=$${cluster}"\n vars = {\n cluster = aws_ecs_cluster.c.name\n }\n}\nresource "aws_instance" "web" {\n user_data = data.template_file.d.rendered\n}',
      'aws_ecs_cluster.c',
    ],
    [
      'Bottlerocket',
      'aws_instance.web',
      'resource "aws_instance" "web" {\n user_data = "[settings.ecs]\\ncluster = \\"fixed\\"\\n"\n}',
      'fixed',
    ],
    [
      'a capacity provider',
      'aws_autoscaling_group.web',
      `${group('')}\nresource "aws_ecs_capacity_provider" "p" {\n name = "p"\n auto_scaling_group_provider {\n auto_scaling_group_arn = aws_autoscaling_group.web.arn\n }\n}\nresource "aws_ecs_cluster_capacity_providers" "p" {\n cluster_name = aws_ecs_cluster.c.name\n capacity_providers = [aws_ecs_capacity_provider.p.name, "FARGATE"]\n}`,
      'aws_ecs_cluster.c',
    ],
  ])('%s', (_, address, source, expected) => {
    expect(host(cluster + source, address).cluster?.address).toBe(expected);
  });

  test('templatefile', () => {
    const files = {
      'main.tf': `${cluster}resource "aws_instance" "web" {\n user_data = templatefile("boot.sh", { cluster = aws_ecs_cluster.c.name })\n}`,
      'boot.sh':
        '#!/bin/sh\ncat <<EOF >> /etc/ecs/ecs.config\nECS_CLUSTER=${cluster}\nECS_AWSVPC_BLOCK_IMDS=true\nEOF\n',
    };
    const web = at(estateOf(files).hosts, 'aws_instance.web');
    expect(web.cluster?.address).toBe('aws_ecs_cluster.c');
    expect(web.blocksTaskMetadata).toBe(true);
  });

  const withRole = (action: string) => `
resource "aws_iam_role" "r" {\n name = "r"\n assume_role_policy = "{}"\n}
resource "aws_iam_role_policy" "r" {\n role = aws_iam_role.r.name\n policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}
resource "aws_iam_instance_profile" "r" {\n role = aws_iam_role.r.name\n}
resource "aws_instance" "web" {\n iam_instance_profile = aws_iam_instance_profile.r.name\n}\n`;
  const inDefault = 'resource "aws_ecs_service" "s" {\n name = "s"\n}';
  test.each([
    ['a role that may register', withRole('ecs:RegisterContainerInstance'), 'default'],
    ['a role that may do everything', withRole('*'), undefined],
    ['a role that may do everything in ECS', withRole('ecs:*'), undefined],
    ['that role beside a service of the default cluster', withRole('ecs:*') + inDefault, 'default'],
    ['a role that may not, beside such a service', withRole('ecs:Poll') + inDefault, undefined],
  ])('without user data: %s', (_, source, expected) => {
    expect(host(source).cluster?.address).toBe(expected);
  });

  test.each([
    ['ECS_AWSVPC_BLOCK_IMDS=true', true],
    ['ECS_AWSVPC_BLOCK_IMDS="true"', true],
    ['ECS_AWSVPC_BLOCK_IMDS=false', false],
    ['', false],
  ])('blocks task metadata: %s', (line, expected) => {
    expect(
      host(`resource "aws_instance" "web" {\n user_data = "ECS_CLUSTER=x\\n${line.replaceAll('"', '\\"')}"\n}`)
        .blocksTaskMetadata,
    ).toBe(expected);
  });
});

test('tags of a group are those of its instances', () => {
  const source = `
resource "aws_launch_template" "t" {\n tag_specifications {\n resource_type = "instance"\n tags = {\n Team = "a"\n Env = "dev"\n }\n }\n}
resource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n }\n tag {\n key = "Env"\n value = "prod"\n propagate_at_launch = true\n }\n}`;
  const { tags } = host(source, 'aws_autoscaling_group.g');
  expect([...tags].map(([key, value]) => `${key}=${value && display(value)}`)).toEqual(['Env=prod', 'Team=a']);
});

test('a subnet that is private by its name is not taken to give public addresses', () => {
  const source = (name: string) =>
    `data "aws_subnet" "${name}" {\n id = "subnet-1"\n}\nresource "aws_instance" "web" {\n subnet_id = data.aws_subnet.${name}.id\n}`;
  expect(host(source('private')).position.publicIp).toBe('no');
  expect(host(source('a')).position.publicIp).toBe('unknown');
});

test('a group lies in the subnets of the group and the security groups of its template', () => {
  const source = `${VPC}
resource "aws_security_group" "g" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_launch_template" "t" {\n network_interfaces {\n associate_public_ip_address = true\n security_groups = [aws_security_group.g.id]\n }\n}
resource "aws_autoscaling_group" "g" {\n vpc_zone_identifier = [aws_subnet.public.id, aws_subnet.private.id]\n launch_template {\n id = aws_launch_template.t.id\n }\n}`;
  const { position } = host(source, 'aws_autoscaling_group.g');
  expect(position.subnets.map(({ address }) => address)).toEqual(['aws_subnet.public', 'aws_subnet.private']);
  expect(position.groups.map(({ address }) => address)).toEqual(['aws_security_group.g']);
  expect(position.publicIp).toBe('yes');
});
