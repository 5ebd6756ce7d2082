/** The module that a unit of Terragrunt is made of: its source, with the unit's own files and the generated ones laid over. */
import { posix } from 'node:path';
import { sourceRange } from '#model/diagnostic.js';
import { buildModule } from '../module/build.js';
import type { ModuleDefinition } from '../module/definition.js';
import type { AbsentModule } from '#model/configuration.js';
import { findSummary } from '../summaries/find.js';
import { summaryModule } from '../summaries/module.js';
import type { Unit } from '../terragrunt/unit.js';
import { isBeside } from '#model/beside.js';
import type { FileSystem } from './file-system.js';
import { extensionOf, type FileSource, type ModuleFile, readModuleFiles } from './module-files.js';
import type { ModulePlaces } from './module-places.js';
import { type ModuleSource, moduleSource, PUBLIC_REGISTRY } from './module-source.js';

export interface UnitSource extends FileSource {
  /** The files without what is edited in memory: an edit does not reach what is fetched from elsewhere. */
  readonly original: FileSystem;
  readonly places: ModulePlaces;
}

export interface UnitModule {
  readonly definition: ModuleDefinition;
  readonly absent: AbsentModule | undefined;
}

interface Found {
  readonly folder: string;
  readonly exact: boolean;
  readonly remote: boolean;
}

export function unitModule(unit: Unit, source: UnitSource): UnitModule {
  const place = placeOf(unit, source);
  if (!place) return absentModule(unit, source);
  const remote = { ...source, files: place.remote ? source.original : source.files };
  const own = filesIn(source, unit.folder);
  const files = place.folder === unit.folder ? own : laidOver(filesIn(remote, place.folder), own);
  const definition = buildModule(
    place.folder,
    withGenerated(files, unit),
    source.diagnostics,
    place.remote || isBeside(place.folder),
  );
  const incomplete = definition.incomplete || !place.exact || unit.generated.some(({ file }) => !file);
  return { definition: { ...definition, incomplete }, absent: undefined };
}

/** The folder of the unit's module in what may be read; the unit's own where no source is named. */
export function folderOf(unit: Unit, files: FileSystem): string | undefined {
  if (unit.sources.length === 0) return unit.folder;
  for (const text of unit.sources) {
    const path = posix.normalize(text.replace(/^file:\/\//, '').replace(/\?.*$/, ''));
    const folder = posix.isAbsolute(path) ? files.resolve(path) : files.resolve(unit.folder, path);
    if (folder !== undefined && hasModule(files, folder)) return folder;
  }
  return undefined;
}

function placeOf(unit: Unit, { files, places }: UnitSource): Found | undefined {
  const local = folderOf(unit, files);
  if (local !== undefined) return { folder: local, exact: true, remote: false };
  for (const text of unit.sources) {
    const call = { key: '', ...remoteSource(text) };
    for (const { folder, exact } of places.of(call))
      if (hasModule(files, folder)) return { folder, exact, remote: true };
  }
  return undefined;
}

function hasModule(files: FileSystem, folder: string): boolean {
  const entries = files.list(folder);
  return typeof entries !== 'string' && entries.some(({ name }) => extensionOf(name) !== undefined);
}

/** `tfr:///NAMESPACE/NAME/PROVIDER?version=1.2.3`: https://docs.terragrunt.com/reference/hcl/blocks#terraform */
function remoteSource(text: string): { readonly source: ModuleSource; readonly version: string | undefined } {
  const registry = /^tfr:\/\/([^/]*)\/(.*)$/.exec(text);
  if (!registry) return { source: moduleSource(text), version: undefined };
  const [, host = '', rest = ''] = registry;
  const version = /[?&]version=([^&]+)/.exec(rest)?.[1];
  const address = rest.replace(/\?.*$/, '');
  return { source: moduleSource(host === '' || host === PUBLIC_REGISTRY ? address : `${host}/${address}`), version };
}

function filesIn(source: FileSource, folder: string): readonly ModuleFile[] {
  const found = readModuleFiles(source, folder);
  return typeof found === 'string' ? [] : found;
}

/** Terragrunt copies the unit's folder over the module's. */
function laidOver(under: readonly ModuleFile[], over: readonly ModuleFile[]): readonly ModuleFile[] {
  const names = new Set(over.map(nameOf));
  return [...under.filter((each) => !names.has(nameOf(each))), ...over];
}

function nameOf({ file }: ModuleFile): string {
  return posix.basename(file.path);
}

/** What would not be written over a file of that name is not there. */
function withGenerated(files: readonly ModuleFile[], { generated }: Unit): readonly ModuleFile[] {
  const present = new Set(files.map(nameOf));
  const written = generated.filter(
    ({ name, replaces, file }) => file && extensionOf(name) !== undefined && (replaces || !present.has(name)),
  );
  const names = new Set(written.map(({ name }) => name));
  const added = written.flatMap(({ file }): ModuleFile[] => (file ? [{ file, override: false }] : []));
  return [...files.filter((each) => !names.has(nameOf(each))), ...added];
}

const NAME_IT = 'Name the folder that holds it: --module SOURCE=DIR.';

function absentModule(unit: Unit, source: UnitSource): UnitModule {
  const place = unit.sourcePlace ?? { file: unit.file, span: { start: 0, end: 0 } };
  const [text = ''] = unit.sources;
  const summary = findSummary({ ...remoteSource(text), given: [] });
  const absent = { address: unit.folder, source: text, place: sourceRange(place.file, place.span) };
  if (summary) return { definition: summaryModule(summary, place, source.diagnostics), absent };
  source.diagnostics.report(
    {
      severity: 'warning',
      code: 'module-not-installed',
      summary: 'Module not installed',
      detail: `The module ${JSON.stringify(text)} of the unit ${unit.folder} is missing, so its resources are not analysed. ${NAME_IT}`,
      cause: {
        key: 'unit-module-not-installed',
        summary: 'Modules of units not installed',
        detail: `Their resources are not analysed. ${NAME_IT} Missing:`,
        about: text,
      },
    },
    place,
  );
  const files = withGenerated(filesIn(source, unit.folder), unit);
  return { definition: { ...buildModule(unit.folder, files, source.diagnostics, false), incomplete: true }, absent };
}
