/** How collectors read: lists page by page, questions about one resource, and what is noted where there is no answer. */
import { type Call, callOf, type CallOf, isGlobal, type ServiceName } from './calls.js';
import { faultOf, type Failure, failureOf, nameOf } from './faults.js';
import type { Hidden } from './hidden.js';
import type { Sink } from './sink.js';
import { GLOBAL, type LiveResource, type NotReadReason, type Observation } from './snapshot.js';
import { type LooseObject, settledObject } from './values.js';

/** Where is read. */
export interface Place {
  readonly account: string;
  readonly partition: string;
  /** The region that is asked; of services without regions, the first of all. */
  readonly region: string;
}

/** What a resource is found to be; its place is that of the reader, unless it says another. */
export interface Found {
  readonly type: string;
  readonly id: string;
  readonly arn?: string | undefined;
  readonly region?: string | undefined;
  readonly values: LooseObject;
  readonly unread?: readonly string[] | undefined;
  readonly madeBy?: LiveResource['madeBy'] | undefined;
}

/** An answer about one resource. `absent` is one too: there is no policy. */
export type Answer<T> =
  | { readonly is: 'read'; readonly value: T }
  | { readonly is: 'absent' }
  | { readonly is: 'unread' };

export interface About {
  readonly type: string;
  readonly id: string;
}

/** A list of a service. */
export interface Row<Client, Service extends ServiceName> {
  readonly call: CallOf<Service>;
  readonly read: (at: Reader<Client, Service>) => Promise<void>;
}

export interface List<Client, Service extends ServiceName, Page, Item> {
  readonly call: CallOf<Service>;
  readonly pages: (client: Client) => AsyncIterable<Page> | Promise<Page>;
  readonly items: (page: Page) => readonly Item[] | undefined;
  /** What an item comes to. */
  readonly each?: (item: Item, at: Reader<Client, Service>) => void | Promise<void>;
  /** What several come to, where the service describes so many at once. */
  readonly batch?: Batch<Client, Service, Item>;
  /** The list is of what belongs to this resource. */
  readonly about?: About;
  /** Errors that say that there is nothing. */
  readonly absent?: readonly string[];
}

interface Batch<Client, Service extends ServiceName, Item> {
  readonly size: number;
  readonly read: (items: readonly Item[], at: Reader<Client, Service>) => Promise<void>;
}

/** Rows of lists of a service, which are read to their last pages. */
export function rowsOf<Client, Service extends ServiceName>() {
  return <Page, Item>(list: List<Client, Service, Page, Item>): Row<Client, Service> => ({
    call: list.call,
    read: (at) => at.list(list),
  });
}

interface Question<Service extends ServiceName> {
  readonly call: CallOf<Service>;
  readonly about?: About | undefined;
  /** Errors that say that there is none. */
  readonly absent?: readonly string[];
}

export interface ReaderOptions<Service extends ServiceName> {
  readonly service: Service;
  readonly place: Place;
  readonly sink: Sink;
}

export class Reader<Client, Service extends ServiceName> {
  readonly client: Client;
  readonly place: Place;
  readonly #service: Service;
  readonly #sink: Sink;

  constructor(client: Client, { service, place, sink }: ReaderOptions<Service>) {
    this.client = client;
    this.place = place;
    this.#service = service;
    this.#sink = sink;
  }

  /** Takes texts that may hold secrets. */
  get hidden(): Hidden {
    return this.#sink.hidden;
  }

  /** Whether nobody asked for this before. */
  once(what: string): boolean {
    return this.#sink.once(JSON.stringify([this.#service, this.place.account, this.place.region, what]));
  }

  /** `arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1` */
  arn(service: string, rest: string): string {
    const { partition, region, account } = this.place;
    return `arn:${partition}:${service}:${region}:${account}:${rest}`;
  }

  add({ type, id, arn, region, values, unread, madeBy }: Found): void {
    this.#sink.add({
      type,
      id,
      ...(arn === undefined ? {} : { arn }),
      account: this.place.account,
      region: region ?? (isGlobal(this.#service) ? GLOBAL : this.place.region),
      values: settledObject({ id, ...(arn === undefined ? {} : { arn }), ...values }),
      ...(unread === undefined || unread.length === 0 ? {} : { unread }),
      ...(madeBy ? { madeBy } : {}),
    });
  }

  observe(make: (place: { readonly account: string; readonly region: string }) => Observation): void {
    this.#sink.observe(make({ account: this.place.account, region: this.place.region }));
  }

  async read(...rows: readonly Row<Client, Service>[]): Promise<void> {
    await Promise.all(rows.map((row) => row.read(this)));
  }

  async list<Page, Item>(list: List<Client, Service, Page, Item>): Promise<void> {
    const call = callOf(this.#service, list.call);
    const pages = pagesOf(list.pages(this.client))[Symbol.asyncIterator]();
    for (;;) {
      const page = await pages.next().catch((error: unknown) => {
        if (list.absent?.includes(nameOf(error)) !== true) this.#miss(call, error, list.about);
        return undefined;
      });
      if (!page || page.done === true) return;
      this.#sink.count(call, this.place.region);
      await this.#take(list.items(page.value) ?? [], list);
    }
  }

  async #take<Page, Item>(items: readonly Item[], list: List<Client, Service, Page, Item>): Promise<void> {
    const { each, batch } = list;
    if (each) await Promise.all(items.map((item) => each(item, this)));
    if (!batch) return;
    const starts = Array.from({ length: Math.ceil(items.length / batch.size) }, (_, at) => at * batch.size);
    await Promise.all(starts.map((start) => batch.read(items.slice(start, start + batch.size), this)));
  }

  /** One question, about one resource. */
  async ask<T>({ call: name, about, absent = [] }: Question<Service>, send: () => Promise<T>): Promise<Answer<T>> {
    const call = callOf(this.#service, name);
    try {
      const value = await send();
      this.#sink.count(call, this.place.region);
      return { is: 'read', value };
    } catch (error) {
      if (absent.includes(nameOf(error))) {
        this.#sink.count(call, this.place.region);
        return { is: 'absent' };
      }
      this.#miss(call, error, about);
      return { is: 'unread' };
    }
  }

  /** A resource that is there if the answer is; if there is no answer, there may be one, of which nothing is known. */
  addAnswered<T>(
    found: Omit<Found, 'unread'>,
    answer: Answer<T>,
    told: Readonly<Record<string, (value: T) => LooseObject[string]>>,
  ): void {
    if (answer.is === 'absent') return;
    const names = Object.keys(told);
    if (answer.is === 'unread') return void this.add({ ...found, unread: names });
    const values = Object.fromEntries(names.map((name) => [name, told[name]?.(answer.value)]));
    this.add({ ...found, values: { ...found.values, ...values } });
  }

  #miss(call: Call, error: unknown, about: About | undefined): void {
    const fault = faultOf(error);
    if (fault) throw fault;
    const { failure, code } = failureOf(error);
    this.#sink.miss({
      call: call.name,
      service: call.prefix,
      action: call.actions[0] ?? '',
      account: this.place.account,
      region: isGlobal(this.#service) ? GLOBAL : this.place.region,
      reason: reasonOf(failure),
      code,
      ...(about ? { resource: about } : {}),
      types: call.lists,
      consequence: call.without,
    });
  }
}

function reasonOf(failure: Failure): NotReadReason {
  return failure === 'expired' || failure === 'credentials' ? 'failed' : failure;
}

async function* pagesOf<Page>(pages: AsyncIterable<Page> | Promise<Page>): AsyncIterable<Page> {
  if (Symbol.asyncIterator in pages) yield* pages;
  else yield await pages;
}
