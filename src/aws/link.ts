/**
 * From a value to the resource that it stands for.
 *
 * A value that came through a reference says so (`Value.ref`). A reference to a resource of another type is followed
 * through that resource's attribute (`aws_ecs_service.x.cluster`), a data source to the managed resource that it looks up
 * where the configuration has it. Else names and ARNs are compared, by indexes that are built per type on first use.
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Reference, Value } from '#model/value.js';
import { referencesIn } from '#model/values/references.js';
import type { Arns } from './arn.js';
import { hasNameless, type SymbolicString, literal, symbolic, symbolicOf } from './symbolic.js';

const MAX_HOPS = 8;

/** Attributes that name a resource, among them the ones by which data sources look it up. */
const NAMES = ['name', 'family', 'function_name', 'bucket', 'cluster_name', 'id', 'arn'] as const;
const LOOKUPS = [...NAMES, 'task_definition', 'file_system_id', 'vpc_id', 'access_point_id'] as const;

export class Links {
  readonly #configuration: Configuration;
  readonly #arns: Arns;
  readonly #indexes = new Map<string, ReadonlyMap<string, Resource>>();

  constructor(configuration: Configuration, arns: Arns) {
    this.#configuration = configuration;
    this.#arns = arns;
  }

  /** The resource of one of these types that the value names, by reference, ARN or name. */
  to(value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    return this.#resolve(value, types, MAX_HOPS);
  }

  /** All resources of these types that the value, or the expression that made it, refers to. */
  mentioned(value: Value | undefined, ...types: readonly string[]): readonly Resource[] {
    const found = new Set<Resource>();
    for (const reference of value ? referencesIn(value) : []) {
      const resource = this.#follow(reference, types, MAX_HOPS);
      if (resource) found.add(resource);
    }
    return [...found];
  }

  /** The resource that the value refers to, whatever its type. */
  referent(value: Value | undefined): { readonly resource: Resource; readonly path: readonly string[] } | undefined {
    const reference = value && referenceOf(value);
    const resource = reference && this.#configuration.resource(reference.address);
    return resource && { resource, path: reference.path };
  }

  resourceAt(address: string): Resource | undefined {
    return this.#configuration.resource(address);
  }

  /** The resource of that name or ARN. */
  named(text: SymbolicString | undefined, ...types: readonly string[]): Resource | undefined {
    if (!text || text.key === '' || hasNameless(text)) return undefined;
    const whole = this.#arns.canonical(text);
    const end = nameInArn(whole);
    for (const type of types) {
      const index = this.#index(type);
      const found = index.get(whole.key) ?? (end && index.get(end.key));
      if (found) return found;
    }
    return undefined;
  }

  #index(type: string): ReadonlyMap<string, Resource> {
    const known = this.#indexes.get(type);
    if (known) return known;
    const byKey = new Map<string, Resource>();
    for (const resource of this.#configuration.ofType(type)) {
      if (resource.mode !== 'managed') continue;
      const names = NAMES.map((name) => symbolicOf(resource.attribute(name)));
      for (const text of [this.#arns.arnOf(resource), ...names]) {
        const key = text ? this.#arns.canonical(text).key : '';
        if (key !== '' && !byKey.has(key)) byKey.set(key, resource);
      }
    }
    this.#indexes.set(type, byKey);
    return byKey;
  }

  #resolve(value: Value | undefined, types: readonly string[], hops: number): Resource | undefined {
    if (!value || hops <= 0) return undefined;
    if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple') {
      return value.elements.length === 1 ? this.#resolve(value.elements[0], types, hops - 1) : undefined;
    }
    if (value.kind === 'unknown' && value.oneOf && !value.ref) return this.#common(value.oneOf, types, hops);
    const reference = referenceOf(value);
    return (reference && this.#follow(reference, types, hops)) ?? this.named(symbolicOf(value), ...types);
  }

  /** Where it is one of several values that all mean the same resource, that one. */
  #common(values: readonly Value[], types: readonly string[], hops: number): Resource | undefined {
    const set = values.filter((each) => each.kind !== 'null' && !(each.kind === 'string' && each.value === ''));
    const found = new Set(set.map((each) => this.#resolve(each, types, hops - 1)));
    const [only] = found;
    return found.size === 1 ? only : undefined;
  }

  #follow(reference: Reference, types: readonly string[], hops: number): Resource | undefined {
    const resource = this.#configuration.resource(reference.address);
    if (!resource) return undefined;
    if (types.includes(resource.type)) {
      if (resource.mode === 'managed') return resource;
      for (const name of LOOKUPS) {
        const found = this.#resolve(resource.attribute(name), types, hops - 1);
        if (found) return found;
      }
      return resource;
    }
    const [attribute] = reference.path;
    return attribute === undefined ? undefined : this.#resolve(resource.attribute(attribute), types, hops - 1);
  }
}

function referenceOf(value: Value): Reference | undefined {
  if (value.ref) return value.ref;
  if (value.kind !== 'unknown' || value.parts || value.oneOf) return undefined;
  return value.dependsOn.length === 1 ? value.dependsOn[0] : undefined;
}

/** The last piece of an ARN: `cluster/web` -> `web`. */
export function nameInArn(text: SymbolicString): SymbolicString | undefined {
  const whole = literal(text);
  if (whole !== undefined) return whole.startsWith('arn:') ? symbolic(whole.replace(/^.*[/:]/s, '')) : undefined;
  const [first] = text.parts;
  if (typeof first !== 'string' || !first.startsWith('arn:')) return undefined;
  for (let at = text.parts.length - 1; at >= 0; at -= 1) {
    const part = text.parts[at];
    const cut = typeof part === 'string' ? Math.max(part.lastIndexOf('/'), part.lastIndexOf(':')) : -1;
    if (typeof part === 'string' && cut >= 0) return symbolic(part.slice(cut + 1), ...text.parts.slice(at + 1));
  }
  return undefined;
}
