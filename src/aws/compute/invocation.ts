/**
 * Functions that anyone on the internet may invoke: function URLs, permissions, API Gateway. Authorizers, API keys, client
 * certificates and resource policies of an API are taken to keep strangers out.
 */
import { adviceOnPlace } from '../advice.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { type Evidence, type Premise, evidenceOf } from '../premise.js';
import { flagOf, isSet, textOf } from '../reading.js';
import { symbolic } from '../symbolic.js';
import { type Front, Fronts } from './api-fronts.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'function.public-invocation': Resource;
  }
}

const NAME_CALLERS = adviceOnPlace(
  'Set authorization_type = "AWS_IAM" on the function URL, an authoriser on the API, or name the principals in the permission.',
);

const FUNCTION = 'aws_lambda_function';
const ALIAS = 'aws_lambda_alias';

type Invocations = Map<string, Premise[]>;

export function readPublicInvocations(
  configuration: Configuration,
  links: Links,
): ReadonlyMap<string, readonly Premise[]> {
  const found: Invocations = new Map();
  const functionOf = (value: Value | undefined): Resource | undefined => {
    const direct =
      links.to(value, FUNCTION, ALIAS) ?? links.mentioned(value, FUNCTION, ALIAS)[0] ?? invokedBy(value, links);
    return direct?.type === ALIAS ? links.to(direct.attribute('function_name'), FUNCTION) : direct;
  };
  const note: Note = (value, resource, evidence, front = 'open') => {
    const target = functionOf(value);
    if (!target || front === 'closed') return;
    append(found, target.address, {
      property: 'function.public-invocation',
      key: `function.public-invocation:${target.address}:${resource.address}`,
      resource,
      evidence,
      certainty: front === 'open' ? 'certain' : 'assumed',
      ...(front === 'open' ? {} : { assumes: front }),
      subject: resource,
      advice: NAME_CALLERS,
    });
  };
  const fronts = new Fronts(configuration, links);
  for (const url of configuration.ofType('aws_lambda_function_url')) {
    const type = url.attribute('authorization_type');
    if (textOf(type) === 'NONE') {
      note(url.attribute('function_name'), url, [evidenceOf(url, 'authorization_type', type)]);
    }
  }
  for (const permission of configuration.ofType('aws_lambda_permission')) {
    if (isPublic(permission)) {
      const evidence = [evidenceOf(permission, 'principal', permission.attribute('principal'))];
      note(permission.attribute('function_name'), permission, evidence);
    }
  }
  readHttpApis({ configuration, links, fronts, note });
  readRestApis({ configuration, links, fronts, note });
  return found;
}

/** `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:.../invocations`, where all of it is known. */
function invokedBy(value: Value | undefined, links: Links): Resource | undefined {
  const arn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(textOf(value) ?? '')?.[1];
  return arn === undefined ? undefined : links.named(symbolic(arn), FUNCTION, ALIAS);
}

type Note = (value: Value | undefined, resource: Resource, evidence: readonly Evidence[], front?: Front) => void;

interface ApiContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly fronts: Fronts;
  readonly note: Note;
}

const LIMITS = ['source_arn', 'source_account', 'principal_org_id', 'event_source_token'] as const;

function isPublic(permission: Resource): boolean {
  if (textOf(permission.attribute('principal')) !== '*') return false;
  if (textOf(permission.attribute('function_url_auth_type')) === 'AWS_IAM') return false;
  return !LIMITS.some((name) => isSet(permission.attribute(name)));
}

/** API Gateway v2: a route without authorisation leads to the integration. */
function readHttpApis({ configuration, links, fronts, note }: ApiContext): void {
  const open = new Map<string, Resource[]>();
  const apiOf = (resource: Resource): Resource | undefined => links.to(resource.attribute('api_id'), API_V2);
  const guarded = guardedSockets(configuration, apiOf);
  for (const route of configuration.ofType('aws_apigatewayv2_route')) {
    if (!isUnauthorised(route, 'authorization_type') || guarded.has(apiOf(route))) continue;
    for (const target of integrationsOf(route, links)) {
      append(open, target.address, route);
    }
  }
  for (const integration of configuration.ofType(INTEGRATION)) {
    for (const route of open.get(integration.address) ?? []) {
      const evidence = [evidenceOf(route, 'authorization_type', route.attribute('authorization_type'))];
      note(integration.attribute('integration_uri'), route, evidence, fronts.of(apiOf(route)));
    }
  }
  // A quick-create API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
  for (const api of configuration.ofType(API_V2)) {
    const target = api.attribute('target');
    if (isSet(target)) note(target, api, [evidenceOf(api, 'target', target)], fronts.of(api));
  }
}

const API_V2 = 'aws_apigatewayv2_api';
const INTEGRATION = 'aws_apigatewayv2_integration';

/** By reference, or by id: `integrations/abc123`. */
function integrationsOf(route: Resource, links: Links): readonly Resource[] {
  const target = route.attribute('target');
  const id = /^integrations\/(.+)$/.exec(textOf(target) ?? '')?.[1];
  const byId = id === undefined ? undefined : links.named(symbolic(id), INTEGRATION);
  return [...links.mentioned(target, INTEGRATION), ...(byId ? [byId] : [])];
}

/**
 * A WebSocket API asks for authorisation once, when the connection is made; its other routes are for who is connected.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
function guardedSockets(
  configuration: Configuration,
  apiOf: (route: Resource) => Resource | undefined,
): ReadonlySet<Resource | undefined> {
  const guarded = new Set<Resource | undefined>();
  for (const route of configuration.ofType('aws_apigatewayv2_route')) {
    const api = apiOf(route);
    const connects = textOf(route.attribute('route_key')) === '$connect';
    if (api && connects && !isUnauthorised(route, 'authorization_type')) guarded.add(api);
  }
  return guarded;
}

function isUnauthorised(resource: Resource, attribute: string): boolean {
  const value = resource.attribute(attribute);
  return (!isSet(value) || textOf(value) === 'NONE') && flagOf(resource.attribute('api_key_required')) !== true;
}

/** API Gateway v1: method and integration share API, resource and verb. */
function readRestApis({ configuration, links, fronts, note }: ApiContext): void {
  const methods = new Map<string, Resource>();
  for (const method of configuration.ofType('aws_api_gateway_method')) {
    if (isUnauthorised(method, 'authorization')) methods.set(placeOf(method, links), method);
  }
  for (const integration of configuration.ofType('aws_api_gateway_integration')) {
    const method = methods.get(placeOf(integration, links)) ?? methodNamedBy(integration, links, methods);
    if (!method) continue;
    const evidence = [evidenceOf(method, 'authorization', method.attribute('authorization'))];
    const api = links.to(integration.attribute('rest_api_id'), 'aws_api_gateway_rest_api');
    note(integration.attribute('uri'), method, evidence, fronts.of(api));
  }
}

function placeOf(resource: Resource, links: Links): string {
  const [owner, part] = ['rest_api_id', 'resource_id'].map((name) => resource.attribute(name));
  const api = links.referent(owner)?.resource.address ?? textOf(owner) ?? '';
  const path = links.referent(part);
  const where = path ? `${path.resource.address}.${path.path.join('.')}` : (textOf(part) ?? '');
  return [api, where, textOf(resource.attribute('http_method')) ?? ''].join('\n');
}

/** `http_method = aws_api_gateway_method.x.http_method` */
function methodNamedBy(
  integration: Resource,
  links: Links,
  methods: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const named = links.to(integration.attribute('http_method'), 'aws_api_gateway_method');
  return named && methods.get(placeOf(named, links));
}
