import {
  APIGatewayClient,
  type Method,
  paginateGetResources,
  paginateGetRestApis,
  type Resource,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import {
  type Api,
  ApiGatewayV2Client,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  type Integration,
  type Route,
} from '@aws-sdk/client-apigatewayv2';
import type { Collector } from '../collector.js';
import { MASK } from '../hidden.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, sorted } from '../values.js';

const rest = rowsOf<APIGatewayClient, 'apigateway'>();
const http = rowsOf<ApiGatewayV2Client, 'apigatewayv2'>();

export const apigateway: Collector<APIGatewayClient, 'apigateway'> = {
  service: 'apigateway',
  connect: (settings) => new APIGatewayClient(settings),
  rows: [
    rest({
      call: 'GetRestApis',
      pages: (client) => paginateGetRestApis({ client, pageSize: 500 }, {}),
      items: (page) => page.items,
      each: addRestApi,
    }),
  ],
};

async function addRestApi(api: RestApi, at: Reader<APIGatewayClient, 'apigateway'>): Promise<void> {
  const { id = '', name, policy, endpointConfiguration: endpoint } = api;
  const about = { type: 'aws_api_gateway_rest_api', id };
  at.add({
    ...about,
    arn: `arn:${at.place.partition}:apigateway:${at.place.region}::/restapis/${id}`,
    values: {
      name,
      // It is told with its quotes escaped.
      policy: policy?.replaceAll('\\"', '"'),
      disable_execute_api_endpoint: api.disableExecuteApiEndpoint ?? false,
      endpoint_configuration: block(
        endpoint && { types: endpoint.types, vpc_endpoint_ids: sorted(endpoint.vpcEndpointIds) },
      ),
      root_resource_id: api.rootResourceId,
      tags: api.tags ?? {},
    },
  });
  await at.read(
    rest({
      call: 'GetResources',
      about,
      pages: (client) => paginateGetResources({ client, pageSize: 500 }, { restApiId: id, embed: ['methods'] }),
      items: (page) => page.items,
      each: (resource) => addMethods(id, resource, at),
    }),
  );
}

function addMethods(rest_api_id: string, resource: Resource, at: Reader<APIGatewayClient, 'apigateway'>): void {
  const { id: resource_id = '', resourceMethods = {} } = resource;
  for (const [http_method, method] of Object.entries(resourceMethods)) {
    const place = { rest_api_id, resource_id, http_method };
    addMethod(place, method, at);
  }
}

interface Place {
  readonly rest_api_id: string;
  readonly resource_id: string;
  readonly http_method: string;
}

function addMethod(place: Place, method: Method, at: Reader<APIGatewayClient, 'apigateway'>): void {
  const id = Object.values(place).join('-');
  at.add({
    type: 'aws_api_gateway_method',
    id: `agm-${id}`,
    values: {
      ...place,
      authorization: method.authorizationType,
      authorizer_id: method.authorizerId,
      api_key_required: method.apiKeyRequired ?? false,
    },
  });
  const { methodIntegration: integration } = method;
  if (!integration) return;
  const values = {
    ...place,
    type: integration.type,
    uri: shownUri(integration.uri),
    credentials: integration.credentials,
  };
  at.add({ type: 'aws_api_gateway_integration', id: `agi-${id}`, values });
}

export const apigatewayv2: Collector<ApiGatewayV2Client, 'apigatewayv2'> = {
  service: 'apigatewayv2',
  connect: (settings) => new ApiGatewayV2Client(settings),
  rows: [
    http({
      call: 'GetApis',
      pages: (client) => tokens((NextToken) => client.send(new GetApisCommand({ NextToken }))),
      items: (page) => page.Items,
      each: addHttpApi,
    }),
  ],
};

/** The SDK has no paginators of this service. */
async function* tokens<Page extends { NextToken?: string | undefined }>(
  send: (token: string | undefined) => Promise<Page>,
) {
  let token: string | undefined;
  do {
    const page = await send(token);
    yield page;
    token = page.NextToken;
  } while (token !== undefined && token !== '');
}

async function addHttpApi(api: Api, at: Reader<ApiGatewayV2Client, 'apigatewayv2'>): Promise<void> {
  const { ApiId = '', Name: name, ProtocolType: protocol_type } = api;
  const about = { type: 'aws_apigatewayv2_api', id: ApiId };
  at.add({
    ...about,
    arn: `arn:${at.place.partition}:apigateway:${at.place.region}::/apis/${ApiId}`,
    values: {
      name,
      protocol_type,
      api_endpoint: api.ApiEndpoint,
      disable_execute_api_endpoint: api.DisableExecuteApiEndpoint ?? false,
      tags: api.Tags ?? {},
    },
  });
  await at.read(
    http({
      call: 'GetRoutes',
      about,
      pages: (client) => tokens((NextToken) => client.send(new GetRoutesCommand({ ApiId, NextToken }))),
      items: (page) => page.Items,
      each: (route) => addRoute(ApiId, route, at),
    }),
    http({
      call: 'GetIntegrations',
      about,
      pages: (client) => tokens((NextToken) => client.send(new GetIntegrationsCommand({ ApiId, NextToken }))),
      items: (page) => page.Items,
      each: (integration) => addIntegration(ApiId, integration, at),
    }),
  );
}

function addRoute(api_id: string, route: Route, at: Reader<ApiGatewayV2Client, 'apigatewayv2'>): void {
  at.add({
    type: 'aws_apigatewayv2_route',
    id: route.RouteId ?? '',
    values: {
      api_id,
      route_key: route.RouteKey,
      target: route.Target ?? '',
      authorization_type: route.AuthorizationType,
      authorizer_id: route.AuthorizerId,
      api_key_required: route.ApiKeyRequired ?? false,
    },
  });
}

function addIntegration(api_id: string, found: Integration, at: Reader<ApiGatewayV2Client, 'apigatewayv2'>): void {
  at.add({
    type: 'aws_apigatewayv2_integration',
    id: found.IntegrationId ?? '',
    values: {
      api_id,
      integration_type: found.IntegrationType,
      integration_uri: shownUri(found.IntegrationUri),
      credentials_arn: found.CredentialsArn ?? '',
    },
  });
}

/** The address of a backend that is not AWS's may hold credentials. */
function shownUri(uri = ''): string {
  return uri === '' || uri.startsWith('arn:') ? uri : MASK;
}
