/**
 * Puts small faults into the source, one at a time, and looks whether a test notices:
 *
 *     npm run mutate -- [FOLDER | FILE...] [--count 250] [--seed WORD] [--minutes 60] [--json FILE]
 *                       [--same FILE | --again FILE] [--tests FILE,...] [--tree DIR]
 *
 * Which faults depends on the seed and the code alone. `--same` takes those of an earlier run, to compare two states; `--again`
 * those of them that survived. `--tests` narrows the tests, to see soon whether a new one notices. `--tree` is the working copy
 * whose source and tests are used.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf, sample } from './mutate/mutants.js';
import { type Verdict, Workshop } from './mutate/workshop.js';

const MUTATED = ['src/attack', 'src/harden', 'src/aws/iam', 'src/aws/network'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '250' },
    seed: { type: 'string', default: 'chokepoint' },
    minutes: { type: 'string', default: '60' },
    json: { type: 'string' },
    same: { type: 'string' },
    again: { type: 'string' },
    tests: { type: 'string', default: '' },
    tree: { type: 'string', default: '.' },
  },
});

type Judged = Mutant & Verdict;

const tree = resolve(values.tree);
const deadline = performance.now() + Number(values.minutes) * 60_000;
const judged: Judged[] = [];

function sourcesBelow(folder: string): string[] {
  const paths = readdirSync(join(tree, folder), { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.ts')).map((path) => `${folder}/${path}`);
}

function allMutants(): Mutant[] {
  const wanted = positionals.length > 0 ? positionals : MUTATED;
  return wanted
    .flatMap((path) => (path.endsWith('.ts') ? [path] : sourcesBelow(path)))
    .filter((path) => !path.endsWith('.generated.ts'))
    .toSorted()
    .flatMap((path) => mutantsOf(path, readFileSync(join(tree, path), 'utf8')));
}

function chosen(all: readonly Mutant[]): Mutant[] {
  const file = values.same ?? values.again;
  if (file === undefined) return sample(all, Number(values.count), values.seed);
  const earlier = JSON.parse(readFileSync(file, 'utf8')) as { readonly mutants: readonly Judged[] };
  const wanted = earlier.mutants.filter(({ outcome }) => values.again === undefined || outcome === 'survived');
  const ids = new Set(wanted.map(({ id }) => id));
  const found = all.filter(({ id }) => ids.has(id));
  if (found.length < ids.size) console.log(`${ids.size - found.length} are of code that is no more`);
  return found;
}

function summary(of: readonly Judged[]): string {
  const survived = of.filter(({ outcome }) => outcome === 'survived').length;
  const rate = of.length === 0 ? 0 : ((of.length - survived) / of.length) * 100;
  return `${of.length - survived} of ${of.length} killed, ${rate.toFixed(1)} %`;
}

function show({ file, line, operator, original, replacement }: Judged): string {
  const short = (text: string): string => (text.length > 70 ? `${text.slice(0, 67)}...` : text).replaceAll(/\s+/g, ' ');
  return `${file}:${line} ${operator}: ${short(original)} -> ${short(replacement) || 'nothing'}`;
}

function finish(): void {
  const survivors = judged
    .filter(({ outcome }) => outcome === 'survived')
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  for (const mutant of survivors) console.log(`survived  ${show(mutant)}`);
  for (const folder of MUTATED) {
    console.log(`${folder.padEnd(18)} ${summary(judged.filter(({ file }) => file.startsWith(`${folder}/`)))}`);
  }
  console.log(`${'all'.padEnd(18)} ${summary(judged)}`);
}

/** After each, so that a run that is broken off is not lost. */
function record(): void {
  if (values.json === undefined) return;
  writeFileSync(values.json, `${JSON.stringify({ seed: values.seed, mutants: judged }, undefined, 1)}\n`);
}

const all = allMutants();
const mutants = chosen(all);
console.log(`${mutants.length} of ${all.length} mutants`);
const workshop = new Workshop(tree, values.tests);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    workshop.close();
    process.exit(1);
  });
}
try {
  const clean = await workshop.clean([...new Set(mutants.map(({ file }) => file))], 1800);
  if (clean.outcome !== 'survived') throw new Error(`the tests fail as they are: ${clean.by ?? clean.outcome}`);
  const limit = Math.max(60, clean.seconds * 4);
  for (const mutant of mutants) {
    if (performance.now() > deadline) break;
    const verdict = { ...mutant, ...(await workshop.judge(mutant, limit)) };
    judged.push(verdict);
    record();
    console.log(
      `${String(judged.length).padStart(4)} ${verdict.outcome.padEnd(8)} ${verdict.seconds.toFixed(0)} s  ${show(verdict)}`,
    );
  }
} finally {
  workshop.close();
}
finish();
