/**
 * Where modules lie that come from elsewhere: where the user says, where `terraform init` put them and noted it in
 * `modules.json`, or in the scanned repository itself, if that is what the source names. Nothing is downloaded.
 */
import { admits } from '../module/version-constraint.js';
import { type FileSystem, readText } from './file-system.js';
import { type ModuleSource, moduleSource, publishedFrom } from './module-source.js';
import type { Repository } from './repository.js';

export interface ModulePlacesOptions {
  readonly files: FileSystem;
  readonly rootModule: string;
  readonly repository?: Repository | undefined;
  /** Absolute folders by source, as the user named them. */
  readonly modules?: ReadonlyMap<string, string> | undefined;
  /** `TF_DATA_DIR`: what takes the place of `.terraform`. */
  readonly dataFolder?: string | undefined;
}

/** A call of a module that is not local. */
export interface RemoteCall {
  /** Names of the calls that lead to it: `eks.node_group`. */
  readonly key: string;
  readonly source: ModuleSource;
  /** The version constraint, for a module of a registry. */
  readonly version: string | undefined;
}

export interface ModulePlace {
  readonly folder: string;
  /** It is of the commit or version that the call wants. */
  readonly exact: boolean;
}

export class ModulePlaces {
  readonly #options: ModulePlacesOptions;
  #own: readonly Installed[] | undefined;
  #above: readonly Installed[] | undefined;

  constructor(options: ModulePlacesOptions) {
    this.#options = options;
  }

  /** Where the module may be, the likeliest first. */
  *of(call: RemoteCall): Generator<ModulePlace> {
    for (const folder of this.#named(call.source)) yield { folder, exact: true };
    this.#own ??= this.#installedIn(this.#options.rootModule);
    for (const { key, folder } of this.#own) if (key === call.key) yield { folder, exact: true };
    const exact = call.source.ref === undefined && call.version === undefined;
    for (const folder of inRepository(call.source, this.#options)) yield { folder, exact };
    this.#above ??= this.#installedAbove();
    for (const installed of this.#above) if (isSame(installed, call)) yield { folder: installed.folder, exact: true };
  }

  *#named(source: ModuleSource): Generator<string> {
    const { files, modules = new Map<string, string>() } = this.#options;
    for (const [text, folder] of modules) {
      const named = moduleSource(text);
      if (named.package !== source.package || (named.ref !== undefined && named.ref !== source.ref)) continue;
      const rest = named.folder === '' ? source.folder : named.folder === source.folder ? '' : undefined;
      const place = rest === undefined ? undefined : files.resolve(folder);
      const inner = place === undefined || rest === undefined ? undefined : files.resolve(place, rest);
      if (inner !== undefined) yield inner;
    }
  }

  #installedIn(folder: string): readonly Installed[] {
    const { files, dataFolder = '.terraform' } = this.#options;
    const data = dataFolder.startsWith('/') ? files.resolve(dataFolder) : files.resolve(folder, dataFolder);
    return data === undefined ? [] : readManifest(files, folder, data);
  }

  /** What was installed for a root module above this one. */
  #installedAbove(): readonly Installed[] {
    const { files, rootModule } = this.#options;
    const found: Installed[] = [];
    for (let at = files.resolve(rootModule, '..'); at !== undefined; at = files.resolve(at, '..')) {
      found.push(...readManifest(files, at, files.resolve(at, '.terraform') ?? at));
    }
    return found;
  }
}

/** The folder of the scanned repository that the source names. Its commit is not looked at: what is here is what is known. */
export function* inRepository(
  source: ModuleSource,
  { files, repository }: Pick<ModulePlacesOptions, 'files' | 'repository'>,
): Generator<string> {
  const names = [source.kind === 'git' ? source.package : undefined, publishedFrom(source)];
  if (!repository || !names.some((name) => name !== undefined && repository.packages.has(name))) return;
  const place = files.resolve(repository.root);
  const folder = place === undefined ? undefined : files.resolve(place, source.folder);
  if (folder !== undefined) yield folder;
}

interface Installed {
  readonly key: string;
  readonly source: string;
  readonly version: string | undefined;
  /** Relative to the scanned root. */
  readonly folder: string;
}

function isSame(installed: Installed, { source, version }: RemoteCall): boolean {
  const own = moduleSource(installed.source);
  if (own.package !== source.package || own.folder !== source.folder || own.ref !== source.ref) return false;
  return version === undefined || installed.version === undefined || admits(version, installed.version) === true;
}

/** Folders in a manifest are relative to the root module that `terraform init` ran in. */
function readManifest(files: FileSystem, rootModule: string, dataFolder: string): readonly Installed[] {
  const path = files.resolve(dataFolder, 'modules/modules.json');
  const found = path === undefined ? 'missing' : readText(files, path);
  if (typeof found === 'string') return [];
  const installed: Installed[] = [];
  for (const { Key: key, Source: source, Version: version, Dir: folder } of entriesOf(found.text)) {
    if (typeof key !== 'string' || typeof folder !== 'string' || key === '') continue;
    const place = folder.startsWith('/') ? files.resolve(folder) : files.resolve(rootModule, folder);
    if (place === undefined) continue;
    installed.push({
      key,
      source: typeof source === 'string' ? source : '',
      version: typeof version === 'string' && version !== '' ? version : undefined,
      folder: place,
    });
  }
  return installed;
}

type Entry = Readonly<Partial<Record<'Key' | 'Source' | 'Version' | 'Dir', unknown>>>;

function entriesOf(text: string): readonly Entry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null || !('Modules' in parsed) || !Array.isArray(parsed.Modules))
    return [];
  return (parsed.Modules as readonly unknown[]).filter(
    (entry): entry is Entry => typeof entry === 'object' && entry !== null,
  );
}
