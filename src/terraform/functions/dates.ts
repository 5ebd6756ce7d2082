import { NUMBER, STRING } from '#model/type.js';
import { number, string, unknown } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { fault, type Fault, type FunctionSpec, parameter } from './define.js';
import { textOf } from './integers.js';
import {
  addNanoseconds,
  formatTimestamp,
  localTime,
  type LocalTime,
  parseDuration,
  parseTimestamp,
  type Timestamp,
  zoneText,
} from './timestamps.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

interface DateVerb {
  /** What the verb must look like, for the complaint. */
  readonly allowed: string;
  /** The text by the number of times the letter is repeated. */
  write(time: LocalTime, offset: number): ReadonlyMap<number, string>;
}

function padded(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

function oneOrTwo(value: number): ReadonlyMap<number, string> {
  return new Map([
    [1, String(value)],
    [2, padded(value)],
  ]);
}

function halfDay(names: readonly [string, string], letters: string): DateVerb {
  return { allowed: `must be "${letters}"`, write: ({ hour }) => new Map([[2, hour < 12 ? names[0] : names[1]]]) };
}

const VERBS: ReadonlyMap<string, DateVerb> = new Map<string, DateVerb>([
  [
    'Y',
    {
      allowed: 'year must either be "YY" or "YYYY"',
      write: ({ year }) =>
        new Map([
          [2, padded(year % 100)],
          [4, padded(year, 4)],
        ]),
    },
  ],
  [
    'M',
    {
      allowed: 'month must be "M", "MM", "MMM", or "MMMM"',
      write: ({ month }) => {
        const name = MONTHS[month - 1] ?? '';
        return new Map([...oneOrTwo(month), [3, name.slice(0, 3)], [4, name]]);
      },
    },
  ],
  ['D', { allowed: 'day of month must either be "D" or "DD"', write: ({ day }) => oneOrTwo(day) }],
  [
    'E',
    {
      allowed: 'day of week must either be "EEE" or "EEEE"',
      write: ({ weekday }) => {
        const name = DAYS[weekday] ?? '';
        return new Map([
          [3, name.slice(0, 3)],
          [4, name],
        ]);
      },
    },
  ],
  ['h', { allowed: '24-hour must either be "h" or "hh"', write: ({ hour }) => oneOrTwo(hour) }],
  ['H', { allowed: '12-hour must either be "H" or "HH"', write: ({ hour }) => oneOrTwo(hour % 12 || 12) }],
  ['A', halfDay(['AM', 'PM'], 'AA')],
  ['a', halfDay(['am', 'pm'], 'aa')],
  ['m', { allowed: 'minute must either be "m" or "mm"', write: ({ minute }) => oneOrTwo(minute) }],
  ['s', { allowed: 'second must either be "s" or "ss"', write: ({ second }) => oneOrTwo(second) }],
  [
    'Z',
    {
      allowed: 'timezone must be Z, ZZZZ, or ZZZZZ',
      write: (_, offset) =>
        new Map([
          [1, offset === 0 ? 'Z' : zoneText(offset, ':')],
          [3, offset === 0 ? 'UTC' : zoneText(offset, '')],
          [4, zoneText(offset, '')],
          [5, zoneText(offset, ':')],
        ]),
    },
  ],
]);

/** A quoted literal, a letter repeated, or other text. */
const TOKEN = /'(?:[^']|'')*'?|([A-Za-z])\1*|[^'A-Za-z]+/g;

const formatdate: FunctionSpec = {
  name: 'formatdate',
  params: [parameter('format', STRING), parameter('time', STRING)],
  returns: STRING,
  apply: ([format, time]) => {
    const timestamp = parseTimestamp(textOf(time));
    if (typeof timestamp === 'string') return fault(timestamp, 1);
    let result = '';
    for (const [token] of textOf(format).matchAll(TOKEN)) {
      const text = formatToken(token, timestamp);
      if (typeof text !== 'string') return text;
      result += text;
    }
    return string(result);
  },
};

function formatToken(token: string, timestamp: Timestamp): string | Fault {
  if (token.startsWith("'")) return literal(token);
  const letter = token.charAt(0);
  if (!/[A-Za-z]/.test(letter)) return token;
  const verb = VERBS.get(letter);
  if (!verb) return fault(`invalid date format verb ${quoted(token)}`, 0);
  const text = verb.write(localTime(timestamp), timestamp.offset).get(token.length);
  return text ?? fault(`invalid date format verb ${quoted(token)}: ${verb.allowed}`, 0);
}

function literal(token: string): string | Fault {
  if (token === "''") return "'";
  // The last quote closes the literal even where it is the second of a pair.
  const closed = token.length > 1 && token.endsWith("'");
  return closed ? token.slice(1, -1).replaceAll("''", "'") : fault("unterminated literal '", 0);
}

const timeadd: FunctionSpec = {
  name: 'timeadd',
  params: [parameter('timestamp', STRING), parameter('duration', STRING)],
  returns: STRING,
  apply: ([time, duration]) => {
    const timestamp = parseTimestamp(textOf(time));
    if (typeof timestamp === 'string') return fault(timestamp);
    const nanoseconds = parseDuration(textOf(duration));
    if (typeof nanoseconds === 'string') return fault(nanoseconds);
    return string(formatTimestamp(addNanoseconds(timestamp, nanoseconds)));
  },
};

const timecmp: FunctionSpec = {
  name: 'timecmp',
  params: [parameter('timestamp_a', STRING), parameter('timestamp_b', STRING)],
  returns: NUMBER,
  apply: (args) => {
    const instants: bigint[] = [];
    for (const [at, arg] of args.entries()) {
      const timestamp = parseTimestamp(textOf(arg));
      if (typeof timestamp === 'string') return fault(timestamp, at);
      instants.push(timestamp.seconds * 1_000_000_000n + timestamp.nanoseconds);
    }
    const [a = 0n, b = 0n] = instants;
    return number(a === b ? 0 : a < b ? -1 : 1);
  },
};

/** The result differs from run to run. */
function changing(name: string, reason: string): FunctionSpec {
  return { name, params: [], returns: STRING, apply: () => unknown(STRING, { reason, notNull: true }) };
}

export const DATE_FUNCTIONS: readonly FunctionSpec[] = [
  formatdate,
  timeadd,
  timecmp,
  changing('timestamp', 'the current time'),
  changing('plantimestamp', 'the time of the plan'),
  changing('uuid', 'a random identifier'),
];
