/**
 * What the unknowns of a plan refer to. A plan lists, for each argument, the names in its expression; names of variables
 * and of module outputs are followed to the resources behind them.
 */
import { inModule, withoutKeys } from '#model/address.js';
import type { Reference } from '#model/value.js';
import { type Json, list, member, record, text } from './json-shape.js';

const MAX_STEPS = 20;

/** One module of the configuration, with the way back to its caller. */
interface ConfiguredModule {
  readonly configuration: Json;
  /** Names of the calls that lead here. */
  readonly path: readonly string[];
  readonly parent: ConfiguredModule | undefined;
  /** Arguments of the call. */
  readonly expressions: Json;
}

export class PlanReferences {
  readonly #root: ConfiguredModule;
  /** Addresses of instances by the address of their resource, keys left out. */
  readonly #instances: ReadonlyMap<string, readonly string[]>;
  readonly #resources = new Map<string, { readonly resource: Json; readonly module: ConfiguredModule }>();

  constructor(configuration: Json, addresses: Iterable<string>) {
    this.#root = { configuration, path: [], parent: undefined, expressions: {} };
    this.#instances = byResource(addresses);
    this.#index(this.#root, 0);
  }

  /** The configured resource of an instance. */
  resource(address: string): Json | undefined {
    return this.#resources.get(withoutKeys(address))?.resource;
  }

  /** What the argument of an instance refers to, the most telling first. */
  of(address: string, argument: string): readonly Reference[] {
    const found = this.#resources.get(withoutKeys(address));
    if (!found) return [];
    const names = referencesIn(member(record(found.resource, 'expressions'), argument), 0);
    return this.#resolve(names, found.module, address, 0);
  }

  #index(module: ConfiguredModule, depth: number): void {
    if (depth > MAX_STEPS) return;
    const prefix = module.path.map((name) => `module.${name}`).join('.');
    for (const resource of list(module.configuration, 'resources')) {
      const address = text(resource, 'address');
      if (address !== undefined)
        this.#resources.set(inModule(prefix, address), { resource: record({ resource }, 'resource'), module });
    }
    for (const [name, call] of Object.entries(record(module.configuration, 'module_calls')))
      this.#index(this.#child(module, name, call), depth + 1);
  }

  #child(parent: ConfiguredModule, name: string, call: unknown): ConfiguredModule {
    return {
      configuration: record(call, 'module'),
      path: [...parent.path, name],
      parent,
      expressions: record(call, 'expressions'),
    };
  }

  #resolve(names: readonly string[], module: ConfiguredModule, from: string, depth: number): readonly Reference[] {
    if (depth > MAX_STEPS) return [];
    const found: Reference[] = [];
    for (const name of longest(names)) found.push(...this.#resolveName(name, module, from, depth));
    return found;
  }

  #resolveName(name: string, module: ConfiguredModule, from: string, depth: number): readonly Reference[] {
    const steps = name.split('.');
    switch (steps[0]) {
      case 'var':
        if (!module.parent) return [{ address: name, path: [] }];
        return this.#resolve(
          referencesIn(member(module.expressions, steps[1] ?? ''), 0),
          module.parent,
          from,
          depth + 1,
        );
      case 'module':
        return this.#output(steps, module, from, depth);
      case 'local':
      case 'each':
      case 'count':
      case 'path':
      case 'terraform':
      case 'self':
        return [];
      default:
        return this.#attribute(steps, module, from);
    }
  }

  #output(steps: readonly string[], module: ConfiguredModule, from: string, depth: number): readonly Reference[] {
    const call = (steps[1] ?? '').replace(/\[.*$/, '');
    const output = steps[2];
    const child = member(record(module.configuration, 'module_calls'), call);
    if (child === undefined || output === undefined) return [];
    const inner = this.#child(module, call, child);
    const expression = member(record(record(inner.configuration, 'outputs'), output), 'expression');
    return this.#resolve(referencesIn(expression, 0), inner, from, depth + 1);
  }

  #attribute(steps: readonly string[], module: ConfiguredModule, from: string): readonly Reference[] {
    const count = steps[0] === 'data' ? 3 : 2;
    if (steps.length < count) return [];
    const prefix = module.path.map((name) => `module.${name}`).join('.');
    const addresses = this.#instancesOf(inModule(prefix, steps.slice(0, count).join('.')), from);
    return addresses.map((address) => ({ address, path: steps.slice(count) }));
  }

  /** The instance that is meant: by its key, else the one beside the instance that refers to it, else it may be any. */
  #instancesOf(address: string, from: string): readonly string[] {
    const candidates = this.#instances.get(withoutKeys(address)) ?? [];
    const exact = candidates.find((one) => one === address || one.endsWith(`.${address}`));
    if (exact !== undefined) return [exact];
    const most = Math.max(...candidates.map((one) => common(one, from)));
    return candidates.filter((one) => common(one, from) === most);
  }
}

/** How much of two addresses' keys agree. */
function common(a: string, b: string): number {
  const keys = new Set(b.match(KEY));
  return (a.match(KEY) ?? []).filter((key) => keys.has(key)).length;
}

const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

function byResource(addresses: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const address of addresses) {
    const name = withoutKeys(address);
    const listed = found.get(name);
    if (listed) listed.push(address);
    else found.set(name, [address]);
  }
  return found;
}

/** All names in an expression, those in nested blocks included. */
function referencesIn(expression: unknown, depth: number): readonly string[] {
  if (depth > MAX_STEPS) return [];
  if (Array.isArray(expression)) return expression.flatMap((one) => referencesIn(one, depth + 1));
  const own = list(expression, 'references').filter((one) => typeof one === 'string');
  if (own.length > 0 || expression === null || typeof expression !== 'object') return own;
  return Object.values(expression).flatMap((one) => referencesIn(one, depth + 1));
}

/** Terraform lists `a.b.c` and `a.b`: the longest says all. */
function longest(names: readonly string[]): readonly string[] {
  return names.filter(
    (name) => !names.some((other) => other !== name && (other.startsWith(`${name}.`) || other.startsWith(`${name}[`))),
  );
}
