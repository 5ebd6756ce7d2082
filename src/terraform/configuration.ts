import { callWithoutFiles } from './functions/without-files.js';
import type { Outcome } from '#model/values/failure.js';
import { posix } from 'node:path';
import type { SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { Evaluation } from './evaluate/memo.js';
import { ModuleInstance } from './evaluate/module-instance.js';
import type { Program } from './evaluate/program.js';
import type { SourceResource } from './evaluate/resource-instance.js';
import { accepts, moduleAt } from './evaluate/validation.js';
import { checkConfiguration } from './evaluate/check.js';
import { secretsOf } from './evaluate/secrets.js';
import type { StatePlace } from '#model/configuration.js';
import { statePlaceOf } from './joined/states.js';
import { inOlderLanguage, olderLanguage, shortCircuits } from './evaluate/versions.js';
import { diskFileSystem, type FileSystem, overlaidFileSystem, readText } from './load/file-system.js';
import { ModuleLoader } from './load/module-loader.js';
import { reportFault } from './load/module-files.js';
import { Diagnostics } from './load/report.js';
import { RootInputs } from './load/variable-inputs.js';
import { buildModule } from './module/build.js';
import type { ModuleDefinition } from './module/definition.js';
import { namedWorkspace } from './module/workspace.js';
import { ProviderVersion } from './schema/provider-version.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration, Sight } from '#model/configuration.js';
import type { LoadOptions } from './load/options.js';
import type { TextFile, Value } from '#model/value.js';

/** Further ways to read a root module, for tests and measurement. */
export interface LoadDetails {
  /** Where files come from, if not from the disk below `root`. */
  readonly files?: FileSystem;
  /** Report what Terraform stops at, such as a variable without a value. */
  readonly strict?: boolean;
  /** Evaluate as before the first apply. */
  readonly planning?: boolean;
}

/** More module instances than this are not analysed. */
const MAX_MODULE_INSTANCES = 20_000;

/**
 * Reads and evaluates a root module. Nothing is executed and nothing outside `options.root` is read; mistakes in the
 * configuration are diagnostics. Evaluation is lazy.
 */
export function loadConfiguration(options: LoadOptions, details: LoadDetails = {}): Configuration {
  return new SourceConfiguration(options, details);
}

class SourceConfiguration implements Configuration {
  readonly rootModule: string;
  readonly #program: Program;
  readonly #root: ModuleInstance;
  readonly #cache: Map<string, SyntaxFile>;
  readonly #inputs: RootInputs;
  #resources: readonly SourceResource[] | undefined;
  #byAddress: ReadonlyMap<string, SourceResource> | undefined;
  #byType: ReadonlyMap<string, readonly SourceResource[]> | undefined;
  #outputs: ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }> | undefined;
  #providers: ReadonlyMap<string, BodyView> | undefined;
  #secrets: ReadonlySet<string> | undefined;
  #checked = false;

  constructor(options: LoadOptions, details: LoadDetails) {
    const { rootModule, root } = options;
    this.rootModule = rootModule;
    this.#cache = options.cache ?? new Map();
    const original = details.files ?? fileSystemFor(options);
    const files = overlaidFileSystem(original, options.overlay ?? new Map());
    const diagnostics = new Diagnostics();
    const { repository, modules, env } = options;
    const loader = new ModuleLoader({
      files,
      original,
      cache: this.#cache,
      diagnostics,
      rootModule,
      repository,
      modules,
      dataFolder: env?.['TF_DATA_DIR'],
      strict: details.strict ?? false,
    });
    const definition = definitionOf(options, { loader, files, diagnostics });
    const { unit } = options;
    // Paths in the module of a unit are relative to that.
    const folder = unit && !definition.summary ? definition.folder : rootModule;
    this.#program = {
      files,
      loader,
      diagnostics,
      evaluation: evaluationFor(diagnostics),
      rootModule: folder,
      workingFolder: posix.join(root.replaceAll('\\', '/'), folder),
      workspace: workspaceOf(options, definition),
      provider: new ProviderVersion(files, definition),
      shortCircuits: !details.strict && shortCircuits(definition),
      strict: details.strict ?? false,
      planning: details.planning ?? false,
      textFiles: new Map<string, TextFile>(),
      limits: { moduleInstances: MAX_MODULE_INSTANCES },
      label: options.label ?? '',
      shared: options.shared ?? false,
      pieces: unit?.pieces ?? new Map(),
      others: options.others,
    };
    this.#inputs = new RootInputs(this.#program, options, definition.variables);
    diagnostics.valuesTold = () => this.#program.strict || this.#inputs.isTold;
    this.#root = new ModuleInstance(this.#program, definition, this.#inputs);
  }

  recompute(name: string, args: readonly Value[]): Outcome {
    return callWithoutFiles(name, args);
  }

  get resources(): readonly Resource[] {
    return this.#all();
  }

  resource(address: string): Resource | undefined {
    this.#byAddress ??= new Map(this.#all().map((one) => [one.address, one]));
    return this.#byAddress.get(address);
  }

  ofType(type: string): readonly Resource[] {
    this.#byType ??= groupByType(this.#all());
    return this.#byType.get(type) ?? [];
  }

  get state(): StatePlace {
    return statePlaceOf(this.#root.definition.terraform);
  }

  get providers(): ReadonlyMap<string, BodyView> {
    this.#providers ??= new Map(providersOf(this.#root));
    return this.#providers;
  }

  get files(): ReadonlyMap<string, SyntaxFile> {
    const files = new Map<string, SyntaxFile>();
    for (const definition of this.#program.loader.definitions)
      for (const file of definition.files) if (!file.standsFor) files.set(file.path, file);
    for (const file of this.#inputs.files) files.set(file.path, file);
    return files;
  }

  get secrets(): ReadonlySet<string> {
    this.#secrets ??= secretsOf(this.#root, this.#all());
    return this.#secrets;
  }

  get diagnostics(): readonly Diagnostic[] {
    const { list } = this.#program.diagnostics;
    const older = this.#program.strict ? undefined : olderLanguage(this.#root.definition);
    return older === undefined ? list : list.map((each) => inOlderLanguage(each, older));
  }

  get outputs(): ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }> {
    if (this.#outputs) return this.#outputs;
    const outputs = new Map<string, { readonly value: Value; readonly sensitive: boolean }>();
    for (const declaration of this.#root.definition.outputs.values()) {
      const value = this.#root.output(declaration);
      const flag = declaration.content.attributes.get('sensitive')?.node.value;
      outputs.set(declaration.name, { value, sensitive: flag?.kind === 'bool' && flag.value });
    }
    this.#outputs = outputs;
    return outputs;
  }

  readText(path: string): string | undefined {
    const found = readText(this.#program.files, path);
    return typeof found === 'string' ? undefined : found.text;
  }

  accepts(variable: string, value: Value): boolean | undefined {
    const [, module = '', name = ''] = /^(?:(.*)\.)?var\.([^.[]+)$/.exec(variable) ?? [];
    const owner = moduleAt(this.#root, module);
    const definition = owner?.definition.variables.get(name);
    return owner && definition && accepts(owner, definition, value);
  }

  evaluateAll(): void {
    if (this.#checked) return;
    this.#checked = true;
    checkConfiguration(this.#root, this.#all());
    void this.outputs;
  }

  #all(): readonly SourceResource[] {
    this.#resources ??= collect(this.#root, []);
    return this.#resources;
  }

  get sight(): Sight {
    const { loader, workspace } = this.#program;
    const { missing, summarised } = loader;
    const { unset, undeclared } = this.#inputs;
    return {
      absentModules: missing,
      summarisedModules: summarised,
      unsetVariables: unset,
      undeclaredValues: undeclared,
      variables: [...this.#root.definition.variables.keys()],
      workspace,
    };
  }
}

interface Sources {
  readonly loader: ModuleLoader;
  readonly files: FileSystem;
  readonly diagnostics: Diagnostics;
}

function definitionOf({ unit, rootModule }: LoadOptions, { loader, files, diagnostics }: Sources): ModuleDefinition {
  if (unit) return loader.unit(unit);
  return loader.read(rootModule) ?? emptyModule(rootModule, { files, diagnostics });
}

function workspaceOf({ workspace, env }: LoadOptions, { terraform }: ModuleDefinition): Program['workspace'] {
  const name = workspace ?? (env?.['TF_WORKSPACE'] || namedWorkspace(terraform));
  return { name, used: false, mentioned: new Set() };
}

function emptyModule(
  folder: string,
  { files, diagnostics }: { readonly files: FileSystem; readonly diagnostics: Diagnostics },
): ModuleDefinition {
  const entries = files.list(folder);
  if (typeof entries === 'string') reportFault({ diagnostics }, folder, entries);
  else if (diagnostics.list.length === 0) {
    diagnostics.report({
      code: 'no-configuration',
      summary: 'No configuration files',
      detail: `The folder ${folder} has no Terraform files.`,
    });
  }
  return buildModule(folder, [], diagnostics, false);
}

/** What may be read: the root, its repository, and what the user names. */
function fileSystemFor({ root, repository, modules, env }: LoadOptions): FileSystem {
  const dataFolder = env?.['TF_DATA_DIR'];
  return diskFileSystem(root, [
    ...(repository ? [repository.root] : []),
    ...(modules?.values() ?? []),
    ...(dataFolder?.startsWith('/') ? [dataFolder] : []),
  ]);
}

function evaluationFor(diagnostics: Diagnostics): Evaluation {
  return new Evaluation(
    (labels) => diagnostics.report({ code: 'cycle', summary: `Cycle: ${labels.join(', ')}`, detail: '' }),
    (label) =>
      diagnostics.report({
        code: 'reference-chain',
        summary: 'Reference chain too long',
        detail: `Evaluation stopped at ${label}: too many values depend on each other in a row.`,
      }),
  );
}

/** All resource instances, module by module, in the order of the files. */
function collect(module: ModuleInstance, found: SourceResource[]): SourceResource[] {
  for (const definition of module.definition.resources.values()) {
    if (definition.mode === 'ephemeral') continue;
    for (const instance of module.resource(definition).instances.values()) found.push(instance);
  }
  for (const call of module.definition.calls.values()) {
    for (const child of module.call(call).instances?.values() ?? []) collect(child, found);
  }
  return found;
}

function* providersOf(module: ModuleInstance): Iterable<readonly [string, BodyView]> {
  yield* module.providers.own();
  for (const call of module.definition.calls.values()) {
    for (const child of module.call(call).instances?.values() ?? []) yield* providersOf(child);
  }
}

function groupByType(resources: readonly SourceResource[]): ReadonlyMap<string, readonly SourceResource[]> {
  const groups = new Map<string, SourceResource[]>();
  for (const resource of resources) {
    const name = resource.mode === 'managed' ? resource.type : `data.${resource.type}`;
    const group = groups.get(name);
    if (group) group.push(resource);
    else groups.set(name, [resource]);
  }
  return groups;
}
