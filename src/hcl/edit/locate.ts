/** Finds nodes: by place, by name. */
import { childrenOf, type Node } from '../children.js';
import type { Attribute, Block, Body, Expression, ObjectExpression, ObjectItem, Span, SyntaxFile } from '../syntax.js';

/**
 * The nodes that enclose `span`, from the outermost (the body of the file) to the innermost. A node with exactly this
 * span is the last one, or among the last where several share it.
 */
export function nodePath(file: SyntaxFile, span: Span): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = file.body;
  while (node) {
    path.push(node);
    node = childAt(childrenOf(node), span);
  }
  return path;
}

function childAt(children: readonly Node[], span: Span): Node | undefined {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.end ?? 0) < span.end) low = middle + 1;
    else high = middle;
  }
  const child = children[low];
  return child && child.start <= span.start && child.end >= span.end ? child : undefined;
}

/** The innermost node of one kind that encloses `span`. */
export function enclosing<Kind extends Node['kind']>(
  file: SyntaxFile,
  span: Span,
  kind: Kind,
): Extract<Node, { kind: Kind }> | undefined {
  return nodePath(file, span).findLast((node): node is Extract<Node, { kind: Kind }> => node.kind === kind);
}

/** The expression with exactly this span; of several the outermost. */
export function expressionAt(file: SyntaxFile, span: Span): Expression | undefined {
  for (const node of nodePath(file, span)) {
    if (node.start === span.start && node.end === span.end && isExpression(node)) return node;
  }
  return undefined;
}

const NO_EXPRESSIONS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'body',
  'attribute',
  'block',
  'invalid',
  'object-item',
  'text',
  'interpolation',
  'template-if',
  'template-for',
]);

export function isExpression(node: Node): node is Expression {
  return !NO_EXPRESSIONS.has(node.kind);
}

export function findAttribute(body: Body, name: string): Attribute | undefined {
  return body.items.find((item): item is Attribute => item.kind === 'attribute' && item.name === name);
}

/** The blocks of a type, in order; with labels, those that have exactly these. */
export function findBlocks(body: Body, type: string, labels?: readonly string[]): readonly Block[] {
  return body.items.filter(
    (item): item is Block =>
      item.kind === 'block' && item.type === type && (labels === undefined || sameLabels(item, labels)),
  );
}

export function findBlock(body: Body, type: string, labels?: readonly string[]): Block | undefined {
  return findBlocks(body, type, labels)[0];
}

function sameLabels(block: Block, labels: readonly string[]): boolean {
  return block.labels.length === labels.length && block.labels.every((label, index) => label.value === labels[index]);
}

/** The item of an object whose key is written as this name, bare or quoted. */
export function findObjectItem(object: ObjectExpression, key: string): ObjectItem | undefined {
  return object.items.find((item) => literalKey(item.key) === key);
}

/** What a key means where that needs no evaluation. */
export function literalKey(key: Expression): string | undefined {
  switch (key.kind) {
    case 'variable':
      return key.name;
    case 'bool':
      return String(key.value);
    case 'null':
      return 'null';
    case 'template': {
      const [first, second] = key.parts;
      if (!first) return '';
      return first.kind === 'text' && !second ? first.value : undefined;
    }
    default:
      return undefined;
  }
}
