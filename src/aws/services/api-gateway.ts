import { defineService } from './service.js';

export const apiGateway = defineService({
  name: 'Amazon API Gateway',
  prefix: 'apigateway',
  resources: {
    aws_api_gateway_rest_api: { arn: 'apigateway:{R}::/restapis/{id}' },
    aws_apigatewayv2_api: { arn: 'apigateway:{R}::/apis/{id}' },
  },
  frontDoors: [
    {
      type: 'aws_api_gateway_rest_api',
      what: 'a REST API',
      when: [
        { path: ['endpoint_configuration', 'types'], by: /^(EDGE|REGIONAL)$/, unset: 'open' },
        // What a policy says is not read: it is taken to keep strangers out.
        { path: ['policy'], by: 'nothing', unset: 'open' },
      ],
      parts: [
        {
          type: 'aws_api_gateway_method',
          owner: 'rest_api_id',
          when: [
            { path: ['authorization'], by: /^NONE$/, unset: 'unknown' },
            { path: ['api_key_required'], by: /^false$/, unset: 'open' },
          ],
        },
      ],
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html',
    },
    {
      type: 'aws_apigatewayv2_api',
      what: 'an HTTP or WebSocket API',
      when: [],
      parts: [
        {
          type: 'aws_apigatewayv2_route',
          owner: 'api_id',
          when: [
            { path: ['authorization_type'], by: /^NONE$/, unset: 'open' },
            { path: ['api_key_required'], by: /^false$/, unset: 'open' },
          ],
        },
      ],
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
    },
  ],
});
