/**
 * One measurement, in a process of its own so that its memory is its own: `node measure.js NAME [ARGUMENT ...]` prints a
 * {@link Report}.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LARGE, writeEstate } from './estate.js';
import { NESTINGS } from './nested.js';
import { compareParsers } from './parsers.js';
import { measureFolder, measureNesting, measureSize } from './stages.js';

export interface Report<Result> {
  readonly result: Result;
  /** Milliseconds of processor time of the whole process, start-up and garbage collection included. */
  readonly processor: number;
  /** The most memory that the process had, in MiB. */
  readonly peak: number;
}

export type Measurement = keyof typeof MEASUREMENTS;
export type ResultOf<Name extends Measurement> = Awaited<ReturnType<(typeof MEASUREMENTS)[Name]>>;

const MEASUREMENTS = {
  parsers: async (folder: string) => (folder === '' ? onEstate(compareParsers) : compareParsers(folder)),
  folder: async (folder: string) => measureFolder(folder),
  estate: async () => onEstate(async (folder) => measureFolder(folder)),
  size: async (resources: string, rounds: string, attack: string) =>
    measureSize(Number(resources), Number(rounds), attack === 'attack'),
  nesting: async () => NESTINGS.map(measureNesting),
} as const;

async function onEstate<Result>(measure: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-estate-'));
  try {
    writeEstate(folder, LARGE);
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isMeasurement(name: string | undefined): name is Measurement {
  return name !== undefined && Object.hasOwn(MEASUREMENTS, name);
}

const [, , name, first = '', second = '', third = ''] = process.argv;
if (!isMeasurement(name)) throw new Error(`no measurement ${name}: ${Object.keys(MEASUREMENTS).join(', ')}`);
const result = await MEASUREMENTS[name](first, second, third);
const { user, system } = process.cpuUsage();
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ result, processor: (user + system) / 1000, peak }), () => process.exit());
