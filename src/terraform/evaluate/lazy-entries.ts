import type { Value } from '#model/value.js';

/** Of a list, and no attribute. */
const IS_INDEX = /^\d+$/;

/**
 * The attributes of a resource or the outputs of a module as the entries of an object: each is computed when read.
 * Names are sorted, as those of all objects are.
 */
export class LazyEntries implements ReadonlyMap<string, Value> {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #read: (name: string) => Value;
  /** There may be more names than are known: reading one is no mistake. */
  readonly #open: boolean;

  constructor(names: Iterable<string>, read: (name: string) => Value, open = false) {
    this.#known = new Set(names);
    this.#names = [...this.#known].sort();
    this.#read = read;
    this.#open = open;
  }

  get size(): number {
    return this.#names.length;
  }

  get(name: string): Value | undefined {
    return (this.#open && !IS_INDEX.test(name)) || this.#known.has(name) ? this.#read(name) : undefined;
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  *entries(): MapIterator<[string, Value]> {
    for (const name of this.#names) yield [name, this.#read(name)];
  }

  *keys(): MapIterator<string> {
    yield* this.#names;
  }

  *values(): MapIterator<Value> {
    for (const name of this.#names) yield this.#read(name);
  }

  forEach(visit: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this.entries()) visit(value, name, this);
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}
