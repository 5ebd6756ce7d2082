import { childrenOf, type Node } from '#hcl/children.js';
import { parseFile } from '#hcl/parse/parse.js';
import type { Block, Span, SyntaxFile } from '#hcl/syntax.js';
import type { Premise } from '#aws/premise.js';
import type { Origin } from '#model/value.js';

/** A configuration with one thing taken away, or turned into its opposite. */
export interface Taking {
  /** `aws_instance.node: metadata_options.http_endpoint, turned round`. */
  readonly what: string;
  /** `aws_instance.user_data`: the type of the resource, and its argument or nested block. */
  readonly argument: string;
  /**
   * The smallest part of the configuration that says one thing: the element of a list (so a statement, a container), a nested
   * block, or an argument. Where taking this away closes a step, what shows that the step needs it is in the part.
   */
  readonly part: Span;
  /** The first that has no faults counts: what has to be there leads elsewhere instead of being away. */
  readonly texts: readonly string[];
}

/** Words of which one opens what the other closes. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['enabled', 'disabled'],
  ['optional', 'required'],
  ['EC2', 'FARGATE'],
  ['NONE', 'AWS_IAM'],
  ['Allow', 'Deny'],
]);

/** Every way to take an argument, a nested block, an element or an item out of a resource, or to turn it round. */
export function* takings(text: string): Generator<Taking> {
  const file = parseFile('main.tf', text);
  for (const block of file.body.items) {
    if (block.kind !== 'block' || block.type !== 'resource') continue;
    for (const item of block.body.items) {
      if (item.kind === 'invalid') continue;
      const argument = item.kind === 'attribute' ? item.name : item.type;
      yield* within(item, { file, block, argument, path: argument, part: item, siblings: [] });
    }
  }
}

interface Place {
  readonly file: SyntaxFile;
  readonly block: Block;
  readonly argument: string;
  readonly path: string;
  readonly part: Span;
  /** The elements or items of the list or object that the node is of; none where it is of a block. */
  readonly siblings: readonly Node[];
}

function* within(node: Node, place: Place): Generator<Taking> {
  const [type, name] = place.block.labels.map(({ value }) => value);
  const taking = (how: string, ...texts: readonly string[]): Taking => ({
    what: `${type}.${name}: ${place.path}, ${how}`,
    argument: `${type}.${place.argument}`,
    part: place.part,
    texts,
  });
  const { file } = place;
  const value = node.kind === 'attribute' || node.kind === 'object-item' ? node.value : node;
  if (value !== node || node.kind === 'block' || place.siblings.length > 0) {
    const elsewhere =
      value.kind === 'get-attribute' || value.kind === 'template' ? [replaced(file, value, '"other"')] : [];
    yield taking('taken away', withoutNode(file, node, place.siblings), ...elsewhere);
  }
  const opposite = oppositeOf(node);
  if (opposite !== undefined) yield taking('turned round', replaced(file, node, opposite));
  yield* inside(node, place);
}

function* inside(node: Node, place: Place): Generator<Taking> {
  if (node.kind === 'tuple') {
    for (const [index, part] of node.elements.entries()) {
      yield* within(part, { ...place, path: `${place.path}[${index}]`, part, siblings: node.elements });
    }
  } else if (node.kind === 'object') {
    for (const item of node.items) {
      const key = place.file.text.slice(item.key.start, item.key.end);
      yield* within(item, { ...place, path: `${place.path}.${key}`, siblings: node.items });
    }
  } else if (node.kind === 'block') {
    for (const item of node.body.items) {
      if (item.kind === 'invalid') continue;
      const nested = item.kind === 'attribute' ? place.part : item;
      const path = `${place.path}.${item.kind === 'attribute' ? item.name : item.type}`;
      yield* within(item, { ...place, path, part: nested, siblings: [] });
    }
  } else {
    const children = node.kind === 'object-item' ? [node.value] : childrenOf(node);
    for (const child of children) yield* within(child, { ...place, siblings: [] });
  }
}

function replaced(file: SyntaxFile, { start, end }: Span, text: string): string {
  return file.text.slice(0, start) + text + file.text.slice(end);
}

/** Between two siblings a comma stands, which goes too. */
function withoutNode(file: SyntaxFile, node: Node, siblings: readonly Node[]): string {
  const at = siblings.indexOf(node);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  if (at >= 0 && after) return replaced(file, { start: node.start, end: after.start }, '');
  return replaced(file, { start: at > 0 && before ? before.end : node.start, end: node.end }, '');
}

function oppositeOf(node: Node): string | undefined {
  if (node.kind === 'bool') return String(!node.value);
  const [text, more] = node.kind === 'template' ? node.parts : [];
  const opposite = text?.kind === 'text' && !more ? OPPOSITES.get(text.value) : undefined;
  return opposite === undefined ? undefined : JSON.stringify(opposite);
}

/** Some evidence of the premise is in the part that something was taken out of, or says that nothing stands there. */
export function pointsTo({ evidence }: Premise, { part }: Taking): boolean {
  return evidence.some(({ origin, value }) => origin !== undefined && touches(origin, part, value === 'absent'));
}

function touches(origin: Origin, part: Span, absent: boolean): boolean {
  if (origin.start >= part.start && origin.end <= part.end) return true;
  const around = origin.start <= part.start && origin.end >= part.end;
  if (around && (origin.kind !== 'block' || absent)) return true;
  const before = [...(origin.via ?? []), ...(origin.inputs ?? []).flatMap((input) => input.origin ?? [])];
  return before.some((each) => touches(each, part, absent));
}
