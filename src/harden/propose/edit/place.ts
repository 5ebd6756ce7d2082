/**
 * Where a value can be edited: as an expression of HCL, or as JSON in a heredoc or a file of its own.
 *
 * An origin that nobody may edit (a downloaded module, the command line) or that a function computed is no place; then
 * the nearest place that the value passed on its way is, where there is one.
 */
import { type Node as JsonNode, findNodeAtOffset, parseTree } from 'jsonc-parser';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { Origin, TextFile, Value } from '#model/value.js';
import type { JsonPlace } from '../../change.js';
import { nodePath } from '#hcl/edit/locate.js';
import { isBeside } from '#model/beside.js';
import { bare } from './tree.js';

export interface Place {
  readonly file: SyntaxFile | TextFile;
  readonly span: Span;
  readonly json?: JsonPlace;
}

/** A tuple or JSON array, with the place of the element that was asked about. */
export interface Listed {
  readonly container: Place;
  readonly element: Span;
  readonly elements: readonly Span[];
}

export function isSyntaxFile(file: SyntaxFile | TextFile): file is SyntaxFile {
  return 'body' in file;
}

/** Terraform's JSON syntax, whose blocks and expressions are none in the text. */
export function isJsonSyntax(file: SyntaxFile | TextFile): boolean {
  return isSyntaxFile(file) && file.path.endsWith('.json');
}

/** The literal that wrote the value, if it may be edited. */
export function placeOf(origin: Origin | undefined): Place | undefined {
  if (!origin || origin.readOnly || isJsonSyntax(origin.file) || isBeside(origin.file.path)) return undefined;
  const span: Span = { start: origin.start, end: origin.end };
  if (origin.kind === 'expression') return { file: origin.file, span };
  if (origin.kind !== 'json') return undefined;
  const document = documentAround(origin.file, span);
  return document && { file: origin.file, span, json: { document } };
}

/** The literal that wrote the value and nothing but it: not a longer string that it was read from. */
export function placeOfValue(value: Value | undefined): Place | undefined {
  const place = placeOf(value?.origin);
  if (!value || !place) return undefined;
  return isWritten(value, place.file.text.slice(place.span.start, place.span.end)) ? place : undefined;
}

function isWritten(value: Value, source: string): boolean {
  switch (value.kind) {
    case 'bool':
      return source === String(value.value);
    case 'number':
      return /^-?[\d.]+([eE][+-]?\d+)?$/.test(source);
    case 'null':
      return source === 'null';
    case 'string':
      return isQuoted(source, value.value);
    case 'unknown':
      return !/^("\s*[[{]|<<)/.test(source);
    default:
      return /^[[{(]/.test(source);
  }
}

/** The source is this text in quotes. */
export function isQuoted(source: string, text: string): boolean {
  if (!source.startsWith('"')) return false;
  try {
    return JSON.parse(source) === text;
  } catch {
    return false;
  }
}

/** The JSON text around a span: a whole file, or the text of a heredoc. */
function documentAround(file: SyntaxFile | TextFile, span: Span): Span | undefined {
  if (!isSyntaxFile(file)) return { start: 0, end: file.text.length };
  const heredoc = nodePath(file, span).findLast((node) => node.kind === 'template' && node.heredoc);
  if (heredoc?.kind !== 'template') return undefined;
  const first = heredoc.parts[0];
  const last = heredoc.parts.at(-1);
  return first && last && { start: first.start, end: last.end };
}

/** The list in which a place is an element. */
export function listAround(place: Place): Listed | undefined {
  if (place.json) return jsonListAround(place, place.json);
  if (!isSyntaxFile(place.file)) return undefined;
  const path = nodePath(place.file, place.span);
  const at = path.findLastIndex((node) => node.kind === 'tuple' && !sameSpan(node, place.span));
  const tuple = path[at];
  if (tuple?.kind !== 'tuple') return undefined;
  const element = tuple.elements.find((each) => sameSpan(bare(each), place.span) || sameSpan(each, place.span));
  if (!element) return undefined;
  return {
    container: { file: place.file, span: spanOf(tuple) },
    element: spanOf(element),
    elements: tuple.elements.map(spanOf),
  };
}

function jsonListAround(place: Place, json: JsonPlace): Listed | undefined {
  const node = jsonNode(place, json);
  const list = node?.parent;
  if (list?.type !== 'array' || !list.children || !node) return undefined;
  const shifted = (of: JsonNode): Span => shift(of, json.document.start);
  const container: Place = { file: place.file, span: shifted(list), json };
  return { container, element: shifted(node), elements: list.children.map(shifted) };
}

export function jsonNode(place: Place, json: JsonPlace): JsonNode | undefined {
  const root = parseTree(maskedText(place.file, json.document));
  const node = root && findNodeAtOffset(root, place.span.start - json.document.start);
  return node && sameSpan(shift(node, json.document.start), place.span) ? node : undefined;
}

/** The document with interpolations as digits of the same length: valid inside a string and in place of a value. */
export function maskedText(file: SyntaxFile | TextFile, document: Span): string {
  const text = file.text.slice(document.start, document.end);
  return text.replace(/\$\{[^{}]*\}/g, (hole) => '0'.repeat(hole.length));
}

function shift(node: JsonNode, by: number): Span {
  return { start: node.offset + by, end: node.offset + node.length + by };
}

export function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}

export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
