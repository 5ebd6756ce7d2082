import type { BodyView, NestedBlock } from '#model/resource.js';
import type { Origin, Value } from '#model/value.js';

/** A body whose members are those of an object: attribute syntax for blocks, plans, states. */
export class ValueBody implements BodyView {
  readonly origin?: Origin;
  readonly #entries: ReadonlyMap<string, Value>;
  readonly #blocks = new Map<string, readonly NestedBlock[]>();

  constructor(entries: ReadonlyMap<string, Value>, origin: Origin | undefined) {
    this.#entries = entries;
    if (origin) this.origin = origin;
  }

  /** A null in an object stands for what is not set. */
  attribute(name: string): Value | undefined {
    const value = this.#entries.get(name);
    return value?.kind === 'null' ? undefined : value;
  }

  blocks(name: string): readonly NestedBlock[] {
    let found = this.#blocks.get(name);
    if (!found) {
      const value = this.attribute(name);
      found = value ? blocksFromValue(name, value) : [];
      this.#blocks.set(name, found);
    }
    return found;
  }

  names(): readonly string[] {
    return [...this.#entries.keys()].filter((name) => this.attribute(name) !== undefined);
  }
}

class ValueBlock extends ValueBody implements NestedBlock {
  readonly type: string;
  readonly maybe: boolean;

  constructor(type: string, maybe: boolean, value: Value) {
    super('entries' in value ? value.entries : new Map(), value.origin);
    this.type = type;
    this.maybe = maybe;
  }
}

/** The objects of a list or set, or a single object, as blocks. An unknown may be one. */
export function blocksFromValue(type: string, value: Value): readonly NestedBlock[] {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.flatMap((element) => blocksFromValue(type, element));
    case 'object':
      return [new ValueBlock(type, false, value)];
    case 'map':
      return [...value.entries.values()].every(isObject)
        ? [...value.entries.values()].flatMap((entry) => blocksFromValue(type, entry))
        : [new ValueBlock(type, false, value)];
    case 'unknown':
      return value.type.kind === 'string' ? [] : [new ValueBlock(type, true, value)];
    default:
      return [];
  }
}

function isObject(value: Value): boolean {
  return value.kind === 'object';
}
