import { describe, expect, test } from 'vitest';
import { exposuresOf } from '#aws/network/exposure.js';
import { at, estateOf } from './support.js';

const TYPES = `
  aws_vpc aws_default_vpc aws_subnet aws_default_subnet aws_internet_gateway aws_nat_gateway aws_route_table
  aws_default_route_table aws_route aws_route_table_association aws_main_route_table_association
  aws_vpc_peering_connection aws_ec2_transit_gateway_vpc_attachment aws_security_group
  aws_default_security_group aws_security_group_rule aws_vpc_security_group_ingress_rule
  aws_vpc_security_group_egress_rule aws_network_interface_sg_attachment aws_instance aws_spot_instance_request
  aws_autoscaling_group aws_launch_template aws_launch_configuration aws_eip aws_eip_association
  aws_network_interface aws_iam_instance_profile aws_ecs_cluster aws_ecs_capacity_provider
  aws_ecs_cluster_capacity_providers aws_ecs_task_definition aws_ecs_service aws_lb aws_elb aws_lb_listener
  aws_lb_listener_rule aws_lb_target_group aws_lb_target_group_attachment aws_autoscaling_attachment
  aws_elb_attachment aws_lambda_function aws_lambda_alias aws_lambda_permission aws_lambda_function_url
  aws_api_gateway_rest_api aws_api_gateway_method aws_api_gateway_integration aws_apigatewayv2_api
  aws_apigatewayv2_integration aws_apigatewayv2_route aws_efs_file_system aws_efs_mount_target
  aws_efs_access_point aws_efs_file_system_policy aws_s3_bucket aws_dynamodb_table aws_secretsmanager_secret
  aws_ssm_parameter aws_ec2_instance_metadata_defaults null_resource terraform_data
`
  .trim()
  .split(/\s+/);

/** Attributes that the estate asks for, over all types. */
const ATTRIBUTES = `
  vpc_id subnet_id subnet_ids subnets cidr_block route_table_id gateway_id name family vpc_security_group_ids
  security_groups security_group_id user_data iam_instance_profile role cluster task_definition
  container_definitions launch_type file_system_id policy load_balancer_arn target_group_arn target_id
  function_name principal rest_api_id resource_id http_method uri internal port from_port to_port protocol
  cidr_blocks tags instance capacity_providers
`
  .trim()
  .split(/\s+/);

function exposures(source: string): number {
  const estate = estateOf(source);
  const workloads = [...estate.services, ...estate.hosts, ...estate.functions];
  return workloads.filter((workload) => exposuresOf(estate, workload).length > 0).length;
}

describe('any configuration', () => {
  test('none at all', () => {
    expect(exposures('')).toBe(0);
  });

  test('blocks that say nothing', () => {
    const estate = estateOf(TYPES.map((type) => `resource "${type}" "x" {}`).join('\n'));
    expect(estate.hosts.map(({ address }) => address)).toEqual([
      'aws_instance.x',
      'aws_spot_instance_request.x',
      'aws_autoscaling_group.x',
    ]);
  });

  test.each(['var.x', 'null', '"x"', '[]', '{}', '[var.x]', '-1', 'aws_vpc.x', 'missing.x.id', 'aws_subnet.x[*].id'])(
    'everything is %s',
    (value) => {
      const body = ATTRIBUTES.map((name) => `  ${name} = ${value}`).join('\n');
      const source = `variable "x" {}\n${TYPES.map((type) => `resource "${type}" "x" {\n${body}\n}`).join('\n')}`;
      expect(() => exposures(source)).not.toThrow();
    },
  );

  test('references in a circle', () => {
    const source = `
resource "aws_ecs_service" "a" {\n name = "a"\n cluster = aws_ecs_service.b.cluster\n}
resource "aws_ecs_service" "b" {\n name = "b"\n cluster = aws_ecs_service.a.cluster\n}`;
    expect(estateOf(source).services).toHaveLength(2);
  });

  test('names that every object has', () => {
    const source = `
resource "aws_ecs_cluster" "c" {\n name = "__proto__"\n}
resource "aws_instance" "h" {\n user_data = "ECS_CLUSTER=constructor"\n}
resource "aws_ecs_service" "s" {\n name = "s"\n cluster = "__proto__"\n}`;
    const estate = estateOf(source);
    expect(at(estate.services, 'aws_ecs_service.s').cluster?.address).toBe('aws_ecs_cluster.c');
    expect(at(estate.hosts, 'aws_instance.h').cluster?.address).toBe('constructor');
  });
});

test('an estate cut into modules is the same estate', () => {
  const estate = estateOf({
    'main.tf': `
module "network" {\n source = "./network"\n}
module "cluster" {\n source = "./cluster"\n subnets = module.network.subnets\n vpc = module.network.vpc\n}`,
    'network/main.tf': `
resource "aws_vpc" "v" {\n cidr_block = "10.0.0.0/16"\n}
resource "aws_internet_gateway" "g" {\n vpc_id = aws_vpc.v.id\n}
resource "aws_subnet" "s" {\n count = 2\n vpc_id = aws_vpc.v.id\n cidr_block = cidrsubnet(aws_vpc.v.cidr_block, 8, count.index)\n map_public_ip_on_launch = true\n}
resource "aws_route" "r" {\n route_table_id = aws_vpc.v.main_route_table_id\n destination_cidr_block = "0.0.0.0/0"\n gateway_id = aws_internet_gateway.g.id\n}
output "subnets" {\n value = aws_subnet.s[*].id\n}
output "vpc" {\n value = aws_vpc.v.id\n}`,
    'cluster/main.tf': `
variable "subnets" {\n type = list(string)\n}
variable "vpc" {}
resource "aws_security_group" "g" {\n vpc_id = var.vpc\n ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n }\n}
resource "aws_ecs_cluster" "c" {\n name = "c"\n}
resource "aws_launch_template" "t" {\n vpc_security_group_ids = [aws_security_group.g.id]\n user_data = base64encode("ECS_CLUSTER=\${aws_ecs_cluster.c.name}")\n}
resource "aws_autoscaling_group" "a" {\n vpc_zone_identifier = var.subnets\n launch_template {\n id = aws_launch_template.t.id\n }\n}
resource "aws_ecs_task_definition" "t" {\n family = "t"\n network_mode = "host"\n container_definitions = jsonencode([{ name = "t", portMappings = [{ containerPort = 80 }] }])\n}
resource "aws_ecs_service" "s" {\n name = "s"\n cluster = aws_ecs_cluster.c.arn\n task_definition = aws_ecs_task_definition.t.arn\n}`,
  });
  const service = at(estate.services, 'module.cluster.aws_ecs_service.s');
  expect(service.hosts.map(({ address }) => address)).toEqual(['module.cluster.aws_autoscaling_group.a']);
  expect(
    exposuresOf(estate, service)
      .flatMap(({ ways }) => ways)
      .map(({ fromPort }) => fromPort),
  ).toEqual([80]);
});
