/**
 * Distils published modules into `data/module-summaries.bin`: of each major version its last release.
 *
 *     npx tsx --conditions=source scripts/summarise-modules.ts FOLDER
 *
 * FOLDER has a clone of each module's repository, as `NAMESPACE+terraform-PROVIDER-NAME/repo` or `NAMESPACE/terraform-PROVIDER-NAME`.
 * Which modules, says scripts/summaries/modules.json.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryFileSystem } from '../src/terraform/load/file-system.js';
import { readModuleFiles } from '../src/terraform/load/module-files.js';
import { Diagnostics } from '../src/terraform/load/report.js';
import { buildModule } from '../src/terraform/module/build.js';
import { packArchive } from '../src/terraform/schema/archive.js';
import { summaryKey } from '../src/terraform/summaries/find.js';
import type { Summary } from '../src/terraform/summaries/summary.js';
import { distil } from './summaries/distil.js';

interface Wanted {
  readonly module: string;
  readonly folders: readonly string[];
  /** The first major version. */
  readonly from: number;
}

const LICENSE = 'Apache-2.0';
const DICTIONARY_BYTES = 32 * 1024;

const [, , clones = '.'] = process.argv;
const wanted: readonly Wanted[] = JSON.parse(
  readFileSync(new URL('./summaries/modules.json', import.meta.url), 'utf8'),
);
const summaries = new Map<string, Summary>();
for (const module of wanted) for (const summary of summariesOf(module)) summaries.set(summaryKey(summary), summary);
const texts = Array.from(summaries.values(), (summary) => JSON.stringify(summary));
const bytes = packArchive(
  summaries,
  Buffer.from(
    texts
      .map((text) => text.slice(-2_000))
      .join('')
      .slice(-DICTIONARY_BYTES),
  ),
);
writeFileSync(fileURLToPath(new URL('../data/module-summaries.bin', import.meta.url)), bytes);
console.log(`${summaries.size} summaries, ${bytes.length} bytes of ${texts.join('').length}`);

function* summariesOf({ module, folders, from }: Wanted): Generator<Summary> {
  const repository = cloneOf(module);
  const license = git(repository, 'show', 'HEAD:LICENSE');
  if (!/Apache License,?\s+Version 2\.0/.test(license)) throw new Error(`${module} is not under ${LICENSE}`);
  for (const tag of releasesOf(repository, from)) {
    for (const folder of folders) {
      const summary = summaryOf(repository, tag, { module, folder });
      if (summary) yield summary;
    }
  }
}

function cloneOf(module: string): string {
  const [namespace = '', name = '', provider = ''] = module.split('/');
  const repository = `terraform-${provider}-${name}`;
  const places = [join(clones, `${namespace}+${repository}`, 'repo'), join(clones, namespace, repository)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`there is no clone of ${module}`);
  return found;
}

/** The last release of each major version. */
function releasesOf(repository: string, from: number): readonly string[] {
  const last = new Map<number, string>();
  for (const tag of git(repository, 'tag', '--sort=version:refname').split('\n')) {
    const major = /^v?(\d+)\.\d+\.\d+$/.exec(tag)?.[1];
    if (major !== undefined && Number(major) >= from) last.set(Number(major), tag);
  }
  return [...last.values()];
}

function summaryOf(
  repository: string,
  tag: string,
  { module, folder }: { readonly module: string; readonly folder: string },
): Summary | undefined {
  const tree = folder === '' ? `${tag}^{tree}` : `${tag}:${folder}`;
  const names = listed(repository, tree).filter((name) => name.endsWith('.tf'));
  if (names.length === 0) return undefined;
  const files = new Map(
    names.map((name) => [name, git(repository, 'show', `${tree}${folder === '' ? ':' : '/'}${name}`)]),
  );
  const diagnostics = new Diagnostics();
  const found = readModuleFiles({ files: memoryFileSystem(files), cache: new Map(), diagnostics }, '.');
  if (typeof found === 'string') throw new Error(`${module} ${tag} ${folder}: ${found}`);
  const definition = buildModule('.', found, diagnostics, true);
  return distil(definition, { module, folder, version: tag.replace(/^v/, ''), license: LICENSE });
}

function listed(repository: string, tree: string): readonly string[] {
  try {
    return git(repository, 'ls-tree', '--name-only', tree).split('\n');
  } catch {
    return [];
  }
}

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync('git', ['--git-dir', repository, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
