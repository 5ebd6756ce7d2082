/**
 * Edits of JSON: in a file of its own, or as the text of a heredoc, whose interpolations stay.
 *
 * Spans are offsets in the source. For reading, interpolations are blotted out with digits, which are good JSON both
 * within a string and as a value, so that offsets hold. What is written is source text: within a heredoc a literal `${`
 * must be written as `$${` (see {@link escapeTemplate}).
 */
import { type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';
import { childrenOf, type Node } from '../children.js';
import { type EditResult, replace, type Source } from './edit.js';
import { addItems, type List, removeItems } from './list.js';
import * as layout from '../print/layout.js';
import { nodePath } from './locate.js';
import type { Span, SyntaxFile } from '../syntax.js';

const MAX_DEPTH = 500;

/** JSON text as the content of a heredoc: `${` and `%{` made literal. */
export function escapeTemplate(json: string): string {
  return json.replaceAll(/([$%])\{/g, '$1$1{');
}

/** Removes a member of an array, or the property whose value has this span. */
export function removeJsonElement(source: Source, document: Span, value: Span): EditResult {
  return removeJsonElements(source, document, [value]);
}

/** Removes several values that lie in one array or object. */
export function removeJsonElements(source: Source, document: Span, values: readonly Span[]): EditResult {
  const tree = readDocument(source, document);
  if ('refused' in tree) return tree;
  let container: JsonNode | undefined;
  const indices = new Set<number>();
  for (const value of values) {
    const member = memberOf(find(tree, value));
    if (!member?.parent) return notFound(source, value);
    if (container && container !== member.parent)
      return { refused: 'The values to be removed lie in different lists.' };
    container = member.parent;
    indices.add(container.children?.indexOf(member) ?? -1);
  }
  return container ? removeItems(source, listOf(container), indices) : [];
}

/** Gives a property of the object with this span a value; adds it where the object lacks it. */
export function setJsonProperty(source: Source, document: Span, object: Span, property: JsonProperty): EditResult {
  const tree = readDocument(source, document);
  if ('refused' in tree) return tree;
  const node = find(tree, object);
  if (node?.type !== 'object') return notFound(source, object);
  const present = node.children?.find((child) => child.children?.[0]?.value === property.key)?.children?.[1];
  if (present) return replaceJsonValue(source, document, spanOf(present), property.value);
  const colon = colonOf(source.text, node) ?? ': ';
  const text = `${JSON.stringify(property.key)}${colon}${property.value}`;
  return addItems(source, listOf(node), [text], unitOf(source.text, document, node));
}

export interface JsonProperty {
  readonly key: string;
  /** JSON, as it is to stand in the source. */
  readonly value: string;
}

/** Adds a member to the array with this span. */
export function addJsonElement(source: Source, document: Span, array: Span, text: string): EditResult {
  const tree = readDocument(source, document);
  if ('refused' in tree) return tree;
  const node = find(tree, array);
  if (node?.type !== 'array') return notFound(source, array);
  return addItems(source, listOf(node), [text], unitOf(source.text, document, node));
}

/** Replaces a value; further lines of `text` are indented as the line that it stands on. */
export function replaceJsonValue(source: Source, document: Span, value: Span, text: string): EditResult {
  const tree = readDocument(source, document);
  if ('refused' in tree) return tree;
  if (!find(tree, value)) return notFound(source, value);
  const indentation = layout.indentationAt(source.text, value.start);
  return [replace(source, value, layout.indentLines(text, indentation, layout.lineEnding(source.text)))];
}

function notFound(source: Source, span: Span): { refused: string } {
  return { refused: `There is no such JSON value at ${span.start} in ${source.path}.` };
}

/** The tree of the document, with offsets in the source. */
function readDocument(source: Source, document: Span): JsonNode | { refused: string } {
  const text = isSyntaxFile(source) ? blotted(source, document) : plain(source, document);
  if (text === undefined) {
    return { refused: `The JSON in ${source.path} at ${document.start} is made by escapes or directives.` };
  }
  if (isTooDeep(text)) return { refused: `The JSON in ${source.path} at ${document.start} is nested too deep.` };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  if (!tree || errors.length > 0) return { refused: `The JSON in ${source.path} at ${document.start} does not parse.` };
  return tree;
}

function isSyntaxFile(source: Source): source is SyntaxFile {
  return 'body' in source;
}

/** The JSON parser calls itself for each level. Brackets within strings count too: that errs on the safe side. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The text up to the end of the document, blank before it. */
function plain(source: Source, document: Span): string {
  return ' '.repeat(document.start) + source.text.slice(document.start, document.end);
}

/** As {@link plain}, with interpolations as digits; undefined where source and JSON don't map one to one. */
function blotted(file: SyntaxFile, document: Span): string | undefined {
  const template = nodePath(file, document).findLast((node) => node.kind === 'template');
  if (!template) return plain(file, document);
  if (!template.heredoc && file.text.slice(document.start, document.end).includes('\\')) return undefined;
  let text = ' '.repeat(document.start);
  let at = document.start;
  for (const part of childrenOf(template)) {
    if (part.end <= document.start || part.start >= document.end) continue;
    if (part.kind === 'template-if' || part.kind === 'template-for') return undefined;
    if (part.kind === 'interpolation') {
      text += file.text.slice(at, part.start) + blot(part);
      at = part.end;
    }
  }
  return text + file.text.slice(at, document.end);
}

function blot(part: Node): string {
  return '1'.repeat(part.end - part.start);
}

function spanOf(node: JsonNode): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** The node with exactly this span; of a property, its value. */
function find(node: JsonNode, span: Span): JsonNode | undefined {
  let current: JsonNode | undefined = node;
  while (current) {
    const { start, end } = spanOf(current);
    if (start === span.start && end === span.end) return current;
    current = current.children?.find((child) => child.offset <= span.start && child.offset + child.length >= span.end);
  }
  return undefined;
}

/** The node as a member of its list: the property that it is the value of, or itself. */
function memberOf(node: JsonNode | undefined): JsonNode | undefined {
  return node?.parent?.type === 'property' ? node.parent : node;
}

function listOf(node: JsonNode): List {
  return { ...spanOf(node), items: (node.children ?? []).map(spanOf), separator: 'always' };
}

/** What stands between name and value in the object's last property. */
function colonOf(text: string, object: JsonNode): string | undefined {
  const [name, value] = object.children?.at(-1)?.children ?? [];
  return name && value ? text.slice(name.offset + name.length, value.offset) : undefined;
}

/** What one level adds to the indentation in this document: as some list in it has it, else two spaces. */
function unitOf(text: string, document: Span, near: JsonNode): string {
  for (let node: JsonNode | undefined = near; node; node = node.parent) {
    const child = node.children?.[0];
    if (!child || node.type === 'property' || !layout.startsLine(text, child.offset)) continue;
    const outer = layout.indentationAt(text, Math.max(node.offset, document.start));
    const inner = layout.indentationAt(text, child.offset);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return '  ';
}
