/**
 * Finds and reads modules, each folder once. Local ones are where their `source` says; for others see
 * module-places.ts.
 */
import { posix } from 'node:path';
import { inModule, withoutKeys } from '#model/address.js';
import { sourceRange } from '#model/diagnostic.js';
import type { AbsentModule } from '#model/configuration.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { buildModule, headerOf } from '../module/build.js';
import { CALL_ARGUMENTS } from '../module/content.js';
import type { Declaration, ModuleDefinition } from '../module/definition.js';
import { literalText } from '../module/requirements.js';
import { isBeside } from '#model/beside.js';
import type { FileSystem } from './file-system.js';
import { readModuleFiles } from './module-files.js';
import { findSummary, siblingSummary } from '../summaries/find.js';
import { summaryModule } from '../summaries/module.js';
import type { Summary } from '../summaries/summary.js';
import { ModulePlaces, type ModulePlacesOptions } from './module-places.js';
import { isLocal, moduleSource } from './module-source.js';
import type { Unit } from '../terragrunt/unit.js';
import { unitModule } from './unit-module.js';
import type { Diagnostics, Problem } from './report.js';

export interface ModuleLoaderOptions extends ModulePlacesOptions {
  readonly files: FileSystem;
  /** The same without what is edited in memory: an edit does not reach what is fetched from elsewhere. */
  readonly original: FileSystem;
  readonly cache: Map<string, SyntaxFile>;
  readonly diagnostics: Diagnostics;
  /** As terraform does it: a module that is not there is not known. */
  readonly strict: boolean;
}

/** A module that calls others. */
interface Caller {
  readonly address: string;
  readonly definition: ModuleDefinition;
  readonly caller: { readonly parent: Caller; readonly call: Declaration } | undefined;
}

export class ModuleLoader {
  readonly #options: ModuleLoaderOptions;
  readonly #definitions = new Map<string, ModuleDefinition | undefined>();
  readonly #fetched = new Map<string, ModuleDefinition | undefined>();
  readonly #missing = new Map<Declaration, string>();
  readonly #others = new Map<ModuleDefinition, ModuleDefinition>();
  readonly #summaries = new Map<Declaration, { readonly address: string; readonly definition: ModuleDefinition }>();
  readonly #places: ModulePlaces;
  readonly #unitsMissing: AbsentModule[] = [];
  readonly #unitsTold: AbsentModule[] = [];
  #unit: ModuleDefinition | undefined;
  /** What each call means; a call of a module that is called twice may mean two things. */
  readonly #called = new Map<string, ModuleDefinition>();

  constructor(options: ModuleLoaderOptions) {
    this.#options = options;
    this.#places = new ModulePlaces(options);
  }

  /** The calls whose module is not there, each once, with the address of the first instance. */
  get missing(): readonly AbsentModule[] {
    return [
      ...this.#unitsMissing,
      ...Array.from(this.#missing, ([declaration, address]) => absent(declaration, address)),
    ];
  }

  /** The calls whose module is not there, but for a summary. */
  get summarised(): readonly AbsentModule[] {
    const calls = Array.from(this.#summaries, ([declaration, { address }]) => absent(declaration, address));
    return [...this.#unitsTold, ...calls];
  }

  /** The module of a unit of Terragrunt. */
  unit(unit: Unit): ModuleDefinition {
    const { definition, absent: absentModule } = unitModule(unit, { ...this.#options, places: this.#places });
    this.#unit = definition;
    if (absentModule) (definition.summary ? this.#unitsTold : this.#unitsMissing).push(absentModule);
    return definition;
  }

  /** All definitions read so far; where the same folder was read twice, the one that edits reach comes last. */
  get definitions(): readonly ModuleDefinition[] {
    return [...this.#fetched.values(), this.#unit, ...this.#definitions.values()].filter((one) => one !== undefined);
  }

  /** The module of a folder; `undefined` where there is none. */
  read(folder: string, readOnly = false): ModuleDefinition | undefined {
    const definitions = readOnly ? this.#fetched : this.#definitions;
    if (definitions.has(folder)) return definitions.get(folder);
    const { files, original, cache, diagnostics } = this.#options;
    const found = readModuleFiles({ files: readOnly ? original : files, cache, diagnostics }, folder);
    const definition =
      typeof found === 'string' || found.length === 0
        ? undefined
        : buildModule(folder, found, diagnostics, readOnly || isBeside(folder));
    definitions.set(folder, definition);
    return definition;
  }

  /** The module that a call means, if it has been read. */
  known(caller: Caller, declaration: Declaration): ModuleDefinition | undefined {
    return this.#called.get(keyOf(caller, declaration));
  }

  /** The module that a call means. Where it is not there, a diagnostic says what to do. */
  called(caller: Caller, declaration: Declaration): ModuleDefinition | undefined {
    const source = declaration.content.attributes.get('source');
    const text = literalText(source?.node.value);
    if (text === undefined) {
      this.#complain(caller, declaration, {
        code: 'invalid-module-source',
        summary: source ? 'Unsuitable value type' : 'Missing required argument',
        detail: source
          ? 'The module source must be a plain string.'
          : 'The argument "source" is required, but no definition was found.',
      });
      return undefined;
    }
    const found = isLocal(text) ? this.#local(caller, declaration, text) : this.#remote(caller, declaration, text);
    if (found) this.#called.set(keyOf(caller, declaration), found);
    return found;
  }

  #local(caller: Caller, declaration: Declaration, source: string): ModuleDefinition | undefined {
    const { summary } = caller.definition;
    if (summary) return this.#sibling(caller, declaration, siblingSummary(summary, posix.join(summary.folder, source)));
    const folder = this.#options.files.resolve(caller.definition.folder, source);
    if (folder === undefined) {
      this.#complain(caller, declaration, {
        code: 'module-outside',
        summary: 'Module outside the scanned folder',
        detail: `The module ${JSON.stringify(source)} is outside the scanned folder and its git repository, and was not read. Scan a folder that holds both.`,
      });
      return undefined;
    }
    const definition = this.read(folder, caller.definition.readOnly);
    if (!definition) {
      this.#complain(caller, declaration, {
        ...(this.#options.strict ? {} : { severity: 'warning' }),
        code: 'module-not-found',
        summary: 'Unreadable module directory',
        detail: `The directory ${JSON.stringify(source)} could not be read, or has no Terraform files. Its resources are not analysed. ${SUBMODULE}`,
        cause: {
          key: 'module-not-found',
          summary: 'Unreadable module directories',
          detail: `Their resources are not analysed. ${SUBMODULE} Missing, or without Terraform files:`,
          about: source,
        },
      });
    }
    return definition;
  }

  #remote(caller: Caller, declaration: Declaration, text: string): ModuleDefinition | undefined {
    const { content } = declaration;
    const version = literalText(content.attributes.get('version')?.node.value);
    const call = { key: keyOf(caller, declaration), source: moduleSource(text), version };
    for (const { folder, exact } of this.#places.of(call)) {
      const definition = this.read(folder, true);
      if (definition) return exact ? definition : this.#inexact(definition);
    }
    const { strict } = this.#options;
    const given = [...content.attributes.keys()].filter((name) => !CALL_ARGUMENTS.has(name));
    const summary = strict ? undefined : findSummary({ ...call, given });
    return this.#summarised(caller, declaration, summary) ?? this.#notInstalled(caller, declaration, text);
  }

  /** Another commit may declare more. */
  #inexact(definition: ModuleDefinition): ModuleDefinition {
    const known = this.#others.get(definition) ?? { ...definition, incomplete: true };
    this.#others.set(definition, known);
    return known;
  }

  #sibling(caller: Caller, declaration: Declaration, summary: Summary | undefined): ModuleDefinition | undefined {
    return this.#summarised(caller, declaration, summary) ?? this.#notInstalled(caller, declaration, declaration.name);
  }

  #notInstalled(caller: Caller, declaration: Declaration, text: string): undefined {
    this.#complain(caller, declaration, {
      ...(this.#options.strict ? {} : { severity: 'warning' }),
      code: 'module-not-installed',
      summary: 'Module not installed',
      detail: `The module ${JSON.stringify(text)} is not installed, so its resources are not analysed. ${INSTALL}`,
      cause: {
        key: 'module-not-installed',
        summary: 'Modules not installed',
        detail: `Their resources are not analysed. ${INSTALL} Missing:`,
        about: text,
      },
    });
    return undefined;
  }

  #summarised(caller: Caller, declaration: Declaration, summary: Summary | undefined): ModuleDefinition | undefined {
    const known = this.#summaries.get(declaration);
    if (known || !summary) return known?.definition;
    const { file, block } = declaration;
    const definition = summaryModule(summary, { file, span: headerOf(block) }, this.#options.diagnostics);
    this.#summaries.set(declaration, { address: addressOf(caller, declaration), definition });
    return definition;
  }

  #complain(caller: Caller, declaration: Declaration, problem: Problem): void {
    if (this.#missing.has(declaration)) return;
    this.#missing.set(declaration, addressOf(caller, declaration));
    const { file, block, content } = declaration;
    const source = content.attributes.get('source');
    this.#options.diagnostics.report(
      problem,
      source ? { file: source.file, span: source.node.value } : { file, span: headerOf(block) },
    );
  }
}

const SUBMODULE = 'A git submodule has to be checked out (git submodule update --init).';
const INSTALL =
  'Run "terraform init" in the root module, then scan again; or name the folder that holds it: --module SOURCE=DIR.';

function addressOf(caller: Caller, { name }: Declaration): string {
  return inModule(withoutKeys(caller.address), `module.${name}`);
}

function absent({ block, file, content }: Declaration, address: string): AbsentModule {
  const source = literalText(content.attributes.get('source')?.node.value) ?? '';
  return { address, source, place: sourceRange(file, headerOf(block)) };
}

/** The key under which `terraform init` notes a call: the names of the calls that lead to it. */
function keyOf(caller: Caller, declaration: Declaration): string {
  const names = [declaration.name];
  for (let at = caller.caller; at; at = at.parent.caller) names.unshift(at.call.name);
  return names.join('.');
}
