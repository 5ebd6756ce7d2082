import { describe, expect, test } from 'vitest';
import { exposuresOf } from '#aws/network/exposure.js';
import { VPC, at, estateOf } from '../estate/support.js';

const rule = (from: number, to: number, source = 'cidr_blocks = ["0.0.0.0/0"]') =>
  `ingress {\n from_port = ${from}\n to_port = ${to}\n protocol = "tcp"\n ${source}\n}`;
const OUT = '\negress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n}';
const group = (name: string, rules: string) =>
  `resource "aws_security_group" "${name}" {\n vpc_id = aws_vpc.main.id\n ${rules}\n}\n`;
const host = (name = 'a', address = true) => `resource "aws_instance" "${name}" {
 subnet_id = aws_subnet.public.id
 vpc_security_group_ids = [aws_security_group.host.id]
 associate_public_ip_address = ${address}
 user_data = "ECS_CLUSTER=c"
}\n`;
const task = (mode: string, containers: string, more = '') =>
  `resource "aws_ecs_cluster" "c" {\n name = "c"\n}\nresource "aws_ecs_task_definition" "t" {\n family = "t"\n network_mode = "${mode}"\n container_definitions = <<EOF\n${containers}\nEOF\n ${more}\n}\n`;
const service = (more = '') =>
  `resource "aws_ecs_service" "s" {\n name = "s"\n cluster = aws_ecs_cluster.c.id\n task_definition = aws_ecs_task_definition.t.arn\n ${more}\n}\n`;
const ports = (...mappings: string[]) => `[{"name": "web", "portMappings": [${mappings.join(', ')}]}]`;

/** `80: ingress rules` for each way. */
function ways(source: string, address: string): string[] {
  const estate = estateOf(source);
  const workload = at([...estate.services, ...estate.hosts, ...estate.functions], address);
  const found = exposuresOf(estate, workload).flatMap((exposure) => exposure.ways);
  return found.map(({ fromPort, toPort, premises }) => {
    const rules = premises
      .filter(({ property }) => property === 'network.ingress-rule')
      .map(({ key }) => key.replace(/^.*aws_security_group\./, ''));
    return `${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}: ${rules.join(', ')}`;
  });
}

describe('directly', () => {
  test.each<[string, string, string[]]>([
    ['host', VPC + group('host', rule(22, 22)) + host(), ['22: host:ingress[0]']],
    ['closed host', VPC + group('host', '') + host(), []],
    ['host without address', VPC + group('host', rule(22, 22)) + host('a', false), []],
  ])('%s', (_, source, expected) => {
    expect(ways(source, 'aws_instance.a')).toEqual(expected);
  });

  const on = (mode: string, containers: string, rules: string) =>
    VPC + group('host', rules) + host() + task(mode, containers) + service();
  test.each<[string, string, string[]]>([
    ['host network', on('host', ports('{"containerPort": 80}'), rule(80, 80)), ['80: host:ingress[0]']],
    ['host network, another port', on('host', ports('{"containerPort": 8080}'), rule(80, 80)), []],
    ['host network without mappings', on('host', '[{"name": "web"}]', rule(80, 90)), ['80-90: host:ingress[0]']],
    ['bridge', on('bridge', ports('{"containerPort": 8080, "hostPort": 80}'), rule(80, 80)), ['80: host:ingress[0]']],
    ['bridge, another port', on('bridge', ports('{"containerPort": 80, "hostPort": 8080}'), rule(80, 80)), []],
    [
      'bridge, any host port',
      on('bridge', ports('{"containerPort": 80, "hostPort": 0}'), rule(0, 65535)),
      ['32768-65535: host:ingress[0]'],
    ],
    ['bridge, any host port, closed', on('bridge', ports('{"containerPort": 80, "hostPort": 0}'), rule(80, 80)), []],
    ['bridge without mappings', on('bridge', '[{"name": "web"}]', rule(0, 65535)), []],
  ])('service on a host: %s', (_, source, expected) => {
    expect(ways(source, 'aws_ecs_service.s')).toEqual(expected);
  });

  const fargate = (address: boolean, rules: string) =>
    VPC +
    group('task', rules) +
    task('awsvpc', ports('{"containerPort": 80}'), 'requires_compatibilities = ["FARGATE"]') +
    service(
      `launch_type = "FARGATE"\n network_configuration {\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.task.id]\n assign_public_ip = ${address}\n }`,
    );
  test.each<[string, string, string[]]>([
    ['open', fargate(true, rule(80, 80)), ['80: task:ingress[0]']],
    ['a wide rule', fargate(true, rule(0, 65535)), ['80: task:ingress[0]']],
    ['closed', fargate(true, rule(22, 22)), []],
    ['no address', fargate(false, rule(80, 80)), []],
  ])('service with its own interface: %s', (_, source, expected) => {
    expect(ways(source, 'aws_ecs_service.s')).toEqual(expected);
  });
});

describe('through a load balancer', () => {
  const balancer = (more: string, type = 'application', target = 'instance') => `
resource "aws_lb" "lb" {\n load_balancer_type = "${type}"\n subnets = [aws_subnet.public.id]\n ${more}\n}
resource "aws_lb_target_group" "web" {\n port = 8080\n target_type = "${target}"\n protocol = "${type === 'network' ? 'TCP' : 'HTTP'}"\n vpc_id = aws_vpc.main.id\n}
resource "aws_lb_listener" "web" {\n load_balancer_arn = aws_lb.lb.arn\n port = 443\n default_action {\n type = "forward"\n target_group_arn = aws_lb_target_group.web.arn\n }\n}
`;
  const GROUPED = 'security_groups = [aws_security_group.lb.id]';
  const behind = (lb: string, lbRules: string, taskRules: string) =>
    VPC +
    lb +
    group('lb', lbRules) +
    group('task', taskRules) +
    task('awsvpc', ports('{"containerPort": 8080}'), 'requires_compatibilities = ["FARGATE"]') +
    service(`launch_type = "FARGATE"
 network_configuration {\n subnets = [aws_subnet.private.id]\n security_groups = [aws_security_group.task.id]\n }
 load_balancer {\n target_group_arn = aws_lb_target_group.web.arn\n container_name = "web"\n container_port = 8080\n }`);
  const FROM_LB = rule(8080, 8080, 'security_groups = [aws_security_group.lb.id]');

  test.each<[string, string, string[]]>([
    ['open', behind(balancer(GROUPED), rule(443, 443) + OUT, FROM_LB), ['8080: lb:ingress[0], task:ingress[0]']],
    ['internal', behind(balancer(`internal = true\n ${GROUPED}`), rule(443, 443) + OUT, FROM_LB), []],
    ['closed listener', behind(balancer(GROUPED), rule(80, 80) + OUT, FROM_LB), []],
    ['no way out of the balancer', behind(balancer(GROUPED), rule(443, 443), FROM_LB), []],
    ['closed task', behind(balancer(GROUPED), rule(443, 443) + OUT, ''), []],
    [
      'network balancer without groups',
      behind(balancer('', 'network', 'ip'), '', rule(8080, 8080, 'cidr_blocks = ["10.0.1.0/24"]')),
      ['8080: task:ingress[0]'],
    ],
    [
      'a rule of the listener',
      behind(
        balancer(GROUPED).replace(/default_action \{[^}]*\}/, 'default_action {\n type = "fixed-response"\n }') +
          'resource "aws_lb_listener_rule" "r" {\n listener_arn = aws_lb_listener.web.arn\n action {\n type = "forward"\n forward {\n target_group {\n arn = aws_lb_target_group.web.arn\n }\n }\n }\n}\n',
        rule(443, 443) + OUT,
        FROM_LB,
      ),
      ['8080: lb:ingress[0], task:ingress[0]'],
    ],
  ])('%s', (_, source, expected) => {
    expect(ways(source, 'aws_ecs_service.s')).toEqual(expected);
  });

  const network = (target: string, more = '') =>
    balancer('', 'network', target)
      .replace('port = 443', `port = 443\n protocol = "TCP"`)
      .replace('protocol = "TCP"\n vpc_id', `protocol = "TCP"\n ${more}\n vpc_id`);
  const FROM_SUBNETS = rule(8080, 8080, 'cidr_blocks = ["10.0.1.0/24"]');
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
  test.each<[string, string, string, string[]]>([
    ['addresses do not', network('ip'), FROM_SUBNETS, ['8080: task:ingress[0]']],
    ['addresses, told to', network('ip', 'preserve_client_ip = true'), FROM_SUBNETS, []],
    [
      'addresses, told to, with an open target',
      network('ip', 'preserve_client_ip = true'),
      rule(8080, 8080),
      ['8080: task:ingress[0]'],
    ],
    ['instances do', network('instance'), FROM_SUBNETS, []],
    ['instances do, with an open target', network('instance'), rule(8080, 8080), ['8080: task:ingress[0]']],
    [
      'instances, told not to',
      network('instance', 'preserve_client_ip = false'),
      FROM_SUBNETS,
      ['8080: task:ingress[0]'],
    ],
    ['addresses by UDP do', network('ip').replaceAll('"TCP"', '"UDP"'), FROM_SUBNETS, []],
  ])('targets of a network balancer that see the client: %s', (_, lb, rules, expected) => {
    const source = behind(lb, '', rules.replaceAll('"tcp"', lb.includes('"UDP"') ? '"udp"' : '"tcp"'));
    expect(ways(source, 'aws_ecs_service.s')).toEqual(expected);
  });

  test('a target may name the group of a network balancer that preserves the client', () => {
    const lb = network('instance').replace('load_balancer_type', `${GROUPED}\n load_balancer_type`);
    expect(ways(behind(lb, rule(443, 443) + OUT, FROM_LB), 'aws_ecs_service.s')).toEqual([
      '8080: lb:ingress[0], task:ingress[0]',
    ]);
  });

  test('UDP is followed by UDP', () => {
    const lb = network('ip').replaceAll('"TCP"', '"UDP"');
    const udp = ports('{"containerPort": 8080, "protocol": "udp"}');
    const source = behind(lb, '', rule(8080, 8080).replace('"tcp"', '"udp"')).replace(
      ports('{"containerPort": 8080}'),
      udp,
    );
    expect(ways(source, 'aws_ecs_service.s')).toEqual(['8080: task:ingress[0]']);
    expect(ways(source.replaceAll('"udp"', '"tcp"'), 'aws_ecs_service.s')).toEqual([]);
  });

  test('a listener for TCP and UDP leads to both', () => {
    const lb = network('ip', 'preserve_client_ip = false').replaceAll('"TCP"', '"TCP_UDP"');
    const both = ports('{"containerPort": 8080, "protocol": "udp"}', '{"containerPort": 8080}');
    const rules = `${FROM_SUBNETS}\n${FROM_SUBNETS.replace('"tcp"', '"udp"')}`;
    const source = behind(lb, '', rules).replace(ports('{"containerPort": 8080}'), both);
    expect(new Set(ways(source, 'aws_ecs_service.s'))).toEqual(
      new Set(['8080: task:ingress[0]', '8080: task:ingress[1]']),
    );
  });

  const FORWARD = 'default_action {\n type = "forward"\n target_group_arn = aws_lb_target_group.web.arn\n }';
  const listening = (more: string, actions: string) =>
    behind(
      balancer(GROUPED).replace(/default_action \{[^}]*\}/, `${more}\n ${actions}`),
      rule(443, 443) + OUT,
      FROM_LB,
    );
  const login = (name: string, more = '') =>
    `default_action {\n type = "authenticate-${name}"\n authenticate_${name} {\n ${more}\n }\n }\n ${FORWARD}`;
  const ruled = (conditions: string) =>
    listening('', 'default_action {\n type = "fixed-response"\n }') +
    `resource "aws_lb_listener_rule" "r" {\n listener_arn = aws_lb_listener.web.arn\n action {\n type = "forward"\n target_group_arn = aws_lb_target_group.web.arn\n }\n ${conditions}\n}\n`;
  const from = (values: string) => `condition {\n source_ip {\n values = ${values}\n }\n }`;
  const REACHED = ['certain'];
  test.each<[string, string, string[]]>([
    ['forwards', listening('', FORWARD), REACHED],
    ['asks for a login by OIDC', listening('', login('oidc')), []],
    ['asks for a login by Cognito', listening('', login('cognito')), []],
    ['asks for a token', listening('', `default_action {\n type = "jwt-validation"\n }\n ${FORWARD}`), []],
    ['lets others through', listening('', login('oidc', 'on_unauthenticated_request = "allow"')), REACHED],
    [
      'may let others through',
      `variable "v" {}\n${listening('', login('oidc', 'on_unauthenticated_request = var.v'))}`,
      ['var.v is "allow"'],
    ],
    ['asks for a certificate', listening('mutual_authentication {\n mode = "verify"\n }', FORWARD), []],
    ['takes a certificate along', listening('mutual_authentication {\n mode = "passthrough"\n }', FORWARD), REACHED],
    ['has a rule for all', ruled('condition {\n path_pattern {\n values = ["/x"]\n }\n }'), REACHED],
    ['has a rule for an office', ruled(from('["192.0.2.0/24"]')), []],
    ['has a rule for the world', ruled(from('["0.0.0.0/0"]')), REACHED],
    ['has a rule for a list', `variable "v" {}\n${ruled(from('var.v'))}`, ['var.v covers the internet']],
    [
      'asks for a login, and has a rule without one',
      listening('', login('oidc')) +
        'resource "aws_lb_listener_rule" "r" {\n listener_arn = aws_lb_listener.web.arn\n action {\n type = "forward"\n target_group_arn = aws_lb_target_group.web.arn\n }\n}\n',
      REACHED,
    ],
  ])('a listener that %s', (_, source, expected) => {
    const estate = estateOf(source);
    const found = exposuresOf(estate, at(estate.services, 'aws_ecs_service.s')).flatMap((exposure) => exposure.ways);
    const said = found.map(({ premises }) => {
      const assumed = premises.filter(({ certainty }) => certainty === 'assumed');
      return assumed.length === 0 ? 'certain' : assumed.map(({ assumes }) => assumes?.what).join('; ');
    });
    expect(said).toEqual(expected);
  });

  test('a certain way is told apart from one that is assumed', () => {
    const source = `variable "admins" {}\n${VPC}${group('host', `${rule(443, 443)}\n${rule(22, 22, 'cidr_blocks = var.admins')}`)}${host()}`;
    const estate = estateOf(source);
    const found = exposuresOf(estate, at(estate.hosts, 'aws_instance.a'));
    expect(found.map(({ reason, certain, ways }) => [reason, certain, ways.length])).toEqual([
      ['aws_instance.a is reachable from the internet on tcp/443', true, 1],
      ['aws_instance.a may be reachable from the internet on tcp/22', false, 1],
    ]);
  });

  const instanceBehind = (attachment: string) =>
    VPC +
    balancer(GROUPED) +
    group('lb', rule(443, 443) + OUT) +
    group('host', FROM_LB) +
    host('a', false) +
    attachment;
  test.each<[string, string, string, string[]]>([
    [
      'an attached instance',
      'aws_instance.a',
      instanceBehind(
        'resource "aws_lb_target_group_attachment" "a" {\n target_group_arn = aws_lb_target_group.web.arn\n target_id = aws_instance.a.id\n}',
      ),
      ['8080: lb:ingress[0], host:ingress[0]'],
    ],
    [
      'attached on another port',
      'aws_instance.a',
      instanceBehind(
        'resource "aws_lb_target_group_attachment" "a" {\n target_group_arn = aws_lb_target_group.web.arn\n target_id = aws_instance.a.id\n port = 9000\n}',
      ),
      [],
    ],
    [
      'a classic balancer',
      'aws_instance.a',
      VPC +
        group('lb', rule(80, 80) + OUT) +
        group('host', FROM_LB) +
        host('a', false) +
        'resource "aws_elb" "e" {\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.lb.id]\n instances = [aws_instance.a.id]\n listener {\n lb_port = 80\n lb_protocol = "http"\n instance_port = 8080\n instance_protocol = "http"\n }\n}',
      ['8080: lb:ingress[0], host:ingress[0]'],
    ],
    [
      'an attached group',
      'aws_autoscaling_group.g',
      instanceBehind(
        'resource "aws_launch_template" "t" {\n vpc_security_group_ids = [aws_security_group.host.id]\n}\nresource "aws_autoscaling_group" "g" {\n vpc_zone_identifier = [aws_subnet.private.id]\n target_group_arns = [aws_lb_target_group.web.arn]\n launch_template {\n id = aws_launch_template.t.id\n }\n}',
      ),
      ['8080: lb:ingress[0], host:ingress[0]'],
    ],
    [
      'a group attached from outside',
      'aws_autoscaling_group.g',
      instanceBehind(
        'resource "aws_launch_template" "t" {\n vpc_security_group_ids = [aws_security_group.host.id]\n}\nresource "aws_autoscaling_group" "g" {\n vpc_zone_identifier = [aws_subnet.private.id]\n launch_template {\n id = aws_launch_template.t.id\n }\n}\nresource "aws_autoscaling_attachment" "a" {\n autoscaling_group_name = aws_autoscaling_group.g.id\n lb_target_group_arn = aws_lb_target_group.web.arn\n}',
      ),
      ['8080: lb:ingress[0], host:ingress[0]'],
    ],
  ])('%s', (_, address, source, expected) => {
    expect(ways(source, address)).toEqual(expected);
  });

  test('the reason names both', () => {
    const estate = estateOf(behind(balancer(GROUPED), rule(443, 443) + OUT, FROM_LB));
    expect(exposuresOf(estate, at(estate.services, 'aws_ecs_service.s'))[0]?.reason).toBe(
      'reachable from the internet through aws_lb.lb (aws_lb_listener.web)',
    );
  });
});
