/**
 * The root modules of one scan, units of Terragrunt among them, and which of them give each other values: those are loaded as
 * one estate.
 */
import type { SyntaxFile } from '#hcl/syntax.js';
import { labelOf, withoutLabel } from '#model/address.js';
import { loadConfiguration } from '../configuration.js';
import { diskFileSystem, type FileSystem } from '../load/file-system.js';
import { Diagnostics } from '../load/report.js';
import { folderOf } from '../load/unit-module.js';
import type { Configuration } from '#model/configuration.js';
import type { LoadOptions } from '../load/options.js';
import type { Reading } from '../terragrunt/reading.js';
import { readUnit, type Unit } from '../terragrunt/unit.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { JoinedConfiguration } from './joined-configuration.js';
import type { OtherRoots } from './others.js';
import type { StatePlace } from '#model/configuration.js';
import { isWanted, LOOKUPS, type Wanted, wantedBy } from './lookups.js';
import { keeperOf, stateReadBy } from './states.js';

/** Root modules that are analysed together, by folder; one by itself is a group too. */
export type Group = readonly string[];

export interface RootsOptions {
  /** How each is read. */
  readonly load: Omit<LoadOptions, 'rootModule' | 'unit' | 'label' | 'others' | 'overlay'> & {
    readonly cache: Map<string, SyntaxFile>;
  };
  /** Folders that are root modules of Terraform's. */
  readonly rootModules: readonly string[];
  /** Configuration files of Terragrunt. */
  readonly terragrunt: readonly string[];
  /** Variables for `get_env`. */
  readonly environment?: ReadonlyMap<string, string>;
}

export class Roots {
  readonly folders: readonly string[];
  readonly #options: RootsOptions;
  readonly #files: FileSystem;
  /** Paths of the units' configurations by folder. */
  readonly #units = new Map<string, string>();
  /** How many units are made of a folder. */
  readonly #uses = new Map<string, number>();
  readonly #states = new Map<string, StatePlace>();
  /** Units as far as they don't depend on others. */
  readonly #read: ReadonlyMap<string, Unit>;
  #groups: readonly Group[] | undefined;
  readonly #lookups = new Map<string, Made>();
  readonly #alone = new Map<string, Configuration>();
  readonly #reported = new Diagnostics();

  /** `chosen` are the only ones that count, where not all do. */
  constructor(options: RootsOptions, chosen?: readonly string[]) {
    this.#options = options;
    const { root, repository } = options.load;
    this.#files = diskFileSystem(root, repository ? [repository.root] : []);
    const units = this.#findUnits();
    this.#read = units;
    this.folders =
      chosen ??
      [...new Set([...options.rootModules.filter((each) => !this.#uses.has(each)), ...units.keys()])].toSorted();
  }

  /** Root modules that give each other values stand together. */
  get groups(): readonly Group[] {
    this.#groups ??= this.#group(this.#read);
    return this.#groups;
  }

  /** What is wrong with the configuration of Terragrunt. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#reported.list;
  }

  isUnit(folder: string): boolean {
    return this.#units.has(folder);
  }

  load(group: Group, overlay?: ReadonlyMap<string, string>): Configuration {
    const [only, another] = group;
    if (only !== undefined && another === undefined)
      return (overlay ? undefined : this.#alone.get(only)) ?? this.#loadAlone(only, overlay);
    const members = new Map<string, Configuration>();
    for (const folder of group) {
      const label = labelOf(folder);
      const others: OtherRoots = {
        outputs: (other) => members.get(labelOf(other))?.outputs,
        keeperOf: (state) => this.#keeperOf(state, folder),
        lookedUp: (address) => {
          const found = this.#lookups.get(keyOf(folder, withoutLabel(address)));
          const at = found && labelOf(found.folder);
          return found && at ? members.get(at)?.resource(at + found.address) : undefined;
        },
      };
      members.set(label, this.#load(folder, { others, label, ...(overlay ? { overlay } : {}) }));
    }
    return new JoinedConfiguration(members);
  }

  /** Read anew, since the modules may have changed. */
  forget(folder: string): void {
    this.#alone.delete(folder);
  }

  #loadAlone(folder: string, overlay: ReadonlyMap<string, string> | undefined): Configuration {
    return this.#load(folder, overlay ? { overlay } : {});
  }

  #load(folder: string, more: Pick<LoadOptions, 'others' | 'label' | 'overlay'>): Configuration {
    const path = this.#units.get(folder);
    const unit = path === undefined ? undefined : readUnit(this.#reading(more.others), path);
    const shared = unit !== undefined && (this.#uses.get(folderOf(unit, this.#files) ?? '') ?? 0) > 1;
    return loadConfiguration({
      ...this.#options.load,
      rootModule: folder,
      ...more,
      ...(unit ? { unit, shared } : {}),
    });
  }

  #reading(others: OtherRoots | undefined): Reading {
    const { load, environment = new Map<string, string>() } = this.#options;
    return {
      root: load.root,
      files: this.#files,
      repository: load.repository,
      environment,
      diagnostics: this.#reported,
      cache: load.cache,
      textFiles: new Map(),
      others,
    };
  }

  /** A configuration that others include is none of a unit, nor is one that has no module. */
  #findUnits(): ReadonlyMap<string, Unit> {
    // What is wrong is said when a unit is read: what others include makes sense only there.
    const reading = (): Reading => ({ ...this.#reading(undefined), diagnostics: new Diagnostics() });
    const all = this.#options.terragrunt.flatMap((path) => readUnit(reading(), path) ?? []);
    const included = new Set(all.flatMap(({ includes }) => includes));
    const units = new Map<string, Unit>();
    for (const unit of all) {
      const { folder, file, sources } = unit;
      if (included.has(file.path) || (sources.length === 0 && !this.#options.rootModules.includes(folder))) continue;
      units.set(folder, unit);
      this.#units.set(folder, file.path);
      const module = folderOf(unit, this.#files);
      if (module !== undefined && module !== folder) this.#uses.set(module, (this.#uses.get(module) ?? 0) + 1);
    }
    return units;
  }

  #group(units: ReadonlyMap<string, Unit>): readonly Group[] {
    const known = new Set(this.folders);
    const joins = new Joins(this.folders);
    for (const folder of this.folders) {
      const configuration = this.#loadAlone(folder, undefined);
      this.#alone.set(folder, configuration);
      const state = units.get(folder)?.state ?? configuration.state;
      if (state) this.#states.set(folder, state);
      for (const other of units.get(folder)?.dependsOn ?? []) if (known.has(other)) joins.join(folder, other);
    }
    for (const [folder, configuration] of this.#alone) {
      for (const source of configuration.ofType('data.terraform_remote_state')) {
        const state = stateReadBy(source);
        const keeper = state && this.#keeperOf(state, folder);
        if (keeper !== undefined) joins.join(folder, keeper);
      }
    }
    for (const [folder, configuration] of this.#alone) {
      for (const other of this.#lookUp(folder, configuration)) joins.join(folder, other);
    }
    return joins.groups();
  }

  /** The root modules that make what this one looks up. */
  *#lookUp(folder: string, configuration: Configuration): Generator<string> {
    for (const type of LOOKUPS.keys()) {
      for (const source of configuration.ofType(`data.${type}`)) {
        const wanted = wantedBy(type, source);
        const [only, another] = wanted ? this.#makersOf(wanted, folder) : [];
        if (!only || another) continue;
        this.#lookups.set(keyOf(folder, source.address), only);
        yield only.folder;
      }
    }
  }

  /** What a root module itself makes is found by its name there (src/aws/link.ts). */
  #makersOf(wanted: Wanted, folder: string): readonly Made[] {
    const found = Array.from(this.#alone, ([other, configuration]) =>
      configuration
        .ofType(wanted.type)
        .filter((resource) => isWanted(resource, wanted))
        .map(({ address }): Made => ({ folder: other, address })),
    ).flat();
    return found.some((made) => made.folder === folder) ? [] : found;
  }

  #keeperOf(state: StatePlace, from: string): string | undefined {
    return keeperOf(state, from, this.#states);
  }
}

/** A resource of a root module. */
interface Made {
  readonly folder: string;
  readonly address: string;
}

function keyOf(folder: string, address: string): string {
  return `${folder} ${address}`;
}

/** Sets of folders that are joined, directly or through others. */
class Joins {
  readonly #above = new Map<string, string>();

  constructor(folders: readonly string[]) {
    for (const folder of folders) this.#above.set(folder, folder);
  }

  join(one: string, other: string): void {
    this.#above.set(this.#top(one), this.#top(other));
  }

  /** In the order of their first folders. */
  groups(): readonly Group[] {
    const found = new Map<string, string[]>();
    for (const folder of this.#above.keys()) {
      const top = this.#top(folder);
      const group = found.get(top);
      if (group) group.push(folder);
      else found.set(top, [folder]);
    }
    return [...found.values()];
  }

  #top(folder: string): string {
    let at = folder;
    for (let above = this.#above.get(at); above !== undefined && above !== at; above = this.#above.get(at)) at = above;
    return at;
  }
}
