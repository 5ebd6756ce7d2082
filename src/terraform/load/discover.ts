/** Finds the root modules below a folder: every folder with Terraform files that no other calls as a local module. */
import { parseFile } from '#hcl/parse/parse.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { contentOf } from '../module/content.js';
import { literalText } from '../module/requirements.js';
import { diskFileSystem, type Entry, type FileSystem, readText } from './file-system.js';
import { parseJsonFile } from './json-syntax.js';
import { extensionOf, joinPath, reportFault, terraformFileNames } from './module-files.js';
import { inRepository } from './module-places.js';
import { isLocal, moduleSource } from './module-source.js';
import { isTemplateName, templatesNote } from './rendered.js';
import type { Repository } from './repository.js';
import { Diagnostics } from './report.js';

/** What others have put there: Terraform, Terragrunt, npm, git. */
const SKIPPED: ReadonlySet<string> = new Set(['.terraform', '.terragrunt-cache', 'node_modules', '.git']);
const TERRAGRUNT = 'terragrunt.hcl';
const MAX_FOLDER_DEPTH = 60;

export interface RootModules {
  /** Folders relative to the root, sorted; `.` is the root itself. */
  readonly rootModules: readonly string[];
  /** All folders with Terraform files, called or not. */
  readonly modules: readonly string[];
  /** Configuration files of Terragrunt's units, and of what they include. */
  readonly terragrunt: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was parsed on the way, for {@link LoadOptions.cache}. */
  readonly cache: Map<string, SyntaxFile>;
}

/** `root` is absolute. Only what lies below it is searched, and no symbolic link that leads out of it is followed. */
export function findRootModules(
  root: string,
  repository?: Repository,
  files: FileSystem = diskFileSystem(root, repository ? [repository.root] : []),
): RootModules {
  const search = new Search(files, repository);
  search.walk('.', 0);
  const modules = [...search.modules].sort();
  const rootModules = modules.filter((folder) => !search.called.has(folder));
  // Modules that call each other in a circle have no root; each is as good as another.
  const found = rootModules.length > 0 ? rootModules : modules.slice(0, 1);
  return {
    rootModules: found,
    modules,
    terragrunt: search.terragrunt,
    diagnostics: search.found,
    cache: search.cache,
  };
}

class Search {
  readonly modules = new Set<string>();
  readonly called = new Set<string>();
  readonly terragrunt: string[] = [];
  readonly #templates: string[] = [];
  readonly diagnostics = new Diagnostics();
  readonly cache = new Map<string, SyntaxFile>();
  readonly #files: FileSystem;
  readonly #repository: Repository | undefined;

  constructor(files: FileSystem, repository: Repository | undefined) {
    this.#files = files;
    this.#repository = repository;
  }

  /** What is wrong, and a note of what would have to be rendered. */
  get found(): readonly Diagnostic[] {
    const note = templatesNote(this.#templates);
    return note ? [...this.diagnostics.list, note] : this.diagnostics.list;
  }

  walk(folder: string, depth: number): void {
    const entries = this.#files.list(folder);
    if (typeof entries === 'string') return reportFault(this, folder, entries);
    const names = terraformFileNames(entries.filter((entry) => !entry.outside));
    if (names.length > 0) this.modules.add(folder);
    for (const name of names) this.#calls(folder, joinPath(folder, name));
    for (const { name } of entries) if (isTemplateName(name)) this.#templates.push(joinPath(folder, name));
    if (entries.some(({ name, outside }) => name === TERRAGRUNT && !outside))
      this.terragrunt.push(joinPath(folder, TERRAGRUNT));
    if (depth >= MAX_FOLDER_DEPTH) return this.#tooDeep(folder, entries);
    for (const entry of entries) {
      // Terraform follows a link to a file of its own; where it follows one to a folder, a module says so.
      if (entry.outside && extensionOf(entry.name)) reportFault(this, joinPath(folder, entry.name), 'outside');
      else if (entry.folder && !entry.link && !SKIPPED.has(entry.name))
        this.walk(joinPath(folder, entry.name), depth + 1);
    }
    return undefined;
  }

  #tooDeep(folder: string, entries: readonly Entry[]): void {
    const below = entries.find((entry) => entry.folder && !entry.link && !SKIPPED.has(entry.name));
    if (!below) return;
    this.diagnostics.report({
      severity: 'warning',
      code: 'folder-too-deep',
      summary: 'Folder too deep',
      detail: `${joinPath(folder, below.name)} is more than ${MAX_FOLDER_DEPTH} folders deep. Nothing in it was read: scan a folder nearer to it.`,
    });
  }

  /** Notes the folders that a file's `module` blocks name. */
  #calls(folder: string, path: string): void {
    const found = readText(this.#files, path);
    // What can't be read is reported when the module is loaded.
    if (typeof found === 'string') return;
    const file = path.endsWith('.json') ? parseJsonFile(path, found.text) : parseFile(path, found.text);
    this.cache.set(path, file);
    for (const item of file.body.items) {
      if (item.kind !== 'block' || item.type !== 'module') continue;
      const source = literalText(contentOf(item.body, file).attributes.get('source')?.node.value);
      for (const target of source === undefined ? [] : this.#targets(folder, source))
        if (target !== folder) this.called.add(target);
    }
  }

  #targets(folder: string, source: string): Iterable<string> {
    const files = this.#files;
    if (!isLocal(source)) return inRepository(moduleSource(source), { files, repository: this.#repository });
    return [files.resolve(folder, source)].filter((target) => target !== undefined);
  }
}
