/** By what strangers get in, whether or not anything follows where it leads. */
import { expect, test } from 'vitest';
import { frontDoorsOf } from '#aws/front-doors.js';
import { VPC, estateOf } from './estate/support.js';

const doors = (text: string): readonly string[] =>
  frontDoorsOf(estateOf(`variable "x" {}\n${text}`)).map(({ resource, open }) => `${resource.address} ${open}`);

const eks = (config: string): string =>
  `resource "aws_eks_cluster" "k" {\n name = "k"\n role_arn = "r"\n vpc_config {\n subnet_ids = []\n ${config}\n }\n}`;
const api = (authorization: string, more = ''): string => `
resource "aws_api_gateway_rest_api" "a" {\n name = "a"\n ${more}\n}
resource "aws_api_gateway_method" "m" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = "r"\n http_method = "GET"\n authorization = ${authorization}\n}`;
const routed = (route: string): string => `
resource "aws_apigatewayv2_api" "a" {\n name = "a"\n protocol_type = "HTTP"\n}
resource "aws_apigatewayv2_route" "r" {\n api_id = aws_apigatewayv2_api.a.id\n route_key = "GET /"\n ${route}\n}`;
const balancer = (internal: string): string => `${VPC}
resource "aws_security_group" "lb" {\n vpc_id = aws_vpc.main.id\n ingress {\n from_port = 443\n to_port = 443\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n }\n}
resource "aws_lb" "front" {\n internal = ${internal}\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.lb.id]\n}`;

test.each<[string, string, readonly string[]]>([
  ['an EKS endpoint by default', eks(''), ['aws_eks_cluster.k yes']],
  ['an EKS endpoint that is closed', eks('endpoint_public_access = false'), []],
  ['an EKS endpoint that may be closed', eks('endpoint_public_access = var.x'), ['aws_eks_cluster.k unknown']],
  ['an EKS endpoint for some addresses', eks('public_access_cidrs = ["192.0.2.0/24"]'), []],
  [
    'an EKS endpoint for all among them',
    eks('public_access_cidrs = ["192.0.2.0/24", "0.0.0.0/0"]'),
    ['aws_eks_cluster.k yes'],
  ],
  ['a method without authorisation', api('"NONE"'), ['aws_api_gateway_rest_api.a yes']],
  ['a method with authorisation', api('"AWS_IAM"'), ['aws_api_gateway_rest_api.a guarded']],
  ['a private API', api('"NONE"', 'endpoint_configuration {\n types = ["PRIVATE"]\n }'), []],
  ['an API with a policy', api('"NONE"', 'policy = var.x'), []],
  [
    'an API of which no method is here',
    'resource "aws_api_gateway_rest_api" "a" {\n body = var.x\n}',
    ['aws_api_gateway_rest_api.a unknown'],
  ],
  ['a route without authorisation', routed(''), ['aws_apigatewayv2_api.a yes']],
  ['a route that asks for a key', routed('api_key_required = true'), ['aws_apigatewayv2_api.a guarded']],
  [
    'a distribution',
    'resource "aws_cloudfront_distribution" "d" {\n enabled = true\n}',
    ['aws_cloudfront_distribution.d yes'],
  ],
  ['a distribution that is off', 'resource "aws_cloudfront_distribution" "d" {\n enabled = false\n}', []],
  ['a database by default', 'resource "aws_db_instance" "d" {}', []],
  [
    'a database with a public address',
    'resource "aws_db_instance" "d" {\n publicly_accessible = true\n}',
    ['aws_db_instance.d yes'],
  ],
  ['a load balancer', balancer('false'), ['aws_lb.front yes']],
  ['an internal load balancer', balancer('true'), []],
  ['a load balancer that may be internal', balancer('var.x'), ['aws_lb.front unknown']],
  ['a data source', 'data "aws_cloudfront_distribution" "d" {\n id = "x"\n}', []],
])('%s', (_, text, expected) => {
  expect(doors(text)).toEqual(expected);
});
