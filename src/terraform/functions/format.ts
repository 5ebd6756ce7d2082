import { formatNumber, isInteger, type Numeric, toBigFloat, toBigInt } from '#model/number.js';
import { BOOL, NUMBER, STRING, type Type } from '#model/type.js';
import type { UnknownValue, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { exact, fixedText, roundDecimal, scientificText, shortest } from '#model/values/decimal.js';
import { isFailure } from '#model/values/failure.js';
import { dependenciesOf, isSequence, isWhollyKnown, list, string, typeOf, unknown } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { anything, fault, type Fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { graphemes } from '#hcl/parse/graphemes.js';
import { textOf } from './integers.js';
import { encodeJson, quoteJson } from './json-text.js';
import { hasUnknownLength, STRINGS } from './sequences.js';
import { type Piece, unknownText } from './text-parts.js';

/**
 * `format` and `formatlist`: the verbs of Go's fmt that Terraform admits, with the wording of its complaints. A format
 * with unknown arguments gives a string that is known in part.
 */
interface Verb {
  readonly raw: string;
  /** In bytes of UTF-8. */
  readonly offset: number;
  readonly argument: number;
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly mode: string;
}

const VERB = /%([0#\-+ ]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([a-zA-Z])/y;

/** Wider fields than this are refused, as Go refuses them. */
const MAX_WIDTH = 1_000_000;

/** The pieces of the format in order: literal text and verbs; or what is wrong with it. */
function scan(format: string): readonly (string | Verb)[] | Fault {
  const pieces: (string | Verb)[] = [];
  let next = 1;
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0) break;
    if (percent > at) pieces.push(format.slice(at, percent));
    if (format[percent + 1] === '%') {
      pieces.push('%');
      at = percent + 2;
      continue;
    }
    VERB.lastIndex = percent;
    const match = VERB.exec(format);
    if (!match) return malformed(format, percent);
    const verb = verbOf(match, next, byteOffset(format, percent));
    if ((verb.width ?? 0) > MAX_WIDTH || (verb.precision ?? 0) > MAX_WIDTH) {
      return fault(`the width or precision of ${quoted(verb.raw)} is too large`);
    }
    pieces.push(verb);
    next = verb.argument + 1;
    at = percent + match[0].length;
  }
  if (at < format.length) pieces.push(format.slice(at));
  return pieces;
}

function verbOf(match: RegExpExecArray, next: number, offset: number): Verb {
  const [raw, flags = '', width, precision, index, mode = ''] = match;
  return {
    raw,
    offset,
    argument: index === undefined ? next : Number(index),
    flags,
    width: width === undefined ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    mode,
  };
}

function byteOffset(text: string, at: number): number {
  return Buffer.byteLength(text.slice(0, at));
}

const VERB_PREFIX = /%[0#\-+ ]*(?:[1-9]\d*)?(?:\.\d*)?(?:\[(?:[1-9]\d*\]?)?)?/y;

/** A verb ends where no character may continue it. */
function malformed(format: string, percent: number): Fault {
  VERB_PREFIX.lastIndex = percent;
  const end = percent + (VERB_PREFIX.exec(format)?.[0].length ?? 1);
  const offset = byteOffset(format, end);
  const point = format.codePointAt(end);
  if (point === undefined) return fault(`invalid format string starting at offset ${offset}`);
  return fault(`unrecognized format character ${quotedRune(String.fromCodePoint(point))} at offset ${offset}`);
}

function quotedRune(character: string): string {
  if (character === "'") return `'\\''`;
  return character === '"' ? `'"'` : `'${quoted(character).slice(1, -1)}'`;
}

/** The formatted pieces; unknown arguments stay pieces by themselves. */
function render(format: string, args: readonly Value[]): readonly Piece[] | Fault {
  const scanned = scan(format);
  if (isFaultList(scanned)) return scanned;
  const pieces: Piece[] = [];
  let highest = 0;
  for (const piece of scanned) {
    if (typeof piece === 'string') {
      pieces.push(piece);
      continue;
    }
    highest = Math.max(highest, piece.argument);
    const formatted = formatVerb(piece, args);
    if (typeof formatted !== 'string' && isFault(formatted)) return formatted;
    pieces.push(formatted);
  }
  if (highest >= args.length) return pieces;
  const used = highest === 0 ? 'no verbs in format string' : `only ${highest} used by format string`;
  return fault(`too many arguments; ${used}`, highest + 1);
}

function isFaultList<T>(value: readonly T[] | Fault): value is Fault {
  return !Array.isArray(value);
}

function formatVerb(verb: Verb, args: readonly Value[]): string | UnknownValue | Fault {
  const value = args[verb.argument - 1];
  const place = `${quoted(verb.raw)} at ${verb.offset}`;
  if (!value) {
    return fault(`not enough arguments for ${place}: need index ${verb.argument} but have ${args.length} total`);
  }
  if (verb.mode !== 'v' && value.kind === 'null') {
    return fault(`unsupported value for ${place}: null value cannot be formatted`);
  }
  const kind = KINDS.get(verb.mode);
  if (!kind) return fault(`unsupported format verb '${verb.mode}' in ${quoted(verb.raw)} at offset ${verb.offset}`);
  if (value.kind === 'unknown' || !isWhollyKnown(value)) {
    const plain =
      value.kind === 'unknown' && verb.width === undefined && verb.precision === undefined && /[sv]/.test(verb.mode);
    return plain ? value : unknown(STRING, { dependsOn: dependenciesOf(value), notNull: true });
  }
  const converted = kind.type ? convert(value, kind.type) : value;
  const text = isFailure(converted) ? fault(converted.detail) : kind.write(verb, converted);
  return typeof text === 'string' ? text : fault(`unsupported value for ${place}: ${text.message}`);
}

interface Kind {
  readonly type?: Type;
  write(verb: Verb, value: Value): string | Fault;
}

const INTEGER: Kind = { type: NUMBER, write: (verb, value) => formatInteger(verb, numeric(value)) };
const FLOAT: Kind = { type: NUMBER, write: (verb, value) => formatFloat(verb, numeric(value)) };
const TEXT: Kind = { type: STRING, write: (verb, value) => formatText(verb, textOf(value)) };
const TRUTH: Kind = { type: BOOL, write: (_, value) => String(value.kind === 'bool' && value.value) };
const AS_IS: Kind = { write: formatAsIs };

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...['b', 'd', 'o', 'x', 'X'].map((mode) => [mode, INTEGER] as const),
  ...['e', 'E', 'f', 'g', 'G'].map((mode) => [mode, FLOAT] as const),
  ...['s', 'q'].map((mode) => [mode, TEXT] as const),
  ['t', TRUTH] as const,
  ['v', AS_IS] as const,
]);

function numeric(value: Value): Numeric {
  return value.kind === 'number' ? value.value : 0;
}

function formatAsIs(verb: Verb, value: Value): string | Fault {
  if (!verb.flags.includes('#')) {
    if (value.kind === 'string') return padText(verb, value.value);
    if (value.kind === 'number') return padText(verb, generalText(value.value, undefined));
  }
  const json = encodeJson(value);
  return typeof json === 'string' ? padText(verb, json) : json;
}

function formatText(verb: Verb, text: string): string {
  const { precision } = verb;
  const cut = precision ? graphemes(text).slice(0, precision).join('') : text;
  return padText(verb, verb.mode === 'q' ? quoteJson(cut) : cut);
}

function padText(verb: Verb, text: string): string {
  if (verb.width === undefined) return text;
  const missing = verb.width - graphemes(text).length;
  if (missing <= 0) return text;
  const padding = (verb.flags.includes('0') ? '0' : ' ').repeat(missing);
  return verb.flags.includes('-') ? text + padding : padding + text;
}

function signOf(verb: Verb, negative: boolean): string {
  if (negative) return '-';
  if (verb.flags.includes('+')) return '+';
  return verb.flags.includes(' ') ? ' ' : '';
}

const BASES: ReadonlyMap<string, { readonly base: number; readonly prefix: string }> = new Map([
  ['b', { base: 2, prefix: '0b' }],
  ['o', { base: 8, prefix: '0' }],
  ['d', { base: 10, prefix: '' }],
  ['x', { base: 16, prefix: '0x' }],
  ['X', { base: 16, prefix: '0X' }],
]);

function formatInteger(verb: Verb, value: Numeric): string | Fault {
  const whole = isInteger(value) ? toBigInt(value) : undefined;
  if (whole === undefined) return fault('an integer is required');
  const { base, prefix } = BASES.get(verb.mode) ?? { base: 10, prefix: '' };
  const lower = (whole < 0n ? -whole : whole).toString(base);
  const digits = verb.mode === 'X' ? lower.toUpperCase() : lower;
  if (whole === 0n && verb.precision === 0) return '';
  const head = signOf(verb, whole < 0n) + (verb.flags.includes('#') ? prefix : '');
  const padded = digits.padStart(verb.precision ?? 0, '0');
  const missing = Math.max(0, (verb.width ?? 0) - head.length - padded.length);
  if (verb.flags.includes('-')) return head + padded + ' '.repeat(missing);
  if (verb.flags.includes('0') && verb.precision === undefined) return head + '0'.repeat(missing) + padded;
  return ' '.repeat(missing) + head + padded;
}

function formatFloat(verb: Verb, value: Numeric): string {
  const text = floatText(verb, value);
  const negative = text.startsWith('-');
  const infinite = text.endsWith('Inf');
  const digits = text.replace(/^[+-]/, '');
  const sign = infinite && !negative ? (verb.flags.includes(' ') ? ' ' : '+') : signOf(verb, negative);
  const missing = Math.max(0, (verb.width ?? 0) - sign.length - digits.length);
  if (verb.flags.includes('-')) return sign + digits + ' '.repeat(missing);
  if (verb.flags.includes('0') && !infinite) return sign + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + sign + digits;
}

function floatText(verb: Verb, value: Numeric): string {
  const float = toBigFloat(value);
  if (!float) return formatNumber(value);
  const upper = verb.mode === verb.mode.toUpperCase();
  const mode = verb.mode.toLowerCase();
  if (mode === 'g') {
    const text = generalText(value, verb.precision);
    return upper ? text.toUpperCase() : text;
  }
  const precision = verb.precision ?? 6;
  const decimal = exact(float);
  const sign = float.negative ? '-' : '';
  if (mode === 'f') return sign + fixedText(roundDecimal(decimal, decimal.point + precision), precision);
  const text = scientificText(roundDecimal(decimal, precision + 1), precision);
  return sign + (upper ? text.toUpperCase() : text);
}

/** `%g`: fixed where the exponent is from -4 up to the precision (6 for the shortest form), else scientific. */
function generalText(value: Numeric, precision: number | undefined): string {
  const float = toBigFloat(value);
  if (!float) return formatNumber(value);
  const digits = precision === 0 ? 1 : precision;
  const decimal = digits === undefined ? shortest(float) : roundDecimal(exact(float), digits);
  const size = decimal.digits.length;
  const bound = digits === undefined ? 6 : digits > size && size >= decimal.point ? size : digits;
  const exponent = decimal.point - 1;
  const sign = float.negative ? '-' : '';
  if (exponent < -4 || exponent >= bound) {
    // Zero has no exponent of its own; Go sees it at 10^-1.
    return sign + scientificText(decimal, Math.max(Math.min(digits ?? size, size) - 1, 0));
  }
  const wanted = digits === undefined || digits > decimal.point ? size : digits;
  return sign + fixedText(decimal, Math.max(wanted - decimal.point, 0));
}

/** The format with the arguments put in; known in part where one of them is not known. */
export function formatted(format: string, args: readonly Value[], limit: number): Result {
  const pieces = render(format, args);
  if (isFaultList(pieces)) return pieces;
  const known = pieces.filter((piece) => typeof piece === 'string');
  if (known.reduce((length, piece) => length + piece.length, 0) > limit) return fault('the result is too long');
  return known.length === pieces.length ? string(known.join('')) : unknownText(pieces);
}

const format: FunctionSpec = {
  name: 'format',
  params: [parameter('format', STRING)],
  variadic: anything('args', { allowNull: true, allowUnknown: true }),
  returns: STRING,
  apply: ([text, ...args], { limits }) => formatted(textOf(text), args, limits.characters),
};

const formatlist: FunctionSpec = {
  name: 'formatlist',
  params: [parameter('format', STRING)],
  variadic: anything('args', { allowNull: true, allowUnknown: true }),
  returns: STRINGS,
  apply: ([text, ...args], { limits }) => {
    if (args.some(isOpenList)) return unknown(STRINGS, { dependsOn: dependenciesOf(...args), notNull: true });
    const lists = args.map((arg, at) => ({ arg, at })).filter(({ arg }) => isSequence(arg));
    const [first] = lists;
    const length = first ? lengthOf(first.arg) : 1;
    const other = lists.find(({ arg }) => lengthOf(arg) !== length);
    if (first && other) {
      const message = `argument ${other.at + 1} has length ${lengthOf(other.arg)}, which is inconsistent with argument ${first.at + 1} of length ${length}`;
      return fault(message, other.at + 1);
    }
    const results: Value[] = [];
    for (let at = 0; at < length; at += 1) {
      const row = args.map((arg) => (isSequence(arg) ? (arg.elements[at] ?? arg) : arg));
      const result = formatted(textOf(text), row, limits.characters);
      if (isFault(result))
        return args.length === 0 ? result : fault(`error on format iteration ${at}: ${result.message}`);
      results.push(result);
    }
    return list(results, STRING);
  },
};

function lengthOf(value: Value): number {
  return isSequence(value) ? value.elements.length : 1;
}

/** A list whose length is not known, or what may turn out to be one. */
function isOpenList(value: Value): boolean {
  if (value.kind !== 'unknown') return hasUnknownLength(value);
  const { kind } = typeOf(value);
  return kind === 'dynamic' || kind === 'list' || kind === 'set' || kind === 'tuple';
}

export const FORMAT_FUNCTIONS: readonly FunctionSpec[] = [format, formatlist];
