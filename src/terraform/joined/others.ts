import type { Resource } from '../resource.js';
import type { Value } from '../value.js';

/** Where a root module keeps its state: the backend, and what tells its states apart. */
export interface StatePlace {
  readonly backend: string;
  readonly config: ReadonlyMap<string, Value>;
}

/** What a root module may learn of the others of the same scan. */
export interface OtherRoots {
  /** The outputs of the root module in a folder; `undefined` where there is none. */
  outputs(folder: string): ReadonlyMap<string, { readonly value: Value }> | undefined;
  /** The folder of the one other root module that keeps its state there. */
  keeperOf(state: StatePlace): string | undefined;
  /** What a data source of that address looks up, where another root module makes it. */
  lookedUp(address: string): Resource | undefined;
}
