import type { Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { fromBigInt, type Numeric, parseNumber } from '#model/number.js';
import { DYNAMIC, STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert, typeName } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { bool, isMapping, isSequence, nullOf, number, object, string, tuple, typeOf } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { type Fault, fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { textOf } from './integers.js';
import { yaml } from './packages.js';

/**
 * `yamldecode`: the structure comes from the parser in its failsafe schema, where every scalar is text; what a scalar
 * means is decided here, by the rules of https://github.com/zclconf/go-cty-yaml (YAML 1.1 words, YAML 1.2 numbers).
 */
const TAG = 'tag:yaml.org,2002:';

interface Anchors {
  readonly values: Map<string, Value>;
  /** Anchors whose definition is not complete yet: Terraform has no values that contain themselves. */
  readonly open: Set<string>;
  /** What aliases may still add: they multiply in nested form. */
  budget: number;
}

const MAX_NESTING = 200;

/** A bound on how deeply the text nests; the parser recurses as deep, and a stack that overflows in it ends the process. */
function nestingOf(text: string): number {
  const indents: number[] = [];
  let brackets = 0;
  let deepest = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    if (indent < 0) continue;
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    indents.push(indent);
    const compact = /^ *(?:[-?:] +)*/.exec(line)?.[0].match(/[-?:]/g)?.length ?? 0;
    let inside = brackets;
    for (const sign of line.match(/[[\]{}]/g) ?? []) {
      brackets = Math.max(0, brackets + (sign === '[' || sign === '{' ? 1 : -1));
      inside = Math.max(inside, brackets);
    }
    deepest = Math.max(deepest, indents.length + compact + inside);
  }
  return deepest;
}

const CONTROL = /[^\P{Cc}\t\n\r\u0085]/u;

function decode(text: string, limit: number): Result {
  if (CONTROL.test(text)) return fault('control characters are not allowed');
  if (nestingOf(text) > MAX_NESTING) return fault('the YAML is nested too deeply');
  const [first, second] = yaml().parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (!first) return fault('on line 1, column 1: missing start of document');
  const [problem] = first.errors;
  if (problem) return fault(problem.message.split('\n')[0] ?? 'invalid YAML');
  if (first.directives?.yaml.explicit && first.directives.yaml.version !== '1.1') {
    return fault('on line 1, column 1: found incompatible YAML document');
  }
  if (second) return fault('unexpected extra content after value');
  if (!first.contents) return isEmpty(text) ? fault('on line 1, column 1: missing start of document') : nullOf(DYNAMIC);
  return node(first.contents, { values: new Map(), open: new Set(), budget: limit });
}

function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));
}

function node(found: Node | null, anchors: Anchors): Result {
  if (found === null) return nullOf(DYNAMIC);
  if (yaml().isAlias(found)) return alias(found.source, anchors);
  const { anchor } = found;
  if (anchor) anchors.open.add(anchor);
  const value = content(found, anchors);
  if (anchor && !isFault(value)) {
    anchors.open.delete(anchor);
    anchors.values.set(anchor, value);
  }
  return value;
}

function content(found: Node, anchors: Anchors): Result {
  if (yaml().isScalar(found)) return scalar(found);
  if (yaml().isMap(found)) return mapping(found, anchors);
  return yaml().isSeq(found) ? sequence(found, anchors) : fault('unexpected content');
}

function alias(name: string, anchors: Anchors): Result {
  if (anchors.open.has(name)) return fault(`cannot refer to anchor ${quoted(name)} from inside its own definition`);
  const value = anchors.values.get(name);
  if (!value) return fault(`reference to undefined anchor ${quoted(name)}`);
  anchors.budget -= sizeOf(value);
  return anchors.budget < 0 ? fault('the aliases make a document that is too large') : value;
}

function sizeOf(value: Value): number {
  if (isSequence(value)) return value.elements.reduce((size, element) => size + sizeOf(element), 1);
  if (isMapping(value)) return [...value.entries.values()].reduce((size, entry) => size + sizeOf(entry), 1);
  return 1;
}

function sequence(found: YAMLSeq, anchors: Anchors): Result {
  if (found.tag && found.tag !== `${TAG}seq`) return fault(`can't interpret sequence as ${found.tag}`);
  const elements: Value[] = [];
  for (const item of found.items) {
    const value = isPairLike(item) ? fault('unexpected pair') : node(asNode(item), anchors);
    if (isFault(value)) return value;
    elements.push(value);
  }
  return tuple(elements);
}

function isPairLike(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'key' in item && !('items' in item) && !('source' in item);
}

function asNode(item: unknown): Node | null {
  return yaml().isScalar(item) || yaml().isMap(item) || yaml().isSeq(item) || yaml().isAlias(item) ? item : null;
}

function mapping(found: YAMLMap, anchors: Anchors): Result {
  if (found.tag && found.tag !== `${TAG}map`) return fault(`can't interpret mapping as ${found.tag}`);
  const entries = new Map<string, Value>();
  for (const pair of found.items) {
    const keyNode = asNode(pair.key);
    const value = node(asNode(pair.value), anchors);
    if (isFault(value)) return value;
    if (yaml().isScalar(keyNode) && isMergeKey(keyNode)) {
      const problem = mergeInto(entries, value);
      if (problem) return problem;
      continue;
    }
    const key = keyText(keyNode);
    if (typeof key !== 'string') return key;
    entries.set(key, value);
  }
  return object(entries);
}

function isMergeKey(key: Scalar): boolean {
  return key.tag === `${TAG}merge` || (!key.tag && sourceOf(key) === '<<');
}

function mergeInto(entries: Map<string, Value>, value: Value): Fault | undefined {
  if (!isMapping(value)) return fault(`cannot merge ${typeName(typeOf(value))} into mapping`);
  for (const [key, entry] of value.entries) entries.set(key, entry);
  return undefined;
}

function keyText(key: Node | null): string | Fault {
  if (key === null) return fault('mapping key cannot be null');
  if (!yaml().isScalar(key)) return fault('only strings are allowed as mapping keys');
  const value = scalar(key);
  if (isFault(value)) return value;
  if (value.kind === 'null') return fault('mapping key cannot be null');
  const text = convert(value, STRING);
  return isFailure(text) || text.kind !== 'string' ? fault('only strings are allowed as mapping keys') : text.value;
}

function sourceOf(found: Scalar): string {
  return typeof found.value === 'string' ? found.value : (found.source ?? '');
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, bool(true)] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, bool(false)] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, nullOf(DYNAMIC)] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, number(Infinity)] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, number(-Infinity)] as const),
]);

const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TAGS: ReadonlySet<string> = new Set(['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary']);

function scalar(found: Scalar): Result {
  const text = sourceOf(found);
  const { tag } = found;
  const short = tag?.startsWith(TAG) ? tag.slice(TAG.length) : tag;
  if (short !== undefined && !TAGS.has(short)) return fault(`unsupported tag ${quoted(tag ?? '')}`);
  return lookedAt(text, short, found.type) ?? (short === undefined ? string(text) : taggedScalar(text, short));
}

/** The scalar as its look and style have it, before its tag counts; undefined where only the tag does. */
function lookedAt(text: string, tag: string | undefined, style: Scalar['type']): Result | undefined {
  const hinted = text === '' || /^[-+0-9yYnNtTfFoO~.]/.test(text);
  if (!hinted || tag === 'str' || tag === 'binary') return undefined;
  if (style === 'QUOTE_SINGLE' || style === 'QUOTE_DOUBLE') return string(text);
  const implied = impliedScalar(text, tag);
  return implied && style !== 'PLAIN' && tag === undefined ? asText(implied) : implied;
}

/** A block scalar is a string, but one that went through what it looks like: `yes` comes out as `true`. */
function asText(value: Result): Result {
  if (isFault(value)) return value;
  const text = convert(value, STRING);
  return isFailure(text) ? fault(text.detail) : text;
}

/** What the text means by its look; undefined if nothing. */
function impliedScalar(text: string, tag: string | undefined): Result | undefined {
  const word = WORDS.get(text);
  if (word) return word;
  if (tag === undefined && /^\.(?:nan|NaN|NAN)$/.test(text)) return fault('floating point NaN is not supported');
  const time = tag === undefined || tag === 'timestamp' ? timestamp(text) : undefined;
  if (time !== undefined) return string(time);
  const value = text.startsWith('.') ? parseNumber(text) : impliedNumber(text);
  if (value !== undefined) return number(value);
  return INTEGER.test(text) ? fault(`cannot parse ${quoted(text)} as ${TAG}int`) : undefined;
}

function impliedNumber(text: string): Numeric | undefined {
  return INTEGER.test(text) || FLOAT.test(text) ? numeric(text) : undefined;
}

function taggedScalar(text: string, tag: string): Result {
  const wrong = fault(`cannot parse ${quoted(text)} as ${TAG}${tag}`);
  switch (tag) {
    case 'str':
      return string(text);
    case 'binary':
      return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? string(text) : fault(`${wrong.message}: not valid base64`);
    case 'bool': {
      const word = WORDS.get(text);
      return word?.kind === 'bool' ? word : wrong;
    }
    case 'null':
      return nullOf(DYNAMIC);
    case 'timestamp': {
      const time = timestamp(text);
      return time === undefined ? wrong : string(time);
    }
    default: {
      const value = numeric(text);
      return value === undefined ? wrong : number(value);
    }
  }
}

function numeric(text: string): Numeric | undefined {
  const plain = text.replaceAll('_', '');
  if (/^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(plain)) {
    const value = BigInt(plain);
    return value < 2n ** 64n ? fromBigInt(value) : undefined;
  }
  return parseNumber(plain);
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(.*)$/;
const TIME = /^(?:[Tt]| )(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** A YAML timestamp in RFC 3339. */
function timestamp(text: string): string | undefined {
  const [, year = '', month = '', day = '', rest = ''] = DATE.exec(text) ?? [];
  if (year === '') return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  const time = rest === '' ? '00:00:00Z' : timeOfDay(rest);
  return time === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}`;
}

/** With `T` a zone must follow, behind a space none may. */
function timeOfDay(rest: string): string | undefined {
  const match = TIME.exec(rest);
  if (!match) return undefined;
  const [, hour = '', minute = '', second = '', zone] = match;
  if (rest.startsWith(' ') === (zone !== undefined)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zone === undefined || /^[+-]00:00$/.test(zone) ? 'Z' : zone;
  return `${[hour, minute, second].map((digits) => digits.padStart(2, '0')).join(':')}${offset}`;
}

export const yamldecode: FunctionSpec = {
  name: 'yamldecode',
  params: [parameter('src', STRING)],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([source], { limits }) => decode(textOf(source), limits.elements),
};
