import { UsageError } from '#analysis/usage-error.js';
import type { TrailSource } from './options.js';
import type { Scope } from './scope.js';

const DAY = 86_400_000;
/** As long as AWS's own event history reaches: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
const DAYS = 90;

const EVER = { since: new Date('1970-01-01'), until: new Date('9000-01-01') };

/** What of a trail is asked about; all times are UTC. Files count whole unless something is said, a table for its last days. */
export function scopeOf({ source, since, until, accounts, regions }: TrailSource, now: Date): Scope {
  const isTable = isAthena(source);
  const end = until === undefined ? (isTable ? now : EVER.until) : timeOf(until, '--until');
  const before = isTable ? new Date(end.getTime() - DAYS * DAY) : EVER.since;
  const start = since === undefined ? before : timeOf(since, '--since');
  if (start >= end)
    throw new UsageError('The trail is asked about no time at all.', '--since has to be before --until; both are UTC.');
  return { since: second(start), until: second(end), accounts: accounts ?? 'all', regions: regions ?? 'all' };
}

export function isAthena(source: string): boolean {
  return source.startsWith('athena:');
}

function timeOf(text: string, flag: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;
  const time = new Date(form.test(text) ? text : Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError(
    `${text} is no time for ${flag}.`,
    'It is a day or a time in UTC: 2026-01-31, 2026-01-31T12:00Z.',
  );
}

function second(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
