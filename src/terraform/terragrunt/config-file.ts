/**
 * One configuration file of Terragrunt, as it is read for a unit: its `locals`, what it includes, what it depends on.
 * Everything is evaluated when it is asked for, and nothing is executed.
 * https://docs.terragrunt.com/reference/hcl/blocks
 */
import { posix } from 'node:path';
import type { Call, SyntaxFile, Variable } from '#hcl/syntax.js';
import { evaluate } from '../evaluate/expression.js';
import { functionContext } from '../evaluate/function-context.js';
import { LazyEntries } from '../evaluate/lazy-entries.js';
import {
  nameAt,
  newBudget,
  type Resolved,
  type Resolver,
  type Scope,
  type Step,
  undeclared,
} from '../evaluate/scope.js';
import type { FunctionContext } from '../functions/index.js';
import { blocksOf, type Content, contentOf, type PlacedAttribute, type PlacedBlock } from '../module/content.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import type { Failure } from '#model/values/failure.js';
import { laidOver, type Layers, type Strategy, strategyOf, together } from './merge.js';
import { callTerragrunt } from './functions.js';
import { absolute, located, parsed, type Reading } from './reading.js';

/** For whom a file is read. */
export interface Standing {
  /** The folder that relative paths are relative to: that of the unit, or of a file that `read_terragrunt_config` reads. */
  readonly unit: string;
  /** The folder of the unit. */
  readonly original: string;
  /** The file that includes this one. */
  readonly child?: ConfigFile | undefined;
  /** What has been read for it, by path and by what it was read for: a file that reads itself comes to an end. */
  readonly read: Map<string, ConfigFile>;
}

export interface Include {
  readonly config: ConfigFile;
  readonly strategy: Strategy;
}

export interface Dependency {
  readonly name: string;
  /** `undefined` where it can't be told, or lies outside of what may be read. */
  readonly folder: string | undefined;
  readonly mocks: Value | undefined;
}

export class ConfigFile implements Resolver {
  readonly file: SyntaxFile;
  readonly folder: string;
  readonly standing: Standing;
  readonly reading: Reading;
  readonly content: Content;
  readonly functions: FunctionContext;
  readonly strict = false;
  readonly shortCircuits = true;
  readonly #locals = new Map<string, Value | 'running'>();
  #includes: ReadonlyMap<string, Include> | undefined;
  #dependencies: ReadonlyMap<string, Dependency> | undefined;
  #inputs: Layers | undefined;

  constructor(reading: Reading, file: SyntaxFile, standing: Standing) {
    this.reading = reading;
    this.file = file;
    this.folder = posix.dirname(file.path);
    this.standing = standing;
    this.content = contentOf(file.body, file);
    const { files, textFiles } = reading;
    const workingFolder = absolute(reading, this.folder);
    this.functions = functionContext(
      { files, textFiles, rootModule: this.folder, workingFolder, shortCircuits: this.shortCircuits },
      this.folder,
    );
  }

  requiresProvider(): boolean {
    return false;
  }

  resolve(root: Variable, steps: readonly Step[]): Resolved {
    const name = nameAt(steps, 0);
    switch (root.name) {
      case 'local':
        return { value: this.local(name), used: 1 };
      case 'dependency':
        return { value: this.#outputsOf(name), used: 1 };
      case 'include': {
        const included = this.includes.get(name);
        const bare = this.includes.get('');
        if (included) return { value: included.config.asValue(), used: 1 };
        return bare ? { value: bare.config.asValue(), used: 0 } : nothing(`include.${name}`);
      }
      default:
        return nothing(root.name);
    }
  }

  callOwn(name: string, args: readonly Value[], at: { readonly call: Call; readonly scope: Scope }): Value | undefined {
    return callTerragrunt(name, args, { config: this, ...at });
  }

  /** The value of an attribute. What can't be made of it is a warning: Terragrunt's own tools say what is wrong with it. */
  value(attribute: PlacedAttribute | undefined): Value | undefined {
    if (!attribute) return undefined;
    const failures: Failure[] = [];
    const value = evaluate(attribute.node.value, this.scope(failures));
    const warnings = failures.map((failure): Failure => ({ ...failure, severity: 'warning' }));
    this.reading.diagnostics.failures(warnings, { file: attribute.file, span: attribute.node.value });
    return value;
  }

  scope(failures: Failure[]): Scope {
    return {
      file: this.file,
      evaluate,
      resolver: this,
      names: undefined,
      repetition: undefined,
      self: undefined,
      failures,
      budget: newBudget(),
      readOnly: true,
    };
  }

  text(attribute: PlacedAttribute | undefined): string | undefined {
    const value = this.value(attribute);
    return value?.kind === 'string' ? value.value : undefined;
  }

  local(name: string): Value {
    const known = this.#locals.get(name);
    if (known === 'running') return undeclared(`local.${name}`);
    if (known) return known;
    const blocks = blocksOf(this.content, 'locals').map(({ node, file }) => contentOf(node.body, file));
    const written = blocks.map(({ attributes }) => attributes.get(name)).find((each) => each !== undefined);
    this.#locals.set(name, 'running');
    const value = this.value(written) ?? undeclared(`local.${name}`);
    this.#locals.set(name, value);
    return value;
  }

  /** By label, `''` for one without. An included file can't include another. */
  get includes(): ReadonlyMap<string, Include> {
    if (this.#includes) return this.#includes;
    const found = new Map<string, Include>();
    this.#includes = found;
    for (const block of this.standing.child ? [] : blocksOf(this.content, 'include')) {
      const { attributes } = contentOf(block.node.body, block.file);
      const path = this.text(attributes.get('path'));
      const place = path === undefined ? undefined : located(this.reading, this.standing.unit, path);
      const file = place === undefined ? undefined : parsed(this.reading, place);
      if (!file) this.#notIncluded(block, path);
      else {
        const config = new ConfigFile(this.reading, file, { ...this.standing, child: this });
        found.set(block.node.labels[0]?.value ?? '', {
          config,
          strategy: strategyOf(this.text(attributes.get('merge_strategy'))),
        });
      }
    }
    return found;
  }

  /** The folder of the file that this one includes, or its own where it is the one that is included. */
  includeFolder(label: string | undefined): string | undefined {
    if (this.standing.child) return this.folder;
    const [first] = this.includes.values();
    return (label === undefined ? first : this.includes.get(label))?.config.folder;
  }

  /** Its own. Where a file is merged, those of both are there in both. */
  get dependencies(): ReadonlyMap<string, Dependency> {
    if (this.#dependencies) return this.#dependencies;
    const found = new Map<string, Dependency>();
    this.#dependencies = found;
    for (const { node, file } of blocksOf(this.content, 'dependency')) {
      const name = node.labels[0]?.value;
      const { attributes } = contentOf(node.body, file);
      const enabled = this.value(attributes.get('enabled'));
      if (name === undefined || (enabled?.kind === 'bool' && !enabled.value)) continue;
      const path = this.text(attributes.get('config_path'));
      const place = path === undefined ? undefined : located(this.reading, this.standing.unit, path);
      const folder = place?.endsWith('.hcl') ? posix.dirname(place) : place;
      found.set(name, { name, folder, mocks: this.value(attributes.get('mock_outputs')) });
    }
    return found;
  }

  /** With those of the files that are merged into it. */
  get inputs(): Layers {
    if (this.#inputs) return this.#inputs;
    // Until they are known: should a file come back to itself, it has none.
    this.#inputs = [];
    const included = [...this.includes.values()].filter(({ strategy }) => strategy !== 'no_merge');
    const under = included.reduce<Layers>((layers, { config }) => laidOver(layers, config.inputs, 'shallow'), []);
    const own = this.value(this.content.attributes.get('inputs'));
    const strategy = included.some((each) => each.strategy === 'deep') ? 'deep' : 'shallow';
    this.#inputs = laidOver(under, own ? [own] : [], strategy);
    return this.#inputs;
  }

  /** As another file sees it that reads or includes it. */
  asValue(): Value {
    const locals = blocksOf(this.content, 'locals').flatMap(({ node, file }) => [
      ...contentOf(node.body, file).attributes.keys(),
    ]);
    const read = (name: string): Value => {
      if (name === 'locals') return { kind: 'object', entries: new LazyEntries(locals, (local) => this.local(local)) };
      if (name === 'inputs') return together(this.inputs, this.functions);
      return undeclared(name);
    };
    return { kind: 'object', entries: new LazyEntries(['inputs', 'locals'], read, true) };
  }

  /** The file at a path, read for the same unit; `undefined` where there is none. */
  another(path: string): ConfigFile | undefined {
    const { reading, standing } = this;
    const place = located(reading, standing.unit, path);
    if (place === undefined) return undefined;
    const key = `${place} ${standing.original}`;
    const known = standing.read.get(key);
    if (known) return known;
    const file = parsed(reading, place);
    if (!file) return undefined;
    const another = new ConfigFile(reading, file, { ...standing, unit: posix.dirname(file.path), child: undefined });
    standing.read.set(key, another);
    return another;
  }

  #notIncluded({ node, file }: PlacedBlock, path: string | undefined): void {
    this.reading.diagnostics.report(
      {
        severity: 'warning',
        code: 'terragrunt-include',
        summary: 'Included file not read',
        detail: `${path ?? 'The file'} is missing, or its path is not known; what it sets is not known.`,
      },
      { file, span: { start: node.start, end: node.typeEnd } },
    );
  }

  #dependency(name: string): Dependency | undefined {
    const included = Array.from(this.includes.values(), ({ config }) => config);
    const configs: readonly (ConfigFile | undefined)[] = [this, ...included, this.standing.child];
    return configs.map((each) => each?.dependencies.get(name)).find((each) => each !== undefined);
  }

  /** `dependency.x`: what the other unit gives where it is there. A mock is what Terragrunt makes do with, and no fact. */
  #outputsOf(name: string): Value {
    const dependency = this.#dependency(name);
    if (!dependency) return undeclared(`dependency.${name}`);
    const { folder, mocks } = dependency;
    const known = folder === undefined ? undefined : this.reading.others?.outputs(folder);
    const mocked = mocks?.kind === 'object' || mocks?.kind === 'map' ? [...mocks.entries.keys()] : [];
    const output = (each: string): Value => known?.get(each)?.value ?? notKnown(name, each);
    const outputs = new LazyEntries(known?.keys() ?? mocked, output, true);
    const read = (each: string): Value =>
      each === 'outputs' ? { kind: 'object', entries: outputs } : undeclared(each);
    return { kind: 'object', entries: new LazyEntries(['outputs'], read, true) };
  }
}

function notKnown(dependency: string, output: string): Value {
  const ref = { address: `dependency.${dependency}.outputs`, path: [output] };
  return {
    kind: 'unknown',
    type: DYNAMIC,
    dependsOn: [ref],
    ref,
    reason: `the output ${output} of the dependency is not known`,
  };
}

function nothing(what: string): Resolved {
  return { value: undeclared(what), used: Number.MAX_SAFE_INTEGER };
}
