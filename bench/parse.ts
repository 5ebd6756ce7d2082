/**
 * Parsing speed, in one process: `npx tsx bench/parse.ts DIR` takes all `.tf` files below DIR.
 *
 * The parsers compared are no dependencies of the project: `npm install --prefix bench` brings them. Each parser gets
 * the same texts, in turn, several rounds; the best round counts, since what slows a round down is other work.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseFile } from '../src/hcl/parse.js';

interface Contestant {
  readonly name: string;

  readonly rounds: number;
  readonly parse: (text: string) => unknown;
}

const directory = process.argv[2];
if (directory === undefined) {
  console.error('usage: npx tsx bench/parse.ts DIR');
  process.exit(2);
}
const texts = [...terraformFiles(directory)].map((path) => readFileSync(path, 'utf8'));
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
if (bytes === 0) {
  console.error(`no .tf files below ${directory}`);
  process.exit(2);
}
console.log(`${texts.length} files, ${(bytes / 1e6).toFixed(2)} MB`);

const ours = await measure({ name: 'chokepoint', rounds: 15, parse: (text) => parseFile('bench.tf', text) });
for (const load of [treeSitter, hcl2json]) {
  const contestant = await load();
  if (!contestant) continue;
  const speed = await measure(contestant);
  console.log(`  chokepoint is ${(ours / speed).toFixed(1)} times as fast as ${contestant.name}`);
}
process.exit(0);

async function measure(contestant: Contestant): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < contestant.rounds; round++) {
    const start = performance.now();
    for (const text of texts) {
      const result = contestant.parse(text);
      if (result instanceof Promise) await result;
    }
    best = Math.min(best, performance.now() - start);
  }
  const speed = bytes / 1e6 / (best / 1000);
  console.log(`${contestant.name.padEnd(16)} ${speed.toFixed(2).padStart(8)} MB/s  (best of ${contestant.rounds})`);
  return speed;
}

function* terraformFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* terraformFiles(path);
    else if (entry.isFile() && entry.name.endsWith('.tf')) yield path;
  }
}

interface TreeSitterModule {
  readonly Parser: { init(): Promise<void>; new (): TreeSitterParser };
  readonly Language: { load(path: string): Promise<object> };
}
interface TreeSitterParser {
  setLanguage(language: object): void;
  parse(text: string): { delete(): void } | null;
}

async function treeSitter(): Promise<Contestant | undefined> {
  const name = 'web-tree-sitter';
  try {
    const require = createRequire(import.meta.url);
    const grammar = require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm');
    const { Parser, Language }: TreeSitterModule = await import(name);
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    return { name, rounds: 3, parse: (text) => parser.parse(text)?.delete() };
  } catch (error) {
    return skipped(name, error);
  }
}

async function hcl2json(): Promise<Contestant | undefined> {
  const name = '@cdktf/hcl2json';
  try {
    const { parse } = await import('@cdktf/hcl2json');
    // It throws at what does not parse, and that is a result like any other.
    return { name, rounds: 2, parse: (text) => parse('bench.tf', text).catch(() => undefined) };
  } catch (error) {
    return skipped(name, error);
  }
}

function skipped(name: string, error: unknown): undefined {
  console.warn(`SKIPPED: ${name} is not installed (npm install --prefix bench): ${String(error).split('\n')[0]}`);
}
