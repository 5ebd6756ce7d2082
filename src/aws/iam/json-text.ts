import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { string, tuple, object, unknown, bool, nullOf } from '#terraform/values/make.js';
import { DYNAMIC, STRING } from '#terraform/type.js';
import { HOLE, type Origin, type Segment, type StringValue, type UnknownValue, type Value } from '#terraform/value.js';

/**
 * JSON text as a value whose every part knows where it was written.
 *
 * The text may come from a heredoc, a file or a template; segments tell where each stretch of it stands. Unknown pieces
 * are in the text as one HOLE each: inside a string they make it a string known in part, elsewhere an unknown value.
 */
export interface JsonText {
  readonly value: Value | undefined;
  /** What is wrong with the text, if anything, and where. */
  readonly problem: { readonly message: string; readonly origin: Origin | undefined } | undefined;
}

/** AWS's limits on policies are far below these; they keep hostile input from costing time and stack. */
const MAX_LENGTH = 1_000_000;
const MAX_NESTING = 100;

type Source = StringValue | UnknownValue;

/** The structured value behind a JSON string: what `jsonencode` was given, or the parsed text. */
export function parseJsonValue(value: Value | undefined): JsonText {
  if (value === undefined || value.kind === 'null') return { value: undefined, problem: undefined };
  if (value.kind !== 'string' && value.kind !== 'unknown') return { value, problem: undefined };
  if (value.encodes) return { value: value.encodes, problem: undefined };
  if (value.kind === 'unknown' && !value.parts) return { value, problem: undefined };
  return parseText(value);
}

interface Context {
  readonly source: Source;
  readonly text: string;
  readonly holes: readonly UnknownValue[];
  /** Offset of each hole in the text. */
  readonly holeOffsets: readonly number[];
}

function parseText(source: Source): JsonText {
  const context = contextOf(source);
  const failed = (message: string, at?: number): JsonText => ({
    value: undefined,
    problem: { message, origin: at === undefined ? source.origin : (originAt(context, at, at + 1) ?? source.origin) },
  });
  if (context.text.length > MAX_LENGTH) return failed('the JSON text is too long');
  const scan = scanText(context.text);
  if (scan.nesting > MAX_NESTING) return failed('the JSON text is nested too deeply');
  const errors: ParseError[] = [];
  const root = parseTree(scan.text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error) return failed(describe(error), error.offset);
  if (!root) return failed('the JSON text is empty');
  return { value: toValue(root, context), problem: undefined };
}

function contextOf(source: Source): Context {
  if (source.kind === 'string') return { source, text: source.value, holes: [], holeOffsets: [] };
  let text = '';
  const holes: UnknownValue[] = [];
  const holeOffsets: number[] = [];
  for (const part of source.parts ?? []) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    holeOffsets.push(text.length);
    holes.push(part);
    text += HOLE;
  }
  return { source, text, holes, holeOffsets };
}

/** A hole that stands outside of strings becomes a number of the same length, so that offsets stay. */
function scanText(text: string): { readonly text: string; readonly nesting: number } {
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
  return { text: bare?.join('') ?? text, nesting };
}

function describe(error: ParseError): string {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `the JSON text does not parse: ${words}`;
}

function toValue(node: Node, context: Context): Value {
  const more = originOption(context, node.offset, node.offset + node.length);
  const at = context.holeOffsets.indexOf(node.offset);
  const hole = node.type === 'number' && at >= 0 ? context.holes[at] : undefined;
  if (hole) return hole.origin ? hole : { ...hole, ...more };
  switch (node.type) {
    case 'object':
      return object(entriesOf(node, context), more);
    case 'array':
      return tuple(
        (node.children ?? []).map((child) => toValue(child, context)),
        more,
      );
    case 'boolean':
      return bool(node.value === true, more);
    case 'null':
      return nullOf(DYNAMIC, more);
    case 'number':
      return string(context.text.slice(node.offset, node.offset + node.length), more);
    default:
      return stringValue(node, context, more);
  }
}

function* entriesOf(node: Node, context: Context): Generator<[string, Value]> {
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) yield [String(getNodeValue(key)), toValue(value, context)];
  }
}

function stringValue(node: Node, context: Context, more: { origin?: Origin }): Value {
  const text = String(node.value);
  if (!text.includes(HOLE)) return string(text, more);
  const first = context.holeOffsets.findIndex((offset) => offset > node.offset);
  const parts: (string | UnknownValue)[] = [];
  const dependsOn: UnknownValue['dependsOn'][number][] = [];
  for (const [index, piece] of text.split(HOLE).entries()) {
    const hole = index > 0 ? context.holes[first + index - 1] : undefined;
    if (hole) {
      parts.push(hole);
      dependsOn.push(...(hole.ref ? [hole.ref] : hole.dependsOn));
    }
    if (piece !== '') parts.push(piece);
  }
  const [only] = parts;
  const ref = parts.length === 1 && typeof only === 'object' && only.ref ? { ref: only.ref } : {};
  return unknown(STRING, { ...more, ...ref, dependsOn, parts, notNull: true });
}

function originOption(context: Context, start: number, end: number): { origin?: Origin } {
  const origin = originAt(context, start, end) ?? context.source.origin;
  return origin ? { origin } : {};
}

/** Where a stretch of the text was written, if all of it was written in one file. */
function originAt(context: Context, start: number, end: number): Origin | undefined {
  const { segments, origin } = context.source;
  if (!segments) return undefined;
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
