import { describe, expect, test } from 'vitest';
import type { Service } from '#aws/compute/compute.js';
import { VPC, at, estateOf } from '../estate/support.js';

const FLEET = `
resource "aws_ecs_cluster" "c" {\n name = "c"\n}
resource "aws_instance" "a" {\n user_data = "ECS_CLUSTER=\${aws_ecs_cluster.c.name}"\n}
resource "aws_instance" "b" {\n user_data = "ECS_CLUSTER=c"\n}
resource "aws_instance" "elsewhere" {\n user_data = "ECS_CLUSTER=other"\n}
resource "aws_ecs_task_definition" "t" {\n family = "t"\n container_definitions = jsonencode([{ name = "t", image = "t" }])\n}
`;
const serviceIn = (body: string, cluster = 'cluster = aws_ecs_cluster.c.id') =>
  `resource "aws_ecs_service" "s" {\n name = "s"\n ${cluster}\n ${body}\n}`;
const TASK = 'task_definition = aws_ecs_task_definition.t.arn';

const service = (source: string | Record<string, string>): Service =>
  at(estateOf(source).services, 'aws_ecs_service.s');
const hosts = (of: Service) => of.hosts.map(({ address }) => address);

describe('cluster', () => {
  test.each<[string, string, string]>([
    ['id', 'cluster = aws_ecs_cluster.c.id', 'aws_ecs_cluster.c'],
    ['name', 'cluster = aws_ecs_cluster.c.name', 'aws_ecs_cluster.c'],
    ['text', 'cluster = "c"', 'aws_ecs_cluster.c'],
    ['ARN', 'cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/c"', 'aws_ecs_cluster.c'],
    ['looked up', 'cluster = data.aws_ecs_cluster.d.arn', 'aws_ecs_cluster.c'],
    ['none', '', 'default'],
  ])('%s', (_, cluster, expected) => {
    const source = `${FLEET}data "aws_ecs_cluster" "d" {\n cluster_name = "c"\n}\n${serviceIn(TASK, cluster)}`;
    expect(service(source).cluster?.address).toBe(expected);
  });

  test('a cluster that only a variable names joins those who name it', () => {
    const source = `variable "cluster" {}
resource "aws_instance" "a" {\n user_data = "ECS_CLUSTER=\${var.cluster}"\n}
${serviceIn('', 'cluster = var.cluster')}`;
    expect(hosts(service(source))).toEqual(['aws_instance.a']);
  });
});

describe('task definition', () => {
  const looked = 'data "aws_ecs_task_definition" "d" {\n task_definition = aws_ecs_task_definition.t.family\n}\n';
  test.each<[string, string, boolean]>([
    ['arn', 'aws_ecs_task_definition.t.arn', false],
    ['family', 'aws_ecs_task_definition.t.family', true],
    ['id', 'aws_ecs_task_definition.t.id', true],
    ['text', '"t"', true],
    ['text with revision', '"t:3"', false],
    ['ARN with revision', '"arn:aws:ecs:eu-west-1:123456789012:task-definition/t:3"', false],
    ['ARN without revision', '"arn:aws:ecs:eu-west-1:123456789012:task-definition/t"', true],
    ['own revision', '"${aws_ecs_task_definition.t.family}:${aws_ecs_task_definition.t.revision}"', false],
    [
      'newest revision',
      '"${aws_ecs_task_definition.t.family}:${max(aws_ecs_task_definition.t.revision, data.aws_ecs_task_definition.d.revision)}"',
      true,
    ],
    ['looked up', 'data.aws_ecs_task_definition.d.arn', true],
    ['without revision', 'aws_ecs_task_definition.t.arn_without_revision', true],
  ])('%s', (_, value, latest) => {
    const found = service(`${FLEET}${looked}${serviceIn(`task_definition = ${value}`)}`);
    expect(found.task?.address).toBe('aws_ecs_task_definition.t');
    expect(found.followsLatestRevision).toBe(latest);
  });

  test('changes ignored', () => {
    const body =
      'task_definition = aws_ecs_task_definition.t.family\n lifecycle {\n ignore_changes = [task_definition]\n }';
    expect(service(FLEET + serviceIn(body)).followsLatestRevision).toBe(false);
  });

  test('from a module', () => {
    const files = {
      'main.tf': `${FLEET.replace(/resource "aws_ecs_task_definition"[^}]*\}\n/, '')}
module "task" {\n source = "./task"\n}
${serviceIn('task_definition = module.task.arn')}`,
      'task/main.tf':
        'resource "aws_ecs_task_definition" "t" {\n family = "t"\n container_definitions = jsonencode([{ name = "t" }])\n}\noutput "arn" {\n value = aws_ecs_task_definition.t.arn\n}',
    };
    expect(service(files).task?.address).toBe('module.task.aws_ecs_task_definition.t');
  });
});

describe('launch type and hosts', () => {
  const fargate = FLEET.replace('family = "t"', 'family = "t"\n requires_compatibilities = ["FARGATE"]');
  const provider = `
resource "aws_launch_template" "t" {\n user_data = base64encode("ECS_CLUSTER=c")\n}
resource "aws_autoscaling_group" "g" {\n launch_template {\n id = aws_launch_template.t.id\n }\n}
resource "aws_ecs_capacity_provider" "p" {\n name = "p"\n auto_scaling_group_provider {\n auto_scaling_group_arn = aws_autoscaling_group.g.arn\n }\n}
`;
  test.each<[string, string, string, string[]]>([
    ['default', FLEET + serviceIn(TASK), 'EC2', ['aws_instance.a', 'aws_instance.b']],
    ['Fargate', FLEET + serviceIn(`${TASK}\n launch_type = "FARGATE"`), 'FARGATE', []],
    ['for Fargate only', fargate + serviceIn(TASK), 'FARGATE', []],
    [
      'unknown',
      `variable "l" {}${FLEET}${serviceIn(`${TASK}\n launch_type = var.l`)}`,
      'unknown',
      ['aws_instance.a', 'aws_instance.b'],
    ],
    [
      'Fargate Spot',
      FLEET + serviceIn(`${TASK}\n capacity_provider_strategy {\n capacity_provider = "FARGATE_SPOT"\n weight = 1\n }`),
      'FARGATE',
      [],
    ],
    [
      'a capacity provider',
      FLEET +
        provider +
        serviceIn(
          `${TASK}\n capacity_provider_strategy {\n capacity_provider = aws_ecs_capacity_provider.p.name\n weight = 1\n }`,
        ),
      'EC2',
      ['aws_autoscaling_group.g'],
    ],
    [
      "the cluster's strategy",
      `${FLEET}resource "aws_ecs_cluster_capacity_providers" "x" {\n cluster_name = aws_ecs_cluster.c.name\n capacity_providers = ["FARGATE"]\n default_capacity_provider_strategy {\n capacity_provider = "FARGATE"\n }\n}\n${serviceIn(TASK)}`,
      'FARGATE',
      [],
    ],
  ])('%s', (_, source, type, expected) => {
    const found = service(source);
    expect(found.launchType).toBe(type);
    expect(hosts(found)).toEqual(expected);
  });
});

describe('placement', () => {
  const constraint = (expression: string, type = 'memberOf') =>
    `placement_constraints {\n type = "${type}"\n expression = "${expression}"\n }`;
  test.each<[string, string, boolean, string[]]>([
    ['one instance', constraint('ec2InstanceId == ${aws_instance.a.id}'), true, ['aws_instance.a']],
    [
      'a list',
      constraint('ec2InstanceId in [${aws_instance.a.id}, ${aws_instance.elsewhere.id}]'),
      true,
      ['aws_instance.a'],
    ],
    ['not one', constraint('ec2InstanceId != ${aws_instance.a.id}'), true, ['aws_instance.b']],
    ['an attribute', constraint('attribute:ecs.instance-type =~ t3.*'), true, ['aws_instance.a', 'aws_instance.b']],
    [
      'either',
      constraint('ec2InstanceId == ${aws_instance.a.id} or attribute:x == y'),
      true,
      ['aws_instance.a', 'aws_instance.b'],
    ],
    ['spread', 'placement_constraints {\n type = "distinctInstance"\n }', false, ['aws_instance.a', 'aws_instance.b']],
    ['none', '', false, ['aws_instance.a', 'aws_instance.b']],
  ])('%s', (_, body, constrained, expected) => {
    const found = service(FLEET + serviceIn(`${TASK}\n ${body}`));
    expect(found.placement.constrained).toBe(constrained);
    expect(hosts(found)).toEqual(expected);
  });

  const node = (name: string, attributes: string, more = '') => `
resource "aws_instance" "${name}" {
  instance_type     = "t3.micro"
  availability_zone = "eu-west-1${name}"
  user_data         = <<-EOF
    echo 'ECS_CLUSTER=${'${aws_ecs_cluster.main.name}'}' >> /etc/ecs/ecs.config
    ${attributes}
  EOF
  ${more}
}`;
  const POOLS = `
variable "v" {}
resource "aws_ecs_cluster" "main" {
  name = "main"
}
${node('a', `echo 'ECS_INSTANCE_ATTRIBUTES={"pool":"web","stack":"prod"}' >> /etc/ecs/ecs.config`)}
${node('b', 'echo ECS_INSTANCE_ATTRIBUTES={\\"pool\\":\\"safe\\"} >> /etc/ecs/ecs.config')}
${node('c', `echo 'ECS_INSTANCE_ATTRIBUTES={"pool":"${'${var.v}'}"}' >> /etc/ecs/ecs.config`)}
${node('d', '')}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  container_definitions = jsonencode([{ name = "t", image = "t" }])
  placement_constraints {
    type       = "memberOf"
    expression = "EXPRESSION"
  }
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.t.arn
}`;
  test.each<[string, string]>([
    ['attribute:pool == web', 'a c'],
    ['attribute:pool equals web', 'a c'],
    ['attribute:pool != web', 'b c d'],
    ['attribute:pool in [web, safe]', 'a b c'],
    ['attribute:pool !in [web, safe]', 'c d'],
    ['attribute:pool not_in [web,safe]', 'c d'],
    ['attribute:pool =~ w.*', 'a c'],
    ['attribute:pool =~ (web|safe)', 'a b c'],
    ['attribute:pool exists', 'a b c'],
    ['attribute:pool !exists', 'd'],
    ['!(attribute:pool == web)', 'b c d'],
    ['not(attribute:pool == web) and attribute:pool exists', 'b c'],
    ['attribute:pool == web or attribute:pool == safe', 'a b c'],
    ['attribute:pool == safe && attribute:stack == prod', ''],
    ['(attribute:stack == prod || attribute:pool == safe) and attribute:pool != safe', 'a c'],
    ['attribute:other == x', 'a b c d'],
    ['attribute:ecs.instance-type =~ t3.*', 'a b c d'],
    ['attribute:ecs.instance-type =~ m5.*', ''],
    ['attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b]', 'a b'],
    ['attribute:ecs.ami-id == ami-1', 'a b c d'],
    ['attribute:ecs.ami-id == ami-1 and attribute:pool == web', 'a c'],
    ['runningTasksCount < 1', 'a b c d'],
    ['attribute:pool == web and', 'a b c d'],
    ['attribute:pool web', 'a b c d'],
    [`${'!('.repeat(60)}attribute:pool == web${')'.repeat(60)}`, 'a b c d'],
  ])('of the task definition: %s', (expression, expected) => {
    const found = service(POOLS.replace('EXPRESSION', expression));
    expect(hosts(found).map((address) => address.replace('aws_instance.', ''))).toEqual(
      expected.split(' ').filter((name) => name !== ''),
    );
  });

  const pinned = `${TASK}\n ${constraint('ec2InstanceId == ${aws_instance.a.id}')}`;
  const run = (command: string, more = '') => `provisioner "local-exec" {\n command = ${command}\n ${more}\n }`;
  const ONE_LINE = '"aws ecs update-service --cluster c --service ${self.name} --placement-constraints \'[]\'"';
  const SCRIPT = 'import boto3\necs.update_service(cluster=c, service=s, placementConstraints=[])\n';

  test.each<[string, string, Record<string, string>, string | undefined]>([
    ['nothing', serviceIn(pinned), {}, undefined],
    ['a command that does it', serviceIn(`${pinned}\n ${run(ONE_LINE)}`), {}, 'certain'],
    [
      'a script that does it',
      serviceIn(`${pinned}\n ${run('"/usr/bin/env python3 undo.py"')}`),
      { 'undo.py': SCRIPT },
      'certain',
    ],
    [
      'a script below the module',
      serviceIn(`${pinned}\n ${run('"python3 ${path.module}/bin/undo.py"')}`),
      { 'bin/undo.py': SCRIPT },
      'certain',
    ],
    [
      'another working folder',
      serviceIn(`${pinned}\n ${run('"./undo.py"', 'working_dir = "bin"')}`),
      { 'bin/undo.py': SCRIPT },
      'certain',
    ],
    ['a script that is not there', serviceIn(`${pinned}\n ${run('"python3 undo.py"')}`), {}, 'assumed'],
    ['a script outside', serviceIn(`${pinned}\n ${run('"python3 ../undo.py"')}`), {}, 'assumed'],
    [
      'a harmless script',
      serviceIn(`${pinned}\n ${run('"python3 undo.py"')}`),
      { 'undo.py': 'print("hello")' },
      undefined,
    ],
    ['a harmless command', serviceIn(`${pinned}\n ${run('"echo done"')}`), {}, undefined],
    [
      'another kind of provisioner',
      serviceIn(`${pinned}\n provisioner "file" {\n source = "undo.py"\n destination = "undo.py"\n }`),
      { 'undo.py': SCRIPT },
      undefined,
    ],
    ['nothing to undo', serviceIn(`${TASK}\n ${run(ONE_LINE)}`), {}, undefined],
    [
      'a null resource',
      `${serviceIn(pinned)}\nresource "null_resource" "n" {\n ${run('"aws ecs update-service --service ${aws_ecs_service.s.name} --placement-constraints []"')}\n}`,
      {},
      'certain',
    ],
    [
      'a null resource of something else',
      `${serviceIn(pinned)}\nresource "null_resource" "n" {\n ${run('"aws ecs update-service --service x --placement-constraints []"')}\n}`,
      {},
      undefined,
    ],
    [
      'by trigger',
      `${serviceIn(pinned)}\nresource "terraform_data" "n" {\n triggers_replace = [aws_ecs_service.s.id]\n ${run('"python3 undo.py"')}\n}`,
      { 'undo.py': SCRIPT },
      'certain',
    ],
  ])('undone by %s', (_, source, files, expected) => {
    expect(service({ 'main.tf': FLEET + source, ...files }).placement.undone?.certainty).toBe(expected);
  });
});

describe('network', () => {
  const network = (address = '') =>
    `network_configuration {\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.g.id]\n ${address}\n }`;
  const source = (mode: string, body: string) =>
    `${VPC}resource "aws_security_group" "g" {\n vpc_id = aws_vpc.main.id\n}\n${FLEET.replace('family = "t"', `family = "t"\n network_mode = "${mode}"`)}${serviceIn(`${TASK}\n ${body}`)}`;

  test.each<[string, string, string, string | undefined]>([
    ['Fargate with an address', 'awsvpc', `launch_type = "FARGATE"\n ${network('assign_public_ip = true')}`, 'yes'],
    ['Fargate without', 'awsvpc', `launch_type = "FARGATE"\n ${network()}`, 'no'],
    ['EC2', 'awsvpc', network('assign_public_ip = true'), 'no'],
    ['bridge', 'bridge', '', undefined],
    ['host', 'host', '', undefined],
  ])('%s', (_, mode, body, expected) => {
    expect(service(source(mode, body)).position?.publicIp).toBe(expected);
  });
});

describe('tasks that EventBridge starts', () => {
  const network = 'network_configuration {\n subnets = [aws_subnet.public.id]\n assign_public_ip = true\n }';
  test.each<[string, string, string]>([
    [
      'by a rule',
      'aws_cloudwatch_event_target.s',
      `resource "aws_cloudwatch_event_target" "s" {\n rule = "r"\n arn = aws_ecs_cluster.c.arn\n ecs_target {\n launch_type = "FARGATE"\n task_definition_arn = aws_ecs_task_definition.t.arn\n ${network}\n }\n}`,
    ],
    [
      'by a schedule',
      'aws_scheduler_schedule.s',
      `resource "aws_scheduler_schedule" "s" {\n name = "s"\n target {\n arn = aws_ecs_cluster.c.arn\n ecs_parameters {\n launch_type = "FARGATE"\n task_definition_arn = aws_ecs_task_definition.t.arn\n ${network}\n }\n }\n}`,
    ],
  ])('%s', (_, address, source) => {
    const found = at(estateOf(VPC + FLEET + source).services, address);
    expect(found).toMatchObject({ launchType: 'FARGATE', followsLatestRevision: false, position: { publicIp: 'yes' } });
    expect([found.cluster?.address, found.task?.address]).toEqual(['aws_ecs_cluster.c', 'aws_ecs_task_definition.t']);
  });

  test('other targets are none', () => {
    expect(estateOf('resource "aws_cloudwatch_event_target" "s" {\n rule = "r"\n arn = "x"\n}').services).toEqual([]);
  });
});
