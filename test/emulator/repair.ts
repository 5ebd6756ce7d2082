/**
 * Stands between the provider and moto, on loopback, and repairs what moto 5.2 answers otherwise than AWS: answers that the
 * provider can't read, and members of requests that moto forgets.
 */
import { createServer, type IncomingMessage, request as send, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

/** What Create- and UpdateService are given, and moto does not keep. */
const FORGOTTEN = [
  'placementConstraints',
  'placementStrategy',
  'enableExecuteCommand',
  'availabilityZoneRebalancing',
  'capacityProviderStrategy',
];
const UNSET: Json = {
  availabilityZoneRebalancing: 'DISABLED',
  enableExecuteCommand: false,
  placementConstraints: [],
  placementStrategy: [],
};

export class Repairs {
  readonly #services = new Map<string, Json>();
  readonly #functions = new Map<string, unknown>();
  readonly #server: Server;
  readonly #upstream: number;

  private constructor(upstream: number) {
    this.#upstream = upstream;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#pass(request, Buffer.concat(chunks), response));
    });
  }

  static async before(upstream: number): Promise<Repairs> {
    const repairs = new Repairs(upstream);
    await new Promise<void>((resolve) => repairs.#server.listen(0, '127.0.0.1', resolve));
    return repairs;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #pass(request: IncomingMessage, sent: Buffer, response: ServerResponse): void {
    const { method, url: path, headers } = request;
    const up = send({ host: '127.0.0.1', port: this.#upstream, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode = 500 } = answer;
        const body = statusCode < 300 ? this.#repaired(request, sent, Buffer.concat(chunks)) : Buffer.concat(chunks);
        const { 'transfer-encoding': _, ...rest } = answer.headers;
        response.writeHead(statusCode, { ...rest, 'content-length': String(body.length) });
        response.end(body);
      });
    });
    up.on('error', () => response.writeHead(502).end());
    up.end(sent);
  }

  #repaired(request: IncomingMessage, sent: Buffer, body: Buffer): Buffer {
    const { headers } = request;
    const [, region = '', service = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
    const target = String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    if (service === 'ec2') return Buffer.from(withGroups(body.toString(), sent.toString()));
    if (service !== 'ecs' && service !== 'lambda') return body;
    const given = parsed(sent);
    const answer = parsed(body);
    if (!answer) return body;
    if (service === 'ecs') this.#repairServices(target, region, given ?? {}, answer);
    else this.#repairFunctions(request, region, given ?? {}, answer);
    return Buffer.from(JSON.stringify(answer));
  }

  #repairServices(operation: string, region: string, given: Json, answer: Json): void {
    const short = (name: unknown) => String(name ?? 'default').replace(/^.*\//, '');
    if (operation === 'CreateService' || operation === 'UpdateService') {
      const key = `${region} ${short(given['cluster'])} ${short(given['serviceName'] ?? given['service'])}`;
      const kept = { ...(this.#services.get(key) ?? UNSET) };
      for (const name of FORGOTTEN) if (given[name] !== undefined) kept[name] = given[name];
      this.#services.set(key, kept);
    }
    for (const service of recordsIn(answer['services'], answer['service'])) {
      const { serviceName, clusterArn } = service;
      Object.assign(service, this.#services.get(`${region} ${short(clusterArn)} ${String(serviceName)}`));
      for (const each of [service, ...recordsIn(service['deployments'])]) {
        const { networkConfiguration: network } = each;
        if (isRecord(network) && !network['awsvpcConfiguration']) delete each['networkConfiguration'];
      }
    }
  }

  #repairFunctions({ method, url = '' }: IncomingMessage, region: string, given: Json, answer: Json): void {
    const [, changed] = /\/functions\/([^/]+)\/configuration$/.exec(url) ?? [];
    const name =
      method === 'POST' && /\/functions\/?$/.test(url) ? given['FunctionName'] : method === 'PUT' ? changed : undefined;
    if (typeof name === 'string' && given['FileSystemConfigs']) {
      this.#functions.set(`${region} ${name}`, given['FileSystemConfigs']);
    }
    for (const found of recordsIn(answer['Functions'], answer, answer['Configuration'])) {
      const kept = this.#functions.get(`${region} ${String(found['FunctionName'])}`);
      if (kept) found['FileSystemConfigs'] = kept;
    }
  }
}

/** The groups of an instance whose interface was given them stand at the interface only. */
function withGroups(body: string, sent: string): string {
  if (!/Action=(?:DescribeInstances|RunInstances)\b/.test(sent)) return body;
  return body.replace(
    /<networkInterfaceSet>([\s\S]*?)<\/networkInterfaceSet>([\s\S]*?)<groupSet\s*\/>/g,
    (whole, interfaces: string) => {
      const groups = /<groupSet>[\s\S]*?<\/groupSet>/.exec(interfaces)?.[0];
      return groups ? whole.replace(/<groupSet\s*\/>$/, groups) : whole;
    },
  );
}

function recordsIn(...values: readonly unknown[]): readonly Json[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isRecord);
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(bytes: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
