/** What Terraform says about a resource in itself and in others that name it: a bucket's policy, its encryption. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { isSet } from '../reading.js';
import type { Setting } from '../services/service.js';

/** A value with the resource that it is written in. */
export interface Found {
  readonly value: Value;
  readonly resource: Resource;
  readonly path: string;
}

export class Settings {
  readonly #configuration: Configuration;
  readonly #links: Links;
  readonly #owned = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  constructor(configuration: Configuration, links: Links) {
    this.#configuration = configuration;
    this.#links = links;
  }

  /** The managed resources of a type. */
  all(type: string): readonly Resource[] {
    return this.#configuration.ofType(type).filter(({ mode }) => mode === 'managed');
  }

  /** The managed resources of a type that name `owner` in an attribute. */
  of(owner: Resource, type: string, attribute: string): readonly Resource[] {
    const key = `${type}.${attribute} ${owner.type}`;
    let index = this.#owned.get(key);
    if (!index) this.#owned.set(key, (index = this.#index(type, attribute, owner.type)));
    return index.get(owner.address) ?? [];
  }

  #index(type: string, attribute: string, ownerType: string): ReadonlyMap<string, readonly Resource[]> {
    const index = new Map<string, Resource[]>();
    for (const resource of this.#configuration.ofType(type)) {
      const owner = resource.mode === 'managed' ? this.#links.to(resource.attribute(attribute), ownerType) : undefined;
      if (owner) append(index, owner.address, resource);
    }
    return index;
  }

  /** The first of the settings that has a value. */
  first(owner: Resource, settings: readonly Setting[]): Found | undefined {
    for (const setting of settings) {
      const resources = setting.in ? this.of(owner, setting.in.type, setting.in.owner) : [owner];
      for (const resource of resources) {
        const value = valueAt(resource, setting.path);
        if (value) return { value, resource, path: setting.path.join('.') };
      }
    }
    return undefined;
  }
}

/** What is set there: blocks from the outside in, the attribute last. */
export function valueAt(body: BodyView, [name, ...rest]: readonly string[]): Value | undefined {
  if (name === undefined) return undefined;
  if (rest.length === 0) {
    const value = body.attribute(name);
    return isSet(value) && !(value.kind === 'string' && value.value === '') ? value : undefined;
  }
  for (const block of body.blocks(name)) {
    const value = valueAt(block, rest);
    if (value) return value;
  }
  return undefined;
}
