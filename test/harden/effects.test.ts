import { describe, expect, test } from 'vitest';
import { controls } from '#harden/registry.generated.js';
import type { EditProposal } from '#harden/control.js';
import { editsOf, estateOf, premisesOf } from './control-folder.js';
import { effectOf } from './cutting.js';

/** What edits do on apply, how much they take, and what they say may break, where that is not as in the golden. */
function offered(id: string, text: string): EditProposal[] {
  const control = controls.find((each) => each.id === id);
  if (!control) throw new Error(`there is no control ${id}`);
  const estate = estateOf({ 'main.tf': text });
  const remedies = [...control.findings(estate)].map(({ remedy }) => remedy);
  const cuts = premisesOf(estate).flatMap((premise) => [...control.cut(premise, estate)]);
  return [...new Map(editsOf([...remedies, ...cuts]).map((each) => [each.id, each])).values()];
}

const effects = (id: string, text: string) => offered(id, text).map((each) => effectOf(each).replace(/^.*: /, ''));
const notes = (id: string, text: string) => offered(id, text).flatMap(({ mayBreak }) => mayBreak);

const CLUSTER = 'resource "aws_ecs_cluster" "c" {\n  name = "c"\n}\n';
const JOINS = '#!/bin/bash\\necho ECS_CLUSTER=c >> /etc/ecs/ecs.config\\n';
const role = (name: string, more = '') => `
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = "{}"
${more}}
resource "aws_iam_instance_profile" "${name}" {
  role = aws_iam_role.${name}.name
}
`;
const open = (from: number, to: number) =>
  `  ingress {\n    from_port   = ${from}\n    to_port     = ${to}\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n`;

describe('an open port', () => {
  const site = (rule: string, listeners: string, ports = '[{ containerPort = 8080 }]') => `${CLUSTER}
resource "aws_security_group" "g" {
${rule}}
resource "aws_lb" "l" {
  name            = "l"
  security_groups = [aws_security_group.g.id]
  subnets         = ["subnet-1"]
}
resource "aws_lb_target_group" "t" {
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
}
${listeners}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  launch_type     = "FARGATE"
  load_balancer {
    target_group_arn = aws_lb_target_group.t.arn
    container_name   = "c"
    container_port   = 8080
  }
  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [aws_security_group.tasks.id]
  }
}
resource "aws_security_group" "tasks" {}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "c", portMappings = ${ports} }])
}
`;
  const listener = (name: string, port: number, protocol: string, action = 'forward') => `
resource "aws_lb_listener" "${name}" {
  load_balancer_arn = aws_lb.l.arn
  port              = ${port}
  protocol          = "${protocol}"
  default_action {
    type             = "${action}"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
`;
  const http = listener('http', 80, 'HTTP');
  const DARK = 'in-place, width 10';
  test.each([
    [
      'of a balancer that serves HTTPS too',
      site(open(80, 80), http + listener('https', 443, 'HTTPS')),
      ['in-place, width 2'],
    ],
    [
      'of one that serves HTTPS elsewhere',
      site(open(80, 80), http + listener('tls', 8443, 'TLS')),
      ['in-place, width 2'],
    ],
    ['of one that serves nothing else', site(open(80, 80), http), [DARK]],
    [
      'of one whose group is another',
      site(open(80, 80), listener('https', 443, 'HTTPS')).replace('[aws_security_group.g.id]', '[]'),
      [DARK],
    ],
    ['that only redirects', site(open(80, 80), listener('http', 80, 'HTTP', 'redirect')), []],
    [
      'that redirects, of a balancer that forwards on another',
      site(open(80, 80), listener('http', 80, 'HTTP', 'redirect') + listener('more', 81, 'HTTP')),
      [],
    ],
    [
      'that forwards, of a balancer that redirects on another',
      site(open(80, 80), http + listener('more', 81, 'HTTP', 'redirect')),
      [DARK],
    ],
  ])('80 %s', (_, text, expected) => {
    expect(effects('close-http-ingress', text)).toEqual(expected);
  });

  const exposed = (rule: string) => `${CLUSTER}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_subnet" "s" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "r" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.r.id
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
${rule}}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [aws_subnet.s.id]
    security_groups  = [aws_security_group.g.id]
    assign_public_ip = true
  }
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "c", portMappings = [{ containerPort = 8080 }] }])
}
`;
  /** Tasks on the ports of two hosts, of which one is in the group. */
  const onHosts = (definition: string) => `${exposed(open(8080, 8080)).replace(/resource "aws_ecs_service"[^]*/, '')}
resource "aws_instance" "one" {
  ami                    = "ami-1"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.g.id]
  associate_public_ip_address = true
  user_data              = "${JOINS}"
}
resource "aws_instance" "two" {
  ami                    = "ami-1"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.other.id]
  associate_public_ip_address = true
  user_data              = "${JOINS}"
}
resource "aws_security_group" "other" {
  vpc_id = aws_vpc.v.id
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = ${definition}
  launch_type     = "EC2"
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  network_mode          = "bridge"
  container_definitions = jsonencode([{ name = "c", portMappings = [{ containerPort = 80, hostPort = 8080 }] }])
}
`;
  const RULE = (cidrs: string) => `resource "aws_security_group" "g" {}
resource "aws_security_group_rule" "r" {
  type              = "ingress"
  security_group_id = aws_security_group.g.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ${cidrs}
}
`;
  test.each([
    ['that the workload serves', exposed(open(8080, 8080)), ['in-place, width 10']],
    ['range in which it serves', exposed(open(8000, 8080)), ['in-place, width 10']],
    ['range from which on it serves', exposed(open(8080, 9000)), ['in-place, width 10']],
    ['that tasks have on one of their hosts', onHosts('aws_ecs_task_definition.t.arn'), ['in-place, width 10']],
    ['that tasks may have, which are not here', onHosts('"elsewhere:7"'), ['in-place, width 8']],
    ['for people who log in', exposed(open(22, 22) + open(8080, 8080)), ['in-place, width 4', 'in-place, width 10']],
    ['range with the one for logging in', exposed(open(22, 23) + open(8080, 8080)), ['in-place, width 10']],
    ['of a rule that goes', RULE('["0.0.0.0/0"]'), ['in-place, width 4']],
    ['of a rule that keeps others', RULE('["0.0.0.0/0", "203.0.113.7/32"]'), ['replacement, width 4']],
  ])('%s', (_, text, expected) => {
    expect(effects('close-internet-ingress', text)).toEqual(expected);
  });
});

describe('metadata options', () => {
  const fleet = (version: string, refresh: string, options = 'http_tokens = "optional"') => `
resource "aws_launch_template" "t" {
  image_id = "ami-1"
  metadata_options {
    ${options}
  }
}
resource "aws_autoscaling_group" "g" {
  min_size = 1
  max_size = 1
  launch_template {
    id      = aws_launch_template.t.id
    version = ${version}
  }
${refresh}}
`;
  const REFRESH = '  instance_refresh {\n    strategy = "Rolling"\n  }\n';
  const configuration = `
resource "aws_launch_configuration" "t" {
  image_id      = "ami-1"
  instance_type = "t3.micro"
}
resource "aws_autoscaling_group" "g" {
  min_size             = 1
  max_size             = 1
  launch_configuration = aws_launch_configuration.t.name
}
`;
  const LATEST = 'aws_launch_template.t.latest_version';
  test.each([
    ['of an instance', 'resource "aws_instance" "i" {\n  ami = "ami-1"\n}\n', ['in-place, width 1']],
    ['of a template that instances follow', fleet(LATEST, REFRESH), ['new-revision, width 1']],
    ['of a template that new instances follow', fleet(LATEST, ''), ['inert, width 1']],
    ['of a template of which another version counts', fleet('"$Default"', REFRESH), ['inert, width 1']],
    ['of a configuration', configuration, ['replacement, width 1']],
    [
      'that are as they should be',
      fleet(LATEST, '', 'http_tokens = "required"\n    http_put_response_hop_limit = 1'),
      [],
    ],
    ['that are off', fleet(LATEST, '', 'http_endpoint = "disabled"'), []],
  ])('%s', (_, text, expected) => {
    expect(effects('require-imdsv2', text)).toEqual(expected);
  });
});

describe('the agent of a host', () => {
  const node = (script: string) => `${CLUSTER}${role('n')}
resource "aws_launch_template" "t" {
  image_id  = "ami-1"
  user_data = ${script}
  iam_instance_profile {
    name = aws_iam_instance_profile.n.name
  }
}
resource "aws_autoscaling_group" "g" {
  min_size = 1
  max_size = 1
  launch_template {
    id = aws_launch_template.t.id
  }
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  network_configuration {
    subnets = ["subnet-1"]
  }
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "c" }])
}
`;
  const heredoc = (line: string) => `base64encode(<<-EOT\n    #!/bin/bash\n    ${line}\n  EOT\n  )`;
  test.each([
    ['of a group', heredoc('echo ECS_CLUSTER=c >> /etc/ecs/ecs.config'), ['inert, width 2']],
    [
      'that keeps tasks away',
      heredoc('echo -e "ECS_CLUSTER=c\\nECS_AWSVPC_BLOCK_IMDS=true" >> /etc/ecs/ecs.config'),
      [],
    ],
    ['whose script is no heredoc', `base64encode("${JOINS}")`, []],
  ])('%s', (_, script, expected) => {
    expect(effects('block-task-metadata', node(script))).toEqual(expected);
  });
});

describe('a role of nodes', () => {
  const nodes = (more: string, clusters = 'c') => `${CLUSTER}${role('n', more)}
resource "aws_iam_role_policy_attachment" "n" {
  role       = aws_iam_role.n.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}
resource "aws_instance" "n" {
  ami                  = "ami-1"
  iam_instance_profile = aws_iam_instance_profile.n.name
  user_data            = "${JOINS}"
}
${
  clusters === 'c'
    ? ''
    : `resource "aws_ecs_cluster" "d" {
  name = "d"
}
resource "aws_instance" "d" {
  ami                  = "ami-1"
  iam_instance_profile = aws_iam_instance_profile.n.name
  user_data            = "${JOINS.replace('=c', '=d')}"
}`
}
`;
  const INLINE =
    '  inline_policy {\n    name   = "own"\n    policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n  }\n';
  test.each([
    ['gets a policy', nodes(''), ['new-resource, width 1']],
    ['gets a block where it has such', nodes(INLINE), ['in-place, width 1']],
    ['of two clusters is left', nodes('', 'two'), []],
  ])('%s', (_, text, expected) => {
    expect(effects('scope-node-role-to-cluster', text)).toEqual(expected);
  });
});

describe('an action that is taken away', () => {
  const granted = (action: string, resource = '"*"') => `${role('n')}
resource "aws_instance" "n" {
  ami                  = "ami-1"
  iam_instance_profile = aws_iam_instance_profile.n.name
}
resource "aws_iam_role_policy" "n" {
  role   = aws_iam_role.n.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["${action}", "sts:GetCallerIdentity"], Resource = ${resource} }] })
}
resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_access_key" "u" {
  user = aws_iam_user.u.name
}
resource "aws_iam_user_policy" "u" {
  user   = aws_iam_user.u.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })
}
`;
  const own = (action: string, policy: string) =>
    offered('remove-dangerous-actions', granted(action))
      .filter(({ id }) => id.includes(policy))
      .map(effectOf);
  test.each([
    ['iam:CreateAccessKey', ['Remove iam:CreateAccessKey from aws_iam_role_policy.n: in-place, width 2']],
    ['iam:PassRole', ['Remove iam:PassRole from aws_iam_role_policy.n: in-place, width 1.5']],
  ])('%s', (action, expected) => {
    expect(own(action, 'aws_iam_role_policy.n')).toEqual(expected);
  });
});

describe('what may break', () => {
  const task = (
    arguments_: string,
    service: string,
    flag = 'true',
  ) => `${CLUSTER}variable "flag" {\n  default = ${flag}\n}
resource "aws_ecs_task_definition" "t" {
  family = "t"
${arguments_}}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
${service}}
`;
  const ARN = '  task_definition = aws_ecs_task_definition.t.arn\n';
  const ONE = '  container_definitions = jsonencode([{ name = "c" }])\n';
  test.each([
    [
      'a value from elsewhere changes for others too',
      'disable-execute-command',
      task(ONE, `${ARN}  enable_execute_command = var.flag\n`),
      /enable_execute_command is written in main\.tf; everything else that uses that value changes with it/,
      true,
    ],
    [
      'one that is written there does not',
      'disable-execute-command',
      task(ONE, `${ARN}  enable_execute_command = true\n`),
      /everything else that uses that value/,
      false,
    ],
    [
      'the network mode from elsewhere',
      'leave-host-network',
      task(`${ONE}  network_mode = var.flag\n`, ARN, '"host"'),
      /network_mode is written in main\.tf/,
      true,
    ],
    [
      'a service that names another revision',
      'unshare-host-pid',
      task(`${ONE}  pid_mode = "host"\n`, '  task_definition = "${aws_ecs_task_definition.t.family}:7"\n'),
      /aws_ecs_service\.s does not refer to the task definition's arn/,
      true,
    ],
    [
      'a service that follows',
      'unshare-host-pid',
      task(`${ONE}  pid_mode = "host"\n`, ARN),
      /does not refer to/,
      false,
    ],
    [
      'a block that stands for several',
      'disable-execute-command',
      task(ONE, `${ARN}  count = 2\n  enable_execute_command = true\n`),
      /stands for several instances/,
      true,
    ],
    [
      'the guard of a file system',
      'encrypt-efs-at-rest',
      'resource "aws_efs_file_system" "f" {\n  encrypted = false\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n',
      /lifecycle block has prevent_destroy = true/,
      true,
    ],
    [
      'the guard that is off',
      'encrypt-efs-at-rest',
      'resource "aws_efs_file_system" "f" {\n  encrypted = false\n  lifecycle {\n    prevent_destroy = false\n  }\n}\n',
      /prevent_destroy/,
      false,
    ],
    [
      'an access point without a user of its own',
      'restrict-efs-access-point',
      'resource "aws_efs_file_system" "f" {}\nresource "aws_efs_access_point" "p" {\n  file_system_id = aws_efs_file_system.f.id\n  root_directory {\n    creation_info {\n      owner_uid   = 0\n      owner_gid   = 0\n      permissions = "0755"\n    }\n  }\n}\n',
      /Without posix_user every client/,
      true,
    ],
    [
      'an access point with one',
      'restrict-efs-access-point',
      'resource "aws_efs_file_system" "f" {}\nresource "aws_efs_access_point" "p" {\n  file_system_id = aws_efs_file_system.f.id\n  posix_user {\n    uid = 1\n    gid = 1\n  }\n  root_directory {\n    creation_info {\n      owner_uid   = 0\n      owner_gid   = 0\n      permissions = "0755"\n    }\n  }\n}\n',
      /Without posix_user/,
      false,
    ],
  ])('%s', (_, id, text, note, expected) => {
    const found = notes(id, text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((each) => note.test(each))).toBe(expected);
  });
});
