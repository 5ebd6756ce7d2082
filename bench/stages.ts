/** Times the stages of an analysis, each by itself. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { analyse } from '../src/attack/analyse.js';
import { buildEstate } from '../src/aws/build.js';
import type { Estate } from '../src/aws/estate.js';
import { findingsOf } from '../src/harden/findings.js';
import { controls } from '../src/harden/registry.generated.js';
import { parseFile } from '../src/hcl/parse/parse.js';
import { loadConfiguration } from '../src/terraform/configuration.js';
import { findRootModules } from '../src/terraform/load/discover.js';
import type { Configuration } from '../src/model/configuration.js';
import { type FileSystem, memoryFileSystem } from '../src/terraform/load/file-system.js';
import { type Nesting, nestedText } from './nested.js';
import { servicesText } from './services.js';

/** Milliseconds by stage. */
export interface Stages {
  readonly parse: number;
  readonly evaluate: number;
  readonly estate: number;
  /** Undefined where it was not asked for. */
  readonly attack: number | undefined;
}

export type Stage = keyof Stages;

export interface FolderTimes extends Stages {
  readonly attack: number;
  readonly rootModules: number;
  readonly resources: number;
  readonly slowest: { readonly rootModule: string; readonly evaluate: number };
  readonly paths: number;
  readonly lines: number;
  readonly files: number;
}

/** All root modules of a folder, as `chokepoint scan` takes them. `parse` is finding, reading and parsing. */
export function measureFolder(folder: string): FolderTimes {
  const start = performance.now();
  const { rootModules, cache } = findRootModules(folder);
  const parse = performance.now() - start;
  const sum = { evaluate: 0, estate: 0, attack: 0, resources: 0, paths: 0 };
  let slowest = { rootModule: '', evaluate: 0 };
  for (const rootModule of rootModules) {
    const { evaluate, estate, resources, built } = understood(() =>
      loadConfiguration({ root: folder, rootModule, cache }),
    );
    const { attack, paths } = attacked(built, rootModule);
    sum.evaluate += evaluate;
    sum.estate += estate;
    sum.attack += attack;
    sum.resources += resources;
    sum.paths += paths;
    if (evaluate > slowest.evaluate) slowest = { rootModule, evaluate };
  }
  const lines = [...cache.values()].reduce((all, { text }) => all + text.split('\n').length - 1, 0);
  return { parse, ...sum, slowest, rootModules: rootModules.length, files: cache.size, lines };
}

/** A generated root module of so many resources; the best of several rounds, after a warm-up. */
export function measureSize(resources: number, rounds: number, attack: boolean): SizeTimes {
  measureText(servicesText(1_000), attack);
  const files = servicesText(resources);
  // The attack paths take long enough to be searched once.
  const times = Array.from({ length: rounds }, (_, round) => measureText(files, attack && round === 0));
  const best = (stage: Stage): number => Math.min(...times.map((one) => one[stage] ?? Number.POSITIVE_INFINITY));
  return {
    parse: best('parse'),
    evaluate: best('evaluate'),
    estate: best('estate'),
    attack: attack ? best('attack') : undefined,
    resources: times[0]?.resources ?? 0,
    paths: times[0]?.paths,
  };
}

export interface SizeTimes extends Stages {
  readonly resources: number;
  readonly paths: number | undefined;
}

export interface NestingTimes extends Nesting {
  readonly resources: number;
  readonly milliseconds: number;
}

export function measureNesting(nesting: Nesting): NestingTimes {
  const files = memoryFileSystem(nestedText(nesting));
  evaluated(files);
  const times = Array.from({ length: 3 }, () => evaluated(files));
  return { ...nesting, resources: times[0]?.resources ?? 0, milliseconds: Math.min(...times.map((one) => one.time)) };
}

function evaluated(files: FileSystem): { readonly time: number; readonly resources: number } {
  const start = performance.now();
  const configuration = loadConfiguration({ root: '/estate', rootModule: '.' }, { files });
  configuration.evaluateAll();
  const { resources, diagnostics } = configuration;
  if (diagnostics.length > 0) throw new Error(`a generated configuration is wrong: ${diagnostics[0]?.summary}`);
  return { time: performance.now() - start, resources: resources.length };
}

function measureText(files: ReadonlyMap<string, string>, attack: boolean): SizeTimes {
  globalThis.gc?.();
  const start = performance.now();
  const cache = new Map(Array.from(files, ([path, text]) => [path, parseFile(path, text)]));
  const parse = performance.now() - start;
  const source = memoryFileSystem(files);
  const load = () => loadConfiguration({ root: '/estate', rootModule: '.', cache }, { files: source });
  const { built, ...times } = understood(load);
  return { parse, ...times, ...(attack ? attacked(built, '.') : { attack: undefined, paths: undefined }) };
}

function understood(load: () => Configuration) {
  const start = performance.now();
  const configuration = load();
  configuration.evaluateAll();
  const evaluated = performance.now();
  const { estate } = buildEstate(configuration);
  const end = performance.now();
  const resources = configuration.resources.length;
  return { evaluate: evaluated - start, estate: end - evaluated, resources, built: estate };
}

function attacked(estate: Estate, rootModule: string) {
  const start = performance.now();
  const { paths } = analyse(estate, { rootModule, assumption: 'code-execution' });
  findingsOf(estate, controls);
  return { attack: performance.now() - start, paths: paths.length };
}

/** The folders that hold the repositories: those in `folder`, or itself where it is one. */
export function repositories(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const isOne = entries.some((entry) => entry.isFile() && entry.name.endsWith('.tf'));
  return isOne ? [folder] : folders.map(({ name }) => join(folder, name)).sort();
}

export function nameOf(folder: string, repository: string): string {
  return relative(folder, repository) || '.';
}
