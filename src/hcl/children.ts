/** The nodes of the tree in general: what lies within what, in the order of the source. */
import type { BodyItem, Body, Expression, ObjectItem, Splat, SplatStep, TemplatePart } from './syntax.js';

export type Node = Body | BodyItem | Expression | ObjectItem | TemplatePart;

const NONE: readonly Node[] = [];

/** The nodes directly below `node`. Labels are not nodes of their own. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'body':
    case 'object':
      return node.items;
    case 'attribute':
      return [node.value];
    case 'block':
      return [node.body];
    case 'object-item':
      return [node.key, node.value];
    case 'template':
      return node.parts;
    case 'template-if':
      return [node.condition, ...node.then, ...node.otherwise];
    case 'template-for':
      return [node.collection, ...node.body];
    default:
      return childrenOfExpression(node);
  }
}

function childrenOfExpression(node: Exclude<Node, { kind: 'body' }>): readonly Node[] {
  switch (node.kind) {
    case 'interpolation':
    case 'parenthesis':
      return [node.expression];
    case 'get-attribute':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'splat':
      return childrenOfSplat(node);
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
    case 'for':
      return [node.collection, ...present(node.key), node.value, ...present(node.condition)];
    default:
      return NONE;
  }
}

function present(node: Expression | undefined): readonly Expression[] {
  return node ? [node] : [];
}

function childrenOfSplat(node: Splat): readonly Node[] {
  const children: Node[] = [node.object];
  collectKeys(node.each, children);
  return children;
}

function collectKeys(steps: readonly SplatStep[], into: Node[]): void {
  for (const step of steps) {
    if (step.kind === 'index') into.push(step.key);
    else if (step.kind === 'splat') collectKeys(step.each, into);
  }
}
