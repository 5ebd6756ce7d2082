/** A time in which an account has no events, between others that it has. */
export interface Gap {
  readonly account: string;
  /** The first hour without events, and the first with events after it: `2026-01-31T04:00Z`. */
  readonly from: string;
  readonly until: string;
  readonly hours: number;
}

const HOUR = 3_600_000;
/** Where nearly every hour has events, one without is a gap; elsewhere a night is none. */
const BUSY = 0.95;
const LONG = 24;
const MOST = 50;

/** Of the hours, `2026-01-31T04`, that have events. */
export function gapsIn(account: string, hours: ReadonlySet<string>): Gap[] {
  const times = [...hours].map((hour) => Date.parse(`${hour}:00:00Z`)).filter((time) => !Number.isNaN(time));
  const sorted = times.toSorted((one, other) => one - other);
  const [first = 0] = sorted;
  const span = ((sorted.at(-1) ?? first) - first) / HOUR + 1;
  const least = sorted.length >= BUSY * span ? 1 : LONG;
  const found: Gap[] = [];
  for (const [at, time] of sorted.entries()) {
    const before = sorted[at - 1];
    const missing = before === undefined ? 0 : (time - before) / HOUR - 1;
    if (before !== undefined && missing >= least && found.length < MOST)
      found.push({ account, from: hourOf(before + HOUR), until: hourOf(time), hours: missing });
  }
  return found;
}

function hourOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}
