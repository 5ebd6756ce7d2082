/** RFC 3339 timestamps and durations as Go's `time` package parses and prints them, with Terraform's complaints. */
export interface Timestamp {
  /** Seconds since 1970-01-01T00:00:00Z, and nanoseconds from there. */
  readonly seconds: bigint;
  readonly nanoseconds: bigint;
  /** Of the zone, in minutes east of UTC. */
  readonly offset: number;
}

/** The parts of the local date and time. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface Cursor {
  readonly text: string;
  at: number;
}

class Malformed extends Error {}

function malformed(detail: string): never {
  throw new Malformed(`not a valid RFC3339 timestamp: ${detail}`);
}

/** The timestamp, or what is wrong with the text. */
export function parseTimestamp(text: string): Timestamp | string {
  try {
    return parse({ text, at: 0 });
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

function parse(cursor: Cursor): Timestamp {
  const year = digits(cursor, 4, 'year');
  expect(cursor, '-');
  const month = digits(cursor, 2, 'month');
  if (month < 1 || month > 12) outOfRange('month');
  expect(cursor, '-');
  const day = digits(cursor, 2, 'day of month');
  if (cursor.text[cursor.at] !== 'T') malformed("missing required time introducer 'T'");
  cursor.at += 1;
  const hour = hours(cursor);
  expect(cursor, ':');
  const minute = digits(cursor, 2, 'minute');
  if (minute > 59) outOfRange('minute');
  expect(cursor, ':');
  const second = digits(cursor, 2, 'second');
  if (second > 59) malformed(`cannot use ${JSON.stringify(cursor.text.slice(cursor.at))} as second`);
  const nanoseconds = fraction(cursor);
  const offset = zone(cursor);
  if (cursor.at < cursor.text.length) malformed(`extra text: ${JSON.stringify(cursor.text.slice(cursor.at))}`);
  if (day < 1 || day > daysIn(year, month)) outOfRange('day');
  const local = BigInt(daysFromEpoch(year, month, day)) * 86_400n + BigInt(hour * 3600 + minute * 60 + second);
  return { seconds: local - BigInt(offset * 60), nanoseconds, offset };
}

function outOfRange(what: string): never {
  throw new Malformed(`not a valid RFC3339 timestamp: ${what} out of range`);
}

function rest(cursor: Cursor): string {
  return cursor.text.slice(cursor.at);
}

function digits(cursor: Cursor, count: number, what: string): number {
  const text = cursor.text.slice(cursor.at, cursor.at + count);
  if (text.length === count && /^\d+$/.test(text)) {
    cursor.at += count;
    return Number(text);
  }
  if (rest(cursor) === '') malformed(`end of string before ${what}`);
  return malformed(`cannot use ${JSON.stringify(rest(cursor))} as ${what}`);
}

/** Go reads an hour of one digit here and only then finds fault with it. */
function hours(cursor: Cursor): number {
  const text = /^\d{1,2}/.exec(rest(cursor))?.[0];
  if (text === undefined) return digits(cursor, 2, 'hour');
  if (Number(text) > 23) malformed('hour must be between 0 and 23 inclusive');
  if (text.length === 1) malformed('hour must have exactly two digits');
  cursor.at += 2;
  return Number(text);
}

function expect(cursor: Cursor, sign: string): void {
  const found = rest(cursor);
  if (found.startsWith(sign)) {
    cursor.at += 1;
    return;
  }
  if (found === '') malformed(`end of string where "${sign}" is expected`);
  malformed(`found ${JSON.stringify(found)} where "${sign}" is expected`);
}

function fraction(cursor: Cursor): bigint {
  const match = /^\.(\d+)/.exec(rest(cursor));
  if (!match) return 0n;
  cursor.at += match[0].length;
  return BigInt((match[1] ?? '').slice(0, 9).padEnd(9, '0'));
}

function zone(cursor: Cursor): number {
  const found = rest(cursor);
  if (found.startsWith('Z')) {
    cursor.at += 1;
    return 0;
  }
  if (found === '') malformed('end of string before UTC offset');
  const match = /^([+-])(\d\d):(\d\d)/.exec(found);
  const hour = Number(match?.[2]);
  const minute = Number(match?.[3]);
  if (!match || hour > 23 || minute > 59) malformed(`cannot use ${JSON.stringify(found)} as UTC offset`);
  cursor.at += 6;
  return (match[1] === '-' ? -1 : 1) * (hour * 60 + minute);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}

export function localTime(timestamp: Timestamp): LocalTime {
  const local = timestamp.seconds + BigInt(timestamp.offset * 60);
  const date = new Date(Number(local) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

export function addNanoseconds(timestamp: Timestamp, nanoseconds: bigint): Timestamp {
  const total = timestamp.seconds * 1_000_000_000n + timestamp.nanoseconds + nanoseconds;
  const fractional = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { ...timestamp, seconds: (total - fractional) / 1_000_000_000n, nanoseconds: fractional };
}

/** `+01:00`, or with another separator `+0100`. */
export function zoneText(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hour}${separator}${String(minutes % 60).padStart(2, '0')}`;
}

/** RFC 3339 without fractions of a second, in the timestamp's own zone. */
export function formatTimestamp(timestamp: Timestamp): string {
  const time = localTime(timestamp);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${String(time.year).padStart(4, '0')}-${two(time.month)}-${two(time.day)}`;
  const zone = timestamp.offset === 0 ? 'Z' : zoneText(timestamp.offset, ':');
  return `${date}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}${zone}`;
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const MAX_DURATION = 2n ** 63n - 1n;

const DURATION_PART = /^(\d*)(?:\.(\d*))?([^.\d]*)/;

/** A Go duration (`1h30m`) in nanoseconds, or what is wrong with it. */
export function parseDuration(text: string): bigint | string {
  let left = text.replace(/^[+-]/, '');
  if (left === '0') return 0n;
  if (left === '') return invalidDuration(text);
  let total = 0n;
  while (left !== '') {
    const [part = '', whole = '', fraction = '', unit = ''] = DURATION_PART.exec(left) ?? [];
    if (whole + fraction === '' || whole.length > 19) return invalidDuration(text);
    if (unit === '') return `time: missing unit in duration ${JSON.stringify(text)}`;
    const scale = UNITS.get(unit);
    if (scale === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`;
    left = left.slice(part.length);
    total += scaledDuration(whole, fraction.slice(0, 18), scale);
    if (total > MAX_DURATION) return invalidDuration(text);
  }
  return text.startsWith('-') ? -total : total;
}

function scaledDuration(whole: string, fraction: string, scale: bigint): bigint {
  return BigInt(whole || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
}

function invalidDuration(text: string): string {
  return `time: invalid duration ${JSON.stringify(text)}`;
}
