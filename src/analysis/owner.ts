/** Which root module something belongs to, where several are seen as one estate. */
import { labelIn } from '#model/address.js';
import type { Configuration } from '#model/configuration.js';

export interface Owned {
  readonly rootModule: string;
  /** As in the root module by itself. */
  readonly address: string;
}

/** What has no address of a root module's own (the account, whoever calls from outside) belongs to the first of them. */
export function ownerOf(address: string, configuration: Pick<Configuration, 'rootModule' | 'roots'>): Owned {
  const label = labelIn(address);
  const rootModule = configuration.roots?.get(label);
  return rootModule === undefined
    ? { rootModule: configuration.rootModule, address }
    : { rootModule, address: address.slice(label.length) };
}
