import type { StatePlace } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';

/** What a root module may learn of the others of the same scan. */
export interface OtherRoots {
  /** The outputs of the root module in a folder; `undefined` where there is none. */
  outputs(folder: string): ReadonlyMap<string, { readonly value: Value }> | undefined;
  /** The folder of the one other root module that keeps its state there. */
  keeperOf(state: StatePlace): string | undefined;
  /** What a data source of that address looks up, where another root module makes it. */
  lookedUp(address: string): Resource | undefined;
}
