/**
 * Parsing speed of several parsers, in one process. Each gets the same texts, several rounds; the best round counts,
 * since what slows a round down is other work.
 *
 * The parsers compared are no dependencies of the project: `npm install --prefix bench` brings them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseFile } from '../src/hcl/parse/parse.js';

export interface ParserSpeed {
  readonly parser: string;
  readonly files: number;
  readonly megabytes: number;
  /** Megabytes a second; undefined where the parser is not installed. */
  readonly speed?: number;
  readonly missing?: string;
}

interface Contestant {
  readonly rounds: number;
  readonly parse: (text: string) => unknown;
}

const CONTESTANTS: readonly (readonly [name: string, load: () => Promise<Contestant>])[] = [
  ['chokepoint', async () => ({ rounds: 15, parse: (text) => parseFile('bench.tf', text) })],
  ['web-tree-sitter', treeSitter],
  ['@cdktf/hcl2json', hcl2json],
];

export async function compareParsers(folder: string): Promise<readonly ParserSpeed[]> {
  const texts = [...terraformFiles(folder)].map((path) => readFileSync(path, 'utf8'));
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const speeds: ParserSpeed[] = [];
  for (const [parser, load] of CONTESTANTS) {
    const base = { parser, files: texts.length, megabytes };
    let contestant: Contestant;
    try {
      contestant = await load();
    } catch (error) {
      speeds.push({ ...base, missing: String(error).split('\n')[0] ?? '' });
      continue;
    }
    speeds.push({ ...base, speed: megabytes / (await bestRound(contestant, texts)) });
  }
  return speeds;
}

async function bestRound(contestant: Contestant, texts: readonly string[]): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < contestant.rounds; round++) {
    const start = performance.now();
    for (const text of texts) {
      const result = contestant.parse(text);
      if (result instanceof Promise) await result;
    }
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}

export function* terraformFiles(folder: string): Generator<string> {
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

async function treeSitter(): Promise<Contestant> {
  // npm runs this in the project's folder, wherever the bundle lies.
  const peers = createRequire(join(process.cwd(), 'bench', 'package.json'));
  const grammar = peers.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm');
  const { Parser, Language }: TreeSitterModule = await import(pathToFileURL(peers.resolve('web-tree-sitter')).href);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return { rounds: 3, parse: (text) => parser.parse(text)?.delete() };
}

async function hcl2json(): Promise<Contestant> {
  const { parse } = await import('@cdktf/hcl2json');
  // It throws at what does not parse, and that is a result like any other.
  return { rounds: 2, parse: (text) => parse('bench.tf', text).catch(() => undefined) };
}
