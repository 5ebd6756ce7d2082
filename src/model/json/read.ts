/**
 * JSON text as values, each knowing where in the source it was written: in a heredoc, a file, or a literal.
 *
 * The text may have holes where something is not known. A hole inside a string is part of that string; one that stands for
 * a value is that unknown, with the structure that it encodes, if any. What a directive of a template may have written is
 * read as well, and is there perhaps.
 */
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { parseNumber } from '../number.js';
import { DYNAMIC, STRING } from '../type.js';
import { HOLE, type Member, type Members, type Origin, type Segment, type UnknownValue, type Value } from '../value.js';
import { bool, dependenciesOf, nullOf, number, object, string, tuple, unknown } from '../values/make.js';
import { joinMembers, mapMembers, withAlternatives, withMembers } from '../values/partly.js';
import { expandDirectives, type ExpandedText } from './directives.js';

export interface JsonText {
  readonly value: Value | undefined;
  /** What is wrong with the text, if anything, and where. */
  readonly problem: JsonProblem | undefined;
}

export interface JsonProblem {
  readonly message: string;
  readonly origin: Origin | undefined;
  /** Something that is not known stands where the structure of the text is: the text may well be sound. */
  readonly unknown: boolean;
}

/** No document that anybody means to be read is as large; these keep hostile input from costing time and stack. */
const MAX_LENGTH = 1_000_000;
const MAX_NESTING = 100;

/** The structured value behind a JSON string: what `jsonencode` was given, or the parsed text. */
export function readJson(value: Value | undefined): JsonText {
  if (value === undefined || value.kind === 'null') return { value: undefined, problem: undefined };
  if (value.kind !== 'string' && value.kind !== 'unknown') return { value, problem: undefined };
  if (value.encodes) return { value: value.encodes, problem: undefined };
  if (value.kind === 'unknown' && value.oneOf) return { value: decodedAlternatives(value), problem: undefined };
  if (value.kind === 'unknown' && !value.parts) return { value, problem: undefined };
  return parseText(expandDirectives(value, (text) => readJson(text)));
}

/** As {@link readJson}, for text that is wholly an object or a list; `undefined` for any other. */
export function decodeJson(value: Value): Value | undefined {
  const { value: read, problem } = readJson(value);
  return read === value || problem || !read || !(isCollection(read) || read.kind === 'unknown') ? undefined : read;
}

function isCollection(value: Value): boolean {
  return 'elements' in value || 'entries' in value;
}

/** A text that is one of a few, each read by itself. */
function decodedAlternatives(value: UnknownValue): UnknownValue {
  const { oneOf = [], parts: _, segments: __, ...rest } = value;
  return withAlternatives({ ...rest, type: DYNAMIC }, oneOf.map(decoded));
}

/** Nothing at all, where a value may stand, is no value. */
function decoded(text: Value): Value {
  if (text.kind === 'string' && text.value.trim() === '') return nullOf(DYNAMIC);
  return readJson(text).value ?? text;
}

function parseText(expanded: ExpandedText): JsonText {
  const { text, origin } = expanded;
  const failed = (message: string, at?: number): JsonText => {
    const place = at === undefined ? undefined : originAt(expanded, at, at + 1);
    return { value: undefined, problem: { message, origin: place ?? origin, unknown: false } };
  };
  if (text.length > MAX_LENGTH) return failed('the JSON text is too long');
  const scan = scanText(text);
  if (scan.nesting > MAX_NESTING) return failed('the JSON text is nested too deeply');
  const isOpen = scan.bare || expanded.regions.length > 0;
  const errors: ParseError[] = [];
  const root = parseTree(scan.text, errors, { allowTrailingComma: isOpen, disallowComments: true });
  const error = errors.find((each) => !isOpen || !ARTEFACTS.has(printParseErrorCode(each.error)));
  if (error && !isOpen) return failed(describe(error), error.offset);
  if (!root) return failed('the JSON text is empty');
  const value = toValue(root, expanded);
  if (!error) return { value, problem: undefined };
  const place = originAt(expanded, error.offset, error.offset + 1) ?? origin;
  return {
    value,
    problem: { message: 'something unknown stands where the structure is', origin: place, unknown: true },
  };
}

/** What several texts one behind the other lack, of which only one would be there. */
const ARTEFACTS: ReadonlySet<string> = new Set(['CommaExpected']);

/** A hole that stands outside of strings becomes a number of the same length, so that offsets stay. */
function scanText(text: string): { readonly text: string; readonly nesting: number; readonly bare: boolean } {
  let inString = false;
  let depth = 0;
  let nesting = 0;
  let bare: string[] | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (character === '\\' && inString) at += 1;
    else if (inString) continue;
    else if (character === '{' || character === '[') nesting = Math.max(nesting, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === HOLE) (bare ??= text.split(''))[at] = '0';
  }
  return { text: bare?.join('') ?? text, nesting, bare: bare !== undefined };
}

function describe(error: ParseError): string {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `the JSON text does not parse: ${words}`;
}

function toValue(node: Node, context: ExpandedText): Value {
  const more = originOption(context, node.offset, node.offset + node.length);
  const hole = node.type === 'number' ? context.holes.get(node.offset) : undefined;
  if (hole) return valueOfHole(hole, more);
  switch (node.type) {
    case 'object':
      return objectOf(node, context, more);
    case 'array':
      return listOf(node, context, more);
    case 'boolean':
      return bool(node.value === true, more);
    case 'null':
      return nullOf(DYNAMIC, more);
    case 'number':
      return number(
        parseNumber(context.text.slice(node.offset, node.offset + node.length)) ?? Number(node.value),
        more,
      );
    default:
      return stringValue(node, context, more);
  }
}

type Placed = { readonly origin?: Origin };

/** A hole outside of strings stands for JSON: that of what it encodes, or of the texts that it may be. */
function valueOfHole(hole: UnknownValue, more: Placed): Value {
  if (hole.encodes) return hole.encodes;
  const placed: UnknownValue = hole.origin ? hole : { ...hole, ...more };
  return hole.oneOf ? decodedAlternatives(placed) : placed;
}

function listOf(node: Node, context: ExpandedText, more: Placed): Value {
  const all = joinMembers((node.children ?? []).map((child) => listMembers(child, context)));
  const elements = all.entries.map(({ value }) => value);
  if (!all.rest && !all.entries.some(({ maybe }) => maybe)) return tuple(elements, more);
  return withMembers(unknown(DYNAMIC, { ...more, dependsOn: dependenciesOf(...elements), notNull: true }), all);
}

/** An element of a list; those that a loop over something unknown writes are as many as there may be. */
function listMembers(node: Node, context: ExpandedText): Members {
  const loop = node.type === 'number' ? context.holes.get(node.offset)?.members : undefined;
  if (loop) return mapMembers(loop, (each) => ({ ...each, value: decoded(each.value) }));
  return { entries: [member(node, toValue(node, context), context)] };
}

function objectOf(node: Node, context: ExpandedText, more: Placed): Value {
  const members: Member[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    members.push({ key: stringValue(key, context, {}), ...member(property, toValue(value, context), context) });
  }
  if (members.every(({ key, maybe }) => key?.kind === 'string' && !maybe)) {
    return object(
      members.flatMap(({ key, value }) => (key?.kind === 'string' ? [[key.value, value] as const] : [])),
      more,
    );
  }
  const dependsOn = dependenciesOf(...members.flatMap(({ key, value }) => (key ? [key, value] : [value])));
  return withMembers(unknown(DYNAMIC, { ...more, dependsOn, notNull: true }), { entries: members });
}

/** What a directive wrote that can't be decided is there perhaps. */
function member(node: Node, value: Value, { regions }: ExpandedText): Member {
  const maybe = regions.some(([start, end]) => node.offset >= start && node.offset < end);
  return maybe ? { value, maybe } : { value };
}

function stringValue(node: Node, context: ExpandedText, more: Placed): Value {
  const text = String(getNodeValue(node));
  if (!text.includes(HOLE)) return string(text, more);
  const holes = [...context.holes].filter(([offset]) => offset > node.offset).map(([, hole]) => hole);
  const parts: (string | UnknownValue)[] = [];
  for (const [index, piece] of text.split(HOLE).entries()) {
    const hole = index > 0 ? holes[index - 1] : undefined;
    if (hole) parts.push(hole);
    if (piece !== '') parts.push(piece);
  }
  const unknowns = parts.filter((part) => typeof part !== 'string');
  const [only] = parts;
  const ref = parts.length === 1 && typeof only === 'object' && only.ref ? { ref: only.ref } : {};
  return unknown(STRING, { ...more, ...ref, dependsOn: dependenciesOf(...unknowns), parts, notNull: true });
}

function originOption(context: ExpandedText, start: number, end: number): Placed {
  const origin = originAt(context, start, end) ?? context.origin;
  return origin ? { origin } : {};
}

/** Where a stretch of the text was written, if all of it was written in one file. */
function originAt({ segments, origin }: ExpandedText, start: number, end: number): Origin | undefined {
  const first = segmentAt(segments, start);
  const last = segmentAt(segments, end - 1);
  if (!first || !last || first.file !== last.file) return undefined;
  const from = isOneToOne(first) ? first.start + (start - first.at) : first.start;
  const to = isOneToOne(last) ? last.start + (end - last.at) : last.end;
  const exact = { kind: 'json', file: first.file, start: from, end: Math.max(from, to) } as const;
  return {
    ...exact,
    ...(origin?.via ? { via: origin.via } : {}),
    ...(origin?.readOnly ? { readOnly: true } : {}),
  };
}

function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (!segment) return undefined;
    if (offset < segment.at) high = middle - 1;
    else if (offset >= segment.at + segment.length) low = middle + 1;
    else return segment;
  }
  return undefined;
}

function isOneToOne(segment: Segment): boolean {
  return segment.end - segment.start === segment.length;
}
