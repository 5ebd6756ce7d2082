/**
 * Summaries of the commonest published modules, for where a module is not there: what it makes is then known as far as its
 * summary tells, and nobody takes it to make nothing.
 */
import { readFileSync } from 'node:fs';
import { admits } from '../module/version-constraint.js';
import { type ModuleSource, PUBLIC_REGISTRY, publishedFrom } from '../load/module-source.js';
import { type Archive, openArchive } from '../schema/archive.js';
import { pathInData } from '#model/data-folder.js';
import type { Summary } from './summary.js';

export function summaryKey({ module, folder, version }: Pick<Summary, 'module' | 'folder' | 'version'>): string {
  return `${module}//${folder}@${version}`;
}

export interface Wanted {
  readonly source: ModuleSource;
  /** The version constraint of a registry's module. */
  readonly version: string | undefined;
  /** Names of the arguments that the call gives. */
  readonly given: readonly string[];
}

let archive: Archive<Summary> | undefined;
const known = new Map<string, Summary | undefined>();

function opened(): Archive<Summary> {
  archive ??= openArchive<Summary>(readFileSync(pathInData('module-summaries.bin')));
  return archive;
}

function read(key: string): Summary | undefined {
  if (!known.has(key)) known.set(key, opened().read(key));
  return known.get(key);
}

/** The summary that fits a call best: of the version it wants, and of these the last that knows all its arguments. */
export function findSummary({ source, version, given }: Wanted): Summary | undefined {
  const own = opened()
    .names()
    .filter((key) => isOf(key, source));
  const wanted = version ?? releaseOf(source.ref);
  const fitting = own.filter((key) => wanted === undefined || fits(wanted, versionOf(key)));
  const newest = fitting.toSorted((a, b) => majorOf(versionOf(b)) - majorOf(versionOf(a)));
  let best: { readonly summary: Summary; readonly unknown: number } | undefined;
  for (const key of newest) {
    const summary = read(key);
    const unknown = summary ? given.filter((name) => !Object.hasOwn(summary.inputs, name)).length : 0;
    if (summary && (!best || unknown < best.unknown)) best = { summary, unknown };
  }
  return best?.summary;
}

/** The folder of the same release that a summarised module calls as a local one. */
export function siblingSummary(summary: Summary, folder: string): Summary | undefined {
  return read(summaryKey({ ...summary, folder }));
}

function isOf(key: string, source: ModuleSource): boolean {
  const module = key.slice(0, key.indexOf('//'));
  const folder = key.slice(key.indexOf('//') + 2, key.lastIndexOf('@'));
  const name = `${PUBLIC_REGISTRY}/${module}`;
  if (folder !== source.folder) return false;
  return name === source.package || publishedFrom({ ...source, kind: 'registry', package: name }) === source.package;
}

function versionOf(key: string): string {
  return key.slice(key.lastIndexOf('@') + 1);
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}

/** The constraint admits a release of the same major version, which by its number changes nothing that callers rely on. */
function fits(wanted: string, version: string): boolean {
  if (admits(wanted, version) === true) return true;
  const [, major] = /^\s*(?:=|~>)?\s*v?(\d+)/.exec(wanted) ?? [];
  return major !== undefined && Number(major) === majorOf(version);
}

/** `v5.1.0`: a tag that is a release. */
function releaseOf(ref: string | undefined): string | undefined {
  return ref !== undefined && /^v?\d+\.\d+(\.\d+)?$/.test(ref) ? ref.replace(/^v/, '') : undefined;
}
