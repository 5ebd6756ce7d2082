import { InvalidArgumentError, type Command } from 'commander';
import type { TrailSource } from '#trail/options.js';
import { collect } from './flags.js';

/** What of a trail counts, as commander delivers it. */
export interface TrailFlags {
  readonly since?: string;
  readonly until?: string;
  readonly inAccount?: readonly string[];
  readonly inRegion?: readonly string[];
  readonly cache?: string;
  readonly maxScan?: number;
  readonly workgroup?: string;
  readonly resultsIn?: string;
}

export function addTrailFlags(command: Command): Command {
  return command
    .option('--max-scan <GB>', 'of a table on Athena: what all queries together may scan', gigabytes, 100)
    .option('--workgroup <name>', 'of Athena, in which the queries run')
    .option('--results-in <place>', 's3://BUCKET/FOLDER for the results of queries, where the workgroup has none')
    .option('--since <time>', 'events from this time on, in UTC: 2026-01-31, 2026-01-31T12:00Z')
    .option('--until <time>', 'events before this time, in UTC')
    .option('--in-account <id>', 'events of this account (repeatable)', collectAccount)
    .option('--in-region <region>', 'events of this Region; those of IAM are in us-east-1 (repeatable)', collect)
    .option('--cache <dir>', 'a folder in which what was read stays as Parquet, for the next time');
}

function gigabytes(value: string): number {
  const size = Number(value);
  if (!(size > 0)) throw new InvalidArgumentError('It is a number of gigabytes.');
  return size;
}

function collectAccount(value: string, previous: readonly string[] = []): string[] {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError('The id of an AWS account has twelve digits.');
  return [...previous, value];
}

export function trailSource(
  source: string,
  { since, until, inAccount, inRegion, cache, maxScan, workgroup, resultsIn }: TrailFlags,
  progress: (done: number, total: number) => void,
): TrailSource {
  return {
    source,
    progress,
    athena: {
      ...(maxScan === undefined ? {} : { mostScanned: maxScan * 1e9 }),
      ...(workgroup === undefined ? {} : { workgroup }),
      ...(resultsIn === undefined ? {} : { output: resultsIn }),
    },
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(inAccount ? { accounts: inAccount } : {}),
    ...(inRegion ? { regions: inRegion } : {}),
    ...(cache === undefined ? {} : { cache }),
  };
}
