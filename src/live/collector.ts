import type { ServiceName } from './calls.js';
import type { ClientSettings } from './connection.js';
import { Reader, type ReaderOptions, type Row } from './reader.js';

/** What is read of a service: its lists, and how its client is made. */
export interface Collector<Client, Service extends ServiceName> {
  readonly service: Service;
  readonly connect: (settings: ClientSettings) => Client;
  readonly rows: readonly Row<Client, Service>[];
}

/** A collector ready to be run in a place; what its client is, nobody else needs to know. */
export type Collect = (settings: ClientSettings, options: Omit<ReaderOptions<ServiceName>, 'service'>) => Promise<void>;

export function collecting<Client extends { destroy(): void }, Service extends ServiceName>({
  service,
  connect,
  rows,
}: Collector<Client, Service>): Collect {
  return async (settings, options) => {
    const client = connect(settings);
    try {
      await new Reader(client, { ...options, service }).read(...rows);
    } finally {
      client.destroy();
    }
  };
}
