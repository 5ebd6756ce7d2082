/**
 * A server on loopback that answers as the services of AWS do, in their own protocols. It knows which operation a request is
 * of, and answers what it was given for it, page by page.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer as it is on the wire: JSON, or what becomes XML. */
export type Wire = string | number | boolean | null | readonly Wire[] | { readonly [name: string]: Wire };

export interface Asked {
  /** `ecs:DescribeServices`; the service as in the table of calls. */
  readonly operation: string;
  readonly region: string;
  readonly key: string;
  /** Path, query and body. */
  readonly text: string;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

/** Pages by operation; a page names the next one as `page-1`, `page-2`. */
export type Answers = Readonly<Record<string, readonly Wire[] | ((asked: Asked) => Wire | Refusal)>>;

/** What happens instead of an answer, `hang` never comes. */
export type Disturbance = (asked: Asked, count: number) => Refusal | 'hang' | undefined;

export class Stub {
  readonly asked: Asked[] = [];
  readonly #answers: Answers;
  readonly #disturb: Disturbance;
  readonly #server: Server;
  readonly #counts = new Map<string, number>();

  private constructor(answers: Answers, disturb: Disturbance) {
    this.#answers = answers;
    this.#disturb = disturb;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(answers: Answers, disturb: Disturbance = () => undefined): Promise<Stub> {
    const stub = new Stub(answers, disturb);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The operations that were asked for, each once. */
  get operations(): readonly string[] {
    return [...new Set(this.asked.map(({ operation }) => operation))].toSorted();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const asked = askedBy(request, body);
    const count = (this.#counts.get(asked.operation) ?? 0) + 1;
    this.#counts.set(asked.operation, count);
    this.asked.push(asked);
    const disturbed = this.#disturb(asked, count);
    if (disturbed === 'hang') return;
    const answer = disturbed ?? this.#answerTo(asked);
    const { status, type, text } = isRefusal(answer) ? refused(asked, answer) : answered(asked, answer);
    response.writeHead(status, { 'content-type': type });
    response.end(text);
  }

  #answerTo(asked: Asked): Wire | Refusal {
    const answers = this.#answers[asked.operation];
    if (answers === undefined)
      return { status: 400, code: 'InvalidAction', message: `no answer to ${asked.operation}` };
    if (typeof answers === 'function') return answers(asked);
    const page = Number(/page-(\d+)/.exec(asked.text)?.[1] ?? 0);
    return answers[page] ?? {};
  }
}

function isRefusal(answer: Wire | Refusal): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'status' in answer && 'code' in answer;
}

function askedBy(request: IncomingMessage, body: string): Asked {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [, key = '', region = '', signed = ''] = scope ?? [];
  const url = request.url ?? '';
  const service = serviceOf(signed, url, body);
  return { operation: `${service}:${nameOf(service, request, body)}`, region, key, text: `${url} ${body}` };
}

function serviceOf(signed: string, url: string, body: string): string {
  if (signed === 'elasticloadbalancing') return body.includes('Version=2012-06-01') ? 'elb' : 'elbv2';
  if (signed === 'elasticfilesystem') return 'efs';
  if (signed === 's3' && url.startsWith('/v20180820/')) return 's3control';
  if (signed === 'apigateway' && url.startsWith('/v2/')) return 'apigatewayv2';
  return signed;
}

/** For the services that say it by path. */
const ROUTES: Readonly<Record<string, readonly (readonly [path: RegExp, operation: string])[]>> = {
  lambda: [
    [/^\/[\d-]+\/functions\/?(\?|$)/, 'ListFunctions'],
    [/\/policy(\?|$)/, 'GetPolicy'],
    [/\/urls(\?|$)/, 'ListFunctionUrlConfigs'],
    [/\/aliases(\?|$)/, 'ListAliases'],
    [/\/tags\//, 'ListTags'],
  ],
  efs: [
    [/\/file-systems(\?|$)/, 'DescribeFileSystems'],
    [/\/file-systems\/[^/]+\/policy$/, 'DescribeFileSystemPolicy'],
    [/\/lifecycle-configuration$/, 'DescribeLifecycleConfiguration'],
    [/\/backup-policy$/, 'DescribeBackupPolicy'],
    [/\/mount-targets(\?|$)/, 'DescribeMountTargets'],
    [/\/security-groups$/, 'DescribeMountTargetSecurityGroups'],
    [/\/access-points(\?|$)/, 'DescribeAccessPoints'],
  ],
  eks: [
    [/^\/clusters(\?|$)/, 'ListClusters'],
    [/^\/clusters\/[^/]+$/, 'DescribeCluster'],
  ],
  apigateway: [
    [/^\/restapis(\?|$)/, 'GetRestApis'],
    [/\/resources(\?|$)/, 'GetResources'],
  ],
  apigatewayv2: [
    [/^\/v2\/apis(\?|$)/, 'GetApis'],
    [/\/routes(\?|$)/, 'GetRoutes'],
    [/\/integrations(\?|$)/, 'GetIntegrations'],
  ],
  s3control: [[/publicAccessBlock$/, 'GetPublicAccessBlock']],
  s3: [
    [/^\/\?/, 'ListBuckets'],
    [/\?policy(=|&|$)/, 'GetBucketPolicy'],
    [/\?publicAccessBlock(=|&|$)/, 'GetPublicAccessBlock'],
    [/\?acl(=|&|$)/, 'GetBucketAcl'],
    [/\?ownershipControls(=|&|$)/, 'GetBucketOwnershipControls'],
    [/\?website(=|&|$)/, 'GetBucketWebsite'],
    [/\?encryption(=|&|$)/, 'GetBucketEncryption'],
    [/\?tagging(=|&|$)/, 'GetBucketTagging'],
    [/\?location(=|&|$)/, 'GetBucketLocation'],
  ],
};

function nameOf(service: string, { headers, url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.replace(/^.*\./, '');
  const path = url.replace(/&?x-id=\w+/, '');
  return /(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? ROUTES[service]?.find(([route]) => route.test(path))?.[1] ?? url;
}

const XML_SERVICES = new Set(['iam', 'sts', 'ec2', 'autoscaling', 'elb', 'elbv2', 'rds', 'sns', 's3', 's3control']);

interface Sent {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function answered({ operation }: Asked, answer: Wire): Sent {
  const [service = '', name = ''] = operation.split(':');
  if (!XML_SERVICES.has(service)) return { status: 200, type: 'application/json', text: JSON.stringify(answer) };
  const inner = typeof answer === 'string' ? answer : elements(answer, service === 'ec2' ? 'item' : 'member');
  const result = service === 'ec2' ? inner : `<${name}Result>${inner}</${name}Result>`;
  // S3 gives its documents as they are.
  const isDocument = service === 's3' || service === 's3control';
  const text = isDocument ? inner : `<${name}Response>${result}</${name}Response>`;
  return { status: 200, type: 'text/xml', text };
}

/** The list of `x` is `x` with items in it; of `x[]` it is an `x` for each. */
function elements(value: Wire, item: string): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((each: Wire) => `<${item}>${elements(each, item)}</${item}>`).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .map(([name, each]) => {
      if (!name.endsWith('[]')) return `<${name}>${elements(each, item)}</${name}>`;
      return Array.isArray(each) ? elements(each, name.slice(0, -2)) : '';
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function refused({ operation }: Asked, { status, code, message = code }: Refusal): Sent {
  const [service = ''] = operation.split(':');
  const error = `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  if (service === 'ec2') return { status, type: 'text/xml', text: `<Response><Errors>${error}</Errors></Response>` };
  if (service === 's3' || service === 's3control') return { status, type: 'text/xml', text: error };
  if (XML_SERVICES.has(service)) return { status, type: 'text/xml', text: `<ErrorResponse>${error}</ErrorResponse>` };
  return { status, type: 'application/json', text: JSON.stringify({ __type: code, code, message }) };
}
