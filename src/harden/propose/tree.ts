/**
 * From a span back to the nodes of the syntax tree around it: an origin says where a value stands, an edit needs the list,
 * object or block that it stands in.
 */
import type { Attribute, Block, Body, Expression, ObjectItem, Span, SyntaxFile, TemplatePart } from '#hcl/syntax.js';

export type Node = Body | Attribute | Block | Expression | ObjectItem | TemplatePart;

/** The nodes that contain the span, outermost first; the last is the smallest. */
export function nodesAround(file: SyntaxFile, span: Span): readonly Node[] {
  const path: Node[] = [];
  let next: Node | undefined = file.body;
  while (next) {
    path.push(next);
    next = childrenOf(next).find((child) => child.start <= span.start && child.end >= span.end);
  }
  return path;
}

/** The innermost block at or around the span. */
export function blockAround(file: SyntaxFile, span: Span, type?: string): Block | undefined {
  return nodesAround(file, span).findLast(
    (node): node is Block => node.kind === 'block' && (type === undefined || node.type === type),
  );
}

/** The attribute of that name, where a body holds it. */
export function attributeOf(body: Body, name: string): Attribute | undefined {
  return body.items.find((item): item is Attribute => item.kind === 'attribute' && item.name === name);
}

export function blocksOf(body: Body, type: string): readonly Block[] {
  return body.items.filter((item): item is Block => item.kind === 'block' && item.type === type);
}

export function textOfSpan(file: { readonly text: string }, span: Span): string {
  return file.text.slice(span.start, span.end);
}

/** An expression without the parentheses around it. */
export function bare(expression: Expression): Expression {
  return expression.kind === 'parenthesis' ? bare(expression.expression) : expression;
}

const NO_CHILDREN: readonly Node[] = [];

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'body':
      return node.items.filter((item) => item.kind !== 'invalid');
    case 'attribute':
      return [node.value];
    case 'block':
      return [node.body];
    case 'template':
      return node.parts;
    case 'interpolation':
      return [node.expression];
    case 'template-if':
      return [node.condition, ...node.then, ...node.otherwise];
    case 'template-for':
      return [node.collection, ...node.body];
    default:
      return expressionChildren(node);
  }
}

function expressionChildren(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'get-attribute':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'splat':
      return [node.object];
    case 'call':
      return node.args;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'tuple':
      return node.elements;
    case 'object':
      return node.items;
    case 'object-item':
      return [node.key, node.value];
    case 'for':
      return [node.collection, node.key, node.value, node.condition].filter((child) => child !== undefined);
    case 'parenthesis':
      return [node.expression];
    default:
      return NO_CHILDREN;
  }
}
