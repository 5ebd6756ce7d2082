import { describe, expect, test } from 'vitest';
import { exposuresOf } from '#aws/network/exposure.js';
import { VPC, at, estateOf } from '../estate/support.js';

const FUNCTION = `
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.f.arn
}
resource "aws_iam_role" "f" {
  assume_role_policy = "{}"
}
`;

describe('public invocation', () => {
  const rest = (authorization: string, more = '') => `
resource "aws_api_gateway_rest_api" "a" {\n name = "a"\n ${more}\n}
resource "aws_api_gateway_resource" "r" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n path_part = "x"\n parent_id = aws_api_gateway_rest_api.a.root_resource_id\n}
resource "aws_api_gateway_method" "m" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = aws_api_gateway_resource.r.id\n http_method = "POST"\n ${authorization}\n}
resource "aws_api_gateway_integration" "i" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = aws_api_gateway_resource.r.id\n http_method = aws_api_gateway_method.m.http_method\n type = "AWS_PROXY"\n uri = aws_lambda_function.f.invoke_arn\n}`;
  const http = (authorization: string) => `
resource "aws_apigatewayv2_api" "a" {\n name = "a"\n protocol_type = "HTTP"\n}
resource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.a.id\n integration_type = "AWS_PROXY"\n integration_uri = aws_lambda_function.f.invoke_arn\n}
resource "aws_apigatewayv2_route" "r" {\n api_id = aws_apigatewayv2_api.a.id\n route_key = "$default"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n ${authorization}\n}`;
  const permission = (more: string) =>
    `resource "aws_lambda_permission" "p" {\n action = "lambda:InvokeFunction"\n function_name = aws_lambda_function.f.function_name\n ${more}\n}`;

  test.each<[string, string, string[]]>([
    ['nothing', '', []],
    [
      'open URL',
      'resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "NONE"\n}',
      ['aws_lambda_function_url.u'],
    ],
    [
      'URL of an alias',
      'resource "aws_lambda_alias" "l" {\n name = "live"\n function_name = aws_lambda_function.f.arn\n}\nresource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_alias.l.arn\n authorization_type = "NONE"\n}',
      ['aws_lambda_function_url.u'],
    ],
    [
      'URL with IAM',
      'resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "AWS_IAM"\n}',
      [],
    ],
    ['permission for all', permission('principal = "*"'), ['aws_lambda_permission.p']],
    ['permission for an organisation', permission('principal = "*"\n principal_org_id = "o-1"'), []],
    ['permission for a service', permission('principal = "events.amazonaws.com"'), []],
    ['REST API', rest('authorization = "NONE"'), ['aws_api_gateway_method.m']],
    ['REST API with IAM', rest('authorization = "AWS_IAM"'), []],
    ['REST API with a key', rest('authorization = "NONE"\n api_key_required = true'), []],
    ['private REST API', rest('authorization = "NONE"', 'endpoint_configuration {\n types = ["PRIVATE"]\n }'), []],
    [
      'REST API with a policy of its own resource',
      `${rest('authorization = "NONE"')}\nresource "aws_api_gateway_rest_api_policy" "p" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n policy = "{}"\n}`,
      [],
    ],
    ['HTTP API', http(''), ['aws_apigatewayv2_route.r']],
    ['HTTP API with an authorizer', http('authorization_type = "JWT"'), []],
  ])('%s', (_, more, expected) => {
    const estate = estateOf(FUNCTION + more);
    const found = at(estate.functions, 'aws_lambda_function.f');
    expect(found.publicInvocation.map(({ resource }) => resource.address)).toEqual(expected);
    expect(exposuresOf(estate, found).flatMap(({ ways }) => ways).length).toBe(expected.length);
  });
});

test('role, network and file system', () => {
  const { functions } = estateOf(`${VPC}${FUNCTION.replace(
    'function_name = "f"',
    `function_name = "f"
  vpc_config {\n subnet_ids = [aws_subnet.private.id]\n security_group_ids = [aws_security_group.g.id]\n }
  file_system_config {\n arn = aws_efs_access_point.p.arn\n local_mount_path = "/mnt/x"\n }
  environment {\n variables = {\n A = "b"\n }\n }`,
  )}
resource "aws_security_group" "g" {\n vpc_id = aws_vpc.main.id\n}
resource "aws_efs_file_system" "e" {}
resource "aws_efs_access_point" "p" {\n file_system_id = aws_efs_file_system.e.id\n}`);
  const found = at(functions, 'aws_lambda_function.f');
  expect(found.role?.address).toBe('aws_iam_role.f');
  expect(found.position?.subnets.map(({ address }) => address)).toEqual(['aws_subnet.private']);
  expect(found.position?.groups.map(({ address }) => address)).toEqual(['aws_security_group.g']);
  expect(found.accessPoints.map(({ address }) => address)).toEqual(['aws_efs_access_point.p']);
  expect([...found.environment.keys()]).toEqual(['A']);
});

test('outside of a VPC a function has no position', () => {
  expect(at(estateOf(FUNCTION).functions, 'aws_lambda_function.f').position).toBeUndefined();
});

test('behind a load balancer', () => {
  const estate = estateOf(`${VPC}${FUNCTION}
resource "aws_security_group" "lb" {\n vpc_id = aws_vpc.main.id\n ingress {\n from_port = 80\n to_port = 80\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n }\n}
resource "aws_lb" "lb" {\n subnets = [aws_subnet.public.id]\n security_groups = [aws_security_group.lb.id]\n}
resource "aws_lb_target_group" "f" {\n target_type = "lambda"\n}
resource "aws_lb_listener" "l" {\n load_balancer_arn = aws_lb.lb.arn\n port = 80\n default_action {\n type = "forward"\n target_group_arn = aws_lb_target_group.f.arn\n }\n}
resource "aws_lb_target_group_attachment" "a" {\n target_group_arn = aws_lb_target_group.f.arn\n target_id = aws_lambda_function.f.arn\n}`);
  expect(exposuresOf(estate, at(estate.functions, 'aws_lambda_function.f')).flatMap(({ ways }) => ways)).toHaveLength(
    1,
  );
});

describe('the front of an API', () => {
  const api = (more: string) => `${FUNCTION}
resource "aws_api_gateway_rest_api" "a" {\n name = "a"\n ${more}\n}
resource "aws_api_gateway_method" "m" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = aws_api_gateway_rest_api.a.root_resource_id\n http_method = "POST"\n authorization = "NONE"\n}
resource "aws_api_gateway_integration" "i" {\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = aws_api_gateway_rest_api.a.root_resource_id\n http_method = aws_api_gateway_method.m.http_method\n type = "AWS_PROXY"\n uri = aws_lambda_function.f.invoke_arn\n}\n`;
  const DISABLED = 'disable_execute_api_endpoint = true';
  const TLS = 'mutual_tls_authentication {\n truststore_uri = "s3://b/k"\n }';
  const domain = (name: string, more: string, by = `aws_api_gateway_domain_name.${name}.domain_name`) =>
    `resource "aws_api_gateway_domain_name" "${name}" {\n domain_name = "${name}.example.com"\n ${more}\n}
resource "aws_api_gateway_base_path_mapping" "${name}" {\n api_id = aws_api_gateway_rest_api.a.id\n domain_name = ${by}\n}\n`;
  test.each<[string, string, string[]]>([
    ['its default endpoint', api(''), ['certain']],
    ['its default endpoint beside a domain name that asks for a certificate', api('') + domain('d', TLS), ['certain']],
    ['a domain name', api(DISABLED) + domain('d', ''), ['certain']],
    ['a domain name by its text', api(DISABLED) + domain('d', '', '"d.example.com"'), ['certain']],
    ['a domain name that asks for a certificate', api(DISABLED) + domain('d', TLS), []],
    ['two, one of which asks for none', api(DISABLED) + domain('d', TLS) + domain('e', ''), ['certain']],
    [
      'none that is here',
      api(DISABLED),
      ['aws_api_gateway_rest_api.a has a domain name that is not in the configuration'],
    ],
    [
      'one that is not here',
      `variable "d" {}\n${api(DISABLED)}${domain('d', TLS)}resource "aws_api_gateway_base_path_mapping" "x" {\n api_id = aws_api_gateway_rest_api.a.id\n domain_name = var.d\n}\n`,
      ['aws_api_gateway_rest_api.a has a domain name that is not in the configuration'],
    ],
    [
      'its default endpoint, perhaps',
      `variable "off" {}\n${api('disable_execute_api_endpoint = var.off')}${domain('d', TLS)}`,
      ['aws_api_gateway_rest_api.a keeps its default endpoint (var.off)'],
    ],
  ])('%s', (_, source, expected) => {
    const { publicInvocation } = at(estateOf(source).functions, 'aws_lambda_function.f');
    expect(publicInvocation.map(({ certainty, assumes }) => assumes?.what ?? certainty)).toEqual(expected);
  });

  const socket = (authorization: string) => `${FUNCTION}
resource "aws_apigatewayv2_api" "a" {\n name = "a"\n protocol_type = "WEBSOCKET"\n}
resource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.a.id\n integration_uri = aws_lambda_function.f.invoke_arn\n}
resource "aws_apigatewayv2_route" "connect" {\n api_id = aws_apigatewayv2_api.a.id\n route_key = "$connect"\n ${authorization}\n}
resource "aws_apigatewayv2_route" "send" {\n api_id = aws_apigatewayv2_api.a.id\n route_key = "send"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n}\n`;
  test.each<[string, string, number]>([
    ['that lets anyone connect', socket(''), 1],
    ['that lets only some connect', socket('authorization_type = "CUSTOM"'), 0],
  ])('a WebSocket API %s', (_, source, expected) => {
    expect(at(estateOf(source).functions, 'aws_lambda_function.f').publicInvocation).toHaveLength(expected);
  });
});
