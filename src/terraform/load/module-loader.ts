/**
 * Finds and reads modules, each folder once. Local ones are where their `source` says; others are where
 * `terraform init` put them and noted it in `.terraform/modules/modules.json`. Nothing is downloaded.
 */
import type { SyntaxFile } from '#hcl/syntax.js';
import type { ModuleInstance } from '../evaluate/module-instance.js';
import { buildModule, headerOf } from '../module/build.js';
import type { Declaration, ModuleDefinition } from '../module/definition.js';
import { literalText } from '../module/requirements.js';
import { type FileSystem, readText, resolveInRoot } from './file-system.js';
import { readModuleFiles } from './module-files.js';
import type { Diagnostics } from './report.js';

export interface ModuleLoaderOptions {
  readonly files: FileSystem;
  readonly cache: Map<string, SyntaxFile>;
  readonly diagnostics: Diagnostics;
  readonly rootModule: string;
}

export class ModuleLoader {
  readonly #options: ModuleLoaderOptions;
  readonly #definitions = new Map<string, ModuleDefinition | undefined>();
  readonly #missing = new Set<Declaration>();
  #installed: ReadonlyMap<string, string> | undefined;

  constructor(options: ModuleLoaderOptions) {
    this.#options = options;
  }

  /** All definitions read so far. */
  get definitions(): readonly ModuleDefinition[] {
    return [...this.#definitions.values()].filter((one) => one !== undefined);
  }

  /** The module of a folder; `undefined` where there is none. */
  read(folder: string, readOnly = false): ModuleDefinition | undefined {
    if (this.#definitions.has(folder)) return this.#definitions.get(folder);
    const { diagnostics } = this.#options;
    const found = readModuleFiles(this.#options, folder);
    const definition =
      typeof found === 'string' || found.length === 0 ? undefined : buildModule(folder, found, diagnostics, readOnly);
    this.#definitions.set(folder, definition);
    return definition;
  }

  /** The module that a call means, if it has been read. */
  known(caller: ModuleInstance, declaration: Declaration): ModuleDefinition | undefined {
    const text = literalText(declaration.content.attributes.get('source')?.node.value);
    if (text === undefined) return undefined;
    const folder = isLocal(text)
      ? resolveInRoot(caller.definition.folder, text)
      : this.#installed?.get(keyOf(caller, declaration));
    return folder === undefined ? undefined : this.#definitions.get(folder);
  }

  /** The module that a call means. Where it is not there, a diagnostic says what to do. */
  called(caller: ModuleInstance, declaration: Declaration): ModuleDefinition | undefined {
    const source = declaration.content.attributes.get('source');
    const text = literalText(source?.node.value);
    if (text === undefined) {
      this.#complain(
        declaration,
        'invalid-module-source',
        source ? 'Unsuitable value type' : 'Missing required argument',
        source
          ? 'The module source must be a plain string.'
          : 'The argument "source" is required, but no definition was found.',
      );
      return undefined;
    }
    return isLocal(text) ? this.#local(caller, declaration, text) : this.#installedModule(caller, declaration, text);
  }

  #local(caller: ModuleInstance, declaration: Declaration, source: string): ModuleDefinition | undefined {
    const folder = resolveInRoot(caller.definition.folder, source);
    if (folder === undefined) {
      this.#complain(
        declaration,
        'module-outside',
        'Module outside the scanned folder',
        `The module ${JSON.stringify(source)} is outside the folder that is scanned, and was not read. Scan a folder that holds both.`,
      );
      return undefined;
    }
    const definition = this.read(folder, caller.definition.readOnly);
    if (!definition) {
      this.#complain(
        declaration,
        'module-not-found',
        'Unreadable module directory',
        `The directory ${JSON.stringify(source)} could not be read, or has no Terraform files. Its resources are not analysed.`,
      );
    }
    return definition;
  }

  #installedModule(caller: ModuleInstance, declaration: Declaration, source: string): ModuleDefinition | undefined {
    this.#installed ??= this.#readManifest();
    const folder = this.#installed.get(keyOf(caller, declaration));
    const definition = folder === undefined ? undefined : this.read(folder, true);
    if (!definition) {
      this.#complain(
        declaration,
        'module-not-installed',
        'Module not installed',
        `The module ${JSON.stringify(source)} is not installed, so its resources are not analysed. Run "terraform init" in the root module, then scan again.`,
      );
    }
    return definition;
  }

  /** Folders of installed modules by key: `vpc`, `eks.node_group`. */
  #readManifest(): ReadonlyMap<string, string> {
    const { files, rootModule } = this.#options;
    const installed = new Map<string, string>();
    const path = resolveInRoot(rootModule, '.terraform/modules/modules.json');
    const found = path === undefined ? 'missing' : readText(files, path);
    if (typeof found === 'string') return installed;
    for (const { key, folder } of manifestEntries(found.text)) {
      const place = resolveInRoot(rootModule, folder);
      if (place !== undefined) installed.set(key, place);
    }
    return installed;
  }

  #complain(declaration: Declaration, code: string, summary: string, detail: string): void {
    if (this.#missing.has(declaration)) return;
    this.#missing.add(declaration);
    const { file, block, content } = declaration;
    const source = content.attributes.get('source');
    this.#options.diagnostics.report(
      { code, summary, detail },
      source ? { file: source.file, span: source.node.value } : { file, span: headerOf(block) },
    );
  }
}

/** `./x` and `../x` are local, everything else comes from elsewhere. */
export function isLocal(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../') || source === '.' || source === '..';
}

/** The key under which `terraform init` notes a call: the names of the calls that lead to it. */
function keyOf(caller: ModuleInstance, declaration: Declaration): string {
  const names = [declaration.name];
  for (let at = caller.caller; at; at = at.parent.caller) names.unshift(at.call.name);
  return names.join('.');
}

function* manifestEntries(text: string): Iterable<{ readonly key: string; readonly folder: string }> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof parsed !== 'object' || parsed === null || !('Modules' in parsed) || !Array.isArray(parsed.Modules)) return;
  for (const entry of parsed.Modules as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null || !('Key' in entry) || !('Dir' in entry)) continue;
    const { Key: key, Dir: folder } = entry;
    if (typeof key === 'string' && typeof folder === 'string' && key !== '') yield { key, folder };
  }
}
