import ipaddr from 'ipaddr.js';
import { arnParts } from '../arn-parts.js';
import { literal, type SymbolicString } from '../symbolic.js';
import { matches, type MatchOptions } from './pattern.js';

/** The operators of conditions, as comparisons of one value of the request with one value of the policy. */
export type Truth = 'true' | 'false' | 'unknown';

export interface Comparison {
  readonly negated: boolean;
  readonly matches: (wanted: SymbolicString, found: SymbolicString) => Truth;
}

/** The comparison of that name, in lower case, without quantifier and `ifexists`. */
export function comparisonOf(name: string): Comparison | undefined {
  return COMPARISONS.get(name);
}

const text = (options: MatchOptions) => (wanted: SymbolicString, found: SymbolicString) =>
  truthOf(wanted, found, options);

function truthOf(wanted: SymbolicString, found: SymbolicString, options: MatchOptions): Truth {
  const result = matches(wanted, found, options);
  return result === 'maybe' ? 'unknown' : result === 'yes' ? 'true' : 'false';
}

/** Each of the six parts of an ARN is compared by itself. */
function arn(wanted: SymbolicString, found: SymbolicString): Truth {
  const left = arnParts(wanted);
  const right = arnParts(found);
  if (left.length < 6 || right.length < 6) return truthOf(wanted, found, {});
  let result: Truth = 'true';
  for (const [index, part] of left.entries()) {
    const other = right[index];
    const truth = other ? truthOf(part, other, {}) : 'false';
    if (truth === 'false') return 'false';
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** ISO 8601 as far as IAM takes it; seconds since 1970 are taken too. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function numeric(value: string): number | undefined {
  return NUMBER.test(value) ? Number(value) : undefined;
}

function date(value: string): number | undefined {
  if (DATE.test(value)) return Date.parse(value);
  const seconds = numeric(value);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** A comparison of two quantities; one that can't be read as such is undecided where it isn't known, else doesn't match. */
function quantity(read: (value: string) => number | undefined, test: (found: number, wanted: number) => boolean) {
  return (wanted: SymbolicString, found: SymbolicString): Truth => {
    const left = literal(found);
    const right = literal(wanted);
    if (left === undefined || right === undefined) return 'unknown';
    const one = read(left);
    const other = read(right);
    return one !== undefined && other !== undefined && test(one, other) ? 'true' : 'false';
  };
}

function address(wanted: SymbolicString, found: SymbolicString): Truth {
  const range = literal(wanted);
  const ip = literal(found);
  if (ip !== undefined && range === undefined && isOfSome(wanted)) return 'false';
  if (range === undefined || ip === undefined) return 'unknown';
  if (!ipaddr.isValid(ip)) return 'false';
  const one = ipaddr.process(ip);
  const cidr = ipaddr.isValidCIDR(range) ? ipaddr.parseCIDR(range) : undefined;
  if (cidr) return one.kind() === cidr[0].kind() && one.match(cidr) ? 'true' : 'false';
  return ipaddr.isValid(range) && ipaddr.process(range).toString() === one.toString() ? 'true' : 'false';
}

/**
 * A single network or address, or what a service publishes as its own addresses: that of an attacker is not among them. Anybody
 * can have an address of AWS: https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-work-with.html
 */
function isOfSome({ parts }: SymbolicString): boolean {
  const last = parts.at(-1);
  const length = typeof last === 'string' ? /\/(\d{1,3})$/.exec(last)?.[1] : undefined;
  if (length !== undefined) return Number(length) >= NARROW;
  return parts.every((part) => typeof part === 'object' && SERVICE_RANGES.test(part.ref?.address ?? ''));
}

/** From this length on, a prefix is that of somebody's network. */
const NARROW = 16;
const SERVICE_RANGES = /(^|[.:])data\.(?!aws_)[a-z0-9_]+_ip_ranges\.[^.]+$/;

const quantities = (name: string, read: (value: string) => number | undefined): [string, Comparison][] => [
  [`${name}equals`, { negated: false, matches: quantity(read, (found, wanted) => found === wanted) }],
  [`${name}notequals`, { negated: true, matches: quantity(read, (found, wanted) => found === wanted) }],
  [`${name}lessthan`, { negated: false, matches: quantity(read, (found, wanted) => found < wanted) }],
  [`${name}lessthanequals`, { negated: false, matches: quantity(read, (found, wanted) => found <= wanted) }],
  [`${name}greaterthan`, { negated: false, matches: quantity(read, (found, wanted) => found > wanted) }],
  [`${name}greaterthanequals`, { negated: false, matches: quantity(read, (found, wanted) => found >= wanted) }],
];

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['stringequals', { negated: false, matches: text({ exact: true }) }],
  ['stringnotequals', { negated: true, matches: text({ exact: true }) }],
  ['stringequalsignorecase', { negated: false, matches: text({ exact: true, ignoreCase: true }) }],
  ['stringnotequalsignorecase', { negated: true, matches: text({ exact: true, ignoreCase: true }) }],
  ['stringlike', { negated: false, matches: text({}) }],
  ['stringnotlike', { negated: true, matches: text({}) }],
  ['arnequals', { negated: false, matches: arn }],
  ['arnlike', { negated: false, matches: arn }],
  ['arnnotequals', { negated: true, matches: arn }],
  ['arnnotlike', { negated: true, matches: arn }],
  ['bool', { negated: false, matches: text({ exact: true, ignoreCase: true }) }],
  ['binaryequals', { negated: false, matches: text({ exact: true }) }],
  ['ipaddress', { negated: false, matches: address }],
  ['notipaddress', { negated: true, matches: address }],
  ...quantities('numeric', numeric),
  ...quantities('date', date),
]);
