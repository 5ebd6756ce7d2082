/**
 * The benchmarks: `npm run bench -- [FOLDER of public repositories] [--only NAME,...] [--json FILE]`.
 *
 * Without a folder, parsing is measured on the generated estate. Every measurement runs in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measurement, Report, ResultOf } from './measure.js';
import { nameOf, repositories, type Stage } from './stages.js';
import { exponent, milliseconds, table } from './table.js';

const SECTIONS = { parse, repositories: perRepository, estate, growth, nesting, command } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, json: { type: 'string' } },
});
const folder = positionals[0] === undefined ? undefined : resolve(positionals[0]);
const wanted = values.only?.split(',') ?? Object.keys(SECTIONS);
const record: Record<string, unknown> = {};

function measure<Name extends Measurement>(name: Name, ...args: readonly string[]): Report<ResultOf<Name>> {
  const script = join(import.meta.dirname, 'measure.js');
  const text = execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=8192', script, name, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

function show(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(`${title}\n\n${table(head, rows)}\n`);
}

function parse(): void {
  const { result } = measure('parsers', folder ?? '');
  record['parse'] = result;
  const [own] = result;
  const rows = result.map(({ parser, speed }) => [
    parser,
    speed === undefined ? 'not installed' : `${speed.toFixed(2)} MB/s`,
    speed === undefined || !own?.speed ? '' : `${(own.speed / speed).toFixed(1)} x`,
  ]);
  show(`Parsing ${own?.files} files, ${own?.megabytes.toFixed(2)} MB`, ['parser', 'speed', 'ours is'], rows);
  for (const { parser, missing } of result)
    if (missing !== undefined)
      console.warn(`NOT MEASURED: ${parser} is not installed. Run \`npm ci --prefix bench\`.\n  ${missing}\n`);
}

function perRepository(): void {
  if (folder === undefined) return;
  const found = repositories(folder).map((path) => ({ name: nameOf(folder, path), ...measure('folder', path) }));
  record['repositories'] = found;
  const head = ['repository', 'root modules', 'resources', 'parse', 'evaluate', 'slowest', 'estate', 'attack', 'peak'];
  const rows = found.map(({ name, result, peak }) => [
    name,
    String(result.rootModules),
    String(result.resources),
    ...[result.parse, result.evaluate, result.slowest.evaluate, result.estate, result.attack].map(milliseconds),
    mebibytes(peak),
  ]);
  show('Public repositories, all root modules in turn', head, rows);
}

function estate(): void {
  const runs = Array.from({ length: 3 }, () => measure('estate'));
  const total = ({ result }: (typeof runs)[number]): number => result.parse + result.evaluate;
  const best = runs.toSorted((a, b) => total(a) - total(b))[0];
  record['estate'] = runs;
  if (!best) return;
  const { result, processor, peak } = best;
  show(
    `Generated estate: ${result.lines} lines in ${result.files} files, 70 modules, ${result.rootModules} root modules, ${result.resources} resources (best of 3 cold processes)`,
    ['find, read, parse', 'evaluate all', 'together', 'estate', 'attack', 'processor time of all', 'peak'],
    [
      [
        ...[result.parse, result.evaluate, total(best), result.estate, result.attack, processor].map(milliseconds),
        mebibytes(peak),
      ],
    ],
  );
}

const SIZES: readonly (readonly [resources: number, rounds: number])[] = [
  [1_000, 5],
  [3_000, 5],
  [10_000, 3],
  [30_000, 2],
  [100_000, 1],
];
const STAGES: readonly Stage[] = ['parse', 'evaluate', 'estate', 'attack'];

/** Where the search for attack paths takes longer than this, larger sizes are measured without it. */
const LONGEST_ATTACK = 5_000;

function growth(): void {
  let attack = true;
  const measured = SIZES.map(([resources, rounds]) => {
    const report = measure('size', String(resources), String(rounds), attack ? 'attack' : '');
    attack &&= (report.result.attack ?? 0) < LONGEST_ATTACK;
    return report;
  });
  record['growth'] = measured;
  const rows = measured.map(({ result, peak }) => [
    result.resources.toLocaleString('en'),
    ...STAGES.map((stage) => milliseconds(result[stage])),
    mebibytes(peak),
    result.paths?.toLocaleString('en') ?? '',
  ]);
  const fitted = STAGES.map((stage) =>
    exponent(
      measured.flatMap(({ result }) => {
        const time = result[stage];
        return time === undefined ? [] : [[result.resources, time]];
      }),
    ).toFixed(2),
  );
  show(
    'Growth: one root module of so many resources',
    ['resources', ...STAGES, 'peak', 'attack paths'],
    [...rows, ['exponent', ...fitted, '', '']],
  );
}

function nesting(): void {
  const { result } = measure('nesting');
  record['nesting'] = result;
  const rows = result.map((one) => [
    `${one.depth}`,
    `${one.calls}`,
    one.resources.toLocaleString('en'),
    milliseconds(one.milliseconds),
  ]);
  show(
    'Modules in modules with count and for_each: the same resources, deeper and deeper',
    ['depth', 'instances of each call', 'resources', 'parse and evaluate'],
    rows,
  );
}

const EXAMPLES = ['ecs-takeover', 'ecs-efs-attack'] as const;
const COMMAND_RUNS = 10;

function command(): void {
  const time = (args: readonly string[]): number => {
    const start = performance.now();
    // It exits with 1 where there are attack paths.
    execFileSync('sh', ['-c', '"$0" "$@" >/dev/null 2>&1 || test $? -eq 1', process.execPath, ...args]);
    return performance.now() - start;
  };
  const timed = [
    { name: 'node -e 0', args: ['-e', '0'] },
    ...EXAMPLES.map((name) => ({ name: `chokepoint scan ${name}`, args: ['dist/cli.js', 'scan', `examples/${name}`] })),
  ].map(({ name, args }) => ({
    name,
    times: Array.from({ length: COMMAND_RUNS }, () => time(args)).sort((a, b) => a - b),
  }));
  record['command'] = timed;
  const rows = timed.map(({ name, times }) => [
    name,
    milliseconds(times[0] ?? 0),
    milliseconds(times[COMMAND_RUNS / 2] ?? 0),
  ]);
  show('The command, from start to exit', ['command', `best of ${COMMAND_RUNS}`, 'median'], rows);
}

function mebibytes(amount: number): string {
  return `${Math.round(amount).toLocaleString('en')} MiB`;
}

// Last, since the sections use what is declared above.
console.log(`Node ${process.version}, ${cpus().length} processors, ${cpus()[0]?.model ?? 'unknown model'}\n`);
for (const [name, section] of Object.entries(SECTIONS)) if (wanted.includes(name)) section();
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(record, undefined, 2)}\n`);
