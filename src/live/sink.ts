/** Where everything that is read is gathered. */
import type { Call, ServiceName } from './calls.js';
import { Hidden } from './hidden.js';
import type { Json, JsonObject, LiveResource, NotRead, Observation } from './snapshot.js';

/** So far, of all services and regions. */
export interface Progress {
  readonly service: ServiceName;
  readonly region: string;
  readonly calls: number;
  readonly resources: number;
}

export class Sink {
  readonly hidden = new Hidden();
  readonly #resources = new Map<string, LiveResource>();
  readonly #observations = new Map<string, Observation>();
  readonly #notRead: NotRead[] = [];
  readonly #asked = new Set<string>();
  readonly #calls = new Map<string, number>();
  readonly #progress: ((progress: Progress) => void) | undefined;
  #total = 0;

  constructor(progress?: (progress: Progress) => void) {
    this.#progress = progress;
  }

  /** Two sessions may read the same account. */
  add(resource: LiveResource): void {
    const { type, account, region, id } = resource;
    this.#resources.set(JSON.stringify([type, account, region, id]), resource);
  }

  observe(observation: Observation): void {
    this.#observations.set(JSON.stringify(observation), observation);
  }

  once(what: string): boolean {
    if (this.#asked.has(what)) return false;
    this.#asked.add(what);
    return true;
  }

  miss(notRead: NotRead): void {
    this.#notRead.push(notRead);
  }

  /** A call that was answered, or a page of one. */
  count({ service, name }: Call, region: string): void {
    const key = `${service}:${name}`;
    this.#calls.set(key, (this.#calls.get(key) ?? 0) + 1);
    this.#total += 1;
    this.#progress?.({ service, region, calls: this.#total, resources: this.#resources.size });
  }

  /** How often each call was made: `ec2:DescribeVpcs`. */
  get calls(): ReadonlyMap<string, number> {
    return this.#calls;
  }

  get observations(): readonly Observation[] {
    return [...this.#observations.values()].toSorted(byText);
  }

  get notRead(): readonly NotRead[] {
    return this.#notRead.toSorted(byText);
  }

  /** In an order that does not hang on which answer came first, with what was hidden on arrival masked. */
  get resources(): readonly LiveResource[] {
    const names = new Set([...this.#resources.values()].flatMap(namesOf));
    return [...this.#resources]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, resource]) => ({ ...resource, values: this.#revealed(resource.values, names) }));
  }

  #revealed(values: JsonObject, names: ReadonlySet<string>): JsonObject {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]): [string, Json] => [name, this.hidden.reveal(value, names)]),
    );
  }
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** Attributes by which a workload is told of a resource. */
const NAMING = ['name', 'bucket', 'function_name', 'arn', 'id', 'url', 'dns_name', 'endpoint', 'address'];

function namesOf({ id, arn, values }: LiveResource): readonly string[] {
  const named = NAMING.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [value] : [];
  });
  // They may come to stand in a JSON text.
  return [id, ...(arn === undefined ? [] : [arn]), ...named].filter((name) => /^[^"\\\p{Cc}]+$/u.test(name));
}
